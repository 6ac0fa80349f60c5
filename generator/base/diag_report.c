#include "base/diag_report.h"
#include "base/reason.h"
#include "base/utf8.h"

/* How much of a source line is shown around the caret. */
enum { COLUMNS_BEFORE = 80, COLUMNS_AFTER = 80 };
/* One diagnostic takes at most report_max bytes, its sentence a quarter. */
static const size_t report_max = 65536;

static const char *const severity_name[DIAG_LANGUAGE__MAX][DIAG_SEVERITY__MAX] = {
    [DIAG_FRENCH] = {[DIAG_WARNING] = "avertissement", [DIAG_ERROR] = "erreur"},
    [DIAG_ENGLISH] = {[DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"},
};

/* The number n of a "{n}" at the byte i, or -1. */
static int placeholder(struct str sentence, size_t i)
{
    if (sentence.n - i < 3 || sentence.p[i] != '{' || sentence.p[i + 2] != '}')
        return -1;
    int n = sentence.p[i + 1] - '0';
    return n >= 0 && n < DIAG_ARGS ? n : -1;
}

void diag_add_filled(struct buf *b, struct str sentence, const struct diag *d)
{
    for (size_t i = 0; i < sentence.n; i++) {
        int n = placeholder(sentence, i);
        if (n < 0) {
            buf_add_char(b, sentence.p[i]);
            continue;
        }
        buf_add(b, d->args[n]);
        i += 2;
    }
}

void diag_add_sentence(struct buf *b, const struct diag *d, enum diag_language language)
{
    struct diag said = *d;
    for (size_t i = 0; i < DIAG_ARGS && language == DIAG_FRENCH; i++)
        said.args[i] = reason_in_french(d->args[i]);
    diag_add_filled(b, str_from(diag_row(d->code)->sentence[language]), &said);
}

/* Has the remedy all it needs: one of the arguments that it mentions, or no mention of any? */
static bool can_be_said(struct str remedy, const struct diag *d)
{
    bool mentions = false;
    for (size_t i = 0; i < remedy.n; i++) {
        int n = placeholder(remedy, i);
        if (n >= 0 && d->args[n].n > 0)
            return true;
        mentions = mentions || n >= 0;
    }
    return !mentions;
}

void diag_add_remedy(struct buf *b, const struct diag *d, enum diag_language language)
{
    struct str rest = str_from(diag_row(d->code)->remedy[language]);
    for (ptrdiff_t bar = 0; bar >= 0;) {
        bar = str_find(rest, STR("||"));
        struct str remedy = bar < 0 ? rest : str_sub(rest, 0, (size_t)bar);
        if (can_be_said(remedy, d)) {
            diag_add_filled(b, remedy, d);
            return;
        }
        if (bar >= 0)
            rest = str_sub(rest, (size_t)bar + 2, rest.n);
    }
}

static void line_bounds(const struct source *s, size_t offset, size_t *from, size_t *to)
{
    if (offset > s->text.n)
        offset = s->text.n;
    *from = offset;
    while (*from > 0 && s->text.p[*from - 1] != '\n')
        (*from)--;
    ptrdiff_t end = str_find_char(str_sub(s->text, offset, s->text.n), '\n');
    *to = end < 0 ? s->text.n : offset + (size_t)end;
    if (*to > *from && *to < s->text.n && s->text.p[*to - 1] == '\r')
        (*to)--;
}

void source_line_column(const struct source *s, size_t offset, size_t *line, size_t *column)
{
    size_t from;
    size_t to;
    line_bounds(s, offset, &from, &to);
    *line = 1;
    for (size_t i = 0; i < from; i++)
        *line += s->text.p[i] == '\n';
    *column = utf8_length(str_sub(s->text, from, offset)) + 1;
}

/* What a terminal must not be given: control characters and bytes that are no text become U+FFFD. */
static void add_printable(struct buf *b, struct str s)
{
    while (s.n > 0) {
        struct str rest = s;
        int32_t c = utf8_next(&rest);
        struct str bytes = str_sub(s, 0, s.n - rest.n);
        if (c == '\t' || (c >= 0 && utf8_is_plain(bytes, false)))
            buf_add(b, bytes);
        else
            buf_add(b, STR("\xef\xbf\xbd"));
        s = rest;
    }
}

static size_t columns(struct str s)
{
    size_t n = 0;
    while (s.n > 0) {
        int32_t c = utf8_next(&s);
        n += c < 0 ? 1 : (size_t)utf8_width(c);
    }
    return n;
}

/* Takes characters off the end until at most `most` columns are left. */
static struct str first_columns(struct str s, size_t most)
{
    struct str rest = s;
    for (size_t n = 0; rest.n > 0;) {
        struct str before = rest;
        int32_t c = utf8_next(&rest);
        n += c < 0 ? 1 : (size_t)utf8_width(c);
        if (n > most)
            return str_sub(s, 0, s.n - before.n);
    }
    return s;
}

/* Takes characters off the beginning until at most `most` columns are left. */
static struct str last_columns(struct str s, size_t most)
{
    size_t n = columns(s);
    while (n > most) {
        int32_t c = utf8_next(&s);
        n -= c < 0 ? 1 : (size_t)utf8_width(c);
    }
    return s;
}

/* Spaces under `s`, tabs under its tabs: so the caret stands right wherever the terminal's tabs are. */
static void add_blank_below(struct buf *b, struct str s)
{
    while (s.n > 0) {
        int32_t c = utf8_next(&s);
        if (c == '\t')
            buf_add_char(b, '\t');
        else
            buf_add_repeat(b, ' ', c < 0 ? 1 : (size_t)utf8_width(c));
    }
}

static void add_excerpt(struct buf *b, const struct place *at)
{
    size_t from;
    size_t to;
    line_bounds(at->source, at->offset, &from, &to);
    size_t caret = at->offset < to ? at->offset : to;
    struct str before = str_sub(at->source->text, from, caret);
    struct str after = str_sub(at->source->text, caret, to);
    struct str marked = str_sub(after, 0, at->length);
    struct str shown = last_columns(before, COLUMNS_BEFORE);
    struct str rest = first_columns(after, COLUMNS_AFTER);
    bool cut_before = shown.n < before.n;
    if (marked.n > rest.n)
        marked = rest;
    buf_add_z(b, cut_before ? "   | …" : "   | ");
    add_printable(b, shown);
    add_printable(b, rest);
    buf_add_z(b, rest.n < after.n ? "…\n" : "\n");
    buf_add_z(b, cut_before ? "   |  " : "   | ");
    add_blank_below(b, shown);
    buf_add_char(b, '^');
    size_t width = columns(marked);
    buf_add_repeat(b, '~', width > 1 ? width - 1 : 0);
    buf_add_char(b, '\n');
}

static void add_place(struct buf *b, const struct place *at)
{
    size_t line;
    size_t column;
    source_line_column(at->source, at->offset, &line, &column);
    add_printable(b, at->source->name);
    buf_addf(b, ":%zu:%zu: ", line, column);
}

static void add_text(struct buf *b, struct buf *scratch, const struct diag *d, enum diag_language language)
{
    if (d->at.source != NULL)
        add_place(b, &d->at);
    buf_add_z(b, severity_name[language][diag_row(d->code)->severity]);
    buf_add_z(b, ": ");
    diag_add_sentence(scratch, d, language);
    add_printable(b, buf_str(scratch));
    buf_addf(b, " [%s]\n", diag_row(d->code)->name);
    if (d->at.source != NULL && d->at.source->text.n > 0)
        add_excerpt(b, &d->at);
    buf_clear(scratch);
    diag_add_remedy(scratch, d, language);
    if (scratch->n > 0) {
        buf_add_z(b, "   = ");
        add_printable(b, buf_str(scratch));
        buf_add_char(b, '\n');
    }
    buf_clear(scratch);
}

void diag_report_text(const struct diag_list *list, enum diag_language language, FILE *to)
{
    struct buf out;
    struct buf scratch;
    buf_init(&out, report_max);
    buf_init(&scratch, report_max / 4);
    for (size_t i = 0; i < list->count; i++) {
        add_text(&out, &scratch, list->items[i], language);
        fwrite(out.p, 1, out.n, to);
        buf_clear(&out);
    }
    if (list->omitted > 0)
        fprintf(to, language == DIAG_FRENCH ? "et %zu de plus, non affichés\n" : "and %zu more, not shown\n",
                list->omitted);
    buf_release(&scratch);
    buf_release(&out);
}

void diag_add_json(struct buf *b, const char *key, struct str value)
{
    buf_addf(b, "\"%s\":\"", key);
    while (value.n > 0) {
        struct str rest = value;
        int32_t c = utf8_next(&rest);
        if (c < 0)
            buf_add(b, STR("\xef\xbf\xbd"));
        else if (c == '"' || c == '\\')
            buf_addf(b, "\\%c", (char)c);
        else if (c < 0x20)
            buf_addf(b, "\\u%04x", (unsigned)c);
        else
            buf_add(b, str_sub(value, 0, value.n - rest.n));
        value = rest;
    }
    buf_add_char(b, '"');
}

static void add_json_place(struct buf *b, const struct place *at)
{
    if (at->source == NULL) {
        buf_add_z(b, "\"file\":null,\"line\":null,\"column\":null,\"end_column\":null,");
        return;
    }
    size_t from;
    size_t to;
    size_t line;
    size_t column;
    line_bounds(at->source, at->offset, &from, &to);
    source_line_column(at->source, at->offset, &line, &column);
    struct str marked = str_sub(str_sub(at->source->text, 0, to), at->offset, to);
    size_t width = utf8_length(str_sub(marked, 0, at->length));
    diag_add_json(b, "file", at->source->name);
    buf_addf(b, ",\"line\":%zu,\"column\":%zu,\"end_column\":%zu,", line, column, column + width);
}

static void add_json(struct buf *b, struct buf *scratch, const struct diag *d, enum diag_language language)
{
    const struct diag_row *row = diag_row(d->code);
    buf_addf(b, "{\"code\":\"%s\",\"severity\":\"%s\",", row->name,
             severity_name[DIAG_ENGLISH][row->severity]);
    add_json_place(b, &d->at);
    diag_add_sentence(scratch, d, language);
    diag_add_json(b, "message", buf_str(scratch));
    buf_clear(scratch);
    diag_add_remedy(scratch, d, language);
    buf_add_char(b, ',');
    diag_add_json(b, "remedy", buf_str(scratch));
    buf_clear(scratch);
    buf_add_char(b, '}');
}

void diag_report_json(const struct diag_list *list, enum diag_language language, FILE *to)
{
    struct buf out;
    struct buf scratch;
    buf_init(&out, report_max * 8);
    buf_init(&scratch, report_max / 4);
    fputc('[', to);
    for (size_t i = 0; i < list->count; i++) {
        buf_add_z(&out, i == 0 ? "\n" : ",\n");
        add_json(&out, &scratch, list->items[i], language);
        fwrite(out.p, 1, out.n, to);
        buf_clear(&out);
    }
    if (list->omitted > 0)
        fprintf(to, "%s\n{\"omitted\":%zu}", list->count == 0 ? "" : ",", list->omitted);
    fputs("\n]\n", to);
    buf_release(&scratch);
    buf_release(&out);
}
