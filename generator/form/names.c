#include "form/names.h"

#include "base/diag.h"

void names_init(struct names *names, struct arena *a, size_t count)
{
    size_t n_slots = 16;
    while (n_slots < 2 * count)
        n_slots *= 2;
    *names = (struct names){.slots = ARENA_ARRAY(a, struct name, n_slots), .n_slots = n_slots};
}

/* The slot that holds the id, or the free one where it belongs. */
static struct name *slot(const struct names *names, struct str id)
{
    size_t i = (size_t)str_hash(id) & (names->n_slots - 1);
    while (names->slots[i].kind != NAME_NONE && !str_eq(names->slots[i].id, id))
        i = (i + 1) & (names->n_slots - 1);
    return &names->slots[i];
}

struct name *names_add(struct names *names, struct name name)
{
    struct name *place = slot(names, name.id);
    if (place->kind != NAME_NONE)
        return place;
    *place = name;
    names->n++;
    return NULL;
}

const struct name *names_find(const struct names *names, struct str id)
{
    const struct name *found = slot(names, id);
    return found->kind == NAME_NONE ? NULL : found;
}

struct str names_nearest(const struct names *names, struct arena *a, struct str word)
{
    struct str *ids = ARENA_ARRAY(a, struct str, names->n);
    size_t n = 0;
    for (size_t i = 0; i < names->n_slots; i++)
        if (names->slots[i].kind != NAME_NONE && names->slots[i].kind != NAME_POINT)
            ids[n++] = names->slots[i].id;
    return diag_nearest(word, ids, n);
}
