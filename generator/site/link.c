#include "site/link.h"

#include "theme/html.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char small = (char)(c | 32);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

static struct str decode(struct arena *a, struct str s)
{
    if (str_find_char(s, '%') < 0)
        return s;
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int high = i + 2 < s.n && s.p[i] == '%' ? hex_digit(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.p[i + 2]) : -1;
        p[n++] = low >= 0 ? (char)(high * 16 + low) : s.p[i];
        i += low >= 0 ? 2 : 0;
    }
    return (struct str){p, n};
}

/* "scheme:" as RFC 3986 writes it, without the colon; empty when there is none. */
static struct str scheme_of(struct str address)
{
    for (size_t i = 0; i < address.n; i++) {
        char c = address.p[i];
        bool is_letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (c == ':')
            return str_sub(address, 0, i);
        if (!is_letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')))
            break;
    }
    return (struct str){"", 0};
}

static bool has_odd_bytes(struct str address)
{
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c < ' ' || c == 0x7F || c == '\\')
            return true;
    }
    return false;
}

static enum link_kind kind_of(struct str address)
{
    struct str scheme = scheme_of(address);
    if (has_odd_bytes(address) || str_starts(address, STR("//")) || (address.n > 0 && address.p[0] == ':'))
        return LINK_REFUSED;
    if (scheme.n > 0)
        return html_scheme_is_safe(scheme) ? LINK_EXTERNAL : LINK_REFUSED;
    if (str_starts(address, STR("#")))
        return LINK_ANCHOR;
    return str_starts(address, STR("/")) ? LINK_ROOTED : LINK_RELATIVE;
}

struct link link_parse(struct arena *a, struct str address)
{
    struct link link = {.kind = kind_of(address)};
    struct str anchor = address;
    struct str path = str_cut(&anchor, '#');
    ptrdiff_t query = str_find_char(path, '?');
    link.query = query < 0 ? (struct str){"", 0} : str_sub(path, (size_t)query, path.n);
    link.path = decode(a, str_sub(path, 0, path.n - link.query.n));
    link.anchor = decode(a, anchor);
    return link;
}

struct str path_folder(struct str path)
{
    size_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    return str_sub(path, 0, n);
}

struct str path_name(struct str path)
{
    return str_sub(path, path_folder(path).n, path.n);
}

bool link_is_below(struct str path, struct str name)
{
    struct str rest = str_sub(path, 1, path.n);
    return str_starts(path, STR("/")) && str_starts(rest, name) &&
           (rest.n == name.n || rest.p[name.n] == '/');
}

bool link_is_of_gateway(struct str path)
{
    static const struct str names[] = {STR_INIT("espace"), STR_INIT("cabinet"), STR_INIT("repondre"),
                                       STR_INIT("recherche"), STR_INIT("avis")};
    bool is_of = false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        is_of = is_of || link_is_below(path, names[i]);
    return is_of;
}

bool link_resolve(struct arena *a, struct str from, struct str path, struct str *out)
{
    struct str folder = path_folder(from);
    char *p = arena_alloc(a, folder.n + path.n + 1);
    size_t n = folder.n;
    if (n > 0)
        memcpy(p, folder.p, n);
    for (struct str rest = path; rest.n > 0;) {
        bool is_last = str_find_char(rest, '/') < 0;
        struct str part = str_cut(&rest, '/');
        if (part.n == 0 || str_eq_z(part, "."))
            continue;
        if (str_eq_z(part, "..")) {
            if (n == 0)
                return false;
            n = path_folder((struct str){p, n - 1}).n;
            continue;
        }
        memcpy(p + n, part.p, part.n);
        n += part.n;
        if (!is_last)
            p[n++] = '/';
    }
    *out = (struct str){p, n};
    return true;
}
