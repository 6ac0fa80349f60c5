/* Questionnaires with mistakes, and what is said about each: tests/form/refused/NAME.md is the Markdown, and
 * behind "==== attendu" the whole of what is reported, in French. */
#include "form/forms.h"
#include "form/sheets.h"

/* Codes that no small Markdown file brings about; tests/form/build_test.c, mistakes_test.c and lists_test.c
 * (grids and repeats) show them by declarations alone. */
static const enum diag_code elsewhere[] = {
    D_FORM_EXPRESSION_TOO_LONG,
    D_FORM_LEVEL_OUTSIDE,
    D_FORM_NESTED_TOO_DEEP,
    D_FORM_NESTED_UNDER_NOTHING,
    D_FORM_OPTION_OUTSIDE,
    D_FORM_QUESTION_IN_RESULT,
    D_FORM_QUESTION_OUTSIDE,
    D_FORM_TOO_DEEP,
    D_FORM_TOO_LARGE,
    D_FORM_TOO_MANY_QUESTIONS,
    D_FORM_EXPANDED,
    D_FORM_GRID_AS_VALUE,
    D_FORM_GRID_IN_REPEAT,
    D_FORM_NESTED_IN_GRID,
    D_FORM_NO_COLUMNS,
    D_FORM_NO_ROWS,
    D_FORM_REPEATED_ALONE,
    D_FORM_REPEATED_AS_VALUE,
    D_FORM_REPEAT_AS_VALUE,
    D_FORM_REPEAT_ATTRIBUTE,
    D_FORM_REPEAT_EMPTY,
    D_FORM_REPEAT_INSIDE,
    D_FORM_REPEAT_PLACE,
    D_FORM_REPEAT_RANGE,
    D_FORM_ROW_AMBIGUOUS,
    D_FORM_ROW_OUTSIDE,
    D_FORM_ROW_POINTS,
    D_FORM_TOO_MANY_ROWS,
    D_FORM_TWO_LISTS,
    D_FORM_UNKNOWN_IN_REPEAT,
};

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

static bool is_shown_elsewhere(enum diag_code code)
{
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere); i++)
        if (elsewhere[i] == code)
            return true;
    return false;
}

/* Every diagnostic of the language has its questionnaire. */
static int count_unsaid(void)
{
    int n = 0;
    for (enum diag_code code = 0; code < DIAG_CODE__MAX; code++) {
        struct str name = str_from(diag_code_name(code));
        if (!str_starts(name, STR("FORM_")) || is_said[code] || is_shown_elsewhere(code))
            continue;
        print_error("no questionnaire in tests/form/refused is told " STR_FMT "\n", STR_ARG(name));
        n++;
    }
    return n;
}

int main(void)
{
    static const char *const folders[] = {"tests/form/refused", NULL};
    int failed = sheets_run(folders, its_mistakes_are_told);
    return failed + count_unsaid();
}
