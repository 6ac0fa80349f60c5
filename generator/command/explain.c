/* portillon check --explain: the long form of a diagnostic, or the list of all. */
#include "base/diag_explain.h"

#include <string.h>

#include "base/diag_report.h"
#include "base/utf8.h"
#include "command/command.h"

enum { COLUMNS = 88, MAX_TEXT = 1 << 20 };

enum phrase { WHY, WRONG, RIGHT, SEVERITY_ERROR, SEVERITY_WARNING, PHRASE__MAX };

static const char *say(const struct call *call, enum phrase phrase)
{
    static const char *const texts[PHRASE__MAX][DIAG_LANGUAGE__MAX] = {
        [WHY] = {[DIAG_FRENCH] = "Pourquoi : ", [DIAG_ENGLISH] = "Why: "},
        [WRONG] = {[DIAG_FRENCH] = "Faux :", [DIAG_ENGLISH] = "Wrong:"},
        [RIGHT] = {[DIAG_FRENCH] = "Juste :", [DIAG_ENGLISH] = "Right:"},
        [SEVERITY_ERROR] = {[DIAG_FRENCH] = "erreur", [DIAG_ENGLISH] = "error"},
        [SEVERITY_WARNING] = {[DIAG_FRENCH] = "avertissement", [DIAG_ENGLISH] = "warning"},
    };
    return texts[phrase][call->language];
}

/* A paragraph in lines of at most COLUMNS, behind what stands on its first line. */
static void add_wrapped(struct buf *out, const char *before, struct str text)
{
    bool begun = before[0] != '\0';
    buf_add_z(out, before);
    size_t column = utf8_length(str_from(before));
    while (text.n > 0) {
        struct str word = str_trim(str_cut(&text, ' '));
        size_t width = utf8_length(word);
        if (column > 0 && column + 1 + width > COLUMNS) {
            buf_add_char(out, '\n');
            column = 0;
        } else if (column > 0 && !begun) {
            buf_add_char(out, ' ');
            column++;
        }
        buf_add(out, word);
        column += width;
        begun = false;
    }
    buf_add_char(out, '\n');
}

static void add_example(struct buf *out, const char *title, struct str example)
{
    struct str line;
    buf_addf(out, "\n%s\n\n", title);
    while (str_line(&example, &line))
        buf_addf(out, line.n > 0 ? "    " STR_FMT "\n" : "\n", STR_ARG(line));
}

static void add_text(const struct call *call, const struct diag_explanation *e, struct buf *out)
{
    buf_addf(out, "%s (%s)\n", e->name,
             say(call, e->severity == DIAG_ERROR ? SEVERITY_ERROR : SEVERITY_WARNING));
    add_wrapped(out, "", e->sentence);
    if (e->remedy.n > 0)
        add_wrapped(out, "= ", e->remedy);
    buf_add_char(out, '\n');
    add_wrapped(out, "", e->meaning);
    buf_add_char(out, '\n');
    add_wrapped(out, say(call, WHY), e->reason);
    add_example(out, say(call, WRONG), e->wrong);
    add_example(out, say(call, RIGHT), e->right);
}

static void add_json(const struct diag_explanation *e, struct buf *out)
{
    const struct {
        const char *key;
        struct str value;
    } members[] = {
        {"code", str_from(e->name)}, {"severity", e->severity == DIAG_ERROR ? STR("error") : STR("warning")},
        {"message", e->sentence},    {"remedy", e->remedy},
        {"meaning", e->meaning},     {"reason", e->reason},
        {"kind", str_from(e->kind)}, {"wrong", e->wrong},
        {"right", e->right},
    };
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        buf_add_char(out, i == 0 ? '{' : ',');
        diag_add_json(out, members[i].key, members[i].value);
    }
    buf_add_char(out, '}');
}

static void explain_one(const struct call *call, enum diag_code code, struct buf *out)
{
    struct diag_explanation e;
    diag_explanation(call->arena, code, call->language, &e);
    if (call->format == DIAG_JSON)
        add_json(&e, out);
    else
        add_text(call, &e, out);
}

static void list_all(const struct call *call, struct buf *out)
{
    struct diag_explanation e;
    for (enum diag_code code = 0; code < DIAG_CODE__MAX; code++) {
        if (call->format == DIAG_JSON) {
            buf_add_z(out, code == 0 ? "[\n" : ",\n");
            explain_one(call, code, out);
            continue;
        }
        diag_explanation(call->arena, code, call->language, &e);
        buf_addf(out, "%-26s " STR_FMT "\n", e.name, STR_ARG(e.sentence));
    }
    if (call->format == DIAG_JSON)
        buf_add_z(out, "\n]\n");
}

int command_explain(struct call *call)
{
    bool given = false;
    const char *name = NULL;
    int status;
    struct str nearest = {"", 0};
    const struct option rows[] = {{.name = "explain", .given = &given}};
    if (!command_read(call, &(struct options){rows, 1, &name, 1, 0}, &status))
        return status;
    enum diag_code code = name ? diag_code_find(str_from(name), &nearest) : DIAG_CODE__MAX;
    if (name && code == DIAG_CODE__MAX) {
        DIAG_AT(call->diags, D_EXPLAIN_UNKNOWN, (struct place){0}, str_from(name), nearest);
        command_report(call);
        return EXIT_USAGE;
    }
    struct buf out;
    buf_init(&out, 4 * MAX_TEXT);
    if (name)
        explain_one(call, code, &out);
    else
        list_all(call, &out);
    fwrite(out.p, 1, out.n, stdout);
    if (name && call->format == DIAG_JSON)
        fputc('\n', stdout);
    buf_release(&out);
    return EXIT_FINE;
}
