#include "account/account.h"

#include <pthread.h>
#include <sodium.h>

#include "account/throttle.h"
#include "post/outbox.h"
#include "store/fixture.h"
#include "store/id.h"

/* A write with everything a test may need. */
struct job {
    struct fixture *f;
    struct str client;
    struct account account;
    struct token token;
    enum token_purpose purpose;
    struct password_hash hash;
};

static enum store_status open_account(struct store_db *db, void *context)
{
    struct job *j = context;
    return account_open(db, j->f->arena, j->client, fixture_now, &j->account);
}

static enum store_status put_token(struct store_db *db, void *context)
{
    struct job *j = context;
    return token_put(db, &j->token, j->purpose, j->account.id, fixture_now);
}

/* What the activation page does. */
static enum store_status choose_password(struct store_db *db, void *context)
{
    struct job *j = context;
    struct token_claim claim = {.text = j->token.text, .purpose = j->purpose, .now = fixture_now};
    enum store_status status = token_use(db, &claim);
    return status == STORE_OK ? account_set_password(db, j->account.id, &j->hash, fixture_now) : status;
}

static enum store_status run(struct job *j, store_work *work)
{
    return store_write(j->f->app.store, work, j);
}

static struct job client_job(struct fixture *f, const char *email)
{
    struct job j = {.f = f, .client = fixture_client(f, fixture_member(f, "claire@cabinet.example"), email)};
    assert_int_equal(run(&j, open_account), STORE_OK);
    return j;
}

static void give_token(struct job *j, enum token_purpose purpose)
{
    j->token = token_make(&j->f->app, j->f->arena);
    j->purpose = purpose;
    assert_int_equal(run(j, put_token), STORE_OK);
}

static void give_password(struct job *j, const char *password)
{
    give_token(j, TOKEN_RESET);
    assert_int_equal(password_make(j->f->app.passwords, str_from(password), &j->hash), HASHING_RIGHT);
    assert_int_equal(run(j, choose_password), STORE_OK);
}

static enum token_state look(struct job *j, struct str text, enum token_purpose purpose)
{
    struct account account;
    struct token_claim claim = {.text = text, .purpose = purpose, .now = fixture_now};
    struct store_db *db = store_borrow(j->f->app.store);
    enum token_state state = token_look(db, j->f->arena, &claim, &account);
    store_release(j->f->app.store, db);
    if (state != TOKEN_UNKNOWN)
        assert_true(str_eq(account.id, j->account.id));
    return state;
}

static struct sign_in_result sign_in(struct fixture *f, const char *email, const char *password)
{
    return account_sign_in(&f->app, f->arena, str_from(email), str_from(password), DOOR_CLIENT);
}

/* ---- accounts ---- */

static void an_account_is_opened_once(void **state)
{
    struct job j = client_job(*state, "Emilie@Example.org");
    struct str id = j.account.id;
    assert_str(j.account.email, "emilie@example.org");
    assert_int_equal(j.account.door, DOOR_CLIENT);
    assert_false(j.account.has_password);
    assert_int_equal(run(&j, open_account), STORE_OK);
    assert_true(str_eq(j.account.id, id));
}

static void an_address_opens_one_account_only(void **state)
{
    struct fixture *f = *state;
    struct job j = client_job(f, "emilie@example.org");
    j.client = fixture_client(f, fixture_member(f, "two@cabinet.example"), "EMILIE@example.org");
    assert_int_equal(run(&j, open_account), STORE_CONFLICT);
    j.client = STR("nobody");
    assert_int_equal(run(&j, open_account), STORE_NONE);
}

static void a_member_has_an_account_from_the_start(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct str id = fixture_member(f, "claire@cabinet.example");
    struct store_db *db = store_borrow(f->app.store);
    assert_int_equal(account_find_by_owner(db, f->arena, id, &account), STORE_OK);
    assert_int_equal(account.door, DOOR_MEMBER);
    assert_true(str_eq(account.owner, id));
    assert_int_equal(account_find_by_email(db, f->arena, STR("Claire@cabinet.example "), &account), STORE_OK);
    assert_int_equal(account_find(db, f->arena, account.id, &account), STORE_OK);
    store_release(f->app.store, db);
}

/* ---- links ---- */

static void a_link_works_once_and_for_its_purpose(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_token(&j, TOKEN_ACTIVATION);
    assert_int_equal(look(&j, j.token.text, TOKEN_ACTIVATION), TOKEN_GOOD);
    assert_int_equal(look(&j, j.token.text, TOKEN_ACTIVATION), TOKEN_GOOD);
    assert_int_equal(look(&j, j.token.text, TOKEN_RESET), TOKEN_UNKNOWN);
    assert_int_equal(look(&j, STR("short"), TOKEN_ACTIVATION), TOKEN_UNKNOWN);
    assert_int_equal(run(&j, choose_password), STORE_OK);
    assert_int_equal(look(&j, j.token.text, TOKEN_ACTIVATION), TOKEN_USED);
    assert_int_equal(run(&j, choose_password), STORE_NONE);
}

static void a_newer_link_voids_the_older(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_token(&j, TOKEN_ACTIVATION);
    struct str older = j.token.text;
    give_token(&j, TOKEN_ACTIVATION);
    assert_int_equal(look(&j, older, TOKEN_ACTIVATION), TOKEN_VOID);
    assert_int_equal(look(&j, j.token.text, TOKEN_ACTIVATION), TOKEN_GOOD);
}

static enum store_status put_mail(struct store_db *db, void *context)
{
    const struct job *j = context;
    struct outgoing mail = {.id = STR("00000000000000000000000000"),
                            .kind = STR("reset"),
                            .to = STR("emilie@example.org"),
                            .message_id = STR("x@cabinet.example"),
                            .mime = STR("Subject: x\r\n\r\ny\r\n"),
                            .token_hash = j->token.hash};
    return outbox_put(db, &mail, fixture_now);
}

static enum store_status note_acceptance(struct store_db *db, void *context)
{
    (void)context;
    struct wire report = {.id = "00000000000000000000000000", .delivery = DELIVERY_ACCEPTED};
    return outbox_note(db, &report, fixture_now);
}

/* A mail server that is away for hours costs nobody the link. */
static void a_link_lives_from_when_its_mail_was_accepted(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_token(&j, TOKEN_RESET);
    assert_int_equal(run(&j, put_mail), STORE_OK);
    fixture_now += 3 * TOKEN_RESET_LIFE;
    assert_int_equal(look(&j, j.token.text, TOKEN_RESET), TOKEN_EXPIRED);
    assert_int_equal(run(&j, note_acceptance), STORE_OK);
    fixture_now += TOKEN_RESET_LIFE - 1;
    assert_int_equal(look(&j, j.token.text, TOKEN_RESET), TOKEN_GOOD);
    fixture_now++;
    assert_int_equal(look(&j, j.token.text, TOKEN_RESET), TOKEN_EXPIRED);
}

static void links_die_in_time(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_token(&j, TOKEN_ACTIVATION);
    struct str activation = j.token.text;
    give_token(&j, TOKEN_RESET);
    fixture_now += TOKEN_RESET_LIFE - 1;
    assert_int_equal(look(&j, j.token.text, TOKEN_RESET), TOKEN_GOOD);
    fixture_now++;
    assert_int_equal(look(&j, j.token.text, TOKEN_RESET), TOKEN_EXPIRED);
    assert_int_equal(run(&j, choose_password), STORE_NONE);
    fixture_now = FIXTURE_NOW + TOKEN_ACTIVATION_LIFE;
    assert_int_equal(look(&j, activation, TOKEN_ACTIVATION), TOKEN_EXPIRED);
}

static void the_store_has_no_token_that_opens_anything(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_token(&j, TOKEN_ACTIVATION);
    struct str copy = test_read_file(fixture_copy(j.f));
    assert_true(str_find(copy, j.token.text) < 0);
    assert_true(str_find(copy, j.token.hash) >= 0);
}

static int compare_texts(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Of each of the 256 bits about half are set: within six standard deviations of 100,000 throws of a coin. */
static void links_cannot_be_guessed(void **state)
{
    enum { TOKENS = 100000, MIDDLE = TOKENS / 2, SIX_DEVIATIONS = 950 };
    struct fixture *f = *state;
    struct str *texts = ARENA_ARRAY(f->arena, struct str, TOKENS);
    int set[256] = {0};
    for (size_t i = 0; i < TOKENS; i++) {
        struct token token = token_make(&f->app, f->arena);
        unsigned char bytes[32];
        size_t n = 0;
        texts[i] = token.text;
        assert_int_equal(sodium_base642bin(bytes, sizeof(bytes), token.text.p, token.text.n, NULL, &n, NULL,
                                           sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                         0);
        assert_int_equal(n, sizeof(bytes));
        for (size_t bit = 0; bit < 256; bit++)
            set[bit] += bytes[bit / 8] >> bit % 8 & 1;
    }
    for (size_t bit = 0; bit < 256; bit++)
        assert_in_range(set[bit], MIDDLE - SIX_DEVIATIONS, MIDDLE + SIX_DEVIATIONS);
    qsort(texts, TOKENS, sizeof(*texts), compare_texts);
    for (size_t i = 1; i < TOKENS; i++)
        assert_false(str_eq(texts[i - 1], texts[i]));
}

struct racer {
    struct job job;
    pthread_t thread;
    enum store_status got;
};

static void *race(void *context)
{
    struct racer *r = context;
    r->got = run(&r->job, choose_password);
    return NULL;
}

static void of_fifty_at_once_one_wins(void **state)
{
    enum { RACERS = 50 };
    struct job j = client_job(*state, "emilie@example.org");
    struct racer racers[RACERS];
    int won = 0;
    give_token(&j, TOKEN_ACTIVATION);
    for (size_t i = 0; i < RACERS; i++) {
        racers[i].job = j;
        racers[i].job.hash.hash[0] = (unsigned char)i;
        pthread_create(&racers[i].thread, NULL, race, &racers[i]);
    }
    for (size_t i = 0; i < RACERS; i++) {
        pthread_join(racers[i].thread, NULL);
        won += racers[i].got == STORE_OK;
        assert_true(racers[i].got == STORE_OK || racers[i].got == STORE_NONE);
    }
    assert_int_equal(won, 1);
}

static enum store_status begin_session(struct store_db *db, void *context)
{
    struct job *j = context;
    return store_run(db, SQL_SESSION_INSERT,
                     STORE_ARGS(arg_blob(j->token.hash), arg_text(j->account.id), arg_int(fixture_now)));
}

static void a_new_password_ends_sessions_and_voids_links(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_token(&j, TOKEN_ACTIVATION);
    struct str activation = j.token.text;
    assert_int_equal(run(&j, begin_session), STORE_OK);
    give_password(&j, "first password");
    assert_int_equal(look(&j, activation, TOKEN_ACTIVATION), TOKEN_VOID);
    assert_int_equal(fixture_number(fixture_copy(j.f), "SELECT count(*) FROM session"), 0);
    assert_int_equal(
        fixture_number(fixture_copy(j.f), "SELECT count(*) FROM event WHERE action = 'password'"), 1);
}

static enum store_status count_request(struct store_db *db, void *context)
{
    return account_count_request(db, *(struct str *)context, fixture_now);
}

static void known_and_unknown_addresses_may_ask_three_times_an_hour(void **state)
{
    struct fixture *f = *state;
    client_job(f, "emilie@example.org");
    struct str addresses[] = {STR("emilie@example.org"), STR("nobody@example.org")};
    for (size_t i = 0; i < 2; i++) {
        for (int k = 0; k < 3; k++)
            assert_int_equal(store_write(f->app.store, count_request, &addresses[i]), STORE_OK);
        assert_int_equal(store_write(f->app.store, count_request, &addresses[i]), STORE_NONE);
    }
    fixture_now += 3600;
    assert_int_equal(store_write(f->app.store, count_request, &addresses[0]), STORE_OK);
}

/* ---- signing in ---- */

static void only_the_right_password_signs_in(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    assert_int_equal(sign_in(j.f, "emilie@example.org", "").outcome, SIGN_IN_WRONG);
    give_password(&j, "right password");
    struct sign_in_result r = sign_in(j.f, " EMILIE@example.org", "right password");
    assert_int_equal(r.outcome, SIGN_IN_RIGHT);
    assert_true(str_eq(r.account.owner, j.client));
    assert_int_equal(sign_in(j.f, "emilie@example.org", "wrong password").outcome, SIGN_IN_WRONG);
    assert_int_equal(sign_in(j.f, "nobody@example.org", "right password").outcome, SIGN_IN_WRONG);
    r = account_sign_in(&j.f->app, j.f->arena, STR("emilie@example.org"), STR("right password"), DOOR_MEMBER);
    assert_int_equal(r.outcome, SIGN_IN_OTHER_DOOR);
}

static void known_and_unknown_addresses_are_blocked_alike_and_the_owner_is_warned_once(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_password(&j, "right password");
    for (int failures = 1; failures <= 12; failures++) {
        struct sign_in_result known = sign_in(j.f, "emilie@example.org", "wrong password");
        struct sign_in_result unknown = sign_in(j.f, "nobody@example.org", "wrong password");
        assert_int_equal(known.outcome, SIGN_IN_WRONG);
        assert_int_equal(unknown.outcome, SIGN_IN_WRONG);
        assert_int_equal(known.warn_owner, failures == 10);
        assert_false(unknown.warn_owner);
        if (failures < 5)
            continue;
        known = sign_in(j.f, "emilie@example.org", "right password");
        unknown = sign_in(j.f, "nobody@example.org", "right password");
        assert_int_equal(known.outcome, SIGN_IN_LATER);
        assert_int_equal(unknown.outcome, SIGN_IN_LATER);
        assert_int_equal(known.retry_after, unknown.retry_after);
        fixture_now += known.retry_after;
    }
}

static void a_reset_lets_in_who_was_blocked(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_password(&j, "old password");
    for (int i = 0; i < 5; i++)
        sign_in(j.f, "emilie@example.org", "guess");
    struct sign_in_result r = sign_in(j.f, "emilie@example.org", "old password");
    assert_int_equal(r.outcome, SIGN_IN_LATER);
    assert_int_equal(r.retry_after, 60);
    give_password(&j, "new password");
    assert_int_equal(sign_in(j.f, "emilie@example.org", "old password").outcome, SIGN_IN_WRONG);
    assert_int_equal(sign_in(j.f, "emilie@example.org", "new password").outcome, SIGN_IN_RIGHT);
}

static void no_memory_for_the_hash_counts_nothing(void **state)
{
    struct job j = client_job(*state, "emilie@example.org");
    give_password(&j, "right password");
    passwords_set_cost(j.f->app.passwords, 1, INT64_C(1) << 50);
    for (int i = 0; i < 10; i++)
        assert_int_equal(sign_in(j.f, "nobody@example.org", "x").outcome, SIGN_IN_BUSY);
}

static void a_member_who_left_does_not_sign_in(void **state)
{
    struct fixture *f = *state;
    struct job j = {.f = f};
    struct str id = fixture_member(f, "claire@cabinet.example");
    struct store_db *db = store_borrow(f->app.store);
    assert_int_equal(account_find_by_owner(db, f->arena, id, &j.account), STORE_OK);
    store_release(f->app.store, db);
    give_password(&j, "right password");
    struct sign_in_result r =
        account_sign_in(&f->app, f->arena, STR("claire@cabinet.example"), STR("right password"), DOOR_MEMBER);
    assert_int_equal(r.outcome, SIGN_IN_RIGHT);
    struct str path = arena_printf(f->arena, "%s/store.db", f->folder);
    store_close(f->app.store);
    fixture_execute(path.p, "UPDATE member SET closed_at = 1");
    struct store_settings settings = {.folder = f->folder, .readers = 2};
    f->app.store = store_open(&settings, f->diags);
    r = account_sign_in(&f->app, f->arena, STR("claire@cabinet.example"), STR("right password"), DOOR_MEMBER);
    assert_int_equal(r.outcome, SIGN_IN_WRONG);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_account_is_opened_once),
        TEST(an_address_opens_one_account_only),
        TEST(a_member_has_an_account_from_the_start),
        TEST(a_link_works_once_and_for_its_purpose),
        TEST(a_newer_link_voids_the_older),
        TEST(a_link_lives_from_when_its_mail_was_accepted),
        TEST(links_die_in_time),
        TEST(the_store_has_no_token_that_opens_anything),
        TEST(links_cannot_be_guessed),
        TEST(of_fifty_at_once_one_wins),
        TEST(a_new_password_ends_sessions_and_voids_links),
        TEST(known_and_unknown_addresses_may_ask_three_times_an_hour),
        TEST(only_the_right_password_signs_in),
        TEST(known_and_unknown_addresses_are_blocked_alike_and_the_owner_is_warned_once),
        TEST(a_reset_lets_in_who_was_blocked),
        TEST(no_memory_for_the_hash_counts_nothing),
        TEST(a_member_who_left_does_not_sign_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
