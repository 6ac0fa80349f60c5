/* Scales, countries, consents, signatures, options that stand alone or are not offered: as forms show them,
 * and what these forms post. */
#include "pages/paper.h"

#include "pages/submission_view.h"
#include "theme/format.h"
#include "theme/shapes.h"

static void assert_fits(const struct value *list)
{
    struct str path;
    const struct shape *shape = shape_field(shape_find(STR("espace/point")), STR("questions"));
    if (!shape_fits(shape, list, forms_arena, &path))
        fail_msg("%.*s", STR_ARG(path));
}

static void a_scale_shows_all_its_numbers_and_words_at_some(void **state)
{
    (void)state;
    struct paper p = paper_of("#\navis: scale -1..2\n  -1\n  2\n");
    type_one(&p, "avis", "2");
    const struct value *list = view_of(&p), *options = value_get(value_at(list, 0), STR("options"));
    assert_true(is(value_at(list, 0), "is_scale"));
    assert_int_equal(value_count(options), 4);
    assert_string_equal(text_of(value_at(options, 0), "code"), "-1");
    assert_string_equal(text_of(value_at(options, 0), "legend"), "-1");
    assert_string_equal(text_of(value_at(options, 1), "legend"), "");
    assert_true(is(value_at(options, 3), "is_checked"));
    assert_fits(list);
}

static void countries_are_named_and_sorted_in_the_readers_language(void **state)
{
    (void)state;
    struct paper p = paper_of("#\npays: country\n");
    p.words.countries = format_countries(forms_arena, STR("fr"));
    type_one(&p, "pays", "BE");
    const struct value *list = view_of(&p), *countries = value_get(value_at(list, 0), STR("countries"));
    assert_int_equal(value_count(countries), 250);
    size_t chosen = 0, germany = 0, equator = 0, states = 0;
    for (size_t i = 0; i < 250; i++) {
        const char *code = text_of(value_at(countries, i), "code");
        if (is(value_at(countries, i), "is_chosen"))
            chosen = i;
        germany = strcmp(code, "de") == 0 ? i : germany;
        equator = strcmp(code, "ec") == 0 ? i : equator;
        states = strcmp(code, "us") == 0 ? i : states;
    }
    assert_string_equal(text_of(value_at(countries, chosen), "name"), "Belgique");
    assert_string_equal(text_of(value_at(countries, germany), "name"), "Allemagne");
    /* "Équateur" stands before "États-Unis", both among the E's, not behind Z. */
    assert_true(germany < chosen && chosen < equator && equator < states && states < 100);
    assert_fits(list);
}

static void a_box_and_a_signature_keep_what_was_given(void **state)
{
    (void)state;
    struct paper p = paper_of("#\naccord: consent\nvisa: signature\n");
    struct question_input input = input_of(&p);
    type_one(&p, "accord", "yes");
    struct str texts[] = {STR_INIT("Marie Dupont"), STR_INIT("")};
    type(&p, "visa", texts, 2);
    question_problems(p.form, &input, 0, true, p.problems);
    const struct value *list = view_of(&p), *visa = value_at(list, 1);
    assert_true(is(value_at(list, 0), "is_checked"));
    assert_string_equal(text_of(visa, "value"), "Marie Dupont");
    assert_false(is(visa, "is_checked"));
    assert_string_equal(text_of(visa, "today"), "23 novembre 2026");
    assert_string_equal(text_of(visa, "error"),
                        "Écrivez votre prénom et votre nom, et cochez «\u00a0Lu et approuvé\u00a0»");
    assert_fits(list);
}

static void an_option_that_is_not_offered_waits(void **state)
{
    (void)state;
    struct paper p = paper_of("#\nage: number 0..99\nx: many\n  a\n  b, if age > 50\n  z, alone\n");
    type_one(&p, "age", "40");
    const struct value *options = value_get(value_at(view_of(&p), 1), STR("options"));
    assert_false(is(value_at(options, 0), "is_conditional"));
    assert_true(is(value_at(options, 1), "is_conditional"));
    assert_true(is(value_at(options, 1), "is_waiting"));
    assert_string_equal(text_of(value_at(options, 2), "code"), "z");
    assert_true(is(value_at(options, 2), "is_alone"));
    type_one(&p, "age", "60");
    options = value_get(value_at(view_of(&p), 1), STR("options"));
    assert_true(is(value_at(options, 1), "is_conditional"));
    assert_false(is(value_at(options, 1), "is_waiting"));
}

static const char *answered(const char *question, const char *answer)
{
    struct paper p = paper_of(arena_printf(forms_arena, "#\n%s\n", question).p);
    p.words.countries = format_countries(forms_arena, STR("fr"));
    struct value *view = value_map(forms_arena);
    struct str canonical = str_from(answer);
    p.answers->items[0] =
        form_answer_restore(forms_arena, &p.form->questions[0], canonical, p.answers->today);
    answers_view(&p.words, p.answers, p.asked, view);
    const struct value *item =
        value_at(value_get(value_at(value_get(view, STR("points")), 0), STR("answers")), 0);
    char scratch[24];
    struct str text = value_as_text(value_at(value_get(item, STR("values")), 0), scratch);
    return arena_str(forms_arena, text).p;
}

static void answers_are_read_again_in_words(void **state)
{
    (void)state;
    assert_string_equal(answered("a: scale 1..7", "6"), "6 (de 1 à 7)");
    assert_string_equal(answered("a: scale 1..7\n  7", "7"), "7, 7 (de 1 à 7)");
    assert_string_equal(answered("a: country", "us"), "États-Unis");
    assert_string_equal(answered("a: national-number be", "85073003328"), "85.07.30-033.28");
    assert_string_equal(answered("a: iban", "BE68539007547034"), "BE68 5390 0754 7034");
    assert_string_equal(answered("a: consent", "yes"), "Accord donné");
    assert_string_equal(answered("a: consent, optional", ""), "Accord non donné");
    assert_string_equal(answered("a: signature", "2026-11-20 Marie Dupont"),
                        "Marie Dupont, lu et approuvé le 20 novembre 2026");
}

static void a_signature_posts_two_fields_and_a_box_its_empty_one(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\naccord: consent\nvisa: signature\n");
    struct posting p = posting_to(f);
    post_field(&p, "q.accord", "");
    post_field(&p, "q.accord", "yes");
    post_field(&p, "q.visa.nom", "Marie Dupont");
    post_field(&p, "q.visa.accord", "");
    post_field(&p, "q.visa.accord", "yes");
    p.request.fields = p.fields;
    assert_true(question_read(&p.request, f, &p.post));
    assert_int_equal(p.post.raw[0].n, 1);
    assert_int_equal(p.post.raw[1].n, 2);
    assert_str(p.post.raw[1].texts[0], "Marie Dupont");
    assert_str(p.post.raw[1].texts[1], "yes");
    struct posting other = posting_to(f);
    post_field(&other, "q.visa.date", "2020-01-01"); /* nobody dates a signature but the day it is sent */
    other.request.fields = other.fields;
    assert_false(question_read(&other.request, f, &other.post));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        forms_test(a_scale_shows_all_its_numbers_and_words_at_some),
        forms_test(countries_are_named_and_sorted_in_the_readers_language),
        forms_test(a_box_and_a_signature_keep_what_was_given),
        forms_test(an_option_that_is_not_offered_waits),
        forms_test(answers_are_read_again_in_words),
        forms_test(a_signature_posts_two_fields_and_a_box_its_empty_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
