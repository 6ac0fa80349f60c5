/* Questionnaires with mistakes, and what is said about each: tests/form/refused/NAME.md is the Markdown, and
 * behind "==== attendu" the whole of what is reported, in French. In English it is the same but for the
 * words. */
#include "base/file.h"
#include "form/forms.h"
#include "form/sheets.h"

static bool is_said[DIAG_CODE__MAX];

static bool has(struct str text, const char *part)
{
    return str_find(text, str_from(part)) >= 0;
}

/* A line of the report in French, and the same in English. */
static void compare_lines(struct str french, struct str english)
{
    bool is_message = has(french, ".md:");
    bool is_remedy = str_starts(french, STR("   = "));
    assert_int_equal(is_message, has(english, ".md:"));
    assert_int_equal(is_remedy, str_starts(english, STR("   = ")));
    if (!is_message && !is_remedy)
        assert_true(str_eq(french, english));
    if (is_message) {
        ptrdiff_t code = str_find(french, STR(" [FORM_"));
        assert_true(has(english, ": error: ") || has(english, ": warning: "));
        assert_true(code < 0 || str_ends(english, str_sub(french, (size_t)code, french.n)));
    }
    assert_false(is_message && has(english, "«"));
    assert_false(has(english, "{0}") || has(english, "{1}") || has(english, "{2}"));
}

/* In English the same places and codes, in other words, and every argument put in. */
static void its_mistakes_are_told_in_english_too(struct arena *a, struct diags *diags, struct str french)
{
    struct str english = test_report(a, diags, DIAG_ENGLISH, DIAG_TEXT);
    struct str line;
    struct str other;
    while (str_line(&french, &line)) {
        assert_true(str_line(&english, &other));
        compare_lines(line, other);
    }
    assert_false(str_line(&english, &other));
}

static void its_mistakes_are_told(struct sheet *sheet)
{
    struct arena *a = arena_new();
    struct diags *diags = diags_new(a, 100);
    struct str name;
    struct str expected;
    assert_true(sheet_section(sheet, &name, &expected));
    assert_str(name, "attendu");
    const struct questionnaire *q = sheet_compile(sheet, a, diags);
    struct str said = test_report(a, diags, DIAG_FRENCH, DIAG_TEXT);
    assert_str(said, arena_str(a, expected).p);
    its_mistakes_are_told_in_english_too(a, diags, said);
    assert_int_equal(q->form == NULL, diags_errors(diags) > 0);
    for (enum diag_code code = 0; code < DIAG_CODE__MAX; code++)
        is_said[code] = is_said[code] || diags_has(diags, code);
    arena_free(a);
}

/* Does the text hold this name, and not only a longer one? */
static bool speaks_of(struct str text, const char *name)
{
    for (ptrdiff_t at; (at = str_find(text, str_from(name))) >= 0;) {
        text = str_sub(text, (size_t)at + strlen(name), text.n);
        if (text.n == 0 || !(text.p[0] == '_' || (text.p[0] >= 'A' && text.p[0] <= 'Z')))
            return true;
    }
    return false;
}

/* Notes the codes that another test speaks of: what no small Markdown file brings about is shown by
 * declarations alone in this folder, or by a whole site in tests/site/errors. */
static int look_into(const struct file_entry *entry, void *context)
{
    struct arena *a = context;
    struct str path = arena_printf(a, "tests/" STR_FMT, STR_ARG(entry->path));
    if (!str_ends(path, STR("_test.c")) && !str_ends(path, STR("expected.txt")))
        return 0;
    struct str text = test_read_file(path.p);
    for (enum diag_code code = 0; code < DIAG_CODE__MAX; code++)
        is_said[code] = is_said[code] || speaks_of(text, diag_code_name(code));
    return 0;
}

/* Every diagnostic of the language has its questionnaire. */
static int count_unsaid(void)
{
    struct arena *a = arena_new();
    int n = file_walk("tests", 10000, look_into, a);
    for (enum diag_code code = 0; code < DIAG_CODE__MAX; code++) {
        if (is_said[code] || !str_starts(str_from(diag_code_name(code)), STR("FORM_")))
            continue;
        print_error("%s is told of no questionnaire in tests/form/refused\n", diag_code_name(code));
        n++;
    }
    arena_free(a);
    return n;
}

int main(void)
{
    static const char *const folders[] = {"tests/form/refused", NULL};
    int failed = sheets_run(folders, its_mistakes_are_told);
    return failed + count_unsaid();
}
