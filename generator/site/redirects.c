#include "site/redirects.h"

#include "site/link.h"

/* The gateway's, the assets', and the web server's own. */
static bool is_reserved(struct str url)
{
    static const struct str names[] = {STR_INIT("assets"), STR_INIT("fichiers"), STR_INIT("healthz"),
                                       STR_INIT("readyz")};
    bool is_one = link_is_of_gateway(url) || str_eq_z(url, "/") || str_eq_z(url, "/index.html");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        is_one = is_one || link_is_below(url, names[i]);
    return is_one;
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

/* ---- the map ---- */

/* Longer names do not fit the hash of gateway/nginx/portillon.conf. */
enum { MAP_MOST = 400, MAP_MAX = 128 << 20 };

static bool is_for_map(struct str url)
{
    bool is_small = url.n <= MAP_MOST;
    for (size_t i = 0; i < url.n; i++)
        is_small = is_small && !(url.p[i] >= 'A' && url.p[i] <= 'Z');
    return is_small;
}

static void add_line(struct buf *out, struct str url, const struct page *to)
{
    buf_addf(out, "\"" STR_FMT "\" \"" STR_FMT "\";\n", STR_ARG(url), STR_ARG(to->url));
}

void redirects_write(struct portal *portal)
{
    const struct redirects *redirects = &portal->redirects;
    struct buf out;
    buf_init(&out, MAP_MAX);
    for (size_t i = 0; i < redirects->count; i++) {
        struct str url = redirects->items[i].url;
        if (!is_for_map(url))
            continue;
        add_line(&out, url, redirects->items[i].to);
        if (str_ends(url, STR("/")))
            add_line(&out, str_sub(url, 0, url.n - 1), redirects->items[i].to);
    }
    if (out.n > 0)
        output_file(portal->output, STR(".redirects"), buf_str(&out));
    buf_release(&out);
}
