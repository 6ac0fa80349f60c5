#include "theme/template.h"

#include <string.h>

#include "theme/template_parts.h"

struct templates *templates_new(struct arena *arena)
{
    struct templates *set = ARENA_NEW(arena, struct templates);
    set->arena = arena;
    return set;
}

/* --- Names --- */

static const struct name *new_name(struct arena *a, struct str text, uint64_t hash)
{
    size_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '.';
    struct name *name = arena_alloc(a, sizeof(*name) + n * sizeof(name->parts[0]));
    name->text = text;
    name->hash = hash;
    struct str rest = text;
    while (name->n_parts < n) {
        struct str part = str_cut(&rest, '.');
        name->parts[name->n_parts++] = (struct name_part){part, str_hash(part)};
    }
    return name;
}

static void insert_name(struct templates *set, const struct name *name)
{
    size_t i = name->hash & (set->names.cap - 1);
    while (set->names.items[i] != NULL)
        i = (i + 1) & (set->names.cap - 1);
    set->names.items[i] = name;
}

static void grow_names(struct templates *set)
{
    const struct name **old = set->names.items;
    size_t old_cap = set->names.cap;
    set->names.cap = old_cap == 0 ? 256 : old_cap * 2;
    set->names.items = ARENA_ARRAY(set->arena, const struct name *, set->names.cap);
    for (size_t i = 0; i < old_cap; i++)
        if (old[i] != NULL)
            insert_name(set, old[i]);
}

const struct name *template_name(struct templates *set, struct str text)
{
    uint64_t hash = str_hash(text);
    if (set->names.count * 2 >= set->names.cap)
        grow_names(set);
    for (size_t i = hash & (set->names.cap - 1); set->names.items[i] != NULL;
         i = (i + 1) & (set->names.cap - 1))
        if (set->names.items[i]->hash == hash && str_eq(set->names.items[i]->text, text))
            return set->names.items[i];
    const struct name *name = new_name(set->arena, text, hash);
    insert_name(set, name);
    set->names.count++;
    return name;
}

/* --- The set --- */

/* Where the name is, or would be. */
static size_t position(const struct templates *set, struct str name, bool *found)
{
    size_t low = 0;
    size_t high = set->all.count;
    *found = false;
    while (low < high && !*found) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(set->all.items[middle]->name, name);
        *found = order == 0;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return *found ? high : low;
}

struct compiled *template_find(const struct templates *set, struct str name)
{
    bool found = false;
    size_t i = position(set, name, &found);
    return found ? set->all.items[i] : NULL;
}

bool templates_has(const struct templates *set, struct str name)
{
    return template_find(set, name) != NULL;
}

bool templates_add(struct templates *set, struct str name, const struct source *source,
                   enum template_mode mode, struct diags *diags)
{
    struct compiled *t = ARENA_NEW(set->arena, struct compiled);
    t->name = arena_str(set->arena, name);
    t->source = source;
    t->mode = mode == TEMPLATE_STRICT && str_ends(name, STR(".txt")) ? TEMPLATE_TEXT : mode;
    bool found = false;
    size_t i = position(set, name, &found);
    if (!found) {
        *ARENA_PUSH(set->arena, &set->all) = NULL;
        memmove(&set->all.items[i + 1], &set->all.items[i],
                (set->all.count - 1 - i) * sizeof(set->all.items[0]));
    }
    set->all.items[i] = t;
    return template_parse(set, t, diags);
}

static void link_one(struct templates *set, struct compiled *t, template_shape_of *shape_of)
{
    const struct shape *shape = shape_of == NULL ? NULL : shape_of(t->name);
    template_link(set, t);
    if (shape != NULL && t->mode != TEMPLATE_LAX)
        program_resolve(set->arena, t->program, shape, NULL);
}

void templates_link(struct templates *set, template_shape_of *shape_of)
{
    for (size_t i = 0; i < set->all.count; i++)
        link_one(set, set->all.items[i], shape_of);
}

void templates_link_one(struct templates *set, struct str name, template_shape_of *shape_of)
{
    struct compiled *t = template_find(set, name);
    if (t != NULL)
        link_one(set, t, shape_of);
}

void templates_check(struct templates *set, struct str name, const struct shape *shape,
                     const struct catalogues *catalogues, struct diags *diags)
{
    struct compiled *t = template_find(set, name);
    if (t == NULL) {
        DIAG_AT(diags, D_TEMPLATE_MISSING, ((struct place){0}), name);
        return;
    }
    if (t->program == NULL)
        template_link(set, t);
    struct check check = {.set = set, .diags = diags};
    if (catalogues != NULL && catalogues_count(catalogues) > 0)
        check.catalogue = catalogues_at(catalogues, 0);
    for (size_t i = 0; i < t->program->faults.count; i++)
        check_report(&check, &t->program->faults.items[i]);
    program_resolve(set->arena, t->program, shape, &check);
}

bool templates_render(const struct templates *set, struct str name, const struct value *data,
                      const struct catalogue *catalogue, struct buf *out)
{
    const struct compiled *t = template_find(set, name);
    return t != NULL && t->program != NULL && program_render(t->program, data, catalogue, out) && !out->full;
}
