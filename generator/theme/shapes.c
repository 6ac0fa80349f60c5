#include "theme/shapes.h"

#include <pthread.h>
#include <stdlib.h>

struct shape {
    enum shape_kind kind; /* SHAPE_KIND__MAX: not settled by the rows read so far */
    bool is_optional;
    bool is_plain; /* declared as a leaf without a kind: may still turn out to be an object */
    struct {
        struct field *items;
        size_t count, cap;
    } fields;           /* of a MAP */
    struct shape *item; /* of a LIST */
};

struct field {
    struct str name;
    struct shape *shape;
};

/* A path, taken apart. */
struct path {
    struct str steps; /* without what ends it */
    struct str same_as;
    enum shape_kind kind; /* SHAPE_KIND__MAX: none was said */
    bool is_optional;
    bool is_wrong;
};

/* A list whose items are those of another one. */
struct link {
    struct shape *list;
    struct str path;
};

struct parsing {
    struct arena *a;
    struct shape *root;
    struct {
        struct link *items;
        size_t count, cap;
    } links;
    bool failed;
};

static struct shape *new_shape(struct arena *a, enum shape_kind kind)
{
    struct shape *shape = ARENA_NEW(a, struct shape);
    shape->kind = kind;
    return shape;
}

static struct shape *own_field(const struct shape *map, struct str name)
{
    for (size_t i = 0; i < map->fields.count; i++)
        if (str_eq(map->fields.items[i].name, name))
            return map->fields.items[i].shape;
    return NULL;
}

/* Makes the shape one of this kind, unless it is settled to be another. */
static bool settle(struct shape *shape, enum shape_kind kind)
{
    if (shape->kind == SHAPE_KIND__MAX || (shape->is_plain && kind == SHAPE_MAP)) {
        shape->kind = kind;
        shape->is_plain = false;
    }
    return shape->kind == kind;
}

static enum shape_kind kind_called(struct str word)
{
    if (str_eq_z(word, "html"))
        return SHAPE_HTML;
    if (str_eq_z(word, "url"))
        return SHAPE_URL;
    return str_eq_z(word, "int") ? SHAPE_INT : SHAPE_KIND__MAX;
}

static struct path take_apart(struct str token)
{
    struct path path = {.steps = token, .kind = SHAPE_KIND__MAX};
    if (str_ends(path.steps, STR("?"))) {
        path.is_optional = true;
        path.steps.n--;
    }
    ptrdiff_t link = str_find_char(path.steps, '^');
    if (link >= 0) {
        path.same_as = str_sub(path.steps, (size_t)link + 1, path.steps.n);
        path.steps.n = (size_t)link;
    }
    ptrdiff_t colon = str_find_char(path.steps, ':');
    if (colon >= 0) {
        path.kind = kind_called(str_sub(path.steps, (size_t)colon + 1, path.steps.n));
        path.is_wrong = path.kind == SHAPE_KIND__MAX;
        path.steps.n = (size_t)colon;
    }
    return path;
}

/* The shape under one step ("todo[]") of a path; the list's item when the step is a list. */
static struct shape *step_into(struct parsing *p, struct shape *map, struct str step)
{
    bool is_list = str_ends(step, STR("[]"));
    struct str name = is_list ? str_sub(step, 0, step.n - 2) : step;
    if (name.n == 0 || !settle(map, SHAPE_MAP))
        return NULL;
    struct shape *shape = own_field(map, name);
    if (shape == NULL) {
        shape = new_shape(p->a, SHAPE_KIND__MAX);
        *ARENA_PUSH(p->a, &map->fields) = (struct field){name, shape};
    }
    if (!is_list)
        return shape;
    if (!settle(shape, SHAPE_LIST))
        return NULL;
    if (shape->item == NULL)
        shape->item = new_shape(p->a, SHAPE_KIND__MAX);
    return shape->item;
}

static bool end_at(struct shape *shape, const struct path *path)
{
    bool is_new = shape->kind == SHAPE_KIND__MAX;
    bool is_plain = path->kind == SHAPE_KIND__MAX;
    if (is_new) {
        shape->kind = is_plain ? SHAPE_TEXT : path->kind;
        shape->is_plain = is_plain;
        shape->is_optional = path->is_optional;
        return true;
    }
    if (shape->kind == SHAPE_MAP && is_plain && path->is_optional) {
        shape->is_optional = true;
        return true;
    }
    return shape->is_optional == path->is_optional && shape->kind == (is_plain ? SHAPE_TEXT : path->kind);
}

static bool add_path(struct parsing *p, struct str token)
{
    struct path path = take_apart(token);
    struct shape *shape = p->root;
    struct shape *list = NULL;
    struct str rest = path.steps;
    while (rest.n > 0 && shape != NULL) {
        struct shape *map = shape;
        struct str step = str_cut(&rest, '.');
        shape = step_into(p, map, step);
        list =
            shape != NULL && str_ends(step, STR("[]")) ? own_field(map, str_sub(step, 0, step.n - 2)) : NULL;
    }
    if (shape == NULL || path.is_wrong)
        return false;
    if (path.same_as.n == 0)
        return end_at(shape, &path);
    if (list == NULL)
        return false;
    *ARENA_PUSH(p->a, &p->links) = (struct link){list, path.same_as};
    return true;
}

static bool resolve_link(const struct parsing *p, const struct link *link)
{
    struct str rest = link->path;
    const struct shape *shape = p->root;
    while (rest.n > 0 && shape != NULL) {
        struct str step = str_cut(&rest, '.');
        bool is_list = str_ends(step, STR("[]"));
        shape = own_field(shape, is_list ? str_sub(step, 0, step.n - 2) : step);
        if (shape != NULL && is_list && rest.n > 0)
            shape = shape->item;
    }
    if (shape == NULL || shape->kind != SHAPE_LIST)
        return false;
    link->list->item = shape->item;
    return true;
}

static void add_paths(struct parsing *p, struct str paths)
{
    struct str rest = paths;
    while (rest.n > 0) {
        struct str token = str_cut(&rest, ' ');
        if (token.n > 0 && !add_path(p, token))
            p->failed = true;
    }
}

static const struct shape *finish(struct parsing *p)
{
    for (size_t i = 0; i < p->links.count; i++)
        if (!resolve_link(p, &p->links.items[i]))
            p->failed = true;
    return p->failed ? NULL : p->root;
}

const struct shape *shape_parse(struct arena *a, struct str paths)
{
    struct parsing p = {.a = a, .root = new_shape(a, SHAPE_MAP)};
    add_paths(&p, paths);
    return finish(&p);
}

/* --- shapes.def --- */

struct row {
    struct str name;
    struct str paths;
};

static const struct row rows[] = {
#define SHAPE(template_name, template_paths) {STR_INIT(template_name), STR_INIT(template_paths)},
#include "theme/shapes.def"
#undef SHAPE
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static struct {
    struct arena *arena; /* kept for the program's life */
    const struct shape *shapes[ROWS];
    struct str names[ROWS];
    size_t n_names;
} declared;

/* What mails have of what every page has. */
static const char mail_paths[] = "site.name lang base:url";

static struct str common_paths(struct str name)
{
    if (str_starts(name, STR("mail/")) || str_starts(name, STR("message/")))
        return str_from(mail_paths);
    for (size_t i = 0; i < ROWS; i++)
        if (str_eq_z(rows[i].name, "*"))
            return rows[i].paths;
    return (struct str){0};
}

static void parse_rows(void)
{
    declared.arena = arena_new();
    for (size_t i = 0; i < ROWS; i++) {
        struct arena *a = declared.arena;
        struct parsing p = {.a = a, .root = new_shape(a, SHAPE_MAP)};
        add_paths(&p, common_paths(rows[i].name));
        add_paths(&p, rows[i].paths);
        declared.shapes[i] = finish(&p);
        if (!str_eq_z(rows[i].name, "*"))
            declared.names[declared.n_names++] = rows[i].name;
    }
}

static void parse_once(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (pthread_once(&once, parse_rows) != 0)
        abort();
}

const struct shape *shape_find(struct str template_name)
{
    parse_once();
    for (size_t i = 0; i < ROWS; i++)
        if (str_eq(rows[i].name, template_name) && !str_eq_z(template_name, "*"))
            return declared.shapes[i];
    return NULL;
}

size_t shape_names(const struct str **names)
{
    parse_once();
    *names = declared.names;
    return declared.n_names;
}

/* --- Looking --- */

enum shape_kind shape_kind(const struct shape *shape)
{
    return shape == NULL || shape->kind == SHAPE_KIND__MAX ? SHAPE_TEXT : shape->kind;
}

bool shape_is_optional(const struct shape *shape)
{
    return shape->is_optional;
}

const struct shape *shape_field(const struct shape *map, struct str name)
{
    return shape_kind(map) == SHAPE_MAP ? own_field(map, name) : NULL;
}

const struct shape *shape_field_at(const struct shape *map, size_t i, struct str *name)
{
    if (shape_kind(map) != SHAPE_MAP || i >= map->fields.count)
        return NULL;
    *name = map->fields.items[i].name;
    return map->fields.items[i].shape;
}

const struct shape *shape_item(const struct shape *list)
{
    return shape_kind(list) == SHAPE_LIST ? list->item : NULL;
}

struct paths {
    struct str *items;
    size_t count, cap;
};

static void collect_paths(const struct shape *map, struct arena *a, struct str prefix, struct paths *paths)
{
    for (size_t i = 0; i < map->fields.count; i++) {
        const struct field *field = &map->fields.items[i];
        struct str path = prefix.n == 0 ? field->name : arena_join(a, prefix, field->name);
        if (shape_kind(field->shape) == SHAPE_MAP)
            collect_paths(field->shape, a, arena_join(a, path, STR(".")), paths);
        else
            *ARENA_PUSH(a, paths) = path;
    }
}

size_t shape_paths(const struct shape *map, struct arena *a, const struct str **paths)
{
    struct paths found = {0};
    if (shape_kind(map) == SHAPE_MAP)
        collect_paths(map, a, (struct str){0}, &found);
    *paths = found.items;
    return found.count;
}
