#include "assignment/assignment.h"

#include "store/fixture.h"

/* An assignment of `profil` and what a page would save to it. */
struct job {
    struct fixture *f;
    struct assignment_order order;
    struct assignment made;
    struct draft_save save;
};

enum { HORIZON, PROJET, REACTION, AGE };

static enum store_status create(struct store_db *db, void *context)
{
    struct job *j = context;
    return assignment_create(db, j->f->arena, &j->order, &j->made);
}

static enum store_status save_work(struct store_db *db, void *context)
{
    struct job *j = context;
    return draft_save(db, &j->save);
}

static struct job new_job(struct fixture *f)
{
    struct str client = fixture_client(f, fixture_member(f, "claire@cabinet.example"), "emilie@example.org");
    struct job j = {.f = f, .order = {.client = client, .definition = STR("profil"), .now = fixture_now}};
    assert_int_equal(store_write(f->app.store, create, &j), STORE_OK);
    return j;
}

static struct assignment read_again(struct job *j)
{
    struct assignment a;
    struct store_db *db = store_borrow(j->f->app.store);
    assert_int_equal(assignment_find(db, j->f->arena, j->made.id, &a), STORE_OK);
    store_release(j->f->app.store, db);
    return a;
}

static const struct definition *definition_now(struct job *j)
{
    struct assignment a = read_again(j);
    struct store_db *db = store_borrow(j->f->app.store);
    const struct definition *d = assignment_definition(db, j->f->arena, j->f->site, &a);
    store_release(j->f->app.store, db);
    return d;
}

static struct draft_version version_now(struct job *j)
{
    struct assignment a = read_again(j);
    struct store_db *db = store_borrow(j->f->app.store);
    struct draft_version version = assignment_version(db, j->f->arena, j->f->site, &a);
    store_release(j->f->app.store, db);
    return version;
}

/* The declaration of the only line that a new version is told to concern. */
static struct str only_line(const struct draft_version *v)
{
    assert_int_equal(v->n_lines, 1);
    return v->definition->form->lines[v->lines[0] - 1].declaration;
}

static struct draft *load(struct job *j)
{
    struct assignment a = read_again(j);
    return draft_load(j->f->arena, &a, definition_now(j)->form, 20000);
}

/* Saves one question as typed, in one or (`second` not NULL) two fields. */
static enum store_status save_two(struct job *j, size_t question, const char *first, const char *second)
{
    const struct str texts[] = {str_from(first), str_from(second)};
    const struct form_raw raw = {.texts = texts, .n = second != NULL ? 2 : 1};
    j->save = (struct draft_save){.assignment = j->made.id,
                                  .client = j->made.client,
                                  .definition = definition_now(j),
                                  .point = question < REACTION ? 0 : 1,
                                  .seen = true,
                                  .questions = &question,
                                  .raw = &raw,
                                  .n = 1,
                                  .now = fixture_now};
    return store_write(j->f->app.store, save_work, j);
}

static enum store_status save(struct job *j, size_t question, const char *text)
{
    return save_two(j, question, text, NULL);
}

static void one_open_assignment_for_a_client_and_questionnaire(void **state)
{
    struct job j = new_job(*state);
    struct str first = j.made.id;
    assert_int_equal(j.made.state, ASSIGNMENT_TODO);
    assert_int_equal(store_write(j.f->app.store, create, &j), STORE_OK);
    assert_true(str_eq(j.made.id, first));
    struct assignments list;
    struct store_db *db = store_borrow(j.f->app.store);
    assert_int_equal(assignment_list(db, j.f->arena, j.made.client, &list), STORE_OK);
    assert_int_equal(list.count, 1);
    store_release(j.f->app.store, db);
    j.order.client = STR("nobody");
    assert_int_equal(store_write(j.f->app.store, create, &j), STORE_CONFLICT);
}

static void everything_typed_comes_back_wrong_or_right(void **state)
{
    struct job j = new_job(*state);
    assert_int_equal(save(&j, HORIZON, "long"), STORE_OK);
    assert_int_equal(save(&j, PROJET, "Une maison\r\nà la mer = 1\\2"), STORE_OK);
    assert_int_equal(save(&j, AGE, " quarante "), STORE_OK);
    struct draft *d = load(&j);
    assert_str(d->raw[HORIZON].texts[0], "long");
    assert_str(d->raw[PROJET].texts[0], "Une maison\r\nà la mer = 1\\2");
    assert_str(d->raw[AGE].texts[0], " quarante ");
    assert_int_equal(d->raw[REACTION].n, 0);
    assert_int_equal(d->answers->items[HORIZON].chosen, 2);
    assert_int_equal(d->answers->items[AGE].problem, FORM_NOT_A_NUMBER);
    assert_true(d->asked[PROJET]);
    assert_true(d->seen[0] && d->seen[1]);
    struct assignment a = read_again(&j);
    assert_int_equal(a.state, ASSIGNMENT_IN_PROGRESS);
    assert_int_equal(a.revision, 3);
    assert_int_equal(a.saved_at, FIXTURE_NOW);
    assert_true(str_eq(a.version, site_definition(j.f->site, STR("profil"))->version));
}

static void an_emptied_field_is_empty_and_several_fields_stay_apart(void **state)
{
    struct job j = new_job(*state);
    save(&j, HORIZON, "long");
    assert_int_equal(save(&j, HORIZON, ""), STORE_OK);
    assert_int_equal(save_two(&j, AGE, "", "3"), STORE_OK);
    struct draft *d = load(&j);
    assert_int_equal(d->raw[HORIZON].n, 0);
    assert_int_equal(d->raw[AGE].n, 2);
    assert_str(d->raw[AGE].texts[0], "");
    assert_str(d->raw[AGE].texts[1], "3");
    assert_false(d->asked[PROJET]);
}

static void a_hidden_answer_stays_in_the_draft(void **state)
{
    struct job j = new_job(*state);
    save(&j, HORIZON, "long");
    save(&j, PROJET, "Une maison");
    save(&j, HORIZON, "court");
    struct draft *d = load(&j);
    assert_false(d->asked[PROJET]);
    assert_str(d->raw[PROJET].texts[0], "Une maison");
    const struct str again = STR("long");
    const struct form *f = definition_now(&j)->form;
    struct form_raw *raw = ARENA_ARRAY(j.f->arena, struct form_raw, f->n_questions);
    memcpy(raw, d->raw, f->n_questions * sizeof *raw);
    raw[HORIZON] = (struct form_raw){.texts = &again, .n = 1};
    draft_put(j.f->arena, d, f, raw);
    assert_true(d->asked[PROJET]);
}

static void nobody_saves_to_the_draft_of_another(void **state)
{
    struct job j = new_job(*state);
    j.made.client = STR("nobody");
    assert_int_equal(save(&j, HORIZON, "long"), STORE_NONE);
    assert_int_equal(read_again(&j).revision, 0);
}

static void a_draft_moves_when_what_was_answered_is_unchanged(void **state)
{
    struct job j = new_job(*state);
    save(&j, HORIZON, "long");
    fixture_publish(j.f, "reaction: one, optional", "Profil");
    const struct definition *published = site_definition(j.f->site, STR("profil"));
    assert_ptr_equal(definition_now(&j), published);
    assert_false(str_eq(read_again(&j).version, published->version));
    struct draft_version v = version_now(&j);
    assert_int_equal(v.standing, DRAFT_MOVES);
    assert_int_equal(v.n_answered, 1);
    assert_str(only_line(&v), "reaction: one, optional");
    assert_int_equal(save(&j, AGE, "40"), STORE_OK);
    assert_true(str_eq(read_again(&j).version, published->version));
    assert_int_equal(version_now(&j).standing, DRAFT_CURRENT);
    assert_str(load(&j)->raw[HORIZON].texts[0], "long");
    assert_false(load(&j)->seen[0]);
}

/* It is not one of a questionnaire that is published no more, which a list may leave out. */
static void a_draft_whose_version_is_damaged_is_told(void **state)
{
    struct job j = new_job(*state);
    save(&j, REACTION, "vend");
    fixture_publish(j.f, "reaction: one, optional", "Profil");
    struct str path = arena_printf(j.f->arena, "%s/store.db", j.f->folder);
    store_close(j.f->app.store);
    fixture_execute(path.p,
                    "INSERT INTO definition_line SELECT id, version, 99, 0, 'question', '?' FROM definition");
    struct store_settings settings = {.folder = j.f->folder, .readers = 2};
    j.f->app.store = store_open(&settings, j.f->diags);
    assert_int_equal(version_now(&j).status, STORE_BROKEN);
}

static void a_draft_stays_when_what_was_answered_has_changed(void **state)
{
    struct job j = new_job(*state);
    save(&j, REACTION, "vend");
    struct str version = read_again(&j).version;
    fixture_publish(j.f, "reaction: one, optional", "Profil");
    const struct definition *published = site_definition(j.f->site, STR("profil"));
    assert_true(str_eq(definition_now(&j)->version, version));
    struct draft_version v = version_now(&j);
    assert_int_equal(v.standing, DRAFT_STAYS);
    assert_str(only_line(&v), "reaction: one");
    assert_int_equal(save(&j, AGE, "40"), STORE_OK);
    assert_true(str_eq(read_again(&j).version, version));
    j.save.definition = published; /* as if a page of the other version were posted */
    assert_int_equal(store_write(j.f->app.store, save_work, &j), STORE_CONFLICT);
    assert_str(load(&j)->raw[REACTION].texts[0], "vend");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_open_assignment_for_a_client_and_questionnaire),
        TEST(everything_typed_comes_back_wrong_or_right),
        TEST(an_emptied_field_is_empty_and_several_fields_stay_apart),
        TEST(a_hidden_answer_stays_in_the_draft),
        TEST(nobody_saves_to_the_draft_of_another),
        TEST(a_draft_moves_when_what_was_answered_is_unchanged),
        TEST(a_draft_whose_version_is_damaged_is_told),
        TEST(a_draft_stays_when_what_was_answered_has_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
