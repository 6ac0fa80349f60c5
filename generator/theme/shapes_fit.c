/* Does the data of a page fit what its template was promised? */
#include "theme/shapes.h"

struct fitting {
    struct arena *a;
    struct str misfit;
};

static bool fits(struct fitting *f, const struct shape *shape, const struct value *v, struct str path);

static bool misfit(struct fitting *f, struct str path)
{
    f->misfit = path;
    return false;
}

static struct str below(struct fitting *f, struct str path, struct str name)
{
    return path.n == 0 ? name : arena_printf(f->a, STR_FMT "." STR_FMT, STR_ARG(path), STR_ARG(name));
}

/* An object is there when one of its required fields is; an absent list is an empty one. */
static bool is_required(const struct shape *shape)
{
    if (shape_is_optional(shape) || shape_kind(shape) == SHAPE_LIST)
        return false;
    if (shape_kind(shape) != SHAPE_MAP)
        return true;
    struct str name;
    for (size_t i = 0; shape_field_at(shape, i, &name) != NULL; i++)
        if (is_required(shape_field_at(shape, i, &name)))
            return true;
    return false;
}

static bool fits_map(struct fitting *f, const struct shape *shape, const struct value *v, struct str path)
{
    for (size_t i = 0; i < value_count(v); i++) {
        struct str key = value_key_at(v, i);
        if (shape_field(shape, key) == NULL)
            return misfit(f, below(f, path, key));
    }
    struct str name;
    const struct shape *field;
    for (size_t i = 0; (field = shape_field_at(shape, i, &name)) != NULL; i++) {
        const struct value *value = value_get(v, name);
        struct str at = below(f, path, name);
        if (value_kind(value) == VALUE_KIND_NULL ? is_required(field) && !misfit(f, at)
                                                 : !fits(f, field, value, at))
            return false;
    }
    return true;
}

static bool fits_list(struct fitting *f, const struct shape *shape, const struct value *v, struct str path)
{
    for (size_t i = 0; i < value_count(v); i++) {
        struct str at = arena_printf(f->a, STR_FMT "[%zu]", STR_ARG(path), i);
        if (!fits(f, shape_item(shape), value_at(v, i), at))
            return false;
    }
    return true;
}

static bool fits(struct fitting *f, const struct shape *shape, const struct value *v, struct str path)
{
    enum value_kind kind = value_kind(v);
    if (shape_is_optional(shape) && kind != VALUE_KIND_MAP && !value_is_true(v))
        return true;
    switch (shape_kind(shape)) {
    case SHAPE_MAP:
        return kind == VALUE_KIND_MAP ? fits_map(f, shape, v, path) : misfit(f, path);
    case SHAPE_LIST:
        return kind == VALUE_KIND_LIST ? fits_list(f, shape, v, path) : misfit(f, path);
    case SHAPE_HTML:
        return kind == VALUE_KIND_HTML || misfit(f, path);
    case SHAPE_INT:
        return kind == VALUE_KIND_INT || misfit(f, path);
    case SHAPE_URL:
        return kind == VALUE_KIND_TEXT || misfit(f, path);
    case SHAPE_TEXT:
    case SHAPE_KIND__MAX:
        break;
    }
    if (kind == VALUE_KIND_BOOL)
        return shape_is_optional(shape) || misfit(f, path);
    return kind == VALUE_KIND_TEXT || kind == VALUE_KIND_INT || misfit(f, path);
}

bool shape_fits(const struct shape *shape, const struct value *data, struct arena *a, struct str *path)
{
    struct fitting f = {.a = a};
    if (shape == NULL || fits(&f, shape, data, (struct str){0}))
        return true;
    *path = f.misfit;
    return false;
}
