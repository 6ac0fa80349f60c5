#include "theme/html.h"

#include "base/block.h"

struct html html_trusted(struct str markup)
{
    return (struct html){.markup = markup};
}

/* What has to be done with a byte, as bits: one lookup for each byte that needs nothing. */
enum {
    IN_TEXT = 1,
    IN_ATTRIBUTE = 2,
};

static const unsigned char special[256] = {
    ['&'] = IN_TEXT | IN_ATTRIBUTE, ['<'] = IN_TEXT | IN_ATTRIBUTE, ['>'] = IN_TEXT | IN_ATTRIBUTE,
    ['"'] = IN_ATTRIBUTE,           ['\''] = IN_ATTRIBUTE,
};

static void add_reference(struct buf *out, char c)
{
    switch (c) {
    case '&':
        buf_add(out, STR("&amp;"));
        break;
    case '<':
        buf_add(out, STR("&lt;"));
        break;
    case '>':
        buf_add(out, STR("&gt;"));
        break;
    case '"':
        buf_add(out, STR("&quot;"));
        break;
    default:
        buf_add(out, STR("&#39;"));
        break;
    }
}

static bool has_special(block b, unsigned where)
{
    block found = block_is(b, '&') | block_is(b, '<') | block_is(b, '>');
    if (where & IN_ATTRIBUTE)
        found |= block_is(b, '"') | block_is(b, '\'');
    return block_any(found);
}

/* The first byte from `at` on that something has to be done with; text.n when there is none. */
static size_t next_special(struct str text, size_t at, unsigned where)
{
    while (at + BLOCK_SIZE <= text.n && !has_special(block_at(text.p + at), where))
        at += BLOCK_SIZE;
    while (at < text.n && (special[(unsigned char)text.p[at]] & where) == 0)
        at++;
    return at;
}

static void escape_markup(struct buf *out, struct str text, unsigned where)
{
    size_t from = 0;
    for (size_t i = next_special(text, 0, where); i < text.n; i = next_special(text, from, where)) {
        buf_add(out, str_sub(text, from, i));
        add_reference(out, text.p[i]);
        from = i + 1;
    }
    buf_add(out, str_sub(text, from, text.n));
}

bool html_is_plain(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (special[(unsigned char)text.p[i]] != 0)
            return false;
    return true;
}

bool html_scheme_is_safe(struct str scheme)
{
    static const struct str safe[] = {STR_INIT("https"), STR_INIT("http"), STR_INIT("mailto"),
                                      STR_INIT("tel")};
    for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
        if (str_eq_nocase(scheme, safe[i]))
            return true;
    return false;
}

/* A colon before any of "/?#" ends a scheme (RFC 3986, 4.2). Blanks and control characters, which browsers
 * skip inside schemes, are no part of a safe one, so they lead to a refusal. "//host", and "/\host" which
 * browsers read alike, would leave the site without showing it. */
static bool address_is_safe(struct str text)
{
    if (text.n >= 2 && text.p[0] == '/' && (text.p[1] == '/' || text.p[1] == '\\'))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == ':')
            return html_scheme_is_safe(str_sub(text, 0, i));
        if (c == '/' || c == '?' || c == '#')
            break;
    }
    return true;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/* RFC 3986, 2.2. */
static bool is_reserved(char c)
{
    switch (c) {
    case ':':
    case '/':
    case '?':
    case '#':
    case '[':
    case ']':
    case '@':
    case '!':
    case '$':
    case '&':
    case '\'':
    case '(':
    case ')':
    case '*':
    case '+':
    case ',':
    case ';':
    case '=':
        return true;
    default:
        return false;
    }
}

static void add_percent(struct buf *out, char c)
{
    static const char digits[] = "0123456789ABCDEF";
    buf_add_char(out, '%');
    buf_add_char(out, digits[((unsigned char)c) >> 4]);
    buf_add_char(out, digits[((unsigned char)c) & 15]);
}

static bool is_percent_code(struct str text, size_t i)
{
    return text.p[i] == '%' && i + 2 < text.n && is_hex(text.p[i + 1]) && is_hex(text.p[i + 2]);
}

/* Goes out as it is: everything in an address but what HTML or its grammar minds, and letters and digits in a
 * part. */
static bool stays(struct str text, size_t i, bool component)
{
    char c = text.p[i];
    if (is_unreserved(c))
        return true;
    return !component && special[(unsigned char)c] == 0 && (is_reserved(c) || is_percent_code(text, i));
}

static void escape_address(struct buf *out, struct str text, bool component)
{
    size_t from = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (stays(text, i, component))
            continue;
        buf_add(out, str_sub(text, from, i));
        if (!component && is_reserved(text.p[i]))
            add_reference(out, text.p[i]);
        else
            add_percent(out, text.p[i]);
        from = i + 1;
    }
    buf_add(out, str_sub(text, from, text.n));
}

void html_escape(struct buf *out, struct str text, enum html_place place)
{
    switch (place) {
    case HTML_TEXT:
        escape_markup(out, text, IN_TEXT);
        break;
    case HTML_ATTRIBUTE:
        escape_markup(out, text, IN_ATTRIBUTE);
        break;
    case HTML_URL:
        if (address_is_safe(text))
            escape_address(out, text, false);
        else
            buf_add_char(out, '#');
        break;
    case HTML_URL_PATH:
        escape_address(out, text, false);
        break;
    case HTML_URL_QUERY:
        escape_address(out, text, true);
        break;
    case HTML_PLAIN:
    case HTML_PLACE__MAX:
        buf_add(out, text);
        break;
    }
}
