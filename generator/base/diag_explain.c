#include "base/diag_explain.h"

#include "base/diag_report.h"
#include "base/explain.en.txt.h"
#include "base/explain.examples.txt.h"
#include "base/explain.fr.txt.h"

static const char *const texts[DIAG_LANGUAGE__MAX] = {
    [DIAG_FRENCH] = explain_fr_txt, [DIAG_ENGLISH] = explain_en_txt};

/* What follows the line `sign name` or `sign name more`, up to the next one that begins with `=` or `@`;
 * *more is the rest of the line. */
static bool find_entry(const char *text, char sign, struct str name, struct str *more, struct str *out)
{
    struct str rest = str_from(text), line, body = {"", 0};
    bool found = false;
    while (str_line(&rest, &line)) {
        bool is_head = line.n > 2 && (line.p[0] == '=' || line.p[0] == '@') && line.p[1] == ' ';
        if (found && is_head)
            break;
        if (found)
            body = (struct str){body.n > 0 ? body.p : line.p,
                                (size_t)(line.p + line.n - (body.n > 0 ? body.p : line.p))};
        struct str head = str_sub(line, 2, line.n);
        if (is_head && line.p[0] == sign && str_eq(str_cut(&head, ' '), name)) {
            found = true;
            *more = head;
        }
    }
    *out = str_trim(body);
    return found;
}

/* One side of `<<wrong||right>>` and of `[[français|English]]`. */
static struct str choose(struct arena *a, struct str text, const char *const marks[static 3], bool second)
{
    struct buf out;
    struct str open = str_from(marks[0]), between = str_from(marks[1]), close = str_from(marks[2]);
    buf_init(&out, text.n + 1);
    for (ptrdiff_t from; (from = str_find(text, open)) >= 0;) {
        struct str inside = str_sub(text, (size_t)from + open.n, text.n);
        ptrdiff_t middle = str_find(inside, between), end = str_find(inside, close);
        if (middle < 0 || end < middle)
            break;
        buf_add(&out, str_sub(text, 0, (size_t)from));
        buf_add(&out, second ? str_sub(inside, (size_t)middle + between.n, (size_t)end)
                             : str_sub(inside, 0, (size_t)middle));
        text = str_sub(inside, (size_t)end + close.n, inside.n);
    }
    buf_add(&out, text);
    struct str chosen = arena_str(a, buf_str(&out));
    buf_release(&out);
    return chosen;
}

static const char *kind_of(struct str *example)
{
    static const char *const kinds[] = {"page", "yaml", "theme", "command"};
    struct str rest = *example, line;
    if (!str_line(&rest, &line) || !str_starts(line, STR("% ")))
        return example->n > 0 ? "questionnaire" : "";
    *example = rest;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (str_eq_z(str_sub(line, 2, line.n), kinds[i]))
            return kinds[i];
    return "";
}

/* "…" for {0} to {3}. */
static struct diag without_arguments(enum diag_code code)
{
    struct diag d = {.code = code};
    for (size_t i = 0; i < DIAG_ARGS; i++)
        d.args[i] = STR("…");
    return d;
}

static struct str said(struct arena *a, void (*add)(struct buf *, const struct diag *, enum diag_language),
                       enum diag_code code, enum diag_language language)
{
    struct diag d = without_arguments(code);
    struct buf out;
    buf_init(&out, 4096);
    add(&out, &d, language);
    struct str text = arena_str(a, buf_str(&out));
    buf_release(&out);
    return text;
}

bool diag_explanation(struct arena *a, enum diag_code code, enum diag_language language,
                      struct diag_explanation *out)
{
    static const char *const words[] = {"[[", "|", "]]"}, *const forms[] = {"<<", "||", ">>"};
    const struct diag_row *row = diag_row(code);
    struct str name = str_from(row->name), reason = {"", 0}, none, example = {"", 0};
    *out = (struct diag_explanation){.name = row->name, .severity = row->severity, .kind = ""};
    out->sentence = said(a, diag_add_sentence, code, language);
    out->remedy = said(a, diag_add_remedy, code, language);
    bool whole = find_entry(explain_examples_txt, '=', name, &reason, &example) &&
                 find_entry(texts[language], '=', name, &none, &out->meaning) &&
                 find_entry(texts[language], '@', reason, &none, &out->reason);
    out->kind = kind_of(&example);
    example = choose(a, example, words, language == DIAG_ENGLISH);
    out->wrong = choose(a, example, forms, false);
    out->right = choose(a, example, forms, true);
    return whole && out->meaning.n > 0 && out->reason.n > 0 && example.n > 0;
}

enum diag_code diag_code_find(struct str name, struct str *nearest)
{
    struct str names[DIAG_CODE__MAX];
    char upper[64];
    size_t n = 0;
    for (; n < name.n && n < sizeof(upper); n++) {
        char c = name.p[n];
        upper[n] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c == '-' ? '_' : c);
    }
    for (enum diag_code code = 0; code < DIAG_CODE__MAX; code++) {
        names[code] = str_from(diag_code_name(code));
        if (str_eq(names[code], (struct str){upper, n}) && n == name.n)
            return code;
    }
    *nearest = diag_nearest((struct str){upper, n}, names, DIAG_CODE__MAX);
    return DIAG_CODE__MAX;
}
