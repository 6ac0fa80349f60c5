/* Grids and repeats as forms show them, and what the buttons of a repeat make of what was posted. */
#include "pages/paper.h"

#include "pages/repeat.h"
#include "pages/submission_view.h"
#include "theme/shapes.h"

#define GRID "savoir: grid\n  non = 0\n  bien = 2\n  | actions\n  | fonds\n"
#define CHILDREN "# enfants: repeat 0..3\nprenom: text 60\nnaissance: date, optional\n"

static void a_grid_is_shown_once_with_its_columns_and_rows(void **state)
{
    (void)state;
    struct paper p = paper_of("#\n" GRID "fin: text\n");
    struct question_input input = input_of(&p);
    type_one(&p, "savoir.fonds", "bien");
    question_problems(p.form, &input, 0, true, p.problems);
    const struct value *list = view_of(&p);
    assert_int_equal(value_count(list), 2);
    const struct value *grid = value_at(list, 0), *rows = value_get(grid, STR("rows"));
    assert_true(is(grid, "is_grid"));
    assert_string_equal(text_of(grid, "id"), "q-savoir");
    assert_int_equal(value_count(value_get(grid, STR("columns"))), 2);
    assert_int_equal(value_count(rows), 2);
    assert_string_equal(text_of(value_at(rows, 1), "name"), "q.savoir.fonds");
    assert_true(is(value_at(value_get(value_at(rows, 1), STR("cells")), 1), "is_checked"));
    assert_string_equal(text_of(value_at(rows, 0), "error"), "Choisissez une réponse");
    assert_string_equal(text_of(value_at(rows, 1), "error"), "");
    struct str path;
    const struct shape *shape = shape_field(shape_find(STR("espace/point")), STR("questions"));
    if (!shape_fits(shape, list, forms_arena, &path))
        fail_msg("%.*s", STR_ARG(path));
}

static void a_mistake_names_the_row_or_the_item(void **state)
{
    (void)state;
    struct paper p = paper_of("#\n" GRID CHILDREN);
    struct question_input input = input_of(&p);
    type_one(&p, "enfants", "2");
    question_problems(p.form, &input, -1, true, p.problems);
    struct value *errors = value_list(forms_arena);
    question_mistakes(&p.words, &input, -1, errors);
    assert_string_equal(text_of(value_at(errors, 0), "text"),
                        "savoir: grid – actions – Choisissez une réponse");
    assert_string_equal(text_of(value_at(errors, 0), "field"), "q-savoir-actions");
    assert_string_equal(text_of(value_at(errors, 3), "text"),
                        "enfants: repeat 0..3 – 2 – prenom: text 60 – Écrivez votre réponse");
    assert_string_equal(text_of(value_at(errors, 3), "field"), "q-enfants-2-prenom");
}

static const struct value *repeat_view(const struct paper *p, const char *removing)
{
    struct value *view = value_map(forms_arena);
    struct question_input input = input_of(p);
    input.removing = str_from(removing);
    question_view(&p->words, &input, 0, view);
    return value_get(view, STR("repeat"));
}

static void a_repeat_shows_as_many_items_as_there_are(void **state)
{
    (void)state;
    struct paper p = paper_of(CHILDREN);
    assert_true(is(repeat_view(&p, ""), "is_empty"));
    assert_true(is(repeat_view(&p, ""), "can_add"));
    type_one(&p, "enfants", "3");
    const struct value *repeat = repeat_view(&p, "enfants.2"), *items = value_get(repeat, STR("items"));
    assert_int_equal(value_count(items), 3);
    assert_false(is(repeat, "can_add"));
    assert_string_equal(text_of(value_at(items, 1), "title"), "enfants: repeat 0..3 – 2");
    assert_true(is(value_at(items, 1), "is_asked"));
    assert_false(is(value_at(items, 0), "is_asked"));
    assert_int_equal(value_count(value_get(value_at(items, 2), STR("questions"))), 2);
}

static void an_item_goes_by_its_own_name_where_it_has_one(void **state)
{
    (void)state;
    struct paper p = paper_of(CHILDREN);
    struct str *items = ARENA_ARRAY(forms_arena, struct str, p.form->n_lines + 1);
    struct wording wording = *p.words.wording;
    items[p.form->repeats[0].line] = STR("Enfant");
    wording.items = items;
    p.words.wording = &wording;
    type_one(&p, "enfants", "2");
    const struct value *repeat = repeat_view(&p, "");
    assert_string_equal(text_of(value_at(value_get(repeat, STR("items")), 1), "title"), "Enfant 2");
    assert_string_equal(text_of(repeat, "title"), "Enfant");
    assert_str(words_question(&p.words, (size_t)form_question_find(p.form, STR("enfants.2.prenom"))),
               "Enfant 2 – prenom: text 60");
}

static void the_least_is_there_from_the_beginning(void **state)
{
    (void)state;
    struct paper p = paper_of("# enfants: repeat 2..3\nprenom: text 60\n");
    p.answers->items[0] = form_answer_read(forms_arena, &p.form->questions[0], p.raw[0], p.answers->today);
    form_asked_all(p.form, p.answers, p.asked);
    const struct value *repeat = repeat_view(&p, "");
    assert_int_equal(value_count(value_get(repeat, STR("items"))), 2);
    assert_false(is(repeat, "can_remove"));
    assert_int_equal(forms_point(p.form, p.answers, 0, false), FORM_POINT_TODO);
}

/* ---- buttons ---- */

/* A page of two children, the second without a day of birth, and a button. */
static struct posting two_children(const struct form *f, const char *button, const char *value)
{
    struct posting p = posting_to(f);
    post_field(&p, "q.enfants", "2");
    post_field(&p, "q.enfants.1.prenom", "Léa");
    post_field(&p, "q.enfants.1.naissance.jour", "1");
    post_field(&p, "q.enfants.1.naissance.mois", "mars");
    post_field(&p, "q.enfants.1.naissance.annee", "2012");
    post_field(&p, "q.enfants.2.prenom", "Tom");
    post_field(&p, button, value);
    return p;
}

static const char *raw_of(const struct posting *p, const struct form *f, const char *id, size_t text)
{
    size_t i = (size_t)form_question_find(f, str_from(id));
    return text < p->post.raw[i].n ? arena_str(forms_arena, p->post.raw[i].texts[text]).p : "";
}

/* What the button does to that page; `before`: how many items the draft had. */
static struct repeat_change press(struct posting *p, const struct form *f, const char *before)
{
    struct str *count = ARENA_NEW(forms_arena, struct str);
    struct form_raw *raw = ARENA_ARRAY(forms_arena, struct form_raw, f->n_questions);
    *count = str_from(before);
    raw[form_question_find(f, STR("enfants"))] = (struct form_raw){count, 1};
    p->request.fields = p->fields;
    p->post.before = raw;
    assert_true(question_read(&p->request, f, &p->post));
    return repeat_change(&p->request, f, &p->post);
}

static void adding_keeps_what_is_there(void **state)
{
    (void)state;
    const struct form *f = forms_build(CHILDREN);
    struct posting p = two_children(f, "ajouter", "enfants");
    struct repeat_change change = press(&p, f, "2");
    assert_int_equal(change.act, REPEAT_ADDED);
    assert_int_equal(change.item, 2);
    assert_string_equal(raw_of(&p, f, "enfants", 0), "3");
    assert_string_equal(raw_of(&p, f, "enfants.2.prenom", 0), "Tom");
    assert_string_equal(raw_of(&p, f, "enfants.1.naissance", 1), "mars");
}

static void nothing_is_added_beyond_the_most(void **state)
{
    (void)state;
    const struct form *f =
        forms_build("# enfants: repeat 0..2\nprenom: text 60\nnaissance: date, optional\n");
    struct posting p = two_children(f, "ajouter", "enfants");
    assert_int_equal(press(&p, f, "2").act, REPEAT_KEPT);
    assert_string_equal(raw_of(&p, f, "enfants", 0), "2");
}

static void adding_twice_from_one_page_adds_once(void **state)
{
    (void)state;
    const struct form *f = forms_build(CHILDREN);
    struct posting p = two_children(f, "ajouter", "enfants");
    struct repeat_change change = press(&p, f, "3"); /* the first click has added the third */
    assert_int_equal(change.act, REPEAT_ADDED);
    assert_int_equal(change.item, 2);
    assert_string_equal(raw_of(&p, f, "enfants", 0), "3");
    assert_string_equal(raw_of(&p, f, "enfants.2.prenom", 0), "Tom");
}

static void removing_asks_first(void **state)
{
    (void)state;
    const struct form *f = forms_build(CHILDREN);
    struct posting p = two_children(f, "retirer", "enfants.1");
    struct repeat_change change = press(&p, f, "2");
    assert_int_equal(change.act, REPEAT_ASKED);
    assert_int_equal(change.item, 0);
    assert_string_equal(raw_of(&p, f, "enfants", 0), "2");
    assert_string_equal(raw_of(&p, f, "enfants.1.prenom", 0), "Léa");
}

static void removing_moves_the_others_up_whole(void **state)
{
    (void)state;
    const struct form *f = forms_build(CHILDREN);
    struct posting p = two_children(f, "retrait", "enfants.1");
    assert_int_equal(press(&p, f, "2").act, REPEAT_REMOVED);
    assert_string_equal(raw_of(&p, f, "enfants", 0), "1");
    assert_string_equal(raw_of(&p, f, "enfants.1.prenom", 0), "Tom");
    assert_string_equal(raw_of(&p, f, "enfants.1.naissance", 0), "");
    assert_string_equal(raw_of(&p, f, "enfants.2.prenom", 0), "");
    for (size_t i = 0; i < f->n_questions; i++)
        assert_true(p.post.posted[i]);
}

static void an_item_without_anything_typed_goes_at_once(void **state)
{
    (void)state;
    const struct form *f = forms_build(CHILDREN);
    struct posting p = posting_to(f);
    post_field(&p, "q.enfants", "2");
    post_field(&p, "q.enfants.1.prenom", "Léa");
    post_field(&p, "q.enfants.2.prenom", " ");
    post_field(&p, "retirer", "enfants.2");
    assert_int_equal(press(&p, f, "2").act, REPEAT_REMOVED);
    assert_string_equal(raw_of(&p, f, "enfants.1.prenom", 0), "Léa");
}

static void a_page_of_before_the_list_changed_removes_nothing(void **state)
{
    (void)state;
    const struct form *f = forms_build(CHILDREN);
    struct posting p = two_children(f, "retrait", "enfants.1");
    assert_int_equal(press(&p, f, "3").act, REPEAT_CHANGED);
    assert_string_equal(raw_of(&p, f, "enfants", 0), "3");
    assert_string_equal(raw_of(&p, f, "enfants.1.prenom", 0), "Léa");
}

static void saving_an_old_page_never_shortens_the_list(void **state)
{
    (void)state;
    const struct form *f = forms_build(CHILDREN);
    struct posting p = two_children(f, "suite", "continuer");
    assert_int_equal(press(&p, f, "3").act, REPEAT_NONE);
    assert_string_equal(raw_of(&p, f, "enfants", 0), "3");
}

static void the_least_stays(void **state)
{
    (void)state;
    const struct form *f =
        forms_build("# enfants: repeat 2..3\nprenom: text 60\nnaissance: date, optional\n");
    struct posting p = two_children(f, "retrait", "enfants.1");
    assert_int_equal(press(&p, f, "2").act, REPEAT_KEPT);
    assert_string_equal(raw_of(&p, f, "enfants.1.prenom", 0), "Léa");
}

static void forged_values_do_nothing(void **state)
{
    (void)state;
    static const char *const values[] = {"parents.1",   "enfants.0", "enfants.51", "enfants.-1",
                                         "enfants.1.2", "enfants.x", ".",          "prenom"};
    const struct form *f = forms_build(CHILDREN);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct posting p = two_children(f, "retrait", values[i]);
        assert_int_equal(press(&p, f, "2").act, REPEAT_WRONG);
        assert_string_equal(raw_of(&p, f, "enfants", 0), "2");
    }
    struct posting beyond = two_children(f, "retrait", "enfants.3");
    assert_int_equal(press(&beyond, f, "2").act, REPEAT_KEPT);
    struct posting many = posting_to(f);
    post_field(&many, "q.enfants", "99999999999999999999");
    assert_int_equal(press(&many, f, "1").act, REPEAT_NONE);
    assert_string_equal(raw_of(&many, f, "enfants", 0), "1");
}

/* ---- answers ---- */

static void answers_are_told_apart_by_grid_and_item(void **state)
{
    (void)state;
    struct paper p = paper_of("#\n" GRID CHILDREN);
    struct form_answers *answers =
        forms_answers(p.form, "savoir.actions=non savoir.fonds=bien enfants=1 enfants.1.prenom=Léa");
    struct value *view = value_map(forms_arena);
    form_asked_all(p.form, answers, p.asked);
    answers_view(&p.words, answers, p.asked, view);
    const struct value *points = value_get(view, STR("points"));
    const struct value *first = value_get(value_at(points, 0), STR("answers"));
    const struct value *second = value_get(value_at(points, 1), STR("answers"));
    assert_int_equal(value_count(first), 3);
    assert_true(is(value_at(first, 0), "is_head"));
    assert_true(is(value_at(first, 2), "is_nested"));
    assert_int_equal(value_count(second), 3);
    assert_string_equal(text_of(value_at(second, 0), "label"), "enfants: repeat 0..3 – 1");
    assert_string_equal(text_of(value_at(second, 1), "label"), "prenom: text 60");
}

static void no_items_are_said_to_be_none(void **state)
{
    (void)state;
    struct paper p = paper_of(CHILDREN);
    struct value *view = value_map(forms_arena);
    struct form_answers *answers = forms_answers(p.form, "enfants=0");
    form_asked_all(p.form, answers, p.asked);
    answers_view(&p.words, answers, p.asked, view);
    const struct value *list = value_get(value_at(value_get(view, STR("points")), 0), STR("answers"));
    char scratch[24];
    assert_int_equal(value_count(list), 1);
    struct str said = value_as_text(value_at(value_get(value_at(list, 0), STR("values")), 0), scratch);
    assert_true(str_eq(said, STR("Aucun")));
}

static void hidden_items_nobody_answered_are_not_told(void **state)
{
    (void)state;
    struct paper p = paper_of("#\nsociete: yesno\n# gens: repeat 1..3, if societe\nnom: text 60, optional\n");
    struct value *view = value_map(forms_arena);
    type_one(&p, "gens", "");
    hidden_view(&p.words, p.answers, view);
    assert_false(is(view, "has_hidden"));
    type_one(&p, "gens.1.nom", "Zoé");
    hidden_view(&p.words, p.answers, view);
    assert_int_equal(value_count(value_get(view, STR("hidden"))), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        forms_test(a_grid_is_shown_once_with_its_columns_and_rows),
        forms_test(a_mistake_names_the_row_or_the_item),
        forms_test(a_repeat_shows_as_many_items_as_there_are),
        forms_test(an_item_goes_by_its_own_name_where_it_has_one),
        forms_test(the_least_is_there_from_the_beginning),
        forms_test(adding_keeps_what_is_there),
        forms_test(nothing_is_added_beyond_the_most),
        forms_test(adding_twice_from_one_page_adds_once),
        forms_test(removing_asks_first),
        forms_test(removing_moves_the_others_up_whole),
        forms_test(an_item_without_anything_typed_goes_at_once),
        forms_test(a_page_of_before_the_list_changed_removes_nothing),
        forms_test(saving_an_old_page_never_shortens_the_list),
        forms_test(the_least_stays),
        forms_test(forged_values_do_nothing),
        forms_test(answers_are_told_apart_by_grid_and_item),
        forms_test(no_items_are_said_to_be_none),
        forms_test(hidden_items_nobody_answered_are_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
