#include "http/admit.h"

#include "http/session.h"
#include "http/upload.h"

/* application/x-www-form-urlencoded, in UTF-8 if it says so. */
static bool is_form(struct str type)
{
    struct str parameters = type;
    if (!str_eq_nocase(str_trim(str_cut(&parameters, ';')), STR("application/x-www-form-urlencoded")))
        return false;
    struct str value = str_trim(parameters);
    if (value.n == 0)
        return true;
    return str_eq_nocase(str_trim(str_cut(&value, '=')), STR("charset")) &&
           str_eq_nocase(str_trim(value), STR("utf-8"));
}

enum refusal admit_body(struct request *r, const struct route *route, struct exchange *e, struct str *body)
{
    if (route->form_limit > 0) {
        if (r->app->waits != NULL)
            r->app->waits();
        return upload_read(r, route, e, admit_role(route, r->session->role), body);
    }
    if (!is_form(e->content_type))
        return REFUSAL_CONTENT_TYPE;
    int64_t announced;
    if (!str_to_int64(e->content_length, &announced) || announced < 0)
        return REFUSAL_BAD_REQUEST;
    if ((uint64_t)announced > route->body_limit)
        return REFUSAL_BODY_TOO_LARGE;
    size_t length = (size_t)announced;
    char *bytes = arena_alloc(r->arena, length + 1);
    /* libfcgi delivers a body that broke off as if it were whole: count. */
    if (exchange_read(e, bytes, length + 1) != length)
        return REFUSAL_SHORT_BODY;
    *body = (struct str){bytes, length};
    return REFUSAL__MAX;
}

static bool knows(const struct route *route, const char *name)
{
    for (size_t i = 0; i < route->n_fields; i++)
        if (route->fields[i].name != NULL && strcmp(route->fields[i].name, name) == 0)
            return true;
    return false;
}

static void take_out(struct fields *all, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++)
        if (!str_eq_z(all->items[i].name, name))
            all->items[n++] = all->items[i];
    all->count = n;
}

enum refusal admit_decode(struct request *r, const struct route *route, struct str text, struct fields *all,
                          struct str *csrf)
{
    bool twice = false;
    if (!fields_decode(r->arena, text, all))
        return REFUSAL_BAD_FIELD;
    *csrf = fields_only(all, "csrf", &twice);
    r->script = knows(route, "auto") && str_eq_z(fields_only(all, "auto", &twice), "1");
    take_out(all, "csrf");
    return twice ? REFUSAL_BAD_FIELD : REFUSAL__MAX;
}

enum refusal admit_fields(struct request *r, const struct route *route, const struct fields *all)
{
    struct fields_policy policy = {
        .rules = route->fields,
        .n_rules = route->n_fields,
        .site = r->site,
        .ignore_unknown = route->method == METHOD_GET,
    };
    struct fields kept;
    struct str bad;
    if (!fields_check(r->arena, all, &policy, &kept, &bad))
        return REFUSAL_BAD_FIELD;
    r->fields = kept.items;
    r->n_fields = kept.count;
    return REFUSAL__MAX;
}

bool admit_role(const struct route *route, enum role role)
{
    switch (route->role) {
    case ROLE_ANYONE:
        return role != ROLE_NOBODY;
    case ROLE_CLIENT:
        return role == ROLE_CLIENT;
    case ROLE_ADVISER:
        return role == ROLE_ADVISER || role == ROLE_ADMIN;
    case ROLE_ADMIN:
        return role == ROLE_ADMIN;
    case ROLE_NOBODY:
    case ROLE__MAX:
        break;
    }
    return false;
}
