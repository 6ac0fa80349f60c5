#include "form/forms.h"

static const char *canonical(const struct form *f)
{
    struct buf text;
    buf_init(&text, 1 << 20);
    form_canonical(f, &text);
    const char *copy = arena_str(forms_arena, buf_str(&text)).p;
    buf_release(&text);
    return copy;
}

/* What a loader of site.db does. */
static const struct form *load(const struct form *f)
{
    struct diags *diags = diags_new(forms_arena, 100);
    struct form_builder *b = form_builder_new(forms_arena, diags);
    for (size_t i = 0; i < f->n_lines; i++)
        form_builder_add(b, f->lines[i].kind, f->lines[i].depth, f->lines[i].declaration, (struct place){0});
    const struct form *loaded = form_builder_finish_published(b);
    if (loaded == NULL)
        diags_report(diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    return loaded;
}

static const char all_kinds[] = "#  situation\n"
                                "horizon :one\n"
                                "  court=0 ,perte=5\n"
                                "  long= 20,  perte = 10.50\n"
                                "    projet:text   200,optional\n"
                                "    urgent: yesno\n"
                                "      yes = 1\n"
                                "        qui: text 30\n"
                                "      no = 0\n"
                                "age:number 18 .. 120 ,whole\n"
                                "revenu: money  EUR ..1000.50,optional,if  age>=18 and(horizon=long)\n"
                                "taux: percent 0..50\n"
                                "vu: date 2000-01-01..today\n"
                                "p: many 1..2\n"
                                "  x=1\n"
                                "  y\n"
                                "  z=-3\n"
                                "m: email\n"
                                "t: phone\n"
                                "=score1=( horizon+age )*2\n"
                                "= score2 = score1 / 3\n"
                                "r: result  score2\n"
                                "  bas=..19\n"
                                "  moyen =20..29\n"
                                "  haut=30..\n"
                                ">r<=moyen if age>70\n"
                                "!refer age>75 and horizon=long\n";

static void the_canonical_form_is_written_one_way(void **state)
{
    (void)state;
    const struct form *f = forms_published(all_kinds);
    assert_non_null(f);
    assert_string_equal(canonical(f),
                        "point 0 situation\n"
                        "question 1 horizon: one\n"
                        "option 2 court = 0, perte = 5\n"
                        "option 2 long = 20, perte = 10.5\n"
                        "question 3 projet: text 200, optional\n"
                        "question 3 urgent: yesno\n"
                        "option 4 yes = 1\n"
                        "question 5 qui: text 30\n"
                        "option 4 no = 0\n"
                        "question 1 age: number 18..120, whole\n"
                        "question 1 revenu: money EUR ..1000.5, optional, if age >= 18 and horizon = long\n"
                        "question 1 taux: percent 0..50\n"
                        "question 1 vu: date 2000-01-01..today\n"
                        "question 1 p: many 1..2\n"
                        "option 2 x = 1\n"
                        "option 2 y\n"
                        "option 2 z = -3\n"
                        "question 1 m: email\n"
                        "question 1 t: phone\n"
                        "score 0 score1 = (horizon + age) * 2\n"
                        "score 0 score2 = score1 / 3\n"
                        "result 0 r: result score2\n"
                        "level 1 bas = ..19\n"
                        "level 1 moyen = 20..29\n"
                        "level 1 haut = 30..\n"
                        "rule 0 r <= moyen if age > 70\n"
                        "check 0 refer age > 75 and horizon = long\n");
}

static void the_canonical_form_builds_the_same_form(void **state)
{
    (void)state;
    const struct form *f = forms_published(all_kinds);
    const struct form *loaded = load(f);
    assert_non_null(loaded);
    assert_string_equal(canonical(loaded), canonical(f));
    assert_int_equal(loaded->n_questions, f->n_questions);
}

static void questions_know_their_point_parent_and_options(void **state)
{
    (void)state;
    const struct form *f = forms_published(all_kinds);
    const struct form_question *project = &f->questions[form_question_find(f, STR("projet"))];
    const struct form_question *who = &f->questions[form_question_find(f, STR("qui"))];
    const struct form_question *urgent = &f->questions[form_question_find(f, STR("urgent"))];
    assert_int_equal(f->n_points, 1);
    assert_int_equal(f->points[0].n_questions, f->n_questions);
    assert_int_equal(project->parent, 0);
    assert_int_equal(project->parent_option, 1);
    assert_str(f->questions[who->parent].id, "urgent");
    assert_int_equal(who->parent_option, 0);
    assert_int_equal(urgent->n_options, 2);
    assert_int_equal(urgent->options[0].line, 7);
    assert_int_equal(f->questions[0].options[1].n_named, 1);
    assert_int_equal(f->questions[0].line, 2);
    assert_int_equal(form_option_find(&f->questions[0], STR("long")), 1);
    assert_int_equal(form_option_find(&f->questions[0], STR("lng")), -1);
    assert_int_equal(form_result_find(f, STR("r")), 0);
}

static void a_yesno_has_its_options_in_one_order(void **state)
{
    (void)state;
    const struct form *f =
        forms_build("#\na: yesno\nb: yesno\n  no = 5\n    c: text 10\n  yes = 1\n= s = b\n");
    const struct form_question *b = &f->questions[1];
    assert_str(f->questions[0].options[0].code, "yes");
    assert_int_equal(f->questions[0].options[0].line, 0);
    assert_str(b->options[0].code, "yes");
    assert_int_equal(b->options[0].points.num, 1);
    assert_int_equal(b->options[1].points.num, 5);
    assert_int_equal(f->questions[2].parent_option, 1);
    assert_str(forms_score(f, "b=no")->steps[0].value, "5");
}

static void scores_may_stand_in_any_order(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\na: number 0..9\n= z = y + 1\n= y = x + 1\n= x = a\n");
    const struct form_scored *s = forms_score(f, "a=5");
    assert_str(s->steps[0].name, "x");
    assert_str(s->steps[2].name, "z");
    assert_str(s->steps[2].value, "7");
}

static void conditions_may_use_scores_of_earlier_questions(void **state)
{
    (void)state;
    const struct form *f =
        forms_build("#\na: number 0..9\nb: number 0..9, if t > 5\nc: number 0..9, if u > 10\n"
                    "= u = t + coalesce(b, 0)\n= t = a * 2\n");
    bool asked[3];
    form_asked_all(f, forms_answers(f, "a=3 b=5"), asked);
    assert_true(asked[1] && asked[2]);
    form_asked_all(f, forms_answers(f, "a=2 b=9"), asked);
    assert_true(!asked[1] && !asked[2]);
}

static void hidden_answers_count_as_missing(void **state)
{
    (void)state;
    const struct form *f = forms_build(
        "#\na: number 0..9\nb: number 0..9, if a > 5\nr: result coalesce(b, 100)\n  x = 0..9\n  y = 10..\n");
    assert_string_equal(forms_level(f, "a=6 b=3"), "x");
    assert_string_equal(forms_level(f, "a=5 b=3"), "y");
}

static void a_span_looks_declared_or_not(void **state)
{
    (void)state;
    assert_true(form_looks_declared(FORM_QUESTION, STR("horizon: one")));
    assert_true(form_looks_declared(FORM_QUESTION, STR("âge: nmber")));
    assert_true(form_looks_declared(FORM_POINT, STR("enfants")));
    assert_true(form_looks_declared(FORM_POINT, STR("enfants: repeat 0..10")));
    assert_true(form_looks_declared(FORM_OPTION, STR("court = 0")));
    assert_true(form_looks_declared(FORM_OPTION, STR("court")));
    assert_false(form_looks_declared(FORM_QUESTION, STR("npm install")));
    assert_false(form_looks_declared(FORM_QUESTION, STR("horizon")));
    assert_false(form_looks_declared(FORM_OPTION, STR("ls -l")));
    assert_false(form_looks_declared(FORM_OPTION, STR("")));
}

static void a_check_is_cut_at_its_first_colon(void **state)
{
    (void)state;
    struct str declaration;
    struct str message;
    assert_true(form_check_split(STR("refer  age >= 75 : Attention : âge."), &declaration, &message));
    assert_str(declaration, "refer  age >= 75");
    assert_str(message, "Attention : âge.");
    assert_false(form_check_split(STR("refer age >= 75"), &declaration, &message));
}

/* n lines of one kind behind a good beginning. */
static const struct form *many_lines(size_t n, const char *beginning, enum form_kind kind, unsigned depth)
{
    forms_diags = diags_new(forms_arena, 100);
    struct form_builder *b = form_builder_new(forms_arena, forms_diags);
    form_builder_add(b, FORM_POINT, 0, STR(""), (struct place){0});
    form_builder_add(b, FORM_QUESTION, 1, str_from(beginning), (struct place){0});
    for (size_t i = 0; i < n; i++)
        form_builder_add(b, kind, depth,
                         arena_printf(forms_arena, kind == FORM_OPTION ? "x%zu = %zu" : "x%zu: text 9", i, i),
                         (struct place){0});
    return form_builder_finish(b);
}

static void maxima_give_a_diagnostic(void **state)
{
    (void)state;
    assert_non_null(many_lines(64, "q: one", FORM_OPTION, 2));
    assert_null(many_lines(65, "q: one", FORM_OPTION, 2));
    assert_true(diags_has(forms_diags, D_FORM_TOO_MANY_OPTIONS));
    assert_non_null(many_lines(1999, "q: yesno", FORM_QUESTION, 1));
    assert_null(many_lines(2000, "q: yesno", FORM_QUESTION, 1));
    assert_true(diags_has(forms_diags, D_FORM_TOO_MANY_QUESTIONS));
    assert_null(many_lines(20000, "q: yesno", FORM_QUESTION, 1));
    assert_true(diags_has(forms_diags, D_FORM_TOO_LARGE));
    assert_null(many_lines(1, "q: yesno", FORM_QUESTION, 1000));
    assert_true(diags_has(forms_diags, D_FORM_NESTED_TOO_DEEP));
}

static void long_chains_of_scores_are_evaluated(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_add_z(&text, "#\na: number 0..9, whole\n= s0 = a\n");
    for (int i = 1; i < 9000; i++)
        buf_addf(&text, "= s%d = s%d + 1\n", i, i - 1);
    buf_add_z(&text, "r: result s8999\n  x = 8999..9008\n");
    const struct form *f = forms_build(buf_z(&text));
    assert_string_equal(forms_level(f, "a=4"), "x");
    buf_release(&text);
}

static void scores_that_double_each_other_do_not_explode(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_add_z(&text, "#\na: number 0..1, whole\nb: number 0..1, whole\n= s0 = a + b\n");
    for (int i = 1; i < 40; i++)
        buf_addf(&text, "= s%d = s%d + s%d\n", i, i - 1, i - 1);
    buf_add_z(&text, "r: result s39\n  x = 0..\n");
    assert_non_null(forms_build(buf_z(&text)));
    buf_release(&text);
}

static void a_published_definition_needs_no_proof(void **state)
{
    (void)state;
    const char *text = "#\na: number 0..9\nr: result a\n  x = 0..4\n";
    assert_null(forms_try(text));
    assert_non_null(forms_published(text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_canonical_form_is_written_one_way),
        cmocka_unit_test(the_canonical_form_builds_the_same_form),
        cmocka_unit_test(questions_know_their_point_parent_and_options),
        cmocka_unit_test(a_yesno_has_its_options_in_one_order),
        cmocka_unit_test(scores_may_stand_in_any_order),
        cmocka_unit_test(conditions_may_use_scores_of_earlier_questions),
        cmocka_unit_test(hidden_answers_count_as_missing),
        cmocka_unit_test(a_span_looks_declared_or_not),
        cmocka_unit_test(a_check_is_cut_at_its_first_colon),
        cmocka_unit_test(maxima_give_a_diagnostic),
        cmocka_unit_test(long_chains_of_scores_are_evaluated),
        cmocka_unit_test(scores_that_double_each_other_do_not_explode),
        cmocka_unit_test(a_published_definition_needs_no_proof),
    };
    return cmocka_run_group_tests(tests, forms_begin, forms_end);
}
