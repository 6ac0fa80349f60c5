/* Checks told where they can be mended, and questions that have come to be asked. */
#include "pages/stops.h"

#include "pages/paper.h"
#include "pages/question_news.h"
#include "store/lines.h"

#define MONEY                                                                            \
    "#\nepargne: money EUR 0..\n#\nmontant: money EUR 0..\nconseil: text 60, optional\n" \
    "! block montant > epargne\n! block montant > 100 and not answered(conseil)\n! note montant > 0\n"

/* When so many of the two points were seen. */
static struct stops found(const struct paper *p, size_t n_seen)
{
    struct question_input input = input_of(p);
    bool *seen = ARENA_ARRAY(forms_arena, bool, 2);
    for (size_t i = 0; i < n_seen; i++)
        seen[i] = true;
    return stops_find(&p->words, &input, seen);
}

static void a_check_is_told_once_all_its_answers_are_there(void **state)
{
    (void)state;
    struct paper p = paper_of(MONEY);
    type_one(&p, "montant", "50");
    assert_int_equal(found(&p, 2).n, 0);
    type_one(&p, "epargne", "dix");
    assert_int_equal(found(&p, 2).n, 0);
    type_one(&p, "epargne", "10");
    assert_int_equal(found(&p, 1).n, 1);
    type_one(&p, "epargne", "60");
    assert_int_equal(found(&p, 2).n, 0);
}

static void what_is_optional_is_left_out_once_its_point_was_seen(void **state)
{
    (void)state;
    struct paper p = paper_of(MONEY);
    type_one(&p, "epargne", "1000");
    type_one(&p, "montant", "500");
    assert_int_equal(found(&p, 1).n, 0);
    assert_int_equal(found(&p, 2).n, 1);
}

static void a_check_is_told_in_each_of_its_points_at_its_last_question(void **state)
{
    (void)state;
    struct paper p = paper_of(MONEY);
    type_one(&p, "epargne", "10");
    type_one(&p, "montant", "50");
    struct stops all = found(&p, 2);
    for (size_t point = 0; point < 2; point++) {
        struct stops here = stops_of_point(&p.words, &all, point);
        const struct str *notes = stops_notes(&p.words, &here, (ptrdiff_t)point);
        assert_int_equal(here.n, 1);
        assert_str(notes[point], "block montant > epargne");
        assert_int_equal(notes[1 - point].n, 0);
    }
}

static struct str page_of(const void *context, size_t point)
{
    (void)context;
    return arena_printf(forms_arena, "/q/%zu", point + 1);
}

static void its_places_lead_to_this_page_and_others(void **state)
{
    (void)state;
    struct paper p = paper_of(MONEY);
    type_one(&p, "epargne", "10");
    type_one(&p, "montant", "50");
    struct stops all = found(&p, 2);
    struct value *errors = value_list(forms_arena);
    stops_view(&p.words, &all, &(struct stop_places){.url_of = page_of, .point = 1}, errors);
    const struct value *places = value_get(value_at(errors, 0), STR("places"));
    assert_string_equal(text_of(value_at(errors, 0), "field"), "q-montant");
    assert_int_equal(value_count(places), 2);
    assert_string_equal(text_of(value_at(places, 0), "url"), "/q/1#q-epargne");
    assert_string_equal(text_of(value_at(places, 1), "url"), "#q-montant");
}

static void the_items_are_told_and_not_how_many_they_are(void **state)
{
    (void)state;
    struct paper p = paper_of("# biens: repeat 0..3\npart: percent\n! block sum(biens.part) > 100\n");
    type_one(&p, "biens", "2");
    type_one(&p, "biens.1.part", "60");
    type_one(&p, "biens.2.part", "50");
    struct stops all = found(&p, 1);
    struct value *errors = value_list(forms_arena);
    stops_view(&p.words, &all, &(struct stop_places){.point = 0}, errors);
    const struct value *places = value_get(value_at(errors, 0), STR("places"));
    assert_int_equal(value_count(places), 2);
    assert_string_equal(text_of(value_at(places, 0), "url"), "#q-biens-1-part");
}

/* ---- what has come to be asked ---- */

#define HOUSE                                                                                                \
    "#\nmaison: yesno\npret: yesno, if maison\nreste: money EUR 1.., optional, if maison\nsavoir: grid, if " \
    "maison\n"                                                                                               \
    "  non\n  bien\n  | toit\n  | mur\ntravaux: many\n  peinture\n  toiture, if maison\n"

static struct request posted(const char *const *ids)
{
    static struct field fields[10];
    struct request r = {.arena = forms_arena, .method = METHOD_POST, .fields = fields};
    for (size_t i = 0; ids[i] != NULL; i++)
        fields[r.n_fields++] = (struct field){STR("posee"), str_from(ids[i])};
    return r;
}

/* The ids that the page is given to tell. */
static const char *news_of(const struct paper *p, const char *const *ids)
{
    struct request r = posted(ids);
    struct question_input input = input_of(p);
    struct question_news news = question_news(&r, &p->words, &input, 0);
    struct buf lines;
    buf_init(&lines, 1000);
    question_news_write(p->form, &news, &lines);
    const char *text = arena_str(forms_arena, buf_str(&lines)).p;
    buf_release(&lines);
    return text;
}

static void what_was_not_on_the_page_is_news(void **state)
{
    (void)state;
    struct paper p = paper_of(HOUSE);
    assert_string_equal(news_of(&p, (const char *[]){NULL}), "");
    type_one(&p, "maison", "yes");
    assert_string_equal(
        news_of(&p, (const char *[]){NULL}),
        "nouvelle=pret\nnouvelle=reste\nnouvelle=savoir.toit\nnouvelle=savoir.mur\noffre=travaux\n");
    assert_string_equal(news_of(&p, (const char *[]){"q-pret", "q-savoir", "q-travaux-toiture", NULL}),
                        "nouvelle=reste\n");
    type_one(&p, "reste", "5");
    assert_string_equal(news_of(&p, (const char *[]){"q-pret", "q-savoir", "q-travaux-toiture", NULL}), "");
}

static void news_is_no_mistake_and_a_grid_is_told_once(void **state)
{
    (void)state;
    struct paper p = paper_of(HOUSE);
    type_one(&p, "maison", "yes");
    struct request r = posted((const char *[]){"q-pret", NULL});
    struct question_input input = input_of(&p);
    struct question_news news = question_news(&r, &p.words, &input, 0);
    input.news = news.questions;
    assert_int_equal(question_problems(p.form, &input, 0, true, p.problems), 2); /* pret, travaux */
    struct value *view = value_map(forms_arena);
    question_news_view(&p.words, &news, view);
    const struct value *more = value_get(view, STR("more"));
    assert_int_equal(value_count(value_get(more, STR("questions"))), 2);
    assert_string_equal(text_of(value_at(value_get(more, STR("questions")), 1), "field"), "q-savoir");
}

static void what_was_answered_since_is_news_no_more(void **state)
{
    (void)state;
    struct paper p = paper_of(HOUSE);
    type_one(&p, "maison", "yes");
    type_one(&p, "pret", "no");
    struct question_input input = input_of(&p);
    struct question_news news = question_news_none(&p.words);
    static const char *const ids[] = {"pret", "reste", "unknown", ""};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        question_news_line(p.form, &input, STR("nouvelle"), str_from(ids[i]), &news);
    assert_int_equal(news.n, 1);
    assert_true(news.questions[form_question_find(p.form, STR("reste"))]);
}

static void the_script_is_told_all_that_applies(void **state)
{
    (void)state;
    struct paper p = paper_of(HOUSE);
    struct question_input input = input_of(&p);
    struct value *ids = value_list(forms_arena);
    question_asked(&p.words, &input, 0, ids);
    assert_int_equal(value_count(ids), 0);
    type_one(&p, "maison", "yes");
    question_asked(&p.words, &input, 0, ids);
    char scratch[24];
    static const char *const expected[] = {"q-pret", "q-reste", "q-savoir", "q-travaux-toiture"};
    assert_int_equal(value_count(ids), 4);
    for (size_t i = 0; i < 4; i++)
        assert_str(value_as_text(value_at(ids, i), scratch), expected[i]);
}

#define TEST(name) forms_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_check_is_told_once_all_its_answers_are_there),
        TEST(what_is_optional_is_left_out_once_its_point_was_seen),
        TEST(a_check_is_told_in_each_of_its_points_at_its_last_question),
        TEST(its_places_lead_to_this_page_and_others),
        TEST(the_items_are_told_and_not_how_many_they_are),
        TEST(what_was_not_on_the_page_is_news),
        TEST(news_is_no_mistake_and_a_grid_is_told_once),
        TEST(what_was_answered_since_is_news_no_more),
        TEST(the_script_is_told_all_that_applies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
