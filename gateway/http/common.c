#include "http/common.h"

#include "http/session.h"

enum { ADDRESS_MAX = 8 * 1024 };

static bool signed_in(const struct request *r)
{
    return r->session->account.n > 0;
}

static bool is_member(const struct request *r)
{
    return r->session->role == ROLE_ADVISER || r->session->role == ROLE_ADMIN;
}

struct str common_home(const struct request *r)
{
    if (!signed_in(r))
        return arena_printf(r->arena, "/" STR_FMT "/", STR_ARG(r->language));
    return is_member(r) ? STR("/cabinet/") : STR("/espace/");
}

static void add_encoded(struct buf *out, struct str text)
{
    html_escape(out, text, HTML_URL_QUERY);
}

/* The fields of a page's address that go along into another language; after a POST a mailed link's token
 * alone, or the page would be lost. */
static bool goes_along(const struct request *r, const struct field *field)
{
    return r->method == METHOD_GET ? !str_eq_z(field->name, "langue") : str_eq_z(field->name, "jeton");
}

/* The same page, with a language in its address or without. */
static struct str address_in(const struct request *r, struct str language)
{
    struct buf address;
    char mark = '?';
    buf_init(&address, ADDRESS_MAX);
    buf_add(&address, r->path);
    if (language.n > 0) {
        buf_add_z(&address, "?langue=");
        add_encoded(&address, language);
        mark = '&';
    }
    for (size_t i = 0; i < r->n_fields; i++) {
        const struct field *field = &r->fields[i];
        if (!goes_along(r, field))
            continue;
        buf_add_char(&address, mark);
        add_encoded(&address, field->name);
        buf_add_char(&address, '=');
        add_encoded(&address, field->value);
        mark = '&';
    }
    struct str result = address.full ? r->path : arena_str(r->arena, buf_str(&address));
    buf_release(&address);
    return result;
}

static void add_languages(const struct request *r, struct value *view)
{
    struct value *list = value_set_list(view, "languages");
    for (size_t i = 0; i < r->site->n_languages; i++) {
        struct str code = r->site->languages[i];
        struct value *item = value_add_map(list);
        value_set_text(item, "code", code);
        value_set_text(item, "name", r->site->language_names[i]);
        value_set_text(item, "url", address_in(r, code));
        value_set_bool(item, "is_current", str_eq(code, r->language));
    }
    if (!signed_in(r))
        return;
    /* An account's language is changed for good, by a form. */
    value_set_text(view, "language_action", is_member(r) ? STR("/cabinet/langue") : STR("/espace/langue"));
    value_set_text(view, "language_return",
                   r->method == METHOD_GET ? address_in(r, (struct str){0}) : common_home(r));
}

static void add_navigation(const struct request *r, struct value *view)
{
    struct value *list = value_set_list(view, "nav");
    for (size_t i = 0; i < r->site->n_navigation; i++) {
        const struct site_link *link = &r->site->navigation[i];
        if (!str_eq(link->language, r->language))
            continue;
        struct value *item = value_add_map(list);
        value_set_text(item, "label", link->label);
        value_set_text(item, "url", link->url);
        value_set_bool(item, "is_current", false);
    }
}

static void add_person(const struct request *r, struct value *view)
{
    struct value *user = value_set_map(view, "user");
    value_set_text(user, "name", r->session->name);
    value_set_bool(user, "is_member", is_member(r));
    value_set_text(user, "signout", is_member(r) ? STR("/cabinet/deconnexion") : STR("/espace/deconnexion"));
}

/* Visitors are shown the way to both doors, but not to the one they stand at. */
static void add_doors(const struct request *r, struct value *view)
{
    if (!str_starts(r->path, STR("/espace/")))
        value_set_text(view, "space",
                       arena_printf(r->arena, "/espace/?langue=" STR_FMT, STR_ARG(r->language)));
    if (!str_starts(r->path, STR("/cabinet/")))
        value_set_text(view, "office", STR("/cabinet/"));
}

void common_fields(struct request *r, struct value *view)
{
    const struct site *site = r->site;
    value_set_text(view, "lang", r->language);
    struct value *about = value_set_map(view, "site");
    value_set_text(about, "name", site->name);
    value_set_text(about, "email", site->contact_email);
    value_set_text(about, "phone", site->contact_phone);
    value_set_text(view, "base", r->app->config->base_url);
    value_set_text(view, "home", common_home(r));
    value_set_text(view, "css", site->css);
    value_set_text(view, "js", site->js);
    value_set_text(view, "icon", site->icon);
    value_set_text(view, "csrf", r->session->csrf);
    value_set_text(view, "find", STR("/recherche"));
    add_languages(r, view);
    add_navigation(r, view);
    if (signed_in(r))
        add_person(r, view);
    else
        add_doors(r, view);
}
