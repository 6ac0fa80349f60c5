#include "site/map.h"

static struct map_slot *slot_of(const struct map *map, struct str name)
{
    size_t at = (size_t)str_hash(name) & (map->cap - 1);
    while (map->slots[at].value && !str_eq(map->slots[at].name, name))
        at = (at + 1) & (map->cap - 1);
    return &map->slots[at];
}

void *map_get(const struct map *map, struct str name)
{
    return map->cap > 0 ? slot_of(map, name)->value : NULL;
}

static void grow(struct map *map, struct arena *a, size_t cap)
{
    struct map bigger = {.cap = cap, .count = map->count};
    bigger.slots = ARENA_ARRAY(a, struct map_slot, bigger.cap);
    for (size_t i = 0; i < map->cap; i++) {
        if (map->slots[i].value)
            *slot_of(&bigger, map->slots[i].name) = map->slots[i];
    }
    *map = bigger;
}

void map_reserve(struct map *map, struct arena *a, size_t count)
{
    size_t cap = 16;
    while (cap < count * 2)
        cap *= 2;
    if (cap > map->cap)
        grow(map, a, cap);
}

void *map_put(struct map *map, struct arena *a, struct str name, void *value)
{
    if (map->count * 2 >= map->cap)
        grow(map, a, map->cap > 0 ? map->cap * 2 : 16);
    struct map_slot *slot = slot_of(map, name);
    if (!slot->value) {
        *slot = (struct map_slot){name, value};
        map->count++;
    }
    return slot->value;
}
