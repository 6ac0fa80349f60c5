/* Grids and repeats: what is asked once for each row and each item. */
#include "form/forms.h"

#define GRID                                                                                   \
    "experience: grid\n  non = 0, palier = 1\n  peu = 1, palier = 2\n  bien = 2, palier = 4\n" \
    "  | actions\n  | fonds\n  | options\n"
#define CHILDREN                \
    "# enfants: repeat 0..4\n"  \
    "prenom: text 60\n"         \
    "naissance: date ..today\n" \
    "etudiant: yesno\n"         \
    "revenu: money EUR 0..100000, if etudiant\n"

static size_t find(const struct form *f, const char *id)
{
    ptrdiff_t i = form_question_find(f, str_from(id));
    if (i < 0)
        fail_msg("no question %s", id);
    return (size_t)i;
}

static void a_row_is_a_choice_among_the_columns(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\n" GRID "fin: text\n");
    assert_int_equal(f->n_questions, 4);
    assert_int_equal(f->n_grids, 1);
    assert_int_equal(f->grids[0].n_rows, 3);
    size_t row = find(f, "experience.fonds");
    assert_int_equal(row, f->grids[0].first_row + 1);
    assert_int_equal(f->questions[row].type, FORM_ONE);
    assert_int_equal(f->questions[row].n_options, 3);
    assert_int_equal(f->questions[row].grid, 0);
    assert_string_equal(arena_str(forms_arena, f->questions[row].name).p, "fonds");
    assert_int_equal(f->questions[find(f, "fin")].grid, -1);
    assert_int_equal(f->points[0].n_questions, 4);
}

static void a_grid_is_the_list_of_its_rows(void **state)
{
    (void)state;
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"sum(experience)", "3"},
        {"max(experience)", "2"},
        {"min(experience)", "0"},
        {"mean(experience)", "1"},
        {"count(experience)", "3"},
        {"count(experience = bien)", "1"},
        {"count(experience in (peu, bien))", "2"},
        {"count(experience >= 1)", "2"},
        {"sum(experience * 10 + 1)", "33"},
        {"sum(experience.palier)", "7"},
        {"max(experience.palier, 9)", "9"},
        {"experience.actions", "0"},
        {"actions", "0"},
        {"fonds + options", "3"},
        {"if(options = bien, 7, 8)", "7"},
        {"if(bien = experience.options, 7, 8)", "7"},
        {"options.palier", "4"},
        {"count(answered(experience))", "3"},
        {"if(answered(fonds), 1, 0)", "1"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(
            forms_value(GRID, cases[i].expression,
                        "experience.actions=non experience.fonds=peu experience.options=bien"),
            cases[i].value);
}

static void a_row_without_an_answer_makes_its_grid_missing(void **state)
{
    (void)state;
    assert_string_equal(forms_value(GRID, "sum(experience)", "experience.actions=non"), "missing");
    assert_string_equal(forms_value(GRID, "actions", "experience.actions=non"), "0");
}

static void rows_of_two_grids_may_have_one_name(void **state)
{
    (void)state;
    const char *two = "a: grid\n  non = 0\n  oui = 1\n  | x\n  | y\nb: grid\n  bas = 0\n  haut = 5\n  | x\n";
    assert_string_equal(forms_value(two, "a.x + b.x + y", "a.x=oui a.y=oui b.x=haut"), "7");
    assert_string_equal(forms_mistakes(arena_printf(forms_arena, "#\n%s= z = x + 1\n", two).p),
                        "FORM_ROW_AMBIGUOUS \"x\"");
}

static void a_question_keeps_its_name_beside_a_row_of_the_same_name(void **state)
{
    (void)state;
    assert_string_equal(forms_value("actions: number 0..9\n" GRID, "actions", "actions=8"), "8");
}

static void an_item_has_questions_of_its_own(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\ndebut: text\n" CHILDREN "#\nfin: text\n");
    assert_int_equal(f->n_repeats, 1);
    assert_int_equal(f->repeats[0].most, 4);
    assert_int_equal(f->repeats[0].n_each, 4);
    assert_int_equal(f->repeats[0].count, find(f, "enfants"));
    assert_int_equal(find(f, "enfants.3.prenom"), f->repeats[0].count + 1 + 2 * 4);
    assert_int_equal(f->questions[find(f, "enfants.3.naissance")].item, 2);
    assert_int_equal(f->points[1].first_question, 1);
    assert_int_equal(f->points[1].n_questions, 17);
    assert_int_equal(f->points[2].first_question, 18);
}

static void only_items_that_there_are_are_asked(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\ndebut: text\n" CHILDREN);
    const struct form_answers *none = forms_answers(f, "debut=a");
    const struct form_answers *two =
        forms_answers(f, "enfants=2 enfants.1.etudiant=yes enfants.3.etudiant=yes");
    assert_true(form_asked(f, none, find(f, "enfants")));
    assert_false(form_asked(f, none, find(f, "enfants.1.prenom")));
    assert_true(form_asked(f, two, find(f, "enfants.2.prenom")));
    assert_false(form_asked(f, two, find(f, "enfants.3.prenom")));
    assert_true(form_asked(f, two, find(f, "enfants.1.revenu")));
    assert_false(form_asked(f, two, find(f, "enfants.2.revenu")));
    assert_false(form_asked(f, two, find(f, "enfants.3.revenu")));
}

static void a_point_is_complete_when_all_its_items_are(void **state)
{
    (void)state;
    const struct form *f = forms_build(CHILDREN);
    assert_int_equal(forms_point(f, forms_answers(f, ""), 0, false), FORM_POINT_TODO);
    assert_int_equal(forms_point(f, forms_answers(f, "enfants=0"), 0, false), FORM_POINT_COMPLETE);
    assert_int_equal(forms_point(f, forms_answers(f, "enfants=1 enfants.1.prenom=a"), 0, false),
                     FORM_POINT_PARTIAL);
    assert_int_equal(forms_point(f,
                                 forms_answers(f, "enfants=1 enfants.1.prenom=a enfants.1.etudiant=no "
                                                  "enfants.1.naissance=2012-03-01"),
                                 0, false),
                     FORM_POINT_COMPLETE);
}

static void there_are_as_many_items_as_are_allowed(void **state)
{
    (void)state;
    const struct form *f = forms_build("# enfants: repeat 1..4\nprenom: text 60\n");
    assert_int_equal(forms_answers(f, "enfants=0")->items[0].problem, FORM_TOO_FEW);
    assert_int_equal(forms_answers(f, "enfants=1")->items[0].problem, FORM_OK);
    assert_int_equal(forms_answers(f, "enfants=5")->items[0].problem, FORM_TOO_MANY);
    assert_int_equal(forms_answers(f, "enfants=1.5")->items[0].problem, FORM_TOO_PRECISE);
    /* What must be there is there before anything was typed; a submission without it does not say so. */
    struct form_answer typed = form_answer_read(forms_arena, &f->questions[0], (struct form_raw){0}, 0);
    assert_true(typed.given && typed.number.num == 1);
    assert_false(form_answer_restore(forms_arena, &f->questions[0], STR(""), 0).given);
}

static void outside_a_repeat_is_a_list(void **state)
{
    (void)state;
    /* 14 and 22 years old on 2026-11-23; only the second has an income. */
    const char *two = "enfants=2 enfants.1.naissance=2012-03-01 enfants.1.etudiant=no "
                      "enfants.2.naissance=2004-05-06 enfants.2.etudiant=yes enfants.2.revenu=1200 "
                      "enfants.3.revenu=77";
    static const struct {
        const char *expression, *of_two, *of_none;
    } cases[] = {
        {"count(enfants)", "2", "0"},
        {"max(years(enfants.naissance))", "22", "missing"},
        {"count(years(enfants.naissance) < 18)", "1", "0"},
        {"count(enfants.etudiant)", "1", "0"},
        {"count(enfants.etudiant = no)", "1", "0"},
        {"sum(enfants.revenu)", "1200", "0"},
        {"mean(years(enfants.naissance))", "18", "missing"},
        {"max(0, years(enfants.naissance))", "22", "0"},
        {"sum(if(enfants.etudiant, 2, 1))", "3", "0"},
        {"count(answered(enfants.revenu))", "1", "0"},
        {"if(answered(enfants), 1, 0)", "1", "1"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_string_equal(forms_value(CHILDREN, cases[i].expression, two), cases[i].of_two);
        assert_string_equal(forms_value(CHILDREN, cases[i].expression, "enfants=0"), cases[i].of_none);
    }
    assert_string_equal(forms_value(CHILDREN, "count(enfants)", ""), "missing");
    assert_string_equal(forms_value(CHILDREN, "sum(enfants.revenu)", ""), "missing");
    assert_string_equal(forms_value(CHILDREN, "count(enfants.etudiant)", ""), "missing");
}

static void an_item_without_an_answer_makes_its_list_missing(void **state)
{
    (void)state;
    assert_string_equal(forms_value(CHILDREN, "max(years(enfants.naissance))", "enfants=1"), "missing");
    assert_string_equal(forms_value(CHILDREN, "sum(enfants.revenu)", "enfants=1 enfants.1.etudiant=yes"),
                        "missing");
}

static void two_repeats_may_ask_the_same(void **state)
{
    (void)state;
    assert_string_equal(forms_value("# a: repeat 0..2\nage: number 0..99, whole\nmaj: yesno, if age >= 18\n"
                                    "# b: repeat 0..2\nage: number 0..99, whole\n",
                                    "sum(a.age) - sum(b.age)",
                                    "a=1 a.1.age=30 a.1.maj=yes b=2 b.1.age=3 b.2.age=4"),
                        "23");
}

/* Two people who each judge three investments; only the second is asked why. */
#define PEOPLE                    \
    "# gens: repeat 0..3\n"       \
    "poids: number 0..9, whole\n" \
    "expert: yesno\n"             \
    "reaction: one\n"             \
    "  vend = 0, perte = 0\n"     \
    "  garde = 10, perte = 20\n" GRID

static const char two_people[] =
    "gens=2 gens.1.poids=2 gens.1.expert=no gens.1.reaction=garde gens.1.experience.actions=peu "
    "gens.1.experience.fonds=non gens.1.experience.options=non gens.2.poids=3 gens.2.expert=yes "
    "gens.2.reaction=vend gens.2.experience.actions=bien gens.2.experience.fonds=peu "
    "gens.2.experience.options=bien gens.3.experience.actions=bien";

static void each_item_has_a_grid_of_its_own(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\ndebut: text\n" PEOPLE "avis: grid\n  oui\n  non\n  | x\n  | y\n");
    assert_int_equal(f->repeats[0].n_each, 3 + 3 + 2);
    assert_int_equal(f->n_questions, 1 + 1 + 3 * 8);
    assert_int_equal(f->n_grids, 6);
    static const char *const ids[] = {"gens.1.experience", "gens.1.avis",       "gens.2.experience",
                                      "gens.2.avis",       "gens.3.experience", "gens.3.avis"};
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(arena_str(forms_arena, f->grids[i].id).p, ids[i]);
        for (size_t row = 0; row < f->grids[i].n_rows; row++)
            assert_int_equal(f->questions[f->grids[i].first_row + row].grid, i);
    }
    size_t row = find(f, "gens.2.experience.fonds");
    assert_int_equal(row, f->grids[2].first_row + 1);
    assert_int_equal(f->questions[row].item, 1);
    assert_int_equal(f->questions[row].repeat, 0);
    assert_int_equal(f->points[1].n_questions, 25);
    assert_true(form_asked(f, forms_answers(f, two_people), row));
    assert_false(form_asked(f, forms_answers(f, two_people), find(f, "gens.3.experience.fonds")));
}

static void grids_of_items_are_lists_of_rows_and_of_items(void **state)
{
    (void)state;
    static const struct {
        const char *expression, *of_two, *of_none;
    } cases[] = {
        {"sum(gens.experience)", "6", "0"},
        {"max(gens.experience)", "2", "missing"},
        {"mean(gens.experience)", "1", "missing"},
        {"count(gens.experience)", "6", "0"},
        {"count(gens.experience = bien)", "2", "0"},
        {"sum(gens.experience.palier)", "14", "0"},
        {"sum(gens.experience.actions)", "3", "0"},
        {"sum(gens.actions)", "3", "0"},
        {"sum(gens.experience.actions.palier)", "6", "0"},
        {"max(gens.experience.fonds)", "1", "missing"},
        {"count(gens.experience.options = bien)", "1", "0"},
        {"sum(gens.reaction)", "10", "0"},
        {"sum(gens.reaction.perte)", "20", "0"},
        {"max(gens.reaction.perte, 7)", "20", "7"},
        /* 2 x (1 + 0 + 0) + 3 x (2 + 1 + 2), whichever is named first */
        {"sum(gens.poids * gens.experience)", "17", "0"},
        {"sum(gens.experience * gens.poids)", "17", "0"},
        /* 1 of the first, 2 of the second, each times its weight */
        {"sum(gens.actions * gens.poids)", "8", "0"},
        {"count(gens.expert and gens.experience = bien)", "2", "0"},
        {"count(answered(gens.experience.fonds))", "2", "0"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_string_equal(forms_value(PEOPLE, cases[i].expression, two_people), cases[i].of_two);
        assert_string_equal(forms_value(PEOPLE, cases[i].expression, "gens=0"), cases[i].of_none);
    }
    assert_string_equal(forms_value(PEOPLE, "sum(gens.experience)", ""), "missing");
    assert_string_equal(forms_value(PEOPLE, "sum(gens.experience)", "gens=1"), "missing");
}

static void in_an_item_its_grid_is_named_alone(void **state)
{
    (void)state;
    const struct form *f = forms_build(PEOPLE "a: text, if sum(experience) >= 2\n"
                                              "b: text, if experience.actions = bien\n"
                                              "c: text, if actions = bien and reaction.perte = 0\n"
                                              "d: grid, if experience.actions.palier > 2\n"
                                              "  oui = 1\n  non = 0\n  | z\n"
                                              "r: result sum(gens.d)\n  rien = 0\n  plus = 1..3\n");
    const struct form_answers *answers = forms_answers(f, two_people);
    static const char *const ids[] = {"a", "b", "c", "d.z"};
    for (size_t i = 0; i < 4; i++) {
        assert_false(form_asked(f, answers, find(f, arena_printf(forms_arena, "gens.1.%s", ids[i]).p)));
        assert_true(form_asked(f, answers, find(f, arena_printf(forms_arena, "gens.2.%s", ids[i]).p)));
    }
    /* The first is not asked d: she gives it no element. */
    assert_string_equal(
        forms_level(
            f, arena_printf(forms_arena, "%s gens.2.a=x gens.2.b=x gens.2.c=x gens.2.d.z=oui", two_people).p),
        "plus");
}

static void files_of_items_are_asked_of_each(void **state)
{
    (void)state;
    static const char text[] = "# gens: repeat 0..2\npiece: file 1..3 pdf, optional\n";
    static const char answers[] = "gens=2 gens.1.piece=a.pdf";
    assert_string_equal(forms_value(text, "count(answered(gens.piece))", answers), "1");
    const struct form *f = forms_build(text);
    assert_int_equal(f->questions[find(f, "gens.2.piece")].type, FORM_FILE);
}

static void the_explanation_shows_every_element(void **state)
{
    (void)state;
    const struct form *f =
        forms_build("#\n" GRID CHILDREN "= savoir = sum(experience)\n"
                    "= mineurs = count(years(enfants.naissance) < 18)\n"
                    "= connus = count(experience = bien)\n"
                    "= combien = count(enfants) * 2\n" PEOPLE "= tous = sum(gens.experience * gens.poids)\n");
    const struct form_scored *s =
        forms_score(f, "experience.actions=non experience.fonds=peu experience.options=bien enfants=2 "
                       "enfants.1.naissance=2012-03-01 enfants.2.naissance=2004-05-06 gens=2 gens.1.poids=2 "
                       "gens.1.experience.actions=peu gens.1.experience.fonds=non "
                       "gens.1.experience.options=non gens.2.poids=3 gens.2.experience.actions=bien "
                       "gens.2.experience.fonds=peu gens.2.experience.options=bien");
    static const char *const expected[][2] = {
        {"savoir", "sum(0, 1, 2)"},
        {"mineurs", "count(years(2012-03-01) < 18, years(2004-05-06) < 18)"},
        {"connus", "count(non = bien, peu = bien, bien = bien)"},
        {"combien", "count(2) * 2"},
        {"tous", "sum(1 * 2, 0 * 2, 0 * 2, 2 * 3, 1 * 3, 2 * 3)"},
    };
    size_t found = 0;
    for (size_t i = 0; i < s->n_steps; i++)
        for (size_t k = 0; k < 5; k++)
            if (str_eq_z(s->steps[i].name, expected[k][0])) {
                assert_string_equal(arena_str(forms_arena, s->steps[i].put_in).p, expected[k][1]);
                found++;
            }
    assert_int_equal(found, 5);
}

static void they_are_printed_as_they_are_read(void **state)
{
    (void)state;
    const char *text = "#\n" GRID "# enfants: repeat 0..4, if  actions=bien\nage: number 0..99\n"
                       "etudes: yesno,if age>6\n= x = sum( enfants.age,experience )\n";
    static const char expected[] = "point 0 \nquestion 1 experience: grid\noption 2 non = 0, palier = 1\n"
                                   "option 2 peu = 1, palier = 2\noption 2 bien = 2, palier = 4\n"
                                   "row 2 actions\nrow 2 fonds\nrow 2 options\n"
                                   "point 0 enfants: repeat 0..4, if actions = bien\n"
                                   "question 1 age: number 0..99\nquestion 1 etudes: yesno, if age > 6\n"
                                   "score 0 x = sum(enfants.age, experience)\n";
    struct buf out;
    buf_init(&out, 4096);
    const struct form *f = forms_build(text);
    form_canonical(f, &out);
    assert_string_equal(arena_str(forms_arena, buf_str(&out)).p, expected);
    struct form_builder *b = form_builder_new(forms_arena, diags_new(forms_arena, 10));
    for (size_t i = 0; i < f->n_lines; i++)
        form_builder_add(b, f->lines[i].kind, f->lines[i].depth, f->lines[i].declaration, (struct place){0});
    const struct form *again = form_builder_finish(b);
    assert_non_null(again);
    assert_int_equal(again->n_questions, f->n_questions);
    buf_release(&out);
}

static void what_is_wrong_with_grids(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\ng: grid\n  | a\n", "FORM_NO_COLUMNS \"g\""},
        {"#\ng: grid\n  non\n  oui\n", "FORM_NO_ROWS \"g\""},
        {"#\ng: grid\n  non\n  | a\n", "FORM_ONE_OPTION \"g\""},
        {"#\ng: grid 3\n  non\n  oui\n  | a\n", "FORM_NO_ARGUMENTS \"3\""},
        {"#\ng: grid\n  non\n  oui\n  | a\n  | a\n", "FORM_DUPLICATE_ID \"a\""},
        {"#\ng: grid\n  non\n  non\n  | a\n", "FORM_DUPLICATE_CODE \"non\""},
        {"#\ng: grid\n  non\n  oui\n  | a = 3\n", "FORM_ROW_POINTS \"=\""},
        {"#\ng: one\n  non\n  oui\n  | a\n", "FORM_ROW_OUTSIDE \"a\""},
        {"#\n  | a\nx: yesno\n", "FORM_ROW_OUTSIDE \"a\""},
        {"#\ng: grid\n  non\n    x: yesno\n  oui\n  | a\n", "FORM_NESTED_IN_GRID \"x: yesno\""},
        {"#\n" GRID "= x = experience + 1\n", "FORM_GRID_AS_VALUE \"experience\""},
        {"#\n" GRID "x: text, if experience = bien\n", "FORM_GRID_AS_VALUE \"experience\""},
        {"#\n" GRID "x: text, if bien in experience\n", "FORM_GRID_AS_VALUE \"experience\""},
        {"#\n" GRID "x: text, if answered(experience)\n", "FORM_GRID_AS_VALUE \"experience\""},
        {"#\n" GRID "= x = experience.acions\n", "FORM_UNKNOWN_FIELD \"experience.acions\""},
        {"#\n" GRID "= x = count(actions = trop)\n", "FORM_UNKNOWN_CODE \"trop\""},
        {"#\n" GRID "= x = sum(experience.palir)\n", "FORM_UNKNOWN_FIELD \"experience.palir\""},
        {"#\ng: grid\n  non\n  oui = 1\n  | a\n= x = sum(g)\n", "FORM_NO_POINTS \"g\""},
        {"#\ng: grid, if g.a = oui\n  non\n  oui\n  | a\n", "FORM_CONDITION_ON_LATER \"g.a = oui\""},
    };
    CHECK(cases);
}

static void what_is_wrong_with_repeats(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"# a: repeat\nx: yesno\n", "FORM_REPEAT_RANGE \"\""},
        {"# a: repeat 3\nx: yesno\n", "FORM_EXPECTED_RANGE \"3\""},
        {"# a: repeat 0..\nx: yesno\n", "FORM_REPEAT_RANGE \"0..\""},
        {"# a: repeat ..3\nx: yesno\n", "FORM_REPEAT_RANGE \"..3\""},
        {"# a: repeat 0..51\nx: yesno\n", "FORM_REPEAT_RANGE \"0..51\""},
        {"# a: repeat 0..0\nx: yesno\n", "FORM_REPEAT_RANGE \"0..0\""},
        {"# a: repeat 0.5..3\nx: yesno\n", "FORM_REPEAT_RANGE \"0.5..3\""},
        {"# a: repeat 0..3, optional\nx: yesno\n", "FORM_REPEAT_ATTRIBUTE \"optional\""},
        {"# a: repeat 0..3\n", "FORM_REPEAT_EMPTY \"a\""},
        {"# a: one\nx: yesno\n", "FORM_TYPED_POINT \":\""},
        {"# a: repeat 0..3\nb: repeat 0..2\n", "FORM_REPEAT_PLACE \"repeat\""},
        {"# a: repeat 0..3\nx: number 0..9\n= y = x + 1\n", "FORM_REPEATED_ALONE \"x\""},
        {"# a: repeat 0..3\nx: number 0..9\n= y = a.x + 1\n", "FORM_REPEATED_AS_VALUE \"a.x\""},
        {"# a: repeat 0..3\nx: number 0..9\n= y = sum(a.z)\n", "FORM_UNKNOWN_IN_REPEAT \"a.z\""},
        {"# a: repeat 0..3\nx: number 0..9\n= y = a + 1\n", "FORM_REPEAT_AS_VALUE \"a\""},
        {"# a: repeat 0..3\nx: number 0..9\n= y = max(a)\n", "FORM_REPEAT_AS_VALUE \"a\""},
        {"# a: repeat 0..3\nx: number 0..9\ny: text, if a.x > 3\n", "FORM_REPEAT_INSIDE \"a.x\""},
        {"# a: repeat 0..3\nx: number 0..9\ny: text, if sum(a.x) > 3\n", "FORM_REPEAT_INSIDE \"a.x\""},
        {"# a: repeat 0..3\nx: number 0..9\n= s = sum(a.x)\n# \nz: text, if s > 3\n", ""},
        {"# a: repeat 0..3\nx: number 0..9\ny: text, if s > 3\n= s = sum(a.x)\n",
         "FORM_CONDITION_ON_LATER \"s\""},
        {"# a: repeat 0..3\nx: number 0..9, if y\ny: yesno\n", "FORM_CONDITION_ON_LATER \"y\""},
        {"# a: repeat 0..3\nx: number 0..9\nx: yesno\n", "FORM_DUPLICATE_ID \"x\""},
        {"# a: repeat 0..3\nx: number 0..9\n# b: repeat 0..3\nx: number 0..9\n= y = sum(a.x + b.x)\n",
         "FORM_TWO_LISTS \"b.x\""},
        {"# a: repeat 0..3\nx: text\n= y = count(a.x)\n", "FORM_TEXT_AS_VALUE \"a.x\""},
        {"# a: repeat 0..3\nx: many\n  p = 1\n  q = 2\n= y = sum(a.x)\n", "FORM_LIST_AS_NUMBER \"a.x\""},
        {"# a: repeat 0..3, if count(a) > 1\nx: text\n", "FORM_CONDITION_ON_ITSELF \"a\""},
    };
    CHECK(cases);
}

static void what_is_wrong_with_grids_of_items(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {PEOPLE "= x = sum(experience)\n", "FORM_REPEATED_ALONE \"experience\""},
        {PEOPLE "= x = sum(actions)\n", "FORM_REPEATED_ALONE \"actions\""},
        {PEOPLE "= x = gens.experience + 1\n", "FORM_REPEATED_AS_VALUE \"gens.experience\""},
        {PEOPLE "= x = gens.experience.actions + 1\n", "FORM_REPEATED_AS_VALUE \"gens.experience.actions\""},
        {PEOPLE "= x = gens.reaction.perte + 1\n", "FORM_REPEATED_AS_VALUE \"gens.reaction.perte\""},
        {PEOPLE "= x = sum(gens.reaction.pertes)\n", "FORM_UNKNOWN_FIELD \"gens.reaction.pertes\""},
        {PEOPLE "= x = sum(gens.poids.perte)\n", "FORM_FIELD_OF_OTHER \"gens.poids.perte\""},
        {PEOPLE "= x = sum(gens.experence.actions)\n", "FORM_UNKNOWN_NAME \"gens.experence.actions\""},
        {PEOPLE "= x = sum(gens.experience.acions)\n", "FORM_UNKNOWN_FIELD \"gens.experience.acions\""},
        {PEOPLE "= x = sum(gens.experience.actions.palier.x)\n", "FORM_UNEXPECTED \".\""},
        {PEOPLE "= x = sum(gens.experience.)\n", "FORM_EXPECTED_FIELD \")\""},
        {PEOPLE "z: text, if experience = bien\n", "FORM_GRID_AS_VALUE \"experience\""},
        {PEOPLE "z: text, if sum(gens.experience) > 1\n", "FORM_REPEAT_INSIDE \"gens.experience\""},
        {PEOPLE "z: text, if gens.experience.actions = bien\n",
         "FORM_REPEAT_INSIDE \"gens.experience.actions\""},
        {PEOPLE "z: text, if gens.reaction.perte > 3\n", "FORM_REPEAT_INSIDE \"gens.reaction.perte\""},
        {"#\n" GRID "# b: repeat 0..2\nx: number 0..9\n= y = sum(experience * b.x)\n",
         "FORM_TWO_LISTS \"b.x\""},
        {PEOPLE "# b: repeat 0..2\nx: number 0..9\n= y = sum(gens.experience * b.x)\n",
         "FORM_TWO_LISTS \"b.x\""},
        {PEOPLE "avis: grid\n  bas = 0\n  haut = 1\n  | x\n= y = sum(gens.experience + gens.avis)\n",
         "FORM_TWO_LISTS \"gens.avis\""},
        {"# a: repeat 0..3\ng: grid\n  non\n  oui\n", "FORM_NO_ROWS \"g\""},
    };
    CHECK(cases);
}

static void too_much_is_refused(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 22);
    buf_add_z(&text, "# a: repeat 0..50\n");
    for (int i = 0; i < 41; i++)
        buf_addf(&text, "x%d: yesno\n", i);
    assert_string_equal(forms_mistakes(arena_str(forms_arena, buf_str(&text)).p),
                        "FORM_TOO_MANY_QUESTIONS \"x39: yesno\"");
    buf_clear(&text);
    buf_add_z(&text, "# a: repeat 0..50\nx: number 0..9\ny: text, if x");
    for (int i = 0; i < 6000; i++)
        buf_add_z(&text, " + x");
    buf_add_z(&text, " > 3\n");
    assert_null(forms_try(arena_str(forms_arena, buf_str(&text)).p));
    buf_release(&text);
}

/* So that the grid's named values are of use. */
#define USED "= haut = max(experience.palier)\n! note haut > 3\n"
#define USED_OF_ITEMS "= haut = max(0, p.experience.palier)\n! note haut > 3\n"

static void levels_are_proven_over_all_rows_and_items(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\n" GRID USED "r: result sum(experience)\n  a = 0..1\n  b = 2..6\n", ""},
        {"#\n" GRID USED "r: result sum(experience)\n  a = 0..1\n  b = 2..5\n",
         "FORM_SCORE_ABOVE \"b = 2..5\""},
        {"#\n" GRID USED "r: result count(experience = bien)\n  a = 0..1\n  b = 2..3\n", ""},
        {"#\n" GRID USED "r: result count(experience = bien)\n  a = 0..1\n  b = 2..3\n  c = 4..\n",
         "FORM_LEVEL_NEVER \"c = 4..\""},
        {"#\n" GRID USED "r: result max(experience) - actions\n  a = 0..2\n", ""},
        {"#\n" GRID USED "r: result max(experience) - actions\n  a = -1..2\n  b = 3..\n",
         "FORM_LEVEL_NEVER \"b = 3..\""},
        {"# p: repeat 0..4\nx: number 0..9, whole\nr: result sum(p.x)\n  a = 0..36\n", ""},
        {"# p: repeat 0..4\nx: number 0..9, whole\nr: result sum(p.x)\n  a = 0..35\n",
         "FORM_SCORE_ABOVE \"a = 0..35\""},
        {"# p: repeat 0..4\nx: number 0..9, whole\nr: result max(p.x)\n  a = 0..9\n",
         "FORM_RESULT_MISSING \"r\""},
        {"# p: repeat 1..4\nx: number 0..9, whole\nr: result max(p.x)\n  a = 0..9\n", ""},
        {"# p: repeat 0..4\nx: number 0..9, whole\nr: result max(0, p.x)\n  a = 0..9\n", ""},
        {"# p: repeat 2..4\nx: number 0..9, whole\nr: result count(p)\n  a = 0..1\n  b = 2..4\n",
         "FORM_LEVEL_NEVER \"a = 0..1\""},
        {"# p: repeat 0..4\nx: number 0..9, whole\nr: result count(p.x > 5)\n  a = 0..3\n  b = 4\n", ""},
        {"# p: repeat 0..4\nx: number 0..9, whole\ny: text, if x > 9\n", "FORM_QUESTION_NEVER \"y\""},
        {"# p: repeat 0..10\nd: date ..today\nr: result count(years(p.d) < 18)\n  a = 0\n  b = 1..9\n",
         "FORM_SCORE_ABOVE \"b = 1..9\""},
        {"#\nf: yesno\n# p: repeat 0..3, if f\nx: number 0..9, whole\nr: result count(p)\n  a = 0..3\n",
         "FORM_RESULT_UNANSWERED \"r\""},
        {"#\nf: yesno\n# p: repeat 0..3, if f\nx: number 0..9, whole\nr: result coalesce(sum(p.x), 0)\n  a = "
         "0..27\n",
         ""},
        {"# p: repeat 1..3\nv: yesno\nx: number 1..9, whole, if v\nr: result sum(p.x)\n  a = 0\n  b = "
         "1..27\n",
         ""},
        {"# p: repeat 1..3\nv: yesno\nx: number 1..9, whole, if v\nr: result count(p.x)\n  a = 0\n  b = "
         "1..3\n",
         ""},
        {"# p: repeat 0..3\n" GRID USED_OF_ITEMS "r: result sum(p.experience)\n  a = 0..18\n", ""},
        {"# p: repeat 0..3\n" GRID USED_OF_ITEMS "r: result sum(p.experience)\n  a = 0..17\n",
         "FORM_SCORE_ABOVE \"a = 0..17\""},
        {"# p: repeat 1..2\n" GRID USED_OF_ITEMS
         "r: result count(p.experience = bien)\n  a = 0..5\n  b = 6..6\n",
         ""},
        {"# p: repeat 1..2\n" GRID "r: result max(p.experience.fonds.palier)\n  a = 1\n  b = 2\n",
         "FORM_SCORE_ABOVE \"b = 2\""},
        {"# p: repeat 0..2\n" GRID "x: yesno, if sum(experience) > 6\n" USED_OF_ITEMS,
         "FORM_QUESTION_NEVER \"x\""},
        {"# p: repeat 0..2\nf: yesno\ng: grid, if f and not f\n  non\n  oui\n  | a\n  | b\n",
         "FORM_QUESTION_NEVER \"g\""},
        {"# p: repeat 1..3\nx: number 0..1, whole\nr: result mean(p.x)\n  a = 0\n  b = 0.25..0.4\n  c = "
         "0.5..1\n",
         ""},
    };
    CHECK(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        forms_test(a_row_is_a_choice_among_the_columns),
        forms_test(a_grid_is_the_list_of_its_rows),
        forms_test(a_row_without_an_answer_makes_its_grid_missing),
        forms_test(rows_of_two_grids_may_have_one_name),
        forms_test(a_question_keeps_its_name_beside_a_row_of_the_same_name),
        forms_test(an_item_has_questions_of_its_own),
        forms_test(only_items_that_there_are_are_asked),
        forms_test(a_point_is_complete_when_all_its_items_are),
        forms_test(there_are_as_many_items_as_are_allowed),
        forms_test(outside_a_repeat_is_a_list),
        forms_test(an_item_without_an_answer_makes_its_list_missing),
        forms_test(two_repeats_may_ask_the_same),
        forms_test(each_item_has_a_grid_of_its_own),
        forms_test(grids_of_items_are_lists_of_rows_and_of_items),
        forms_test(in_an_item_its_grid_is_named_alone),
        forms_test(files_of_items_are_asked_of_each),
        forms_test(what_is_wrong_with_grids_of_items),
        forms_test(the_explanation_shows_every_element),
        forms_test(they_are_printed_as_they_are_read),
        forms_test(what_is_wrong_with_grids),
        forms_test(what_is_wrong_with_repeats),
        forms_test(too_much_is_refused),
        forms_test(levels_are_proven_over_all_rows_and_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
