/* Conditions on points and on options. */
#include "form/forms.h"

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
    assert_int_equal(forms_point(f, forms_answers(f, "age=59"), 1, true), FORM_POINT_SKIPPED);
    assert_int_equal(forms_point(f, forms_answers(f, "age=60"), 1, false), FORM_POINT_TODO);
    assert_int_equal(forms_point(f, forms_answers(f, "age=59"), 2, false), FORM_POINT_TODO);
    assert_int_equal(forms_point(f, forms_answers(f, "age=59 salaire=1"), 2, false), FORM_POINT_COMPLETE);
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

/* ---- options ---- */

static const char options_text[] = "#\n"
                                   "age: number 0..120, whole\n"
                                   "statut: one\n"
                                   "  etudiant = 1, if age < 30\n"
                                   "  actif = 2\n"
                                   "  retraite = 3, rente = 7, if age >= 60\n"
                                   "avoirs: many 1..2, optional\n"
                                   "  livret = 1\n"
                                   "  titres = 2, if statut = actif\n"
                                   "  aucun = 0, alone\n"
                                   "= total = statut\n";

static enum form_problem problem(const struct form *f, const char *id, const char *answers)
{
    enum form_problem problems[10];
    form_problems(f, forms_answers(f, answers), problems);
    return problems[form_question_find(f, str_from(id))];
}

static void an_option_is_offered_when_its_condition_holds(void **state)
{
    (void)state;
    const struct form *f = forms_build(options_text);
    assert_int_equal(form_offered(f, forms_answers(f, "age=20"), 1) & 7, 3);
    assert_int_equal(form_offered(f, forms_answers(f, "age=40"), 1) & 7, 2);
    assert_int_equal(form_offered(f, forms_answers(f, "age=60"), 1) & 7, 6);
    assert_int_equal(form_offered(f, forms_answers(f, ""), 1) & 7, 2);
    assert_int_equal(form_offered(f, forms_answers(f, "age=60"), 0), UINT64_MAX);
}

static void a_choice_that_is_offered_no_more_has_to_be_made_again(void **state)
{
    (void)state;
    const struct form *f = forms_build(options_text);
    assert_int_equal(problem(f, "statut", "age=60 statut=retraite"), FORM_OK);
    assert_int_equal(problem(f, "statut", "age=40 statut=retraite"), FORM_NOT_OFFERED);
    assert_int_equal(problem(f, "avoirs", "age=40 statut=actif avoirs=livret,titres"), FORM_OK);
    assert_int_equal(problem(f, "avoirs", "age=60 statut=retraite avoirs=livret,titres"), FORM_NOT_OFFERED);
    assert_int_equal(problem(f, "avoirs", "age=60 statut=retraite avoirs=aucun"), FORM_OK);
    /* The status is no more offered: it counts as unanswered for what depends on it. */
    assert_int_equal(problem(f, "avoirs", "age=20 statut=retraite avoirs=titres"), FORM_NOT_OFFERED);
    assert_int_equal(forms_point(f, forms_answers(f, "age=40 statut=retraite"), 0, true), FORM_POINT_PARTIAL);
    assert_true(forms_score(f, "age=40 statut=retraite")->blocked);
    assert_false(forms_score(f, "age=60 statut=retraite")->blocked);
    assert_str(forms_score(f, "age=40 statut=retraite")->steps[0].value, "missing");
    assert_str(forms_score(f, "age=60 statut=retraite")->steps[0].value, "3");
}

static void options_with_conditions_print_as_they_are_read(void **state)
{
    (void)state;
    const struct form *f = forms_build(options_text);
    assert_str(f->lines[3].declaration, "etudiant = 1, if age < 30");
    assert_str(f->lines[5].declaration, "retraite = 3, rente = 7, if age >= 60");
}

static void an_option_of_an_item_speaks_of_that_item(void **state)
{
    (void)state;
    const struct form *f = forms_build("# enfants: repeat 0..2\n"
                                       "age: number 0..99\n"
                                       "ecole: one\n"
                                       "  aucune\n"
                                       "  primaire, if age < 13\n"
                                       "  superieur, if age > 16\n");
    size_t first = (size_t)form_question_find(f, STR("enfants.1.ecole"));
    size_t second = (size_t)form_question_find(f, STR("enfants.2.ecole"));
    const struct form_answers *answers = forms_answers(f, "enfants=2 enfants.1.age=8 enfants.2.age=20");
    assert_int_equal(form_offered(f, answers, first) & 7, 3);
    assert_int_equal(form_offered(f, answers, second) & 7, 5);
}

static void conditions_of_options_that_are_refused(void **state)
{
    (void)state;
#define AGE "#\nage: number 18..120, whole\n"
    static const struct mistake cases[] = {
        {AGE "x: one\n  a\n  b, if x = a\n", "FORM_SHOWN_BY_LATER \"x = a\""},
        {AGE "x: one\n  a\n  b, if y\ny: yesno\n", "FORM_SHOWN_BY_LATER \"y\""},
        {AGE "x: yesno\n  yes = 1, if age > 30\n  no = 2\n", "FORM_OPTION_IF \"yes = 1, if age > 30\""},
        {AGE "x: one\n  a\n  b if age > 30\n", "FORM_ATTRIBUTE_COMMA \"if\""},
        {AGE "x: one\n  a\n  b, if age < 18\n", "FORM_OPTION_UNOFFERED \"b, if age < 18\""},
        {AGE "x: one\n  a, if age < 30\n  b, if age > 30\n", "FORM_NOTHING_OFFERED \"x\""},
        {AGE "x: one\n  a, if age < 30\n  b, if age >= 30\n", ""},
        {AGE "x: one\n  a, if age < 18\n  b, if age < 10\n", "FORM_NOTHING_OFFERED \"x\""},
        {AGE "x: one, optional\n  a, if age < 30\n  b, if age > 30\n", ""},
        /* What nobody is offered together is not reached together. */
        {AGE "x: one\n  a = 1\n  b = 5, if age >= 60\nr: result if(age < 60, x, 0)\n  p = 0..1\n", ""},
        {AGE "x: one\n  a = 1\n  b = 5, if age >= 60\nr: result if(age < 70, x, 0)\n  p = 0..1\n",
         "FORM_SCORE_ABOVE \"p = 0..1\""},
        {AGE "x: one\n  a = 1\n  b = 5, if age >= 60\n! note x = b and age < 60\n",
         "FORM_CHECK_NEVER \"note x = b and age < 60\""},
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
        cmocka_unit_test(an_option_is_offered_when_its_condition_holds),
        cmocka_unit_test(a_choice_that_is_offered_no_more_has_to_be_made_again),
        cmocka_unit_test(options_with_conditions_print_as_they_are_read),
        cmocka_unit_test(an_option_of_an_item_speaks_of_that_item),
        cmocka_unit_test(conditions_of_options_that_are_refused),
    };
    return cmocka_run_group_tests(tests, forms_begin, forms_end);
}
