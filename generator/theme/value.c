#include "theme/value.h"

#include <limits.h>
#include <string.h>

enum { FIRST_SLOTS = 64, FIRST_MAX = UCHAR_MAX };

struct entry {
    struct str key;
    uint64_t hash;
    struct value *value;
};

struct value {
    enum value_kind kind;
    struct arena *arena; /* maps and lists grow in it */
    union {
        bool truth;
        int64_t number;
        struct str text; /* VALUE_KIND_TEXT and VALUE_KIND_HTML */
        struct {
            struct entry *items;
            size_t count;
            size_t cap;
            /* By hash: behind which place its first entry is to be looked for, from 1; 0: there is none. */
            unsigned char *first; /* FIRST_SLOTS */
        } map;
        struct {
            struct value **items;
            size_t count;
            size_t cap;
        } list;
    };
};

static struct value *new_value(struct arena *a, enum value_kind kind)
{
    struct value *v = ARENA_NEW(a, struct value);
    v->kind = kind;
    v->arena = a;
    return v;
}

struct value *value_map(struct arena *a)
{
    struct value *v = new_value(a, VALUE_KIND_MAP);
    v->map.first = arena_alloc(a, FIRST_SLOTS);
    return v;
}

struct value *value_list(struct arena *a)
{
    return new_value(a, VALUE_KIND_LIST);
}

struct value *value_text(struct arena *a, struct str text)
{
    struct value *v = new_value(a, VALUE_KIND_TEXT);
    v->text = text;
    return v;
}

struct value *value_int(struct arena *a, int64_t n)
{
    struct value *v = new_value(a, VALUE_KIND_INT);
    v->number = n;
    return v;
}

struct value *value_bool(struct arena *a, bool b)
{
    struct value *v = new_value(a, VALUE_KIND_BOOL);
    v->truth = b;
    return v;
}

struct value *value_html(struct arena *a, struct html h)
{
    struct value *v = new_value(a, VALUE_KIND_HTML);
    v->text = h.markup;
    return v;
}

/* Most keys are found at once, and most that are not there are known at once. */
static struct entry *find(const struct value *map, struct str key, uint64_t hash)
{
    size_t first = map->map.first[hash % FIRST_SLOTS];
    if (first == 0)
        return NULL;
    for (size_t i = first - 1; i < map->map.count; i++) {
        struct entry *e = &map->map.items[i];
        if (e->hash == hash && e->key.n == key.n && memcmp(e->key.p, key.p, key.n) == 0)
            return e;
    }
    return NULL;
}

void value_set(struct value *map, const char *key, struct value *v)
{
    if (map->kind != VALUE_KIND_MAP)
        return;
    struct str name = str_from(key);
    uint64_t hash = str_hash(name);
    struct entry *e = find(map, name, hash);
    if (e == NULL) {
        e = ARENA_PUSH(map->arena, &map->map);
        e->key = name;
        e->hash = hash;
        unsigned char *first = &map->map.first[hash % FIRST_SLOTS];
        if (*first == 0)
            *first = map->map.count < FIRST_MAX ? (unsigned char)map->map.count : FIRST_MAX;
    }
    e->value = v;
}

void value_set_text(struct value *map, const char *key, struct str text)
{
    value_set(map, key, value_text(map->arena, text));
}

void value_set_int(struct value *map, const char *key, int64_t n)
{
    value_set(map, key, value_int(map->arena, n));
}

void value_set_bool(struct value *map, const char *key, bool b)
{
    value_set(map, key, value_bool(map->arena, b));
}

void value_set_html(struct value *map, const char *key, struct html h)
{
    value_set(map, key, value_html(map->arena, h));
}

struct value *value_set_map(struct value *map, const char *key)
{
    struct value *v = value_map(map->arena);
    value_set(map, key, v);
    return v;
}

struct value *value_set_list(struct value *map, const char *key)
{
    struct value *v = value_list(map->arena);
    value_set(map, key, v);
    return v;
}

void value_add(struct value *list, struct value *v)
{
    if (list->kind == VALUE_KIND_LIST)
        *ARENA_PUSH(list->arena, &list->list) = v;
}

struct value *value_add_map(struct value *list)
{
    struct value *v = value_map(list->arena);
    value_add(list, v);
    return v;
}

enum value_kind value_kind(const struct value *v)
{
    return v == NULL ? VALUE_KIND_NULL : v->kind;
}

const struct value *value_get(const struct value *map, struct str key)
{
    return value_find(map, key, str_hash(key));
}

const struct value *value_find(const struct value *map, struct str key, uint64_t hash)
{
    if (value_kind(map) != VALUE_KIND_MAP)
        return NULL;
    const struct entry *e = find(map, key, hash);
    return e == NULL ? NULL : e->value;
}

size_t value_count(const struct value *v)
{
    if (value_kind(v) == VALUE_KIND_LIST)
        return v->list.count;
    return value_kind(v) == VALUE_KIND_MAP ? v->map.count : 0;
}

const struct value *value_at(const struct value *v, size_t i)
{
    if (i >= value_count(v))
        return NULL;
    return v->kind == VALUE_KIND_LIST ? v->list.items[i] : v->map.items[i].value;
}

struct str value_key_at(const struct value *map, size_t i)
{
    if (value_kind(map) != VALUE_KIND_MAP || i >= map->map.count)
        return (struct str){0};
    return map->map.items[i].key;
}

static struct str digits(int64_t n, char scratch[static 24])
{
    char *end = scratch + 24;
    char *p = end;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do {
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (n < 0)
        *--p = '-';
    return (struct str){p, (size_t)(end - p)};
}

struct str value_as_text(const struct value *v, char scratch[static 24])
{
    enum value_kind kind = value_kind(v);
    if (kind == VALUE_KIND_TEXT || kind == VALUE_KIND_HTML)
        return v->text;
    return kind == VALUE_KIND_INT ? digits(v->number, scratch) : (struct str){0};
}

int64_t value_as_int(const struct value *v)
{
    int64_t n = 0;
    if (value_kind(v) == VALUE_KIND_INT)
        return v->number;
    if (value_kind(v) == VALUE_KIND_TEXT && str_to_int64(v->text, &n))
        return n;
    return 0;
}

bool value_is_true(const struct value *v)
{
    switch (value_kind(v)) {
    case VALUE_KIND_BOOL:
        return v->truth;
    case VALUE_KIND_INT:
    case VALUE_KIND_MAP:
        return true;
    case VALUE_KIND_TEXT:
    case VALUE_KIND_HTML:
        return v->text.n != 0;
    case VALUE_KIND_LIST:
        return v->list.count != 0;
    case VALUE_KIND_NULL:
    case VALUE_KIND__MAX:
        break;
    }
    return false;
}
