#include "submission/submission.h"

#include <pthread.h>

#include "event/event.h"
#include "profile/profile.h"
#include "store/fixture.h"
#include "store/id.h"
#include "submission/visitor.h"
#include "verify/verify.h"

enum { HORIZON, PROJET, REACTION, AGE, QUESTIONS };
enum { TODAY = 20775 };

/* A client's questionnaire, filled in. */
struct job {
    struct fixture *f;
    struct str client;
    struct assignment assignment;
    struct draft_save save;
    struct submission *submission;
    int64_t revision;
    struct outgoing mails[2];
    size_t n_mails;
};

static enum store_status create(struct store_db *db, void *context)
{
    struct job *j = context;
    struct assignment_order order = {.client = j->client, .definition = STR("profil"), .now = fixture_now};
    return assignment_create(db, j->f->arena, &order, &j->assignment);
}

static enum store_status save_work(struct store_db *db, void *context)
{
    struct job *j = context;
    return draft_save(db, &j->save);
}

static enum store_status send_work(struct store_db *db, void *context)
{
    struct job *j = context;
    return submission_send(db, j->submission, j->revision, j->mails, j->n_mails);
}

static const struct definition *definition(struct fixture *f)
{
    return site_definition(f->site, STR("profil"));
}

static enum store_status type(struct job *j, size_t question, const char *text)
{
    const struct str given = str_from(text);
    const struct form_raw raw = {.texts = &given, .n = 1};
    j->save = (struct draft_save){.assignment = j->assignment.id,
                                  .client = j->client,
                                  .definition = definition(j->f),
                                  .questions = &question,
                                  .raw = &raw,
                                  .n = 1,
                                  .now = fixture_now};
    return store_write(j->f->app.store, save_work, j);
}

static struct outgoing mail_to(struct fixture *f, const char *to)
{
    struct str id = id_new(f->arena);
    return (struct outgoing){.id = id,
                             .kind = STR("result"),
                             .to = str_from(to),
                             .message_id = arena_join(f->arena, id, STR("@cabinet.example")),
                             .mime = STR("Subject: x\r\n\r\ny\r\n")};
}

static struct submission *prepare(struct job *j)
{
    struct store_db *db = store_borrow(j->f->app.store);
    struct assignment a;
    assert_int_equal(assignment_find(db, j->f->arena, j->assignment.id, &a), STORE_OK);
    const struct draft *draft = draft_load(j->f->arena, &a, definition(j->f)->form, TODAY);
    struct submission *s = submission_prepare(j->f->arena, definition(j->f), draft, TODAY);
    store_release(j->f->app.store, db);
    j->revision = a.revision;
    j->submission = s;
    if (s == NULL)
        return NULL;
    s->id = a.id;
    s->reference = submission_reference(&j->f->app, j->f->arena);
    s->client = a.client;
    s->language = STR("fr");
    s->sent_at = fixture_now;
    j->mails[0] = mail_to(j->f, "claire@cabinet.example");
    j->n_mails = 1;
    return s;
}

static struct job new_job(struct fixture *f)
{
    struct job j = {.f = f,
                    .client =
                        fixture_client(f, fixture_member(f, "claire@cabinet.example"), "emilie@example.org")};
    assert_int_equal(store_write(f->app.store, create, &j), STORE_OK);
    return j;
}

static struct job filled(struct fixture *f)
{
    struct job j = new_job(f);
    type(&j, HORIZON, "long");
    type(&j, REACTION, "attend");
    type(&j, AGE, "85");
    type(&j, PROJET, "Une maison\nà la mer");
    return j;
}

static enum store_status send(struct job *j)
{
    return store_write(j->f->app.store, send_work, j);
}

static struct submission find(struct job *j)
{
    struct submission s;
    struct store_db *db = store_borrow(j->f->app.store);
    assert_int_equal(submission_find(db, j->f->arena, j->f->site, j->assignment.id, &s), STORE_OK);
    store_release(j->f->app.store, db);
    return s;
}

static int64_t ask(struct job *j, const char *sql)
{
    return fixture_number(fixture_copy(j->f), sql);
}

/* ---- preparing ---- */

static void an_incomplete_draft_is_not_prepared(void **state)
{
    struct job j = new_job(*state);
    type(&j, HORIZON, "long");
    type(&j, REACTION, "attend");
    assert_null(prepare(&j));
    type(&j, AGE, "douze");
    assert_null(prepare(&j));
    type(&j, AGE, "12");
    assert_null(prepare(&j));
    type(&j, AGE, "119"); /* a `block` check */
    assert_null(prepare(&j));
    type(&j, AGE, "50");
    assert_non_null(prepare(&j));
}

static void what_is_laid_out_can_be_read_by_people(void **state)
{
    struct job j = filled(*state);
    struct submission *s = prepare(&j);
    assert_non_null(s);
    assert_str(s->texts.answers, "horizon=long\nprojet=Une maison\\nà la mer\nreaction=attend\nage=85\n");
    assert_str(s->texts.hidden, "");
    assert_str(s->texts.levels, "profil=dynamique 30 dynamique\n");
    assert_str(s->texts.alerts, "note 16\n");
    assert_true(str_find(s->texts.steps, STR("score\t11\t0")) >= 0);
    type(&j, HORIZON, "court");
    s = prepare(&j);
    assert_str(s->texts.answers, "horizon=court\nreaction=attend\nage=85\n");
    assert_str(s->texts.hidden, "projet=Une maison\\nà la mer\n");
}

/* ---- sending ---- */

static void sending_writes_everything_at_once(void **state)
{
    struct job j = filled(*state);
    prepare(&j);
    assert_int_equal(send(&j), STORE_OK);
    assert_int_equal(ask(&j, "SELECT count(*) FROM submission"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM profile WHERE number = 1 AND origin = 'remote'"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM outbox WHERE state = 'waiting'"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM assignment WHERE state = 'sent' AND sent_at IS NOT NULL"),
                     1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM draft"), 0);
    assert_int_equal(ask(&j, "SELECT count(*) FROM event WHERE action = 'profile'"), 1);
}

static void a_submission_is_found_as_it_was(void **state)
{
    struct job j = filled(*state);
    const struct submission *sent = prepare(&j);
    send(&j);
    fixture_publish(j.f, "reaction: one, optional", "Autre");
    struct submission s = find(&j);
    assert_true(str_eq(s.reference, sent->reference));
    assert_true(str_eq(s.client, j.client));
    assert_int_equal(s.day, TODAY);
    assert_int_equal(s.sent_at, FIXTURE_NOW);
    assert_str(definition_wording(s.definition, STR("fr"))->title, "Profil");
    assert_str(s.answers->items[PROJET].text, "Une maison\nà la mer");
    assert_int_equal(s.answers->items[AGE].number.num, 85);
    assert_int_equal(s.answers->items[HORIZON].chosen, 2);
    assert_false(s.scored->outcomes[0].missing);
    assert_int_equal(s.scored->outcomes[0].level, 1);
    assert_int_equal(s.scored->outcomes[0].score.num, 30);
    assert_true(s.scored->raised[0]);
    assert_false(s.scored->raised[1]);
    assert_true(str_eq(s.texts.steps, sent->texts.steps));
    assert_int_equal(s.scored->n_steps, 6);
    assert_int_equal(s.scored->steps[0].kind, FORM_SCORE);
    assert_int_equal(s.scored->steps[0].line, 11);
    assert_str(s.scored->steps[0].name, "tolerance");
    assert_str(s.scored->steps[0].formula, "horizon + reaction");
    assert_str(s.scored->steps[0].put_in, "20 + 10");
    assert_str(s.scored->steps[0].value, "30");
    assert_int_equal(s.scored->steps[2].depth, 1);
    assert_true(s.scored->steps[4].applied);
    assert_false(s.scored->steps[5].applied);
}

/* X3: what is stored can be worked out again from answers and definition alone. */
static void a_score_can_be_replayed(void **state)
{
    struct job j = filled(*state);
    prepare(&j);
    send(&j);
    struct submission s = find(&j);
    struct submission *again = submission_of_answers(j.f->arena, s.definition, s.answers);
    assert_non_null(again);
    assert_true(str_eq(again->texts.levels, s.texts.levels));
    assert_true(str_eq(again->texts.alerts, s.texts.alerts));
    assert_true(str_eq(again->texts.steps, s.texts.steps));
    assert_true(str_eq(again->texts.answers, s.texts.answers));
}

static void sending_twice_is_sending_once(void **state)
{
    struct job j = filled(*state);
    prepare(&j);
    struct str reference = j.submission->reference;
    assert_int_equal(send(&j), STORE_OK);
    j.submission->reference = submission_reference(&j.f->app, j.f->arena);
    assert_int_equal(send(&j), STORE_CONFLICT);
    assert_true(str_eq(find(&j).reference, reference));
    assert_int_equal(ask(&j, "SELECT count(*) FROM submission"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM outbox"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM profile"), 1);
    assert_int_equal(type(&j, AGE, "40"), STORE_NONE);
}

struct clicker {
    struct job job;
    pthread_t thread;
    enum store_status got;
};

static void *click(void *context)
{
    struct clicker *c = context;
    c->got = send(&c->job);
    return NULL;
}

static void a_hundred_clicks_make_one_submission(void **state)
{
    enum { CLICKS = 100 };
    struct job j = filled(*state);
    struct clicker clickers[CLICKS];
    int won = 0;
    for (size_t i = 0; i < CLICKS; i++) {
        prepare(&j);
        clickers[i].job = j;
    }
    for (size_t i = 0; i < CLICKS; i++)
        pthread_create(&clickers[i].thread, NULL, click, &clickers[i]);
    for (size_t i = 0; i < CLICKS; i++) {
        pthread_join(clickers[i].thread, NULL);
        assert_true(clickers[i].got == STORE_OK || clickers[i].got == STORE_CONFLICT);
        won += clickers[i].got == STORE_OK;
    }
    assert_int_equal(won, 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM submission"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM outbox"), 1);
}

static void what_was_saved_meanwhile_is_not_passed_over(void **state)
{
    struct job j = filled(*state);
    prepare(&j);
    type(&j, AGE, "30");
    assert_int_equal(send(&j), STORE_NONE);
    assert_int_equal(ask(&j, "SELECT count(*) FROM submission"), 0);
    prepare(&j);
    assert_int_equal(send(&j), STORE_OK);
}

static void a_mail_that_cannot_be_kept_keeps_the_submission_back(void **state)
{
    struct job j = filled(*state);
    prepare(&j);
    j.mails[1] = j.mails[0]; /* the same id */
    j.n_mails = 2;
    assert_int_equal(send(&j), STORE_CONFLICT);
    assert_int_equal(ask(&j, "SELECT count(*) FROM submission"), 0);
    assert_int_equal(ask(&j, "SELECT count(*) FROM profile"), 0);
    assert_int_equal(ask(&j, "SELECT count(*) FROM assignment WHERE state = 'in_progress'"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM draft WHERE answers <> ''"), 1);
}

static void filled_in_with_the_adviser_it_says_so(void **state)
{
    struct job j = filled(*state);
    prepare(&j);
    j.submission->author = fixture_member(j.f, "paul@cabinet.example");
    assert_int_equal(send(&j), STORE_OK);
    assert_int_equal(
        ask(&j, "SELECT count(*) FROM profile WHERE origin = 'questionnaire' AND author IS NOT NULL"), 1);
}

/* ---- the histories ---- */

static void histories_can_only_grow(void **state)
{
    static const char *const attempts[] = {
        "UPDATE submission SET answers = ''",
        "DELETE FROM submission",
        "UPDATE profile SET levels = 'profil=prudent 0 prudent'",
        "DELETE FROM profile",
        "UPDATE event SET detail = ''",
        "DELETE FROM event",
        "UPDATE definition_line SET declaration = 'x'",
    };
    struct job j = filled(*state);
    prepare(&j);
    send(&j);
    const char *path = fixture_copy(j.f);
    for (size_t i = 0; i < sizeof(attempts) / sizeof(*attempts); i++) {
        if (fixture_try(path, attempts[i]))
            fail_msg("let through: %s", attempts[i]);
    }
}

/* Sends a second questionnaire of the same client. */
static void send_another(struct job *j)
{
    assert_int_equal(store_write(j->f->app.store, create, j), STORE_OK);
    type(j, HORIZON, "court");
    type(j, REACTION, "vend");
    type(j, AGE, "95");
    prepare(j);
    assert_int_equal(send(j), STORE_OK);
}

static struct store *reopen(struct job *j, const char *sql)
{
    struct str path = arena_printf(j->f->arena, "%s/store.db", j->f->folder);
    struct store_settings settings = {.folder = j->f->folder, .readers = 2};
    store_close(j->f->app.store);
    fixture_execute(path.p, sql);
    j->f->app.store = store_open(&settings, j->f->diags);
    assert_non_null(j->f->app.store);
    return j->f->app.store;
}

/* What verification finds, as `table/column`, separated by blanks; of the definition only that of the
 * fixture, whose version is no hash, is left out. */
struct found {
    struct buf text;
};

static void note(void *context, const struct finding *finding)
{
    struct found *found = context;
    if (!str_starts(str_from(finding->table), STR("definition")))
        buf_addf(&found->text, "%s%s/%s", found->text.n > 0 ? " " : "", finding->table, finding->column);
}

static void count(void *context)
{
    (void)context;
}

static const char *verify(struct job *j)
{
    struct found found;
    struct verify_counts counts;
    buf_init(&found.text, 4096);
    struct findings findings = {.add = note, .row = count, .context = &found};
    struct store_db *db = store_borrow(j->f->app.store);
    assert_int_equal(verify_run(db, NULL, &findings, &counts), STORE_OK);
    store_release(j->f->app.store, db);
    const char *text = arena_str(j->f->arena, buf_str(&found.text)).p;
    buf_release(&found.text);
    return text;
}

static void a_history_is_listed_newest_first_and_holds(void **state)
{
    struct job j = filled(*state);
    prepare(&j);
    send(&j);
    send_another(&j);
    struct profiles list;
    struct str level;
    struct str result;
    struct store_db *db = store_borrow(j.f->app.store);
    assert_int_equal(profile_list(db, j.f->arena, j.client, &list), STORE_OK);
    assert_int_equal(list.count, 2);
    store_release(j.f->app.store, db);
    assert_int_equal(list.items[0].number, 2);
    assert_int_equal(list.items[1].origin, PROFILE_REMOTE);
    struct str levels = list.items[0].levels;
    assert_true(profile_next_level(&levels, &result, &level));
    assert_str(result, "profil");
    assert_str(level, "prudent");
    assert_false(profile_next_level(&levels, &result, &level));
    assert_string_equal(verify(&j), "");
}

static void tampering_shows(void **state)
{
    struct job j = filled(*state);
    prepare(&j);
    send(&j);
    send_another(&j);
    reopen(&j, "DROP TRIGGER profile_stays; UPDATE profile SET levels = 'profil=dynamique 30 dynamique' "
               "WHERE number = 2");
    assert_string_equal(verify(&j), "profile/hash");
    reopen(&j, "DROP TRIGGER profile_remains; DELETE FROM profile WHERE number = 1");
    assert_string_equal(verify(&j), "profile/number profile/hash profile/submission event/action");
    reopen(&j, "DROP TRIGGER event_stays; UPDATE event SET at = at + 1 WHERE number = 3");
    assert_non_null(strstr(verify(&j), "event/hash"));
    reopen(&j, "DROP TRIGGER submission_stays; UPDATE submission SET answers = replace(answers, 'age=95', "
               "'age=50')");
    assert_non_null(strstr(verify(&j), "submission/"));
}

/* ---- visitors ---- */

struct visit {
    struct fixture *f;
    struct visitor visitor;
    struct token token;
    struct outgoing mail;
};

static enum store_status keep_work(struct store_db *db, void *context)
{
    struct visit *v = context;
    return visitor_keep(db, &v->visitor, &v->token, &v->mail);
}

static struct form_answers *answers_of(struct fixture *f, const char *horizon, const char *age)
{
    const char *const typed[QUESTIONS] = {
        [HORIZON] = horizon, [REACTION] = "attend", [AGE] = age, [PROJET] = "Mer"};
    const struct form *form = definition(f)->form;
    struct form_answers *answers = form_answers_new(f->arena, form, TODAY);
    for (size_t i = 0; i < QUESTIONS; i++) {
        const struct str text = str_from(typed[i]);
        answers->items[i] =
            form_answer_read(f->arena, &form->questions[i], (struct form_raw){&text, 1}, TODAY);
    }
    return answers;
}

static struct visit new_visit(struct fixture *f, const char *key)
{
    return (struct visit){.f = f,
                          .visitor = {.id = id_new(f->arena),
                                      .key = str_from(key),
                                      .email = STR("visitor@example.org"),
                                      .language = STR("fr"),
                                      .definition = definition(f),
                                      .answers = answers_of(f, "court", "50"),
                                      .created_at = fixture_now},
                          .token = token_make(&f->app, f->arena),
                          .mail = mail_to(f, "visitor@example.org")};
}

static enum store_status find_visitor(struct visit *v, struct visitor *out)
{
    struct store_db *db = store_borrow(v->f->app.store);
    struct visitor_claim claim = {v->token.text, fixture_now, STR("Europe/Paris")};
    enum store_status status = visitor_find(db, v->f->arena, &claim, out);
    store_release(v->f->app.store, db);
    return status;
}

static void a_visitor_confirms_and_it_becomes_a_submission(void **state)
{
    struct fixture *f = *state;
    struct visit v = new_visit(f, "k1");
    struct visitor found;
    assert_int_equal(store_write(f->app.store, keep_work, &v), STORE_OK);
    assert_int_equal(find_visitor(&v, &found), STORE_OK);
    assert_false(found.confirmed);
    struct job j = {.f = f, .assignment = {.id = found.id}};
    j.submission = submission_of_answers(f->arena, found.definition, found.answers);
    assert_non_null(j.submission);
    assert_str(j.submission->texts.hidden, "projet=Mer\n");
    j.submission->id = found.id;
    j.submission->reference = submission_reference(&f->app, f->arena);
    j.submission->email = found.email;
    j.submission->language = found.language;
    j.submission->sent_at = fixture_now;
    assert_int_equal(send(&j), STORE_OK);
    assert_int_equal(send(&j), STORE_CONFLICT);
    assert_int_equal(find_visitor(&v, &found), STORE_OK);
    assert_true(found.confirmed);
    assert_str(find(&j).email, "visitor@example.org");
    assert_int_equal(ask(&j, "SELECT count(*) FROM submission WHERE client IS NULL"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM public_submission WHERE answers = ''"), 1);
}

/* Half past midnight in Paris is the day before in UTC: "today" was an answer, and must stay one. */
static void a_visitors_answers_are_of_the_firms_day(void **state)
{
    enum { DAY = 24 * 3600, HALF_PAST_ELEVEN_UTC = 23 * 3600 + 1800 };
    struct fixture *f = *state;
    struct visitor found;
    fixture_now = fixture_now / DAY * DAY + HALF_PAST_ELEVEN_UTC;
    struct visit v = new_visit(f, "k1");
    assert_int_equal(store_write(f->app.store, keep_work, &v), STORE_OK);
    assert_int_equal(find_visitor(&v, &found), STORE_OK);
    assert_int_equal(found.answers->today, fixture_now / DAY + 1);
}

static void a_visitors_form_sent_twice_is_kept_once(void **state)
{
    struct fixture *f = *state;
    struct visit v = new_visit(f, "k1");
    assert_int_equal(store_write(f->app.store, keep_work, &v), STORE_OK);
    struct visit again = new_visit(f, "k1");
    assert_int_equal(store_write(f->app.store, keep_work, &again), STORE_OK);
    again.visitor.answers = answers_of(f, "court", "51");
    assert_int_equal(store_write(f->app.store, keep_work, &again), STORE_CONFLICT);
    struct job j = {.f = f};
    assert_int_equal(ask(&j, "SELECT count(*) FROM public_submission"), 1);
    assert_int_equal(ask(&j, "SELECT count(*) FROM outbox"), 1);
}

static enum store_status sweep(struct store_db *db, void *context)
{
    (void)context;
    return visitor_sweep(db, fixture_now);
}

static void what_is_not_confirmed_goes(void **state)
{
    struct fixture *f = *state;
    struct visit v = new_visit(f, "k1");
    struct visitor found;
    store_write(f->app.store, keep_work, &v);
    fixture_now += VISITOR_LIFE;
    assert_int_equal(find_visitor(&v, &found), STORE_NONE);
    fixture_now++;
    assert_int_equal(store_write(f->app.store, sweep, NULL), STORE_OK);
    struct job j = {.f = f};
    assert_int_equal(ask(&j, "SELECT count(*) FROM public_submission"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_incomplete_draft_is_not_prepared),
        TEST(what_is_laid_out_can_be_read_by_people),
        TEST(sending_writes_everything_at_once),
        TEST(a_submission_is_found_as_it_was),
        TEST(a_score_can_be_replayed),
        TEST(sending_twice_is_sending_once),
        TEST(a_hundred_clicks_make_one_submission),
        TEST(what_was_saved_meanwhile_is_not_passed_over),
        TEST(a_mail_that_cannot_be_kept_keeps_the_submission_back),
        TEST(filled_in_with_the_adviser_it_says_so),
        TEST(histories_can_only_grow),
        TEST(a_history_is_listed_newest_first_and_holds),
        TEST(tampering_shows),
        TEST(a_visitor_confirms_and_it_becomes_a_submission),
        TEST(a_visitors_answers_are_of_the_firms_day),
        TEST(a_visitors_form_sent_twice_is_kept_once),
        TEST(what_is_not_confirmed_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
