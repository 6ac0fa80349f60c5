#include "http/response.h"

#include "http/common.h"
#include "http/route.h"
#include "http/session.h"
#include "log.h"
#include "theme/shapes.h"

struct refusal_row {
    int number, status;
    const char *name;
};

static const struct refusal_row refusals[REFUSAL__MAX] = {
#define REFUSAL(number_, NAME, status_, name_) \
    [REFUSAL_##NAME] = {.number = number_, .status = status_, .name = #name_},
#include "http/refusals.def"
#undef REFUSAL
};

#if defined(__SANITIZE_ADDRESS__)
static void check_shape(const struct request *r, struct str name, const struct value *view)
{
    struct str path;
    const struct shape *shape = shape_find(name);
    if (shape == NULL || !shape_fits(shape, view, r->arena, &path)) {
        fprintf(stderr, "the view of " STR_FMT " does not fit: " STR_FMT "\n", STR_ARG(name), STR_ARG(path));
        abort();
    }
}
#else
static void check_shape(const struct request *r, struct str name, const struct value *view)
{
    (void)r;
    (void)name;
    (void)view;
}
#endif

static bool render(struct request *r, struct response *out, struct str name, struct value *view)
{
    common_fields(r, view);
    check_shape(r, name, view);
    buf_clear(&out->body);
    const struct catalogue *texts = catalogues_find(r->site->catalogues, r->language);
    return templates_render(r->site->templates, name, view, texts, &out->body) && !out->body.full;
}

/* A visitor gets a cookie with the first page that has a form to protect, that is with any page but those
 * about nobody. */
static void give_cookie(const struct request *r, struct response *out)
{
    if (r->session->fresh && !r->no_cookie && out->set_cookie.n == 0)
        out->set_cookie = session_cookie(r->arena, r->app->config->secure, r->session->token);
}

void respond_page(struct request *r, struct response *out, int status, const char *template_name,
                  struct value *view)
{
    if (!render(r, out, str_from(template_name), view)) {
        LOG_EVENT(r->app->log, LOG_LEVEL_ERROR, "template", LOG_TEXT("id", r->id),
                  LOG_TEXT("template", str_from(template_name)));
        respond_refusal(r, out, REFUSAL_BROKEN);
        return;
    }
    out->status = status;
    out->content_type = STR("text/html; charset=utf-8");
    give_cookie(r, out);
}

void respond_redirect(struct response *out, struct str path)
{
    /* Anything but a path of ours would lead elsewhere. */
    bool ours = path.n > 0 && path.p[0] == '/' && (path.n < 2 || (path.p[1] != '/' && path.p[1] != '\\'));
    for (size_t i = 0; i < path.n && ours; i++)
        ours = path.p[i] > ' ' && path.p[i] < 0x7f;
    buf_clear(&out->body);
    out->status = 303;
    out->location = ours ? path : STR("/");
}

void respond_file(struct response *out, struct str hash, struct str name)
{
    buf_clear(&out->body);
    out->status = 200;
    out->content_type = STR("application/octet-stream");
    out->file = hash;
    out->file_name = name;
}

void respond_json(struct response *out, struct str json)
{
    buf_clear(&out->body);
    buf_add(&out->body, json);
    out->status = 200;
    out->content_type = STR("application/json");
}

static void refuse_script(const struct request *r, struct response *out, const struct refusal_row *row)
{
    respond_json(
        out, arena_printf(r->arena, "{\"refusal\":%d,\"id\":\"" STR_FMT "\"}", row->number, STR_ARG(r->id)));
    out->status = row->status;
}

/* When not even the page of refusals can be made: the numbers alone, which are in the log too. */
static void refuse_bare(const struct request *r, struct response *out, const struct refusal_row *row)
{
    buf_clear(&out->body);
    buf_addf(&out->body, "%d %d " STR_FMT "\n", row->status, row->number, STR_ARG(r->id));
    out->status = row->status;
    out->content_type = STR("text/plain; charset=utf-8");
}

/* What was posted and not handled can be posted again from the page that says so. A password is not written
 * into a page. */
static bool can_try_again(const struct request *r, const struct refusal_row *row, const struct route *route)
{
    static const enum refusal passing[] = {REFUSAL_CSRF, REFUSAL_TOO_MANY, REFUSAL_BUSY, REFUSAL_FULL,
                                           REFUSAL_BROKEN};
    bool passes = false, has_password = false;
    for (size_t i = 0; i < sizeof passing / sizeof passing[0]; i++)
        passes = passes || row == &refusals[passing[i]];
    for (size_t i = 0; route != NULL && i < route->n_fields; i++)
        has_password = has_password || route->fields[i].kind == FIELD_PASSWORD;
    return passes && !has_password && r->n_fields > 0;
}

static void add_field(struct value *fields, struct str name, struct str value)
{
    struct value *field = value_add_map(fields);
    value_set_text(field, "name", name);
    value_set_text(field, "value", value);
}

/* Files cannot go along: `perdus` says so (http/upload.h). */
static void add_retry(const struct request *r, const struct refusal_row *row, struct value *view)
{
    struct str params[4];
    const struct route *route = r->method == METHOD_POST ? route_find(METHOD_POST, r->path, params) : NULL;
    if (route == NULL || !can_try_again(r, row, route))
        return;
    struct value *retry = value_set_map(view, "retry"), *fields = value_set_list(retry, "fields");
    value_set_text(retry, "action",
                   r->session->account.n > 0 ? r->path
                                             : arena_printf(r->arena, STR_FMT "?langue=" STR_FMT,
                                                            STR_ARG(r->path), STR_ARG(r->language)));
    value_set_bool(retry, "is_multipart", route->form_limit > 0);
    for (size_t i = 0; i < r->n_fields; i++)
        add_field(fields, r->fields[i].name, r->fields[i].value);
    if (r->n_files > 0)
        add_field(fields, STR("perdus"), STR("1"));
}

static struct value *refusal_view(struct request *r, const struct refusal_row *row)
{
    struct value *view = value_map(r->arena);
    const struct catalogue *texts = catalogues_find(r->site->catalogues, r->language);
    static const char *const parts[] = {"title", "what", "kept", "todo"};
    for (size_t i = 0; texts != NULL && i < sizeof parts / sizeof parts[0]; i++) {
        struct str key = arena_printf(r->arena, "refusal.%s.%s", row->name, parts[i]);
        if (catalogue_has(texts, key))
            value_set_text(view, parts[i], catalogue_text(texts, r->arena, key, NULL));
    }
    value_set_text(view, "status", arena_printf(r->arena, "%d", row->status));
    value_set_text(view, "number", arena_printf(r->arena, "%d", row->number));
    value_set_text(view, "request_id", r->id);
    if (row == &refusals[REFUSAL_LINK_DEAD])
        value_set_text(
            view, "renew",
            arena_printf(r->arena, "%s?langue=" STR_FMT,
                         str_starts(r->path, STR("/cabinet/")) ? "/cabinet/oubli" : "/espace/oubli",
                         STR_ARG(r->language)));
    struct str params[4];
    if (r->method == METHOD_POST && route_find(METHOD_GET, r->path, params) != NULL)
        value_set_text(view, "back", r->path);
    add_retry(r, row, view);
    return view;
}

void respond_refusal(struct request *r, struct response *out, enum refusal why)
{
    const struct refusal_row *row = &refusals[why];
    out->refusal = row->number;
    out->location = (struct str){0};
    if (why == REFUSAL_BUSY && out->retry_after == 0)
        out->retry_after = 5;
    if (r->script) {
        refuse_script(r, out, row);
        return;
    }
    struct value *view = r->site == NULL ? NULL : refusal_view(r, row);
    if (view == NULL || !render(r, out, STR("erreur"), view)) {
        refuse_bare(r, out, row);
        return;
    }
    if (value_get(view, STR("retry")) != NULL)
        give_cookie(r, out);
    out->status = row->status;
    out->content_type = STR("text/html; charset=utf-8");
}

void respond_store_failure(struct request *r, struct response *out, enum store_status status)
{
    static const enum refusal reasons[STORE_STATUS__MAX] = {
        [STORE_OK] = REFUSAL_BROKEN, [STORE_NONE] = REFUSAL_NOT_FOUND, [STORE_CONFLICT] = REFUSAL_STALE,
        [STORE_BUSY] = REFUSAL_BUSY, [STORE_FULL] = REFUSAL_FULL,      [STORE_BROKEN] = REFUSAL_BROKEN,
    };
    respond_refusal(r, out, reasons[status]);
    if (status == STORE_BROKEN) {
        out->status = 503;
        out->retry_after = 5;
    }
}
