#include "theme/yaml_mistakes.h"

#include <string.h>

#include "base/buf.h"

/* One line of the text, as slices of it. */
struct line {
    size_t start;     /* offset into the text */
    struct str whole; /* without its end */
    bool has_colon;   /* "key: value" or "key:" */
    struct str key;
    struct str value; /* trimmed */
};

/* Where the line's own colon is: the first that a blank or the line's end follows. */
static ptrdiff_t own_colon(struct str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == ':' && (i + 1 == line.n || line.p[i + 1] == ' ' || line.p[i + 1] == '\t'))
            return (ptrdiff_t)i;
    return -1;
}

static struct line line_at(struct str text, size_t at)
{
    size_t start = at < text.n ? at : text.n;
    while (start > 0 && text.p[start - 1] != '\n')
        start--;
    struct str rest = str_sub(text, start, text.n);
    struct line line = {.start = start};
    if (!str_line(&rest, &line.whole))
        line.whole = rest;
    ptrdiff_t colon = own_colon(line.whole);
    line.has_colon = colon >= 0;
    if (line.has_colon) {
        line.key = str_sub(line.whole, 0, (size_t)colon);
        line.value = str_trim(str_sub(line.whole, (size_t)colon + 1, line.whole.n));
    } else {
        line.value = str_trim(line.whole);
    }
    return line;
}

/* The nearest line above that is not blank; false at the top. */
static bool line_above(struct str text, struct line *line)
{
    while (line->start > 0) {
        *line = line_at(text, line->start - 1);
        if (!str_empty(str_trim(line->whole)))
            return true;
    }
    return false;
}

struct str yaml_value_at(struct str text, size_t at)
{
    return line_at(text, at).value;
}

static struct place place_in(const struct yaml_mistake *m, struct str part)
{
    size_t offset = part.n == 0 ? m->at : (size_t)(part.p - m->text.p);
    return (struct place){m->source, m->from + offset, part.n};
}

static struct place place_at(const struct yaml_mistake *m, size_t at)
{
    return (struct place){m->source, m->from + at, at < m->text.n && m->text.p[at] != '\n' ? 1 : 0};
}

static bool says(struct str sentence, const char *words)
{
    return str_find(sentence, str_from(words)) >= 0;
}

/* The value between quotes that suit it. */
static struct str quoted(struct arena *a, struct str value)
{
    if (str_find_char(value, '"') < 0 && str_find_char(value, '\\') < 0)
        return arena_printf(a, "\"" STR_FMT "\"", STR_ARG(value));
    struct buf b;
    buf_init(&b, value.n * 2 + 2);
    buf_add_char(&b, '\'');
    for (size_t i = 0; i < value.n; i++) {
        buf_add_char(&b, value.p[i]);
        if (value.p[i] == '\'')
            buf_add_char(&b, '\'');
    }
    buf_add_char(&b, '\'');
    struct str result = arena_str(a, buf_str(&b));
    buf_release(&b);
    return result;
}

bool yaml_is_colon_too_many(const struct yaml_mistake *m)
{
    if (!says(m->problem, "mapping values are not allowed") || m->at >= m->text.n || m->text.p[m->at] != ':')
        return false;
    struct line line = line_at(m->text, m->at);
    return line.has_colon && m->at > line.start + line.key.n;
}

static void explain_colon(struct arena *a, const struct yaml_mistake *m, struct diags *diags)
{
    struct line line = line_at(m->text, m->at);
    struct line above = line;
    if (yaml_is_colon_too_many(m)) {
        struct str mended = arena_join(a, arena_join(a, line.key, STR(": ")), quoted(a, line.value));
        DIAG_AT(diags, D_YAML_COLON, place_at(m, m->at), str_trim(line.key), str_trim(mended));
    } else if (line_above(m->text, &above) && !above.has_colon) {
        DIAG_AT(diags, D_YAML_NO_COLON, place_in(m, above.value), above.value);
    } else {
        DIAG_AT(diags, D_YAML_INDENT, place_in(m, str_trim(line.whole)));
    }
}

static void explain_no_colon(const struct yaml_mistake *m, struct diags *diags)
{
    struct line line = line_at(m->text, m->context_at);
    DIAG_AT(diags, D_YAML_NO_COLON, place_in(m, line.value), line.value);
}

void yaml_explain_special(const struct source *source, size_t from, struct str text, size_t at,
                          struct diags *diags)
{
    struct line line = line_at(text, at);
    struct str value = line.value.n > 0 ? line.value : str_sub(text, at, at + 1);
    size_t offset = (size_t)(value.p - text.p);
    DIAG_AT(diags, D_YAML_SPECIAL, ((struct place){source, from + offset, value.n}), str_sub(value, 0, 1));
}

/* Something stands behind a closing quote, or else a line is not where its neighbours are. */
static void explain_key(const struct yaml_mistake *m, struct diags *diags)
{
    struct line line = line_at(m->text, m->at);
    bool is_quoted = line.value.n > 0 && (line.value.p[0] == '"' || line.value.p[0] == '\'');
    if (is_quoted && line.has_colon && m->at > line.start + line.key.n) {
        struct str rest = str_trim(str_sub(m->text, m->at, line.start + line.whole.n));
        DIAG_AT(diags, D_YAML_AFTER_QUOTE, place_in(m, rest), str_sub(line.value, 0, 1));
    } else {
        DIAG_AT(diags, D_YAML_INDENT, place_in(m, str_trim(line.whole)));
    }
}

static void explain_special(const struct yaml_mistake *m, struct diags *diags)
{
    yaml_explain_special(m->source, m->from, m->text, m->context_at > 0 ? m->context_at : m->at, diags);
}

static void explain_scan(struct arena *a, const struct yaml_mistake *m, struct diags *diags)
{
    bool tab = m->at < m->text.n && m->text.p[m->at] == '\t';
    if (tab && (says(m->problem, "cannot start any token") || says(m->problem, "tab")))
        DIAG_AT(diags, D_YAML_TAB, place_at(m, m->at));
    else if (says(m->problem, "control characters"))
        DIAG_AT(diags, D_YAML_CONTROL, place_at(m, m->at));
    else if (says(m->context, "quoted scalar") && says(m->problem, "end of stream"))
        DIAG_AT(diags, D_YAML_QUOTE, place_at(m, m->context_at),
                str_sub(m->text, m->context_at, m->context_at + 1));
    else if (says(m->problem, "escape character"))
        DIAG_AT(diags, D_YAML_ESCAPE, place_at(m, m->at), arena_str(a, str_sub(m->text, m->at, m->at + 2)));
    else if (says(m->context, "flow "))
        DIAG_AT(diags, D_YAML_BRACKET, place_at(m, m->context_at),
                str_sub(m->text, m->context_at, m->context_at + 1));
    else if (says(m->problem, "cannot start any token") || says(m->context, "alias") ||
             says(m->context, "anchor") || says(m->context, "tag") || says(m->context, "block scalar") ||
             says(m->problem, "not allowed in this context") || says(m->problem, "node content"))
        explain_special(m, diags);
    else
        DIAG_AT(diags, D_YAML_SYNTAX, place_at(m, m->at), m->problem);
}

void yaml_explain(struct arena *a, const struct yaml_mistake *m, struct diags *diags)
{
    if (says(m->problem, "mapping values are not allowed"))
        explain_colon(a, m, diags);
    else if (says(m->problem, "could not find expected ':'"))
        explain_no_colon(m, diags);
    else if (says(m->problem, "did not find expected key") || says(m->problem, "'-' indicator"))
        explain_key(m, diags);
    else if (says(m->problem, "<document start>"))
        DIAG_AT(diags, D_YAML_INDENT, place_in(m, str_trim(line_at(m->text, m->at).whole)));
    else
        explain_scan(a, m, diags);
}
