/* Questions as forms show them, what these forms post, and answers as they are read again: small
 * questionnaires with the texts of the default theme. */
#include "pages/paper.h"

#include "account/password.h"
#include "pages/submission_view.h"
#include "theme/shapes.h"

/* What the page says to be wrong with one question answered with one text. */
static const char *error_of(const char *declaration, const char *typed)
{
    struct paper p = paper_of(arena_printf(forms_arena, "#\n%s\n", declaration).p);
    struct str text = str_from(typed);
    p.raw[0] = (struct form_raw){ARENA_NEW(forms_arena, struct str), 1};
    *(struct str *)(uintptr_t)p.raw[0].texts = text;
    p.answers->items[0] = form_answer_read(forms_arena, &p.form->questions[0], p.raw[0], p.answers->today);
    struct question_input input = input_of(&p);
    question_problems(p.form, &input, 0, true, p.problems);
    return text_of(value_at(view_of(&p), 0), "error");
}

static const char *limits_on(const char *declaration, int32_t today)
{
    struct paper p = paper_of(arena_printf(forms_arena, "#\n%s\n", declaration).p);
    return arena_str(forms_arena, words_limits(&p.words, &p.form->questions[0], today)).p;
}

static const char *limits_of(const char *declaration)
{
    return limits_on(declaration, forms_today());
}

/* ---- views ---- */

static const char every_type[] = "#\n"
                                 "un: one\n"
                                 "  a = 1\n"
                                 "  b = 2\n"
                                 "    sous: number 0..9\n"
                                 "    liste: many 1..2\n"
                                 "      x\n"
                                 "      y\n"
                                 "oui: yesno\n"
                                 "nombre: number 0..100, optional\n"
                                 "somme: money EUR 0..1000\n"
                                 "part: percent\n"
                                 "jour: date ..today\n"
                                 "texte: text 60\n"
                                 "long: text 500\n"
                                 "courriel: email\n"
                                 "telephone: phone\n";

static void every_type_of_question_fits_the_shape(void **state)
{
    (void)state;
    struct paper p = paper_of(every_type);
    struct question_input input = input_of(&p);
    question_problems(p.form, &input, -1, true, p.problems);
    const struct shape *shape = shape_field(shape_find(STR("espace/point")), STR("questions"));
    struct str path;
    const struct value *list = view_of(&p);
    assert_int_equal(value_count(list), 10);
    if (!shape_fits(shape, list, forms_arena, &path))
        fail_msg("%.*s", STR_ARG(path));
}

static void a_question_says_what_it_is_in_one_flag(void **state)
{
    (void)state;
    static const char *const flags[] = {"is_one",  "is_yesno", "is_number",    "is_number", "is_number",
                                        "is_date", "is_text",  "is_long_text", "is_email",  "is_phone"};
    struct paper p = paper_of(every_type);
    const struct value *list = view_of(&p);
    for (size_t i = 0; i < value_count(list); i++)
        assert_true(is(value_at(list, i), flags[i]));
    assert_string_equal(text_of(value_at(list, 3), "unit"), "€");
    assert_string_equal(text_of(value_at(list, 4), "unit"), "%");
    assert_true(is(value_at(list, 2), "is_optional"));
    assert_string_equal(text_of(value_at(list, 2), "name"), "q.nombre");
    assert_string_equal(text_of(value_at(list, 2), "id"), "q-nombre");
}

static void what_hangs_on_an_option_stands_in_it_before_it_is_chosen(void **state)
{
    (void)state;
    struct paper p = paper_of(every_type);
    const struct value *options = value_get(value_at(view_of(&p), 0), STR("options"));
    assert_false(is(value_at(options, 0), "has_nested"));
    assert_true(is(value_at(options, 1), "has_nested"));
    const struct value *nested = value_get(value_at(options, 1), STR("nested"));
    assert_int_equal(value_count(nested), 2);
    assert_string_equal(text_of(value_at(nested, 1), "name"), "q.liste");
}

static void a_question_that_is_not_asked_waits(void **state)
{
    (void)state;
    struct paper p = paper_of("#\npret: yesno\nreste: money EUR 1..100, if pret\n");
    assert_false(is(value_at(view_of(&p), 0), "is_conditional"));
    assert_true(is(value_at(view_of(&p), 1), "is_conditional"));
    assert_true(is(value_at(view_of(&p), 1), "is_waiting"));
    type_one(&p, "pret", "yes");
    assert_true(is(value_at(view_of(&p), 1), "is_conditional"));
    assert_false(is(value_at(view_of(&p), 1), "is_waiting"));
}

static void what_was_typed_is_kept_however_wrong(void **state)
{
    (void)state;
    struct paper p = paper_of(every_type);
    struct str chosen[] = {STR("b"), STR("c")}, day[] = {STR("31"), STR("février"), STR("85")};
    type(&p, "un", chosen, 2);
    type(&p, "jour", day, 3);
    type_one(&p, "somme", "<beaucoup>");
    const struct value *list = view_of(&p);
    const struct value *options = value_get(value_at(list, 0), STR("options"));
    assert_true(is(value_at(options, 1), "is_checked"));
    assert_false(is(value_at(options, 0), "is_checked"));
    assert_string_equal(text_of(value_at(list, 3), "value"), "<beaucoup>");
    assert_string_equal(text_of(value_at(list, 5), "month"), "février");
    assert_string_equal(text_of(value_at(list, 5), "year"), "85");
}

static void a_day_that_came_as_one_text_is_shown_in_parts(void **state)
{
    (void)state;
    struct paper p = paper_of("#\njour: date\n");
    type_one(&p, "jour", "1985-03-27");
    const struct value *q = value_at(view_of(&p), 0);
    assert_string_equal(text_of(q, "day"), "27");
    assert_string_equal(text_of(q, "month"), "3");
    assert_string_equal(text_of(q, "year"), "1985");
}

static void yes_and_no_are_worded_by_the_theme(void **state)
{
    (void)state;
    struct paper p = paper_of("#\npret: yesno\n");
    const struct value *options = value_get(value_at(view_of(&p), 0), STR("options"));
    assert_string_equal(text_of(value_at(options, 0), "label"), "Oui");
    assert_string_equal(text_of(value_at(options, 1), "label"), "Non");
    assert_string_equal(text_of(value_at(options, 1), "code"), "no");
}

/* ---- mistakes ---- */

static void bounds_are_worded_as_people_write_them(void **state)
{
    (void)state;
    assert_string_equal(error_of("n: number 18..120", "7"), "Indiquez 18 ou plus");
    assert_string_equal(error_of("n: money EUR 1000..2000", "5000,50"),
                        "Indiquez 2\u202f000\u00a0€ ou moins");
    assert_string_equal(error_of("n: percent", "120"), "Indiquez 100\u00a0% ou moins");
    assert_string_equal(error_of("n: number 0..9, whole", "1,5"), "Indiquez un nombre entier, sans virgule");
    assert_string_equal(error_of("n: text 3", "quatre"),
                        "Raccourcissez votre réponse\u00a0: 3 caractères au plus");
    assert_string_equal(error_of("n: date ..today", "1/1/2980"),
                        "Cette date est à venir. Indiquez une date d’aujourd’hui au plus tard");
    assert_string_equal(error_of("n: date today..", "2020-01-01"),
                        "Cette date est passée. Indiquez une date d’aujourd’hui au plus tôt");
    assert_string_equal(error_of("n: date ..2026-12-31", "2099-01-01"),
                        "Indiquez une date au plus tard le 31 décembre 2026");
    assert_string_equal(error_of("n: date", "27/3/85"),
                        "Écrivez l’année avec ses quatre chiffres, entre 1800 et 2200");
}

static void every_problem_has_its_words(void **state)
{
    (void)state;
    struct paper p = paper_of(every_type);
    for (size_t i = 0; i < p.form->n_questions; i++)
        for (int problem = FORM_OK + 1; problem < FORM_PROBLEM__MAX; problem++) {
            struct str text =
                words_problem(&p.words, &p.form->questions[i], (enum form_problem)problem, forms_today());
            assert_true(text.n > 0);
            assert_true(str_find(text, STR("form.")) < 0);
        }
}

static void limits_are_said_where_they_help(void **state)
{
    (void)state;
    assert_string_equal(limits_of("n: number 18..120"), "Entre 18 et 120.");
    assert_string_equal(limits_of("n: number 1.."), "Au moins 1.");
    assert_string_equal(limits_of("n: percent"), "");
    assert_string_equal(limits_of("n: text 60"), "");
    assert_string_equal(limits_of("n: text 500"), "500 caractères au plus.");
    assert_string_equal(limits_of("n: many 1..2\n  a\n  b\n  c"), "Au plus 2 réponses.");
    assert_string_equal(limits_of("n: many 1..3\n  a\n  b\n  c"), "");
    assert_string_equal(limits_of("n: many 1..3\n  a\n  b\n  c\n  d = 0, alone"), "");
    assert_string_equal(limits_of("n: date ..today"),
                        "Aujourd’hui au plus tard. Par exemple\u00a0: 27 3 1985.");
}

static void what_is_read_on_any_day_names_no_day_of_answering(void **state)
{
    (void)state;
    assert_string_equal(limits_of("n: date 2000-01-01..today"),
                        "Entre le 1er janvier 2000 et le 23 novembre 2026. Par exemple\u00a0: 1 1 2000.");
    assert_string_equal(limits_of("n: date today.."),
                        "Aujourd’hui au plus tôt. Par exemple\u00a0: 23 11 2026.");
    assert_string_equal(limits_of("n: date ..1980-12-31"),
                        "Jusqu’au 31 décembre 1980. Par exemple\u00a0: 31 12 1980.");
    const struct {
        const char *declaration, *limits;
    } rows[] = {
        {"n: date ..today", "Aujourd’hui au plus tard."},
        {"n: date today..", "Aujourd’hui au plus tôt."},
        {"n: date 2000-01-01..today", "À partir du 1er janvier 2000."},
        {"n: date today..2099-12-31", "Jusqu’au 31 décembre 2099."},
        {"n: date 2000-01-01..2099-12-31", "Entre le 1er janvier 2000 et le 31 décembre 2099."},
        {"n: date", ""},
        {"n: percent 5..", "Au moins 5\u00a0%."},
        {"n: many 1..2\n  a\n  b\n  c", "Au plus 2 réponses."},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(limits_on(rows[i].declaration, QUESTION_ANY_DAY), rows[i].limits);
}

static void mistakes_lead_to_the_control_in_order_of_the_page(void **state)
{
    (void)state;
    struct paper p = paper_of(every_type);
    struct question_input input = input_of(&p);
    type_one(&p, "un", "b");
    type_one(&p, "somme", "1,234,5");
    size_t n = question_problems(p.form, &input, 0, true, p.problems);
    struct value *errors = value_list(forms_arena);
    question_mistakes(&p.words, &input, 0, errors);
    assert_int_equal(value_count(errors), n);
    assert_string_equal(text_of(value_at(errors, 0), "field"), "q-sous");
    assert_string_equal(text_of(value_at(errors, 1), "text"),
                        "liste: many 1..2 – Choisissez au moins une réponse");
    assert_string_equal(text_of(value_at(errors, 3), "field"), "q-somme");
}

/* Somebody who only has a look at a point is not told off. */
static void nothing_is_missing_before_the_page_was_sent(void **state)
{
    (void)state;
    struct paper p = paper_of(every_type);
    struct question_input input = input_of(&p);
    assert_int_equal(question_problems(p.form, &input, 0, false, p.problems), 0);
    type_one(&p, "somme", "x");
    assert_int_equal(question_problems(p.form, &input, 0, false, p.problems), 1);
}

/* The build checks the texts that templates use; these are chosen by the program. */
static void texts_chosen_by_name_are_there_in_every_language(void **state)
{
    (void)state;
    const struct catalogues *all = scene_site()->catalogues;
    for (size_t i = 0; i < catalogues_count(all); i++) {
        const struct catalogue *c = catalogues_at(all, i);
        for (int p = FORM_OK + 1; p < FORM_PROBLEM__MAX; p++) {
            struct str name = form_problem_name((enum form_problem)p);
            assert_true(catalogue_has(c, arena_printf(forms_arena, "form.problem." STR_FMT, STR_ARG(name))));
        }
        for (int p = PASSWORD_OK + 1; p < PASSWORD_PROBLEM__MAX; p++) {
            struct str name = password_problem_name((enum password_problem)p);
            assert_true(
                catalogue_has(c, arena_printf(forms_arena, "password.problem." STR_FMT, STR_ARG(name))));
        }
    }
}

/* ---- what is posted ---- */

static bool read_posting(struct posting *p, const struct form *f)
{
    p->request.fields = p->fields;
    return question_read(&p->request, f, &p->post);
}

static void posted_fields_become_raw_answers(void **state)
{
    (void)state;
    const struct form *f = forms_build(every_type);
    struct posting p = posting_to(f);
    post_field(&p, "version", "1");
    post_field(&p, "q.jour.jour", "27");
    post_field(&p, "q.jour.annee", "1985");
    post_field(&p, "q.liste", "");
    post_field(&p, "q.liste", "x");
    post_field(&p, "q.liste", "y");
    assert_true(read_posting(&p, f));
    size_t jour = (size_t)form_question_find(f, STR("jour")),
           liste = (size_t)form_question_find(f, STR("liste"));
    assert_int_equal(p.post.raw[jour].n, 3);
    assert_str(p.post.raw[jour].texts[1], "");
    assert_str(p.post.raw[jour].texts[2], "1985");
    assert_int_equal(p.post.raw[liste].n, 2);
    assert_false(p.post.posted[form_question_find(f, STR("somme"))]);
}

/* The empty field says that the list was on the page: nothing ticked is an answer, not a silence. */
static void a_list_without_ticks_was_posted_all_the_same(void **state)
{
    (void)state;
    const struct form *f = forms_build(every_type);
    struct posting p = posting_to(f);
    post_field(&p, "q.liste", "");
    assert_true(read_posting(&p, f));
    size_t liste = (size_t)form_question_find(f, STR("liste"));
    assert_true(p.post.posted[liste]);
    assert_int_equal(p.post.raw[liste].n, 0);
}

static void what_was_not_posted_stays_as_it_was(void **state)
{
    (void)state;
    const struct form *f = forms_build(every_type);
    struct str before = STR("12");
    struct form_raw *raw = ARENA_ARRAY(forms_arena, struct form_raw, f->n_questions);
    size_t somme = (size_t)form_question_find(f, STR("somme"));
    raw[somme] = (struct form_raw){&before, 1};
    struct posting p = posting_to(f);
    p.post.before = raw;
    post_field(&p, "q.texte", "bonjour");
    assert_true(read_posting(&p, f));
    assert_str(p.post.raw[somme].texts[0], "12");
}

static void fields_of_no_question_are_noticed(void **state)
{
    (void)state;
    static const char *const names[] = {"q.",     "q.autre",      "q.somme.jour",
                                        "q.jour", "q.jour.heure", "q.jour.jour.jour"};
    const struct form *f = forms_build(every_type);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct posting p = posting_to(f);
        post_field(&p, names[i], "1");
        post_field(&p, "q.texte", "bonjour");
        assert_false(read_posting(&p, f));
        assert_true(p.post.posted[form_question_find(f, STR("texte"))]);
    }
}

static void a_field_of_another_point_does_not_fit(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\na: yesno\n#\nb: yesno\n");
    struct posting p = posting_to(f);
    p.post.first = 1;
    p.post.n = 1;
    post_field(&p, "q.a", "yes");
    assert_false(read_posting(&p, f));
}

static void two_values_where_one_is_allowed_are_a_mistake(void **state)
{
    (void)state;
    const struct form *f = forms_build(every_type);
    struct posting p = posting_to(f);
    post_field(&p, "q.somme", "1");
    post_field(&p, "q.somme", "2");
    post_field(&p, "q.jour.jour", "1");
    post_field(&p, "q.jour.jour", "2");
    assert_true(read_posting(&p, f));
    size_t somme = (size_t)form_question_find(f, STR("somme")),
           jour = (size_t)form_question_find(f, STR("jour"));
    assert_int_equal(
        form_answer_read(forms_arena, &f->questions[somme], p.post.raw[somme], forms_today()).problem,
        FORM_TOO_MANY);
    assert_int_not_equal(
        form_answer_read(forms_arena, &f->questions[jour], p.post.raw[jour], forms_today()).problem, FORM_OK);
}

/* ---- read again ---- */

static const char scored[] = "#\n"
                             "un: one\n"
                             "  a = 1\n"
                             "  b = 2\n"
                             "somme: money EUR\n"
                             "part: percent\n"
                             "jour: date\n"
                             "liste: many\n"
                             "  x\n"
                             "  y\n"
                             "    sous: text 20\n"
                             "= total = un\n"
                             "profil: result total * 10\n"
                             "  bas = ..10\n"
                             "  haut = 11..\n"
                             "> profil <= bas if somme > 5\n"
                             "! refer part > 50\n"
                             "! note un = b\n"
                             "! block un = a\n";

static void answers_are_read_in_words(void **state)
{
    (void)state;
    struct paper p = paper_of(scored);
    struct form_answers *answers =
        forms_answers(p.form, "un=b somme=1234.5 part=12.5 jour=1985-03-27 liste=x,y");
    struct value *view = value_map(forms_arena);
    form_asked_all(p.form, answers, p.asked);
    answers_view(&p.words, answers, p.asked, view);
    const struct value *list = value_get(value_at(value_get(view, STR("points")), 0), STR("answers"));
    static const char *const expected[] = {"b = 2", "1\u202f234,50\u00a0€", "12,5\u00a0%", "27 mars 1985",
                                           "x"};
    char scratch[24];
    for (size_t i = 0; i < 5; i++)
        assert_str(value_as_text(value_at(value_get(value_at(list, i), STR("values")), 0), scratch),
                   expected[i]);
    assert_int_equal(value_count(value_get(value_at(list, 4), STR("values"))), 2);
    assert_int_equal(value_count(value_get(value_at(list, 5), STR("values"))), 0);
    assert_true(is(value_at(list, 5), "is_nested"));
}

static void what_came_of_it_is_said_in_words(void **state)
{
    (void)state;
    struct paper p = paper_of(scored);
    struct form_answers *answers = forms_answers(p.form, "un=b somme=100 part=60 jour=1985-03-27 liste=x");
    const struct form_scored *result = form_score(forms_arena, p.form, answers, true);
    struct value *view = value_map(forms_arena);
    levels_view(&p.words, result, view);
    alerts_view(&p.words, result, view);
    explanation_view(&p.words, result, answers, EXPLANATION_WHOLE, view);
    assert_string_equal(text_of(value_at(value_get(view, STR("levels")), 0), "level"), "bas = ..10");
    assert_int_equal(value_count(value_get(view, STR("alerts"))), 2);
    assert_true(is(value_at(value_get(view, STR("alerts")), 0), "is_refer"));
    const struct value *steps = value_get(view, STR("explanation"));
    assert_string_equal(text_of(value_at(steps, 0), "name"), "total");
    assert_string_equal(text_of(value_at(steps, 0), "value"), "2");
    bool found = false;
    for (size_t i = 0; i < value_count(steps); i++) {
        const struct value *step = value_at(steps, i);
        if (!is(step, "is_rule"))
            continue;
        found = true;
        assert_string_equal(text_of(step, "name"), "profil: result total * 10\u00a0: bas = ..10 au plus");
        assert_string_equal(text_of(step, "value"), "bas = ..10");
        assert_true(is(step, "is_applied"));
    }
    assert_true(found);
}

static void a_mail_tells_what_counted_and_leaves_out_what_did_not(void **state)
{
    (void)state;
    struct paper p = paper_of(scored);
    struct form_answers *answers = forms_answers(p.form, "un=b somme=1 part=60 jour=1985-03-27 liste=x");
    const struct form_scored *result = form_score(forms_arena, p.form, answers, true);
    struct value *view = value_map(forms_arena);
    explanation_view(&p.words, result, answers, EXPLANATION_SHORT, view);
    const struct value *steps = value_get(view, STR("explanation"));
    size_t checks = 0, scores = 0;
    for (size_t i = 0; i < value_count(steps); i++) {
        const struct value *step = value_at(steps, i);
        assert_false(is(step, "is_part"));
        assert_false(is(step, "is_rule")); /* somme > 5 does not hold */
        checks += is(step, "is_check");
        scores += is(step, "is_score");
    }
    assert_int_equal(checks, 2); /* refer and note, not block */
    assert_int_equal(scores, 1);
}

static void a_result_without_a_level_says_so(void **state)
{
    (void)state;
    struct paper p = paper_of(scored);
    struct value *view = value_map(forms_arena);
    levels_view(&p.words, forms_score(p.form, ""), view);
    assert_string_equal(text_of(value_at(value_get(view, STR("levels")), 0), "level"),
                        "Pas de résultat, il manque une réponse");
}

int main(void)
{
#define TEST(name) forms_test(name)
    const struct CMUnitTest tests[] = {
        TEST(every_type_of_question_fits_the_shape),
        TEST(a_question_says_what_it_is_in_one_flag),
        TEST(what_hangs_on_an_option_stands_in_it_before_it_is_chosen),
        TEST(a_question_that_is_not_asked_waits),
        TEST(what_was_typed_is_kept_however_wrong),
        TEST(a_day_that_came_as_one_text_is_shown_in_parts),
        TEST(yes_and_no_are_worded_by_the_theme),
        TEST(bounds_are_worded_as_people_write_them),
        TEST(every_problem_has_its_words),
        TEST(limits_are_said_where_they_help),
        TEST(what_is_read_on_any_day_names_no_day_of_answering),
        TEST(mistakes_lead_to_the_control_in_order_of_the_page),
        TEST(nothing_is_missing_before_the_page_was_sent),
        TEST(texts_chosen_by_name_are_there_in_every_language),
        TEST(posted_fields_become_raw_answers),
        TEST(a_list_without_ticks_was_posted_all_the_same),
        TEST(what_was_not_posted_stays_as_it_was),
        TEST(fields_of_no_question_are_noticed),
        TEST(a_field_of_another_point_does_not_fit),
        TEST(two_values_where_one_is_allowed_are_a_mistake),
        TEST(answers_are_read_in_words),
        TEST(what_came_of_it_is_said_in_words),
        TEST(a_mail_tells_what_counted_and_leaves_out_what_did_not),
        TEST(a_result_without_a_level_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
