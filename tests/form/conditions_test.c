/* Conditions on points and on options. */
#include "form/forms.h"

struct mistake {
    const char *text, *expected;
};

static void check(const struct mistake *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *found = forms_mistakes(cases[i].text);
        if (strcmp(found, cases[i].expected) != 0)
            print_error("case %zu\n%s\n", i, cases[i].text);
        assert_string_equal(found, cases[i].expected);
    }
}
#define CHECK(cases) check((cases), sizeof(cases) / sizeof(*(cases)))

/* ---- points ---- */

static const char points_text[] = "#\n"
                                  "age: number 0..120\n"
                                  "# retraite, if age >= 60\n"
                                  "pension: money EUR 0..\n"
                                  "regime: one\n"
                                  "  prive\n"
                                  "    caisse: text 50\n"
                                  "  public\n"
                                  "reversion: money EUR 0.., if pension > 1000\n"
                                  "# if age < 60\n"
                                  "salaire: money EUR 0..\n";

static bool is_asked(const struct form *f, const char *id, const char *answers)
{
    return form_asked(f, forms_answers(f, answers), (size_t)form_question_find(f, str_from(id)));
}

static void a_point_is_asked_when_its_condition_holds(void **state)
{
    (void)state;
    const struct form *f = forms_build(points_text);
    assert_true(is_asked(f, "pension", "age=60"));
    assert_false(is_asked(f, "pension", "age=59"));
    assert_false(is_asked(f, "pension", "")); /* what is missing does not hold */
    assert_true(is_asked(f, "salaire", "age=59"));
    assert_false(is_asked(f, "salaire", "age=60"));
    assert_true(is_asked(f, "reversion", "age=60 pension=2000"));
    assert_false(is_asked(f, "reversion", "age=60 pension=10"));
    assert_false(is_asked(f, "reversion", "age=59 pension=2000"));
    assert_true(is_asked(f, "caisse", "age=60 regime=prive"));
    assert_false(is_asked(f, "caisse", "age=59 regime=prive"));
}

static void a_point_that_is_not_asked_is_skipped(void **state)
{
    (void)state;
    const struct form *f = forms_build(points_text);
    assert_int_equal(form_point_state(f, forms_answers(f, "age=59"), 1, true), FORM_POINT_SKIPPED);
    assert_int_equal(form_point_state(f, forms_answers(f, "age=60"), 1, false), FORM_POINT_TODO);
    assert_int_equal(form_point_state(f, forms_answers(f, "age=59"), 2, false), FORM_POINT_TODO);
    assert_int_equal(form_point_state(f, forms_answers(f, "age=59 salaire=1"), 2, false),
                     FORM_POINT_COMPLETE);
    enum form_problem problems[10];
    assert_int_equal(form_problems(f, forms_answers(f, "age=59 salaire=1"), problems), 0);
}

static void points_with_conditions_print_as_they_are_read(void **state)
{
    (void)state;
    const struct form *f = forms_build(points_text);
    assert_str(f->lines[2].declaration, "retraite, if age >= 60");
    assert_str(f->lines[9].declaration, "if age < 60");
}

static void conditions_of_points_that_are_refused(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"# a, if b\nb: yesno\n", "FORM_SHOWN_BY_LATER \"b\""},
        {"# a, if b\nc: yesno\n# \nb: yesno\n", "FORM_SHOWN_BY_LATER \"b\""},
        {"#\nb: yesno\n# a, si b\nc: text\n", "FORM_POINT_ATTRIBUTE \"si\""},
        {"#\nb: yesno\n# a, optional\nc: text\n", "FORM_POINT_ATTRIBUTE \"optional\""},
        {"#\nb: yesno\n# a if b\nc: text\n", "FORM_ATTRIBUTE_COMMA \"if\""},
        {"#\nb: yesno\n# a, if b + 1\nc: text\n", "FORM_CONDITION_AS_NUMBER \"b\""},
        {"#\nb: yesno\n# a, if x = 3\nc: text\n", "FORM_UNKNOWN_NAME \"x\""},
        {"#\nb: number 0..9\n# a, if b > 9\nc: text\nd: text\n", "FORM_POINT_NEVER \"a, if b > 9\""},
        {"#\nb: number 0..9\n# a, if b > 8\nc: text, if b < 8\n", "FORM_QUESTION_NEVER \"c\""},
        {"#\nb: number 0..9\n# a, if b > 8\nc: number 0..9\nr: result c\n  x = 0..9\n",
         "FORM_RESULT_UNANSWERED \"r\""},
        {"#\nb: number 0..9\n# a, if b > 8\nc: number 0..9\nr: result coalesce(c, 0)\n  x = 0..9\n", ""},
    };
    CHECK(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_is_asked_when_its_condition_holds),
        cmocka_unit_test(a_point_that_is_not_asked_is_skipped),
        cmocka_unit_test(points_with_conditions_print_as_they_are_read),
        cmocka_unit_test(conditions_of_points_that_are_refused),
    };
    return cmocka_run_group_tests(tests, forms_begin, forms_end);
}
