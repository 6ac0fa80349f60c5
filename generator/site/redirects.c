#include "site/redirects.h"

#include "site/link.h"

/* The gateway's, the assets' and nginx's own. */
static bool is_reserved(struct str url)
{
    static const struct str roots[] = {STR_INIT("/espace/"), STR_INIT("/cabinet/"), STR_INIT("/repondre/"),
                                       STR_INIT("/assets/")};
    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
        if (str_starts(url, roots[i]))
            return true;
    }
    return str_eq_z(url, "/") || str_eq_z(url, "/index.html");
}

/* Letters, digits and `-_.~%` between slashes; no part that begins with a dot, and a dot only in the last: a
 * file cannot stand where a folder is. */
static bool is_path(struct str url)
{
    if (!str_starts(url, STR("/")) || url.n > 1000)
        return false;
    for (struct str rest = str_sub(url, 1, url.n); rest.n > 0;) {
        bool is_last = str_find_char(rest, '/') < 0;
        struct str part = str_cut(&rest, '/');
        bool has_dot = str_find_char(part, '.') >= 0;
        if (part.n == 0 || part.n > 200 || part.p[0] == '.' || (has_dot && !is_last))
            return false;
        for (size_t i = 0; i < part.n; i++) {
            char c = part.p[i];
            bool is_plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c & 0x80) ||
                            memchr("-_.~", c, 4);
            if (!is_plain)
                return false;
        }
    }
    return true;
}

/* "/fr/ancien" and "/fr/ancien/" are one address, "/fr/ancien.html" is a file. */
static void set_address(struct portal *portal, struct redirect *redirect, struct str written)
{
    bool is_file = str_find_char(path_name(written), '.') >= 0;
    bool is_folder = str_ends(written, STR("/"));
    redirect->url = is_file || is_folder ? written : arena_join(portal->arena, written, STR("/"));
    redirect->file = str_sub(redirect->url, 1, redirect->url.n);
    if (!is_file)
        redirect->file = arena_join(portal->arena, redirect->file, STR("index.html"));
}

static void add_alias(struct portal *portal, const struct page *page, const struct yaml *alias)
{
    struct redirect redirect = {.to = page};
    struct str written = link_parse(portal->arena, alias->scalar).path;
    bool is_whole = str_find_char(alias->scalar, '#') < 0 && str_find_char(alias->scalar, '?') < 0;
    if (!is_path(written) || !is_whole || is_reserved(written)) {
        DIAG_AT(portal->diags, D_ALIAS_ADDRESS, alias->at, alias->scalar);
        return;
    }
    set_address(portal, &redirect, written);
    if (str_eq(redirect.url, page->url))
        DIAG_AT(portal->diags, D_ALIAS_SELF, alias->at, redirect.url);
    else if (portal_claim(portal, redirect.url, alias->at))
        *ARENA_PUSH(portal->arena, &portal->redirects) = redirect;
}

void redirects_build(struct portal *portal)
{
    for (size_t i = 0; i < portal->pages.count; i++) {
        const struct page *page = portal->pages.items[i];
        const struct yaml *aliases = page->matter.aliases;
        if (!aliases || !portal_is_shown(page))
            continue;
        if (aliases->kind == YAML_SCALAR)
            add_alias(portal, page, aliases);
        for (size_t j = 0; aliases->kind == YAML_SEQUENCE && j < aliases->n_items; j++)
            add_alias(portal, page, &aliases->items[j]);
    }
}
