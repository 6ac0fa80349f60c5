#include "base/diag.h"

#include <stdlib.h>

#include "base/source.h"
#include "lib/test.h"

static const char *report(struct diags *d, enum diag_language language, enum diag_format format)
{
    return test_report(test_arena, d, language, format).p;
}

static const char *report_text(struct diags *d)
{
    return report(d, DIAG_ENGLISH, DIAG_TEXT);
}

/* A source with one line and a mark under what begins at `needle`. */
static const char *report_mark(const char *text, const char *needle, size_t length)
{
    struct diags *d = diags_new(test_arena, 10);
    struct source s = {STR("a.md"), str_from(text)};
    ptrdiff_t at = str_find(s.text, str_from(needle));
    assert_true(at >= 0);
    DIAG_AT(d, D_OPERANDS, ((struct place){&s, (size_t)at, length}), STR("x"));
    return report_text(d);
}

static void reports_in_french_and_english(void **state)
{
    (void)state;
    struct diags *d = diags_new(test_arena, 10);
    struct source s = {STR("fr/aide/a.md"), STR("---\ntitre: x\n---\nvoir --langue ici\n")};
    struct place at = {&s, 22, 8};
    struct place nowhere = {0};
    DIAG_AT(d, D_FILE_READ, nowhere, STR("b.md"), STR("No such file or directory"));
    DIAG_AT(d, D_OPTION_UNKNOWN, at, STR("--langue"), STR("language"));
    DIAG_AT(d, D_BYTE_ORDER_MARK, ((struct place){&s, 0, 0}));
    assert_string_equal(
        report(d, DIAG_FRENCH, DIAG_TEXT),
        "fr/aide/a.md:1:1: avertissement: ce fichier commence par une marque d'ordre des octets "
        "(BOM) [BYTE_ORDER_MARK]\n"
        "   | ---\n"
        "   | ^\n"
        "   = enregistrez-le en UTF-8 sans BOM dans votre éditeur\n"
        "fr/aide/a.md:4:6: erreur: l'option --langue n'existe pas [OPTION_UNKNOWN]\n"
        "   | voir --langue ici\n"
        "   |      ^~~~~~~~\n"
        "   = vouliez-vous dire --language ?\n"
        "erreur: impossible de lire « b.md » : fichier ou dossier introuvable [FILE_READ]\n"
        "   = vérifiez que le fichier existe et que vous avez le droit de le lire\n");
    assert_string_equal(
        report(d, DIAG_ENGLISH, DIAG_TEXT),
        "fr/aide/a.md:1:1: warning: this file begins with a byte order mark [BYTE_ORDER_MARK]\n"
        "   | ---\n"
        "   | ^\n"
        "   = save it as UTF-8 without BOM in your editor\n"
        "fr/aide/a.md:4:6: error: there is no option --langue [OPTION_UNKNOWN]\n"
        "   | voir --langue ici\n"
        "   |      ^~~~~~~~\n"
        "   = did you mean --language?\n"
        "error: cannot read 'b.md': No such file or directory [FILE_READ]\n"
        "   = check that the file exists and that you may read it\n");
}

static void reports_as_json(void **state)
{
    (void)state;
    struct diags *d = diags_new(test_arena, 2);
    struct source s = {STR("a \"1\".md"), STR("été\n\tx --é fin")};
    struct place nowhere = {0};
    DIAG_AT(d, D_OPTION_UNKNOWN, ((struct place){&s, 9, 4}), STR("--é\n\\"), STR(""));
    DIAG_AT(d, D_OPTION_VALUE, nowhere, STR("-\xff"));
    DIAG_AT(d, D_OPTION_VALUE, nowhere, STR("-c"));
    assert_string_equal(
        report(d, DIAG_ENGLISH, DIAG_JSON),
        "[\n"
        "{\"code\":\"OPTION_UNKNOWN\",\"severity\":\"error\",\"file\":\"a \\\"1\\\".md\",\"line\":2,"
        "\"column\":4,\"end_column\":7,\"message\":\"there is no option --é\\u000a\\\\\","
        "\"remedy\":\"\"},\n"
        "{\"code\":\"OPTION_VALUE\",\"severity\":\"error\",\"file\":null,\"line\":null,"
        "\"column\":null,\"end_column\":null,\"message\":\"option -\xef\xbf\xbd needs a value\","
        "\"remedy\":\"\"},\n"
        "{\"omitted\":1}\n"
        "]\n");
    assert_string_equal(report(diags_new(test_arena, 1), DIAG_FRENCH, DIAG_JSON), "[\n]\n");
}

static void a_remedy_without_its_argument_is_left_out(void **state)
{
    (void)state;
    struct diags *d = diags_new(test_arena, 10);
    struct place nowhere = {0};
    DIAG_AT(d, D_OPTION_UNKNOWN, nowhere, STR("--x"), STR(""));
    assert_string_equal(report_text(d), "error: there is no option --x [OPTION_UNKNOWN]\n");
}

static void without_a_suggestion_the_remedy_has_another_form(void **state)
{
    (void)state;
    struct diags *d = diags_new(test_arena, 10);
    struct place nowhere = {0};
    static const struct str codes[] = {STR_INIT("court"), STR_INIT("moyen")};
    DIAG_AT(d, D_FORM_UNKNOWN_CODE, nowhere, STR("cour"), STR("q"), STR("court"), diag_list(d, codes, 2));
    DIAG_AT(d, D_FORM_UNKNOWN_CODE, nowhere, STR("x"), STR("q"), STR(""), diag_list(d, codes, 2));
    DIAG_AT(d, D_FORM_UNKNOWN_COUNTRY, nowhere, STR("zz"), STR(""));
    assert_string_equal(
        report(d, DIAG_ENGLISH, DIAG_TEXT),
        "error: 'q' has no code 'cour' [FORM_UNKNOWN_CODE]\n"
        "   = did you mean 'court'?\n"
        "error: 'q' has no code 'x' [FORM_UNKNOWN_CODE]\n"
        "   = write one of these: court, moyen\n"
        "error: 'zz' is no country's code: two small letters, as in ISO 3166-1 [FORM_UNKNOWN_COUNTRY]\n"
        "   = write for example be, fr or lu\n");
}

static void a_long_list_ends_early(void **state)
{
    (void)state;
    struct diags *d = diags_new(test_arena, 1);
    struct str items[30];
    for (size_t i = 0; i < 30; i++)
        items[i] = STR("a");
    assert_str(diag_list(d, items, 0), "");
    assert_str(diag_list(d, items, 1), "a");
    assert_str(diag_list(d, items, 3), "a, a, a");
    assert_true(str_ends(diag_list(d, items, 24), STR(", a")));
    assert_true(str_ends(diag_list(d, items, 25), STR(", a, …")));
}

static void the_caret_stands_under_tabs_accents_and_wide_characters(void **state)
{
    (void)state;
    assert_string_equal(report_mark("\té\tx", "x", 1),
                        "a.md:1:4: error: 'x' is one word too many [OPERANDS]\n"
                        "   | \té\tx\n"
                        "   | \t \t^\n");
    assert_string_equal(report_mark("日本 été", "été", 5),
                        "a.md:1:4: error: 'x' is one word too many [OPERANDS]\n"
                        "   | 日本 été\n"
                        "   |      ^~~\n");
    assert_string_equal(report_mark("日本", "日", 6), "a.md:1:1: error: 'x' is one word too many [OPERANDS]\n"
                                                      "   | 日本\n"
                                                      "   | ^~~~\n");
    assert_string_equal(report_mark("e\xcc\x81t x", "x", 1),
                        "a.md:1:5: error: 'x' is one word too many [OPERANDS]\n"
                        "   | e\xcc\x81t x\n"
                        "   |    ^\n");
}

static void the_mark_ends_with_the_line(void **state)
{
    (void)state;
    assert_string_equal(report_mark("one\r\ntwo three\r\nfour", "three", 12),
                        "a.md:2:5: error: 'x' is one word too many [OPERANDS]\n"
                        "   | two three\n"
                        "   |     ^~~~~\n");
    struct diags *d = diags_new(test_arena, 10);
    struct source s = {STR("a.md"), STR("one\n")};
    DIAG_AT(d, D_OPERANDS, ((struct place){&s, 4, 3}), STR("x"));
    assert_string_equal(report_text(d), "a.md:2:1: error: 'x' is one word too many [OPERANDS]\n"
                                        "   | \n"
                                        "   | ^\n");
}

static void a_long_line_is_shown_around_its_mark(void **state)
{
    (void)state;
    char line[400];
    memset(line, '.', sizeof(line));
    line[sizeof(line) - 1] = '\0';
    line[200] = '!';
    char expected[600];
    int n = snprintf(expected, sizeof(expected),
                     "a.md:1:201: error: 'x' is one word too many [OPERANDS]\n"
                     "   | …%.80s!%.79s…\n"
                     "   |  %80s^\n",
                     line, line, "");
    assert_true(n > 0 && n < (int)sizeof(expected));
    assert_string_equal(report_mark(line, "!", 1), expected);
}

static void nothing_in_a_source_reaches_the_terminal_as_a_command(void **state)
{
    (void)state;
    struct diags *d = diags_new(test_arena, 10);
    struct source s = {STR("a\x1b.md"), STR("x\x1b[31m \xe2\x80\xae \xff y")};
    DIAG_AT(d, D_OPERANDS, ((struct place){&s, 0, 1}), STR("\x1b]0;\x07"));
    assert_string_equal(report_text(d),
                        "a\xef\xbf\xbd.md:1:1: error: '\xef\xbf\xbd]0;\xef\xbf\xbd' is one word too many "
                        "[OPERANDS]\n"
                        "   | x\xef\xbf\xbd[31m \xef\xbf\xbd \xef\xbf\xbd y\n"
                        "   | ^\n");
}

static void sorted_by_file_and_place(void **state)
{
    (void)state;
    struct diags *d = diags_new(test_arena, 10);
    struct source a = {STR("a.md"), STR("1\n2\n")};
    struct source b = {STR("b.md"), STR("1\n2\n")};
    DIAG_AT(d, D_OPERANDS, ((struct place){&b, 0, 1}), STR("4"));
    DIAG_AT(d, D_OPERANDS, ((struct place){&a, 2, 1}), STR("2"));
    DIAG_AT(d, D_OPERANDS, ((struct place){&a, 2, 1}), STR("3"));
    DIAG_AT(d, D_OPERANDS, ((struct place){&a, 0, 1}), STR("1"));
    const char *text = report_text(d);
    const char *first = strstr(text, "a.md:1:1: error: '1'");
    const char *second = strstr(text, "a.md:2:1: error: '2'");
    const char *third = strstr(text, "a.md:2:1: error: '3'");
    const char *fourth = strstr(text, "b.md:1:1: error: '4'");
    assert_true(first == text && second > first && third > second && fourth > third);
}

static void beyond_the_maximum_they_are_counted_and_errors_come_before_warnings(void **state)
{
    (void)state;
    struct diags *d = diags_new(test_arena, 2);
    struct place nowhere = {0};
    DIAG_AT(d, D_BYTE_ORDER_MARK, nowhere);
    DIAG_AT(d, D_OPERANDS, nowhere, STR("1"));
    DIAG_AT(d, D_BYTE_ORDER_MARK, nowhere);
    DIAG_AT(d, D_OPERANDS, nowhere, STR("2"));
    DIAG_AT(d, D_OPERANDS, nowhere, STR("3"));
    assert_int_equal(diags_errors(d), 3);
    assert_int_equal(diags_warnings(d), 2);
    assert_string_equal(report(d, DIAG_FRENCH, DIAG_TEXT), "erreur: « 1 » est de trop [OPERANDS]\n"
                                                           "erreur: « 2 » est de trop [OPERANDS]\n"
                                                           "et 3 de plus, non affichés\n");
    assert_true(diags_has(d, D_BYTE_ORDER_MARK));
    assert_false(diags_has(d, D_NOT_UTF8));
}

static void merging_moves_and_counts_everything(void **state)
{
    (void)state;
    struct arena *other = arena_new();
    struct diags *into = diags_new(test_arena, 2);
    struct diags *from = diags_new(other, 2);
    struct place nowhere = {0};
    DIAG_AT(into, D_OPERANDS, nowhere, STR("1"));
    DIAG_AT(from, D_OPERANDS, nowhere, STR("2"));
    DIAG_AT(from, D_OPERANDS, nowhere, STR("3"));
    DIAG_AT(from, D_NOT_UTF8, nowhere);
    diags_merge(into, from);
    assert_int_equal(diags_errors(from), 0);
    assert_string_equal(report_text(from), "");
    arena_free(other);
    assert_int_equal(diags_errors(into), 4);
    assert_true(diags_has(into, D_NOT_UTF8));
    assert_string_equal(report_text(into), "error: '1' is one word too many [OPERANDS]\n"
                                           "error: '2' is one word too many [OPERANDS]\n"
                                           "and 2 more, not shown\n");
}

static void the_environment_chooses_the_language(void **state)
{
    (void)state;
    static const struct {
        const char *lc_all, *lc_messages, *lang;
        enum diag_language language;
    } cases[] = {
        {NULL, NULL, NULL, DIAG_FRENCH},           {NULL, NULL, "fr_BE.UTF-8", DIAG_FRENCH},
        {NULL, NULL, "en_GB.UTF-8", DIAG_ENGLISH}, {NULL, NULL, "C.UTF-8", DIAG_FRENCH},
        {NULL, NULL, "POSIX", DIAG_FRENCH},        {NULL, NULL, "frr_DE", DIAG_ENGLISH},
        {NULL, "nl", "fr", DIAG_ENGLISH},          {"", "fr@euro", "en", DIAG_FRENCH},
        {"C", NULL, "en", DIAG_ENGLISH},           {"fr", "en", "en", DIAG_FRENCH},
    };
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *values[] = {cases[i].lc_all, cases[i].lc_messages, cases[i].lang};
        for (size_t j = 0; j < 3; j++) {
            if (values[j] == NULL)
                unsetenv(names[j]);
            else
                setenv(names[j], values[j], 1);
        }
        assert_int_equal(diag_language_from_env(), cases[i].language);
    }
}

static void the_nearest_word_is_a_likely_slip_of_the_pen(void **state)
{
    (void)state;
    const struct str words[] = {STR("title"), STR("description"), STR("order"), STR("older")};
    assert_str(diag_nearest(STR("titel"), words, 4), "title");
    assert_str(diag_nearest(STR("descripton"), words, 4), "description");
    assert_str(diag_nearest(STR("older"), words, 4), "older");
    assert_str(diag_nearest(STR("image"), words, 4), "");
    assert_str(diag_nearest(STR(""), words, 4), "");
}

static void every_row_is_complete_and_they_are_sorted(void **state)
{
    (void)state;
    for (int code = 0; code < DIAG_CODE__MAX; code++) {
        struct diags *d = diags_new(test_arena, 1);
        diags_add(d, (enum diag_code)code, (struct place){0}, NULL, 0);
        assert_true(strlen(report(d, DIAG_FRENCH, DIAG_TEXT)) > strlen("erreur:  []\n"));
        assert_true(code == 0 || strcmp(diag_code_name((enum diag_code)(code - 1)),
                                        diag_code_name((enum diag_code)code)) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reports_in_french_and_english),
        cmocka_unit_test(reports_as_json),
        cmocka_unit_test(a_remedy_without_its_argument_is_left_out),
        cmocka_unit_test(without_a_suggestion_the_remedy_has_another_form),
        cmocka_unit_test(a_long_list_ends_early),
        cmocka_unit_test(the_caret_stands_under_tabs_accents_and_wide_characters),
        cmocka_unit_test(the_mark_ends_with_the_line),
        cmocka_unit_test(a_long_line_is_shown_around_its_mark),
        cmocka_unit_test(nothing_in_a_source_reaches_the_terminal_as_a_command),
        cmocka_unit_test(sorted_by_file_and_place),
        cmocka_unit_test(beyond_the_maximum_they_are_counted_and_errors_come_before_warnings),
        cmocka_unit_test(merging_moves_and_counts_everything),
        cmocka_unit_test(the_environment_chooses_the_language),
        cmocka_unit_test(the_nearest_word_is_a_likely_slip_of_the_pen),
        cmocka_unit_test(every_row_is_complete_and_they_are_sorted),
    };
    return cmocka_run_group_tests(tests, test_arena_begin, test_arena_end);
}
