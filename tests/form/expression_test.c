#include "form/forms.h"

static const char questions[] = "horizon: one\n"
                                "  court = 0, perte = 5\n"
                                "  moyen = 10, perte = 0.5\n"
                                "  long = 20, perte = -3\n"
                                "age: number 0..120\n"
                                "poids: number 0..500\n"
                                "revenu: money EUR 0..\n"
                                "taux: percent\n"
                                "fumeur: yesno\n"
                                "produits: many 0..3\n"
                                "  actions = 3, palier = 7\n"
                                "  fonds = 2, palier = 5\n"
                                "  livret = 1, palier = 1\n"
                                "naissance: date ..today\n"
                                "remarque: text 200, optional\n";

#define assert_value(expression, answers, expected) \
    assert_string_equal(forms_value(questions, (expression), (answers)), (expected))

static void arithmetic_is_exact_and_binds_as_at_school(void **state)
{
    (void)state;
    assert_value("1 + 2 * 3", "", "7");
    assert_value("(1 + 2) * 3", "", "9");
    assert_value("10 - 4 - 3", "", "3");
    assert_value("10 - (4 - 3)", "", "9");
    assert_value("2 / 3 * 3", "", "2");
    assert_value("7 / 2", "", "3.5");
    assert_value("1 / 3", "", "1/3");
    assert_value("0.1 + 0.2", "", "0.3");
    assert_value("-2 * -3", "", "6");
    assert_value("-(2 + 3)", "", "-5");
    assert_value("age - -1", "age=4", "5");
}

static void comparisons_and_conditions(void **state)
{
    (void)state;
    assert_value("age >= 70", "age=70", "true");
    assert_value("age > 70", "age=70", "false");
    assert_value("age <= 70", "age=70", "true");
    assert_value("age < 70", "age=69.5", "true");
    assert_value("age = 7", "age=7", "true");
    assert_value("age != 7", "age=7", "false");
    assert_value("not age = 7", "age=8", "true");
    assert_value("age > 1 and age < 5 or age = 9", "age=9", "true");
    assert_value("age = 1 or age = 2 and age = 3", "age=1", "true");
    assert_value("not (age = 1 or age = 2)", "age=3", "true");
    assert_value("age in (1, 2, 3)", "age=2", "true");
    assert_value("age in (1, 2, 3)", "age=4", "false");
    assert_value("true = (age > 3)", "age=4", "true");
}

static void a_choice_is_its_points_and_compares_by_code(void **state)
{
    (void)state;
    assert_value("horizon", "horizon=long", "20");
    assert_value("horizon + 1", "horizon=moyen", "11");
    assert_value("horizon = long", "horizon=long", "true");
    assert_value("horizon != long", "horizon=long", "false");
    assert_value("long = horizon", "horizon=long", "true");
    assert_value("horizon in (court, long)", "horizon=moyen", "false");
    assert_value("horizon in (court, long)", "horizon=court", "true");
    assert_value("horizon >= 10", "horizon=moyen", "true");
    assert_value("horizon.perte", "horizon=moyen", "0.5");
    assert_value("horizon.perte + age", "horizon=long age=2", "-1");
}

static void a_yes_or_no_is_a_condition(void **state)
{
    (void)state;
    assert_value("fumeur", "fumeur=yes", "true");
    assert_value("if(fumeur, 1, 2)", "fumeur=no", "2");
    assert_value("fumeur = no", "fumeur=no", "true");
    assert_value("fumeur = yes", "fumeur=no", "false");
    assert_value("not fumeur and age > 3", "fumeur=no age=4", "true");
}

static void several_answers_are_a_list(void **state)
{
    (void)state;
    assert_value("sum(produits)", "produits=actions,livret", "4");
    assert_value("max(produits)", "produits=fonds,livret", "2");
    assert_value("min(produits)", "produits=fonds,livret", "1");
    assert_value("mean(produits)", "produits=actions,fonds", "2.5");
    assert_value("count(produits)", "produits=actions,livret", "2");
    assert_value("max(produits.palier)", "produits=actions,livret", "7");
    assert_value("sum(produits, horizon, 100)", "produits=actions,livret horizon=moyen", "114");
    assert_value("actions in produits", "produits=actions", "true");
    assert_value("actions in produits", "produits=fonds", "false");
}

static void an_empty_list_has_a_sum_and_a_count_but_no_maximum(void **state)
{
    (void)state;
    assert_value("sum(produits)", "produits=", "0");
    assert_value("count(produits)", "produits=", "0");
    assert_value("max(produits)", "produits=", "missing");
    assert_value("mean(produits)", "produits=", "missing");
    assert_value("actions in produits", "produits=", "false");
    assert_value("sum(produits)", "", "missing");
}

static void functions_of_numbers(void **state)
{
    (void)state;
    assert_value("min(3, 1, 2)", "", "1");
    assert_value("max(3, 1, 2)", "", "3");
    assert_value("sum(3, 1, 2)", "", "6");
    assert_value("mean(1, 2)", "", "1.5");
    assert_value("count(1, 2, 3)", "", "3");
    assert_value("count(age > 1, age > 2, age > 3)", "age=3", "2");
    assert_value("count(fumeur, age > 2)", "age=3 fumeur=yes", "2");
    assert_value("step(age, 20, 40, 60)", "age=19", "0");
    assert_value("step(age, 20, 40, 60)", "age=20", "1");
    assert_value("step(age, 20, 40, 60)", "age=59.5", "2");
    assert_value("step(age, 20, 40, 60)", "age=90", "3");
    assert_value("pick(1, 5, 6, 7)", "", "5");
    assert_value("pick(3, 5, 6, 7)", "", "7");
    assert_value("pick(1 + step(age, 20, 40), 5, 6, 7)", "age=30", "6");
    assert_value("if(age > 3, 1, 2)", "age=4", "1");
}

static void what_has_no_outcome_is_missing(void **state)
{
    (void)state;
    assert_value("pick(0, 5, 6)", "", "missing");
    assert_value("pick(3, 5, 6)", "", "missing");
    assert_value("pick(1.5, 5, 6)", "", "missing");
    assert_value("1 / age", "age=0", "missing");
    assert_value("1 / (age - age)", "age=5", "missing");
    assert_value("revenu * revenu * revenu", "revenu=900000000000", "missing");
}

static void missing_spreads_until_it_is_stopped(void **state)
{
    (void)state;
    assert_value("age + 1", "", "missing");
    assert_value("age > 1", "", "missing");
    assert_value("min(age, 1)", "", "missing");
    assert_value("count(age > 1, true)", "", "missing");
    assert_value("if(age > 1, 1, 2)", "", "missing");
    assert_value("horizon = long", "", "missing");
    assert_value("actions in produits", "", "missing");
    assert_value("coalesce(age, 0)", "", "0");
    assert_value("coalesce(age, poids, 3)", "poids=2", "2");
    assert_value("coalesce(age, 0)", "age=7", "7");
    assert_value("answered(age)", "", "false");
    assert_value("answered(age)", "age=1", "true");
    assert_value("answered(remarque)", "remarque=oui", "true");
}

static void what_is_certain_without_the_missing_answer_is_certain(void **state)
{
    (void)state;
    assert_value("age > 1 and fumeur", "fumeur=no", "false");
    assert_value("age > 1 or fumeur", "fumeur=yes", "true");
    assert_value("age > 1 and fumeur", "fumeur=yes", "missing");
    assert_value("age > 1 or fumeur", "fumeur=no", "missing");
    assert_value("not age > 1", "", "missing");
    assert_value("if(fumeur, 1, age)", "fumeur=yes", "1");
}

static void dates_compare_and_count_years(void **state)
{
    (void)state;
    assert_value("naissance < 2000-01-01", "naissance=1999-12-31", "true");
    assert_value("naissance = 1999-12-31", "naissance=1999-12-31", "true");
    assert_value("years(naissance)", "naissance=1956-11-23", "70");
    assert_value("years(naissance)", "naissance=1956-11-24", "69");
    assert_value("years(naissance)", "", "missing");
    assert_value("today > 2026-11-22 and today <= 2026-11-23", "", "true");
    assert_value("today", "", "2026-11-23");
}

static void amounts_and_percents(void **state)
{
    (void)state;
    assert_value("revenu * taux / 100", "revenu=1234,5 taux=12,5%", "154.3125");
}

/* A questionnaire of points where the parts printed come from the canonical text. */
static const char *canonical(const char *expression)
{
    const struct form *f =
        forms_build(arena_printf(forms_arena, "#\n%s\n= x = %s\n", questions, expression).p);
    struct str line = f->lines[f->n_lines - 1].declaration;
    return arena_str(forms_arena, str_sub(line, sizeof("x = ") - 1, line.n)).p;
}

static void the_canonical_form_keeps_the_meaning_and_nothing_else(void **state)
{
    (void)state;
    assert_string_equal(canonical("  age+1 "), "age + 1");
    assert_string_equal(canonical("((age))+(1*2)"), "age + 1 * 2");
    assert_string_equal(canonical("(age+1)*2"), "(age + 1) * 2");
    assert_string_equal(canonical("age-(1-2)"), "age - (1 - 2)");
    assert_string_equal(canonical("age-(1*2)/poids"), "age - 1 * 2 / poids");
    assert_string_equal(canonical("age/(poids/2)"), "age / (poids / 2)");
    assert_string_equal(canonical("(age-1)-2"), "age - 1 - 2");
    assert_string_equal(canonical("fumeur and(fumeur and age=1)"), "fumeur and fumeur and age = 1");
    assert_string_equal(canonical("min( age ,2 )"), "min(age, 2)");
    assert_string_equal(canonical("not(age=1)"), "not age = 1");
    assert_string_equal(canonical("not(age=1 and fumeur)"), "not (age = 1 and fumeur)");
    assert_string_equal(canonical("(age=1 or fumeur)and fumeur"), "(age = 1 or fumeur) and fumeur");
    assert_string_equal(canonical("(age=1 and fumeur)or fumeur"), "age = 1 and fumeur or fumeur");
    assert_string_equal(canonical("-(age)"), "-age");
    assert_string_equal(canonical("-(age+1)"), "-(age + 1)");
    assert_string_equal(canonical("(-age)*2"), "-age * 2");
    assert_string_equal(canonical("1.50"), "1.5");
    assert_string_equal(canonical("(age=1)=fumeur"), "(age = 1) = fumeur");
    assert_string_equal(canonical("horizon in(court,long)"), "horizon in (court, long)");
    assert_string_equal(canonical("actions in produits"), "actions in produits");
    assert_string_equal(canonical("horizon . perte"), "horizon.perte");
    assert_string_equal(canonical("if(true,today,2000-02-29)"), "if(true, today, 2000-02-29)");
}

static const struct form_step *value_step(const char *expression, const char *answers)
{
    const struct form *f =
        forms_build(arena_printf(forms_arena, "#\n%s\n= x = %s\n", questions, expression).p);
    const struct form_scored *s = forms_score(f, answers);
    assert_true(s->n_steps > 0);
    return &s->steps[0];
}

static void values_are_put_in_where_names_stood(void **state)
{
    (void)state;
    assert_str(value_step("age * horizon.perte", "age=2 horizon=long")->put_in, "2 * (-3)");
    assert_str(value_step("age + horizon.perte", "age=2 horizon=long")->put_in, "2 + (-3)");
    assert_str(value_step("sum(produits) + age", "age=2 produits=actions,livret")->put_in, "sum(3, 1) + 2");
    assert_str(value_step("actions in produits", "produits=actions,livret")->put_in,
               "actions in (actions, livret)");
    assert_str(value_step("horizon in (court, long)", "horizon=moyen")->put_in, "moyen in (court, long)");
    assert_str(value_step("coalesce(age, 0)", "")->put_in, "coalesce(missing, 0)");
    assert_str(value_step("answered(age)", "age=1")->put_in, "answered(age)");
    assert_str(value_step("years(naissance)", "naissance=1956-11-23")->put_in, "years(1956-11-23)");
    assert_str(value_step("not fumeur", "fumeur=no")->put_in, "not false");
    assert_str(value_step("not horizon = long", "horizon=court")->put_in, "not court = long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_is_exact_and_binds_as_at_school),
        cmocka_unit_test(comparisons_and_conditions),
        cmocka_unit_test(a_choice_is_its_points_and_compares_by_code),
        cmocka_unit_test(a_yes_or_no_is_a_condition),
        cmocka_unit_test(several_answers_are_a_list),
        cmocka_unit_test(an_empty_list_has_a_sum_and_a_count_but_no_maximum),
        cmocka_unit_test(functions_of_numbers),
        cmocka_unit_test(what_has_no_outcome_is_missing),
        cmocka_unit_test(missing_spreads_until_it_is_stopped),
        cmocka_unit_test(what_is_certain_without_the_missing_answer_is_certain),
        cmocka_unit_test(dates_compare_and_count_years),
        cmocka_unit_test(amounts_and_percents),
        cmocka_unit_test(the_canonical_form_keeps_the_meaning_and_nothing_else),
        cmocka_unit_test(values_are_put_in_where_names_stood),
    };
    return cmocka_run_group_tests(tests, forms_begin, forms_end);
}
