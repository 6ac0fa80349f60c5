/* Questionnaires with mistakes, and what is said about each: tests/form/refused/NAME.md is the Markdown, and
 * behind "==== attendu" the whole of what is reported, in French. */
#include "base/file.h"
#include "form/forms.h"
#include "form/sheets.h"

static bool is_said[DIAG_CODE__MAX];

static void its_mistakes_are_told(struct sheet *sheet)
{
    struct arena *a = arena_new();
    struct diags *diags = diags_new(a, 100);
    struct str name;
    struct str expected;
    char *said = NULL;
    size_t size = 0;
    assert_true(sheet_section(sheet, &name, &expected));
    assert_str(name, "attendu");
    const struct questionnaire *q = sheet_compile(sheet, a, diags);
    FILE *to = open_memstream(&said, &size);
    assert_non_null(to);
    diags_report(diags, DIAG_FRENCH, DIAG_TEXT, to);
    fclose(to);
    assert_str(str_from(said), arena_str(a, expected).p);
    assert_int_equal(q->form == NULL, diags_errors(diags) > 0);
    for (enum diag_code code = 0; code < DIAG_CODE__MAX; code++)
        is_said[code] = is_said[code] || diags_has(diags, code);
    free(said);
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
