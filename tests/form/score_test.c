#include "form/forms.h"

/* AUTHORING.md's own example, with the grid left out. */
static const char profile[] = "# \n"
                              "horizon: one\n"
                              "  court = 0\n"
                              "  moyen = 10\n"
                              "  long = 20\n"
                              "age: number 18..120\n"
                              "projet: text 200, optional, if horizon = long\n"
                              "# reactions\n"
                              "reaction: one\n"
                              "  vend = 0, perte = 0\n"
                              "  attend = 10, perte = 20\n"
                              "  achete = 20, perte = 35\n"
                              "produits: many 1..3\n"
                              "  actions = 2\n"
                              "  fonds = 1\n"
                              "  aucun = 0\n"
                              "= tolerance = horizon + reaction\n"
                              "= capacite = if(age >= 70, 10, 40)\n"
                              "profil: result min(tolerance, capacite)\n"
                              "  securitaire = 0..9\n"
                              "  prudent = 10..19\n"
                              "  equilibre = 20..30\n"
                              "  dynamique = 31..\n"
                              "connaissance: result sum(produits)\n"
                              "  novice = 0..0\n"
                              "  informe = 1..\n"
                              "> profil <= prudent if connaissance = novice\n"
                              "! refer age >= 75 and horizon = long\n"
                              "! note reaction.perte > 20\n";

static void the_score_is_cut_into_levels(void **state)
{
    (void)state;
    const struct form *f = forms_build(profile);
    assert_string_equal(forms_level(f, "horizon=court reaction=vend age=30 produits=fonds"), "securitaire");
    assert_string_equal(forms_level(f, "horizon=court reaction=attend age=30 produits=fonds"), "prudent");
    assert_string_equal(forms_level(f, "horizon=long reaction=attend age=30 produits=fonds"), "equilibre");
    assert_string_equal(forms_level(f, "horizon=long reaction=achete age=30 produits=fonds"), "dynamique");
}

static void the_lower_of_tolerance_and_capacity_wins(void **state)
{
    (void)state;
    const struct form *f = forms_build(profile);
    assert_string_equal(forms_level(f, "horizon=long reaction=achete age=70 produits=fonds"), "prudent");
}

static void a_rule_lowers_the_level_and_says_so(void **state)
{
    (void)state;
    const struct form *f = forms_build(profile);
    const struct form_scored *s = forms_score(f, "horizon=long reaction=achete age=30 produits=aucun");
    assert_int_equal(s->outcomes[0].base_level, 3);
    assert_int_equal(s->outcomes[0].level, 1);
    s = forms_score(f, "horizon=court reaction=vend age=30 produits=aucun");
    assert_int_equal(s->outcomes[0].level, 0);
}

static void checks_are_raised_by_their_condition(void **state)
{
    (void)state;
    const struct form *f = forms_build(profile);
    const struct form_scored *s = forms_score(f, "horizon=long reaction=achete age=75 produits=fonds");
    assert_true(s->raised[0] && s->raised[1] && s->referred && !s->blocked);
    s = forms_score(f, "horizon=long reaction=attend age=74 produits=fonds");
    assert_true(!s->raised[0] && !s->raised[1] && !s->referred);
}

static void without_an_answer_it_needs_a_result_has_no_level(void **state)
{
    (void)state;
    const struct form *f = forms_build(profile);
    const struct form_scored *s = forms_score(f, "horizon=long produits=fonds");
    assert_true(s->outcomes[0].missing);
    assert_int_equal(s->outcomes[0].score.den, 0);
    assert_false(s->outcomes[1].missing);
}

static const struct form_step *step(const struct form_scored *s, const char *name, size_t nth)
{
    for (size_t i = 0; i < s->n_steps; i++)
        if (str_eq_z(s->steps[i].name, name) && nth-- == 0)
            return &s->steps[i];
    fail_msg("no step %s", name);
    return NULL;
}

static void every_step_is_explained(void **state)
{
    (void)state;
    const struct form *f = forms_build(profile);
    const struct form_scored *s = forms_score(f, "horizon=long reaction=achete age=75 produits=aucun");
    const struct form_step *tolerance = step(s, "tolerance", 0);
    assert_str(tolerance->formula, "horizon + reaction");
    assert_str(tolerance->put_in, "20 + 20");
    assert_str(tolerance->value, "40");
    assert_int_equal(tolerance->depth, 0);
    assert_int_equal(tolerance->kind, FORM_SCORE);
    assert_int_equal(tolerance->line, 17);
    const struct form_step *capacity = step(s, "capacite", 0);
    assert_str(capacity->put_in, "if(75 >= 70, 10, 40)");
    assert_str(capacity->value, "10");
    const struct form_step *part = step(s, "age >= 70", 0);
    assert_int_equal(part->depth, 1);
    assert_str(part->value, "true");
    const struct form_step *result = step(s, "profil", 0);
    assert_str(result->put_in, "min(40, 10)");
    assert_str(result->value, "10");
    const struct form_step *level = step(s, "profil", 1);
    assert_int_equal(level->depth, 1);
    assert_str(level->formula, "10..19");
    assert_str(level->put_in, "10");
    assert_str(level->value, "prudent");
    const struct form_step *rule = step(s, "profil <= prudent", 0);
    assert_str(rule->put_in, "novice = novice");
    assert_str(rule->value, "true");
    assert_false(rule->applied);
    const struct form_step *check = step(s, "refer", 0);
    assert_str(check->formula, "age >= 75 and horizon = long");
    assert_str(check->put_in, "75 >= 75 and long = long");
    assert_true(check->applied);
}

static void without_explanation_the_outcome_is_the_same(void **state)
{
    (void)state;
    const struct form *f = forms_build(profile);
    const struct form_answers *answers =
        forms_answers(f, "horizon=long reaction=achete age=30 produits=aucun");
    const struct form_scored *with = form_score(forms_arena, f, answers, true);
    const struct form_scored *without = form_score(forms_arena, f, answers, false);
    assert_null(without->steps);
    assert_int_equal(with->outcomes[0].level, without->outcomes[0].level);
    assert_int_equal(with->raised[1], without->raised[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        forms_test(the_score_is_cut_into_levels),
        forms_test(the_lower_of_tolerance_and_capacity_wins),
        forms_test(a_rule_lowers_the_level_and_says_so),
        forms_test(checks_are_raised_by_their_condition),
        forms_test(without_an_answer_it_needs_a_result_has_no_level),
        forms_test(every_step_is_explained),
        forms_test(without_explanation_the_outcome_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
