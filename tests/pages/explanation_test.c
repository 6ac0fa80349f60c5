/* The explanation of a result as people read it, in the three languages of the default theme: amounts, days,
 * choices and outcomes in words; formulas stay as they were written. */
#include "pages/paper.h"

#include "pages/submission_view.h"
#include "theme/format.h"

static const char sheet[] = "#\n"
                            "argent: money EUR 0..\n"
                            "dette: money EUR 0..\n"
                            "part: percent\n"
                            "naissance: date ..today\n"
                            "horizon: one\n"
                            "  court = 10\n"
                            "  long = 20\n"
                            "ppe: yesno\n"
                            "pays: country\n"
                            "absent: number, optional\n"
                            "produits: many\n"
                            "  actions = 3\n"
                            "  fonds = 1\n"
                            "= septieme = argent / 7\n"
                            "= defaut = coalesce(absent, 2.5)\n"
                            "= rien = absent * 2\n"
                            "= plus = max(produits) + horizon\n"
                            "= reste = argent - max(dette, 500)\n"
                            "profil: result min(horizon, 40)\n"
                            "  bas = 0..15\n"
                            "  haut = 16..40\n"
                            "> profil <= bas if ppe\n"
                            "! note argent * 4 <= dette\n"
                            "! note horizon = long and not ppe\n"
                            "! note years(naissance) >= 18\n"
                            "! note pays in (fr, be)\n"
                            "! note actions in produits\n"
                            "! note part > 12.5 or answered(absent)\n"
                            "! note profil = haut\n";

static const char answers[] = "argent=30000 dette=1234.5 part=40 naissance=1985-03-27 horizon=long ppe=yes "
                              "pays=be produits=actions,fonds";

enum language { FRENCH, ENGLISH, DUTCH, LANGUAGE__MAX };
static const char *const codes[LANGUAGE__MAX] = {"fr", "en", "nl"};

struct told {
    const char *put_in, *value;
};

/* By hand. Figures and currencies as CLDR has them: narrow no-break spaces in French, points in Dutch. */
static const struct {
    const char *formula;
    struct told told[LANGUAGE__MAX];
} expected[] = {
    {"argent / 7",
     {{"30\u202f000\u00a0€ / 7", "30\u202f000/7 (environ 4\u202f285,71\u00a0€)"},
      {"€30,000 / 7", "30,000/7 (about €4,285.71)"},
      {"€\u00a030.000 / 7", "30.000/7 (ongeveer €\u00a04.285,71)"}}},
    {"coalesce(absent, 2.5)",
     {{"première valeur connue(sans réponse\u202f; 2,5)", "2,5"},
      {"first known value(no answer; 2.5)", "2.5"},
      {"eerste bekende waarde(geen antwoord; 2,5)", "2,5"}}},
    {"absent * 2",
     {{"sans réponse × 2", "sans valeur"},
      {"no answer × 2", "no value"},
      {"geen antwoord × 2", "geen waarde"}}},
    {"max(produits) + horizon",
     {{"maximum(3\u202f; 1) + 20", "23"}, {"maximum(3; 1) + 20", "23"}, {"maximum(3; 1) + 20", "23"}}},
    {"argent - max(dette, 500)",
     {{"30\u202f000\u00a0€ - maximum(1\u202f234,50\u00a0€\u202f; 500\u00a0€)", "28\u202f765,50\u00a0€"},
      {"€30,000 - maximum(€1,234.50; €500)", "€28,765.50"},
      {"€\u00a030.000 - maximum(€\u00a01.234,50; €\u00a0500)", "€\u00a028.765,50"}}},
    {"min(horizon, 40)",
     {{"minimum(20\u202f; 40)", "20"}, {"minimum(20; 40)", "20"}, {"minimum(20; 40)", "20"}}},
    {"ppe", {{"«\u202fOui\u202f»", "Sous le seuil"}, {"“Yes”", "Sous le seuil"}, {"‘Ja’", "Sous le seuil"}}},
    {"argent * 4 <= dette",
     {{"30\u202f000\u00a0€ × 4 ≤ 1\u202f234,50\u00a0€", "non"},
      {"€30,000 × 4 ≤ €1,234.50", "no"},
      {"€\u00a030.000 × 4 ≤ €\u00a01.234,50", "nee"}}},
    {"horizon = long and not ppe",
     {{"«\u202fPlus de 8 ans\u202f» = «\u202fPlus de 8 ans\u202f» et pas «\u202fOui\u202f»", "non"},
      {"“Plus de 8 ans” = “Plus de 8 ans” and not “Yes”", "no"},
      {"‘Plus de 8 ans’ = ‘Plus de 8 ans’ en niet ‘Ja’", "nee"}}},
    {"years(naissance) >= 18",
     {{"années(27 mars 1985) ≥ 18", "oui"},
      {"years(27 March 1985) ≥ 18", "yes"},
      {"jaren(27 maart 1985) ≥ 18", "ja"}}},
    {"pays in (fr, be)",
     {{"Belgique parmi (France\u202f; Belgique)", "oui"},
      {"Belgium among (France; Belgium)", "yes"},
      {"België een van (Frankrijk; België)", "ja"}}},
    {"actions in produits",
     {{"«\u202fDes actions\u202f» parmi («\u202fDes actions\u202f»\u202f; «\u202ffonds = 1\u202f»)", "oui"},
      {"“Des actions” among (“Des actions”; “fonds = 1”)", "yes"},
      {"‘Des actions’ een van (‘Des actions’; ‘fonds = 1’)", "ja"}}},
    {"part > 12.5 or answered(absent)",
     {{"40\u00a0% > 12,5\u00a0% ou répondu(«\u202fCombien\u00a0?\u202f»)", "oui"},
      {"40% > 12.5% or answered(“Combien\u00a0?”)", "yes"},
      {"40% > 12,5% of beantwoord(‘Combien\u00a0?’)", "ja"}}},
    {"profil = haut",
     {{"«\u202fSous le seuil\u202f» = «\u202fhaut = 16..40\u202f»", "non"},
      {"“Sous le seuil” = “haut = 16..40”", "no"},
      {"‘Sous le seuil’ = ‘haut = 16..40’", "nee"}}},
};

static unsigned option_line(const struct form *f, const char *question, const char *code)
{
    const struct form_question *q = &f->questions[form_question_find(f, str_from(question))];
    return q->options[form_option_find(q, str_from(code))].line;
}

static struct paper paper_in(enum language language)
{
    struct paper p = paper_of(sheet);
    struct str *titles = ARENA_ARRAY(forms_arena, struct str, p.form->n_lines + 1);
    struct wording *wording = ARENA_NEW(forms_arena, struct wording);
    for (size_t i = 1; i <= p.form->n_lines; i++)
        titles[i] = p.words.wording->titles[i];
    titles[option_line(p.form, "horizon", "long")] = STR("Plus de 8 ans");
    titles[option_line(p.form, "produits", "actions")] = STR("Des actions");
    titles[p.form->questions[form_question_find(p.form, STR("absent"))].line] = STR("Combien\u00a0?");
    titles[p.form->results[0].levels[0].line] = STR("Sous le seuil");
    *wording = *p.words.wording;
    wording->titles = titles;
    p.words.wording = wording;
    p.words.language = str_from(codes[language]);
    p.words.texts = catalogues_find(scene_site()->catalogues, p.words.language);
    p.words.countries = format_countries(forms_arena, p.words.language);
    return p;
}

static const struct value *explained(const struct paper *p, const struct form_scored *scored,
                                     const struct form_answers *given)
{
    struct value *view = value_map(forms_arena);
    explanation_view(&p->words, scored, given, EXPLANATION_WHOLE, view);
    return value_get(view, STR("explanation"));
}

/* The step of a formula that is not a part of another. */
static const struct value *step_of(const struct value *steps, const char *formula)
{
    for (size_t i = 0; i < value_count(steps); i++)
        if (!is(value_at(steps, i), "is_part") &&
            strcmp(text_of(value_at(steps, i), "formula"), formula) == 0)
            return value_at(steps, i);
    fail_msg("%s", formula);
    return NULL;
}

static void an_explanation_is_in_the_reader_s_language(void **state)
{
    (void)state;
    for (enum language language = 0; language < LANGUAGE__MAX; language++) {
        struct paper p = paper_in(language);
        const struct form_answers *given = forms_answers(p.form, answers);
        const struct value *steps = explained(&p, form_score(forms_arena, p.form, given, true), given);
        for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
            const struct value *step = step_of(steps, expected[i].formula);
            assert_string_equal(text_of(step, "put_in"), expected[i].told[language].put_in);
            assert_string_equal(text_of(step, "value"), expected[i].told[language].value);
        }
    }
}

static void a_level_says_what_the_number_lies_in(void **state)
{
    (void)state;
    static const char *const within[LANGUAGE__MAX] = {"20\u202f: entre 16 et 40", "20: between 16 and 40",
                                                      "20: tussen 16 en 40"};
    for (enum language language = 0; language < LANGUAGE__MAX; language++) {
        struct paper p = paper_in(language);
        const struct form_answers *given = forms_answers(p.form, answers);
        const struct value *steps = explained(&p, form_score(forms_arena, p.form, given, true), given);
        size_t found = 0;
        for (size_t i = 0; i < value_count(steps); i++) {
            const struct value *step = value_at(steps, i);
            if (strcmp(text_of(step, "put_in"), within[language]) != 0)
                continue;
            assert_string_equal(text_of(step, "formula"), "");
            assert_string_equal(text_of(step, "value"), "haut = 16..40");
            found++;
        }
        assert_int_equal(found, 1);
    }
}

/* What was stored is what a result was told with: words never hide that it comes to something else today. */
static void a_stored_step_that_does_not_come_out_again_is_shown_as_stored(void **state)
{
    (void)state;
    struct paper p = paper_in(FRENCH);
    const struct form_answers *given = forms_answers(p.form, answers);
    struct form_scored stored = *form_score(forms_arena, p.form, given, true);
    struct form_step *steps = ARENA_ARRAY(forms_arena, struct form_step, stored.n_steps);
    for (size_t i = 0; i < stored.n_steps; i++) {
        steps[i] = stored.steps[i];
        if (str_eq_z(steps[i].formula, "absent * 2"))
            steps[i].value = STR("12");
    }
    stored.steps = steps;
    const struct value *shown = explained(&p, &stored, given);
    assert_string_equal(text_of(step_of(shown, "absent * 2"), "value"), "12");
    assert_string_equal(text_of(step_of(shown, "absent * 2"), "put_in"), "missing * 2");
    assert_string_equal(text_of(step_of(shown, "coalesce(absent, 2.5)"), "value"), "2,5");
}

/* What was stored by an earlier version lacks the lines that conditions have since: the others keep words. */
static void a_stored_explanation_of_fewer_steps_is_told_in_words(void **state)
{
    (void)state;
    struct paper p = paper_in(FRENCH);
    const struct form_answers *given = forms_answers(p.form, answers);
    struct form_scored stored = *form_score(forms_arena, p.form, given, true);
    struct form_step *steps = ARENA_ARRAY(forms_arena, struct form_step, stored.n_steps);
    size_t n = 0;
    for (size_t i = 0; i < stored.n_steps; i++)
        if (stored.steps[i].depth == 0 || !str_eq_z(stored.steps[i].formula, "horizon = long"))
            steps[n++] = stored.steps[i];
    assert_true(n < stored.n_steps);
    stored.steps = steps;
    stored.n_steps = n;
    const struct value *shown = explained(&p, &stored, given);
    assert_string_equal(text_of(step_of(shown, "horizon = long and not ppe"), "value"), "non");
    assert_string_equal(text_of(step_of(shown, "years(naissance) >= 18"), "value"), "oui");
}

int main(void)
{
#define TEST(name) forms_test(name)
    const struct CMUnitTest tests[] = {
        TEST(an_explanation_is_in_the_reader_s_language),
        TEST(a_level_says_what_the_number_lies_in),
        TEST(a_stored_step_that_does_not_come_out_again_is_shown_as_stored),
        TEST(a_stored_explanation_of_fewer_steps_is_told_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
