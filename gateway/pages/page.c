#include "pages/page.h"

#include "theme/format.h"

struct str page_text(const struct request *r, const char *key, const struct value *arguments)
{
    const struct catalogue *texts = catalogues_find(r->site->catalogues, r->language);
    return catalogue_text(texts, r->arena, str_from(key), arguments);
}

struct str page_date(const struct request *r, int64_t at)
{
    return format_date(r->arena, r->language, r->app->config->time_zone, at);
}

struct str page_date_time(const struct request *r, int64_t at)
{
    return format_date_time(r->arena, r->language, r->app->config->time_zone, at);
}

struct str page_time(const struct request *r, int64_t at)
{
    return format_time(r->arena, r->language, r->app->config->time_zone, at);
}

int32_t page_day(const struct request *r, int64_t at)
{
    return format_local_day(r->app->config->time_zone, at);
}

void page_mistake(struct value *errors, struct str field, struct str text)
{
    struct value *mistake = value_add_map(errors);
    value_set_text(mistake, "field", field);
    value_set_text(mistake, "text", text);
}

void page_set_errors(struct value *view, struct value *errors)
{
    value_set_bool(view, "has_errors", value_count(errors) > 0);
    value_set(view, "errors", errors);
}

void page_speak(struct request *r, struct str language)
{
    if (r->method != METHOD_GET || r->session->account.n > 0 || request_field(r, "langue").n > 0)
        return;
    for (size_t i = 0; i < r->site->n_languages; i++)
        if (str_eq(r->site->languages[i], language))
            r->language = r->site->languages[i];
}

struct str page_link(const struct app *app, struct arena *a, struct str path, struct str language)
{
    return arena_printf(a, STR_FMT STR_FMT "?langue=" STR_FMT, STR_ARG(app->config->base_url), STR_ARG(path),
                        STR_ARG(language));
}

struct str page_url(const struct request *r, const char *path)
{
    if (r->session->account.n > 0)
        return str_from(path);
    return arena_printf(r->arena, "%s?langue=" STR_FMT, path, STR_ARG(r->language));
}

struct str page_url_state(const struct request *r, const char *path, const char *state)
{
    struct str url = page_url(r, path);
    return arena_printf(r->arena, STR_FMT "%cetat=%s", STR_ARG(url), str_find_char(url, '?') < 0 ? '?' : '&',
                        state);
}

bool page_is_state(const struct request *r, const char *state)
{
    return r->method == METHOD_GET && str_eq_z(request_field(r, "etat"), state);
}

bool page_is_other_language(const struct request *r)
{
    return r->method == METHOD_POST && request_field(r, "autre-langue").n > 0;
}

void page_add_parameter(struct buf *address, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    buf_addf(address, "&%s=", name);
    html_escape(address, value, HTML_URL_QUERY);
}

size_t page_part(const struct request *r, size_t parts)
{
    int64_t n;
    return str_to_int64(request_field(r, "page"), &n) && n >= 1 && (uint64_t)n <= parts ? (size_t)n - 1 : 0;
}

void page_set_part(struct value *view, size_t part, size_t parts)
{
    value_set_bool(view, "has_parts", parts > 1);
    value_set_int(view, "part", (int64_t)part + 1);
    value_set_int(view, "parts", (int64_t)parts);
}

bool page_is_member(const struct request *r)
{
    return r->session->role == ROLE_ADVISER || r->session->role == ROLE_ADMIN;
}
