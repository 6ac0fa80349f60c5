#include "http/multipart.h"

#include "base/utf8.h"

#define LINE_END STR("\r\n")

/* ---- parameters: `; name=value; name="value"` ---- */

struct parameter {
    struct str name, value;
};

/* Where a quoted value ends. A quotation mark behind a backslash ends it only where nothing else could follow
 * but the next parameter: browsers leave backslashes alone, other programs escape the mark with one. */
static ptrdiff_t closing_quote(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '"')
            continue;
        struct str after = i > 0 && s.p[i - 1] == '\\' ? str_trim(str_sub(s, i + 1, s.n)) : (struct str){0};
        if (after.n == 0 || after.p[0] == ';')
            return (ptrdiff_t)i;
    }
    return -1;
}

/* Takes the next parameter off *rest; false when there is none, *bad when it is none. */
static bool next_parameter(struct str *rest, struct parameter *out, bool *bad)
{
    struct str s = str_trim(*rest);
    if (s.n == 0)
        return false;
    ptrdiff_t equal = str_find_char(s, '=');
    *bad = s.p[0] != ';' || equal < 0;
    if (*bad)
        return false;
    out->name = str_trim(str_sub(s, 1, (size_t)equal));
    s = str_trim(str_sub(s, (size_t)equal + 1, s.n));
    bool quoted = s.n > 0 && s.p[0] == '"';
    ptrdiff_t end = quoted ? closing_quote(str_sub(s, 1, s.n)) : str_find_char(s, ';');
    *bad = out->name.n == 0 || (quoted && end < 0);
    size_t length = end < 0 ? s.n : (size_t)end;
    out->value = quoted ? str_sub(s, 1, length + 1) : str_trim(str_sub(s, 0, length));
    *rest = str_sub(s, quoted ? length + 2 : length, s.n);
    return !*bad;
}

/* What stands before the first parameter. */
static struct str take_value(struct str *rest)
{
    ptrdiff_t end = str_find_char(*rest, ';');
    struct str value = str_sub(*rest, 0, end < 0 ? rest->n : (size_t)end);
    *rest = str_sub(*rest, value.n, rest->n);
    return str_trim(value);
}

/* Keeps the parameter when it has this name; false when it came before. */
static bool keep(const struct parameter *p, const char *name, struct str *to)
{
    if (!str_eq_nocase(p->name, str_from(name)))
        return true;
    bool first = to->p == NULL;
    *to = p->value;
    return first;
}

/* RFC 2046 section 5.1.1, bcharsnospace: blanks are in no browser's boundary. */
static bool is_boundary(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && str_find_char(STR("'()+_,-./:=?"), c) < 0)
            return false;
    }
    return s.n > 0 && s.n <= MULTIPART_BOUNDARY_MAX;
}

bool multipart_boundary(struct str content_type, struct str *boundary)
{
    struct str rest = content_type;
    struct str charset = {0};
    struct parameter p;
    bool bad = false;
    *boundary = (struct str){0};
    if (!str_eq_nocase(take_value(&rest), STR("multipart/form-data")))
        return false;
    while (next_parameter(&rest, &p, &bad))
        if (!keep(&p, "boundary", boundary) || !keep(&p, "charset", &charset))
            return false;
    return !bad && is_boundary(*boundary) && (charset.p == NULL || str_eq_nocase(charset, STR("utf-8")));
}

/* ---- the window ---- */

static enum multipart_step fail(struct multipart *m, enum multipart_step how)
{
    if (m->failed == MULTIPART_PART)
        m->failed = how;
    return m->failed;
}

static struct str unused(const struct multipart *m)
{
    return (struct str){m->window + m->start, m->end - m->start};
}

/* Reads on; false when nothing more comes, or the window is full. */
static bool fill(struct multipart *m)
{
    memmove(m->window, m->window + m->start, m->end - m->start);
    m->end -= m->start;
    m->start = 0;
    size_t wanted = sizeof(m->window) - m->end;
    if ((int64_t)wanted > m->left)
        wanted = (size_t)m->left;
    size_t got = wanted == 0 ? 0 : m->source.read(m->source.context, m->window + m->end, wanted);
    m->end += got;
    m->left -= (int64_t)got;
    if (got < wanted)
        fail(m, MULTIPART_SHORT);
    return got > 0 && m->failed == MULTIPART_PART;
}

/* Has at least n bytes in the window, or fails. */
static bool have(struct multipart *m, size_t n)
{
    while (m->end - m->start < n)
        if (!fill(m))
            return fail(m, MULTIPART_MALFORMED) == MULTIPART_PART;
    return true;
}

static bool take(struct multipart *m, struct str expected)
{
    if (!have(m, expected.n) || !str_starts(unused(m), expected))
        return false;
    m->start += expected.n;
    return true;
}

static struct str delimiter(const struct multipart *m)
{
    return (struct str){m->delimiter, m->delimiter_length};
}

void multipart_begin(struct multipart *m, struct multipart_source source, struct str boundary, int64_t length)
{
    m->source = source;
    m->left = length;
    m->failed = MULTIPART_PART;
    m->in_part = false;
    m->parts = 0;
    m->delimiter_length = boundary.n + 4;
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary.p, boundary.n);
    /* The first boundary has no line end before it: this one makes it like the others. */
    memcpy(m->window, "\r\n", 2);
    m->start = 0;
    m->end = 2;
}

bool multipart_content(struct multipart *m, struct str *bytes)
{
    *bytes = (struct str){0};
    while (m->in_part && m->failed == MULTIPART_PART) {
        struct str s = unused(m);
        ptrdiff_t found = str_find(s, delimiter(m));
        /* What could be the beginning of the delimiter waits for what follows. */
        size_t sure = found >= 0                       ? (size_t)found
                      : s.n >= m->delimiter_length - 1 ? s.n - (m->delimiter_length - 1)
                                                       : 0;
        if (sure > 0) {
            *bytes = str_sub(s, 0, sure);
            m->start += sure;
            return true;
        }
        m->in_part = found < 0;
        if (m->in_part && !fill(m))
            fail(m, MULTIPART_MALFORMED);
    }
    return m->failed == MULTIPART_PART;
}

/* ---- headers of a part ---- */

struct headers {
    struct str disposition, type, encoding;
};

/* What a header's value may hold: valid UTF-8 and nothing that controls. */
static bool is_clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
            return false;
    return utf8_is_valid(s);
}

static bool read_header(struct str line, struct headers *out)
{
    struct str value = line;
    struct str name = str_cut(&value, ':');
    const struct {
        struct str name;
        struct str *value;
    } known[] = {{STR("Content-Disposition"), &out->disposition},
                 {STR("Content-Type"), &out->type},
                 {STR("Content-Transfer-Encoding"), &out->encoding}};
    if (!is_clean(line) || name.n == 0 || name.n == line.n || str_trim(name).n != name.n)
        return false;
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (!str_eq_nocase(name, known[i].name))
            continue;
        if (known[i].value->p != NULL)
            return false;
        *known[i].value = str_trim(value);
    }
    return true;
}

static bool is_encoding(struct str encoding)
{
    return encoding.p == NULL || str_eq_nocase(encoding, STR("binary")) ||
           str_eq_nocase(encoding, STR("8bit")) || str_eq_nocase(encoding, STR("7bit"));
}

/* The text of a field must be what everything here is written in. */
static bool is_type(struct str type, bool is_file)
{
    struct str charset = {0};
    struct parameter p;
    bool bad = false;
    if (type.n >= 10 && str_eq_nocase(str_sub(type, 0, 10), STR("multipart/")))
        return false;
    take_value(&type);
    while (!is_file && next_parameter(&type, &p, &bad))
        if (!keep(&p, "charset", &charset))
            return false;
    return is_file || (!bad && (charset.p == NULL || str_eq_nocase(charset, STR("utf-8"))));
}

/* The three that browsers escape, and the quotation mark as others do. */
static struct str unescape(struct arena *a, struct str s)
{
    static const struct {
        struct str written;
        char meant;
    } escapes[] = {
        {STR_INIT("%22"), '"'}, {STR_INIT("\\\""), '"'}, {STR_INIT("%0D"), '\r'}, {STR_INIT("%0A"), '\n'}};
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    while (s.n > 0) {
        size_t used = 1;
        char c = s.p[0];
        for (size_t i = 0; i < sizeof(escapes) / sizeof(*escapes); i++) {
            if (!str_starts(s, escapes[i].written))
                continue;
            used = escapes[i].written.n;
            c = escapes[i].meant;
        }
        out[n++] = c;
        s = str_sub(s, used, s.n);
    }
    return (struct str){out, n};
}

static bool read_disposition(struct arena *a, struct str text, struct multipart_part *out)
{
    struct str name = {0};
    struct str file_name = {0};
    struct parameter p;
    bool bad = false;
    if (!str_eq_nocase(take_value(&text), STR("form-data")))
        return false;
    while (next_parameter(&text, &p, &bad))
        if (!keep(&p, "name", &name) || !keep(&p, "filename", &file_name))
            return false;
    if (bad || name.n == 0)
        return false;
    out->name = unescape(a, name);
    out->is_file = file_name.p != NULL;
    out->file_name = unescape(a, file_name);
    return true;
}

static bool read_headers(struct multipart *m, struct arena *a, struct multipart_part *part)
{
    struct headers headers = {0};
    ptrdiff_t end;
    while ((end = str_find(unused(m), STR("\r\n\r\n"))) < 0)
        if (m->end - m->start > MULTIPART_HEADERS_MAX || !fill(m))
            return false;
    if (end > MULTIPART_HEADERS_MAX)
        return false;
    struct str rest = str_sub(unused(m), 0, (size_t)end + 2);
    m->start += (size_t)end + 4;
    while (rest.n > 0) {
        ptrdiff_t line_end = str_find(rest, LINE_END);
        if (!read_header(str_sub(rest, 0, (size_t)line_end), &headers))
            return false;
        rest = str_sub(rest, (size_t)line_end + 2, rest.n);
    }
    return read_disposition(a, headers.disposition, part) && is_encoding(headers.encoding) &&
           is_type(headers.type, part->is_file);
}

/* ---- parts ---- */

/* Behind the last boundary: a line end, perhaps. */
static enum multipart_step finish(struct multipart *m)
{
    while (m->left > 0 && m->end - m->start < LINE_END.n && fill(m))
        continue;
    if (m->end > m->start && !take(m, LINE_END))
        return fail(m, MULTIPART_MALFORMED);
    bool over = m->left == 0 && m->start == m->end;
    return fail(m, over ? MULTIPART_END : MULTIPART_MALFORMED);
}

enum multipart_step multipart_next(struct multipart *m, struct arena *a, struct multipart_part *part)
{
    struct str skipped;
    *part = (struct multipart_part){0};
    while (m->in_part && multipart_content(m, &skipped))
        continue;
    if (m->failed != MULTIPART_PART)
        return m->failed;
    if (!take(m, delimiter(m)))
        return fail(m, MULTIPART_MALFORMED);
    if (take(m, STR("--")))
        return finish(m);
    if (m->parts++ == MULTIPART_PARTS_MAX || !take(m, LINE_END) || !read_headers(m, a, part))
        return fail(m, MULTIPART_MALFORMED);
    m->in_part = true;
    return MULTIPART_PART;
}
