#include "account/throttle.h"

#include "store/fixture.h"

enum { START = FIXTURE_NOW };

static int64_t retry;

static bool take(struct throttle *t, int64_t now)
{
    return throttle_take(t, THROTTLE_SIGN_IN, now, &retry);
}

/* Fails so often in a row, each as soon as it is allowed; gives the time of the last. */
static int64_t fail_times(struct throttle *t, int64_t now, int times)
{
    for (int i = 0; i < times; i++) {
        while (!take(t, now))
            now += retry;
    }
    return now;
}

static void five_tries_are_free_then_waiting_doubles(void **state)
{
    (void)state;
    static const int64_t waits[] = {60, 120, 240, 480, 900, 900};
    struct throttle t = {.since = START};
    int64_t now = fail_times(&t, START, 5);
    assert_int_equal(now, START);
    for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
        assert_false(take(&t, now));
        assert_int_equal(retry, waits[i]);
        assert_false(take(&t, now + waits[i] - 1));
        now += waits[i];
        assert_true(take(&t, now));
    }
}

static void no_more_than_25_in_a_day(void **state)
{
    (void)state;
    struct throttle t = {.since = START};
    int64_t now = fail_times(&t, START, 25);
    assert_true(now < START + THROTTLE_DAY);
    assert_false(take(&t, now + THROTTLE_LONGEST_WAIT));
    assert_int_equal(now + THROTTLE_LONGEST_WAIT + retry, START + THROTTLE_DAY);
    assert_true(take(&t, START + THROTTLE_DAY));
}

static void after_a_hundred_in_a_row_only_a_reset_helps(void **state)
{
    (void)state;
    struct throttle t = {.since = START};
    int64_t now = fail_times(&t, START, 100);
    assert_true(now > START + 3 * THROTTLE_DAY);
    assert_false(take(&t, now + 365 * THROTTLE_DAY));
}

static void a_clock_set_back_blocks_nobody_for_long(void **state)
{
    (void)state;
    struct throttle t = {.since = START};
    fail_times(&t, START + 10 * THROTTLE_DAY, 8);
    assert_false(take(&t, START));
    assert_true(retry <= THROTTLE_LONGEST_WAIT);
    assert_true(take(&t, START + THROTTLE_LONGEST_WAIT));
}

static void three_mails_an_hour(void **state)
{
    (void)state;
    struct throttle t = {.since = START};
    for (int i = 0; i < 3; i++)
        assert_true(throttle_take(&t, THROTTLE_REQUEST, START + i, &retry));
    assert_false(throttle_take(&t, THROTTLE_REQUEST, START + 10, &retry));
    assert_int_equal(retry, THROTTLE_HOUR - 10);
    assert_true(throttle_take(&t, THROTTLE_REQUEST, START + THROTTLE_HOUR, &retry));
}

/* ---- in the store ---- */

static enum store_status try_once(struct store_db *db, void *context)
{
    return throttle_try(db, context);
}

static enum store_status try_for(struct fixture *f, const char *email, struct throttle_try *t)
{
    *t = (struct throttle_try){.kind = THROTTLE_SIGN_IN, .email = str_from(email), .now = fixture_now};
    return store_write(f->app.store, try_once, t);
}

static enum store_status succeed(struct store_db *db, void *context)
{
    return throttle_succeed(db, str_from(context));
}

static enum store_status give_back(struct store_db *db, void *context)
{
    return throttle_give_back(db, str_from(context));
}

static enum store_status forget(struct store_db *db, void *context)
{
    return throttle_forget(db, str_from(context));
}

static void tries_are_counted_whatever_the_case_of_the_address(void **state)
{
    struct fixture *f = *state;
    static const char *const typed[] = {"a@b.example", "A@B.example", " a@b.example ", "a@b.EXAMPLE",
                                        "a@b.example"};
    struct throttle_try t;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(try_for(f, typed[i], &t), STORE_OK);
        assert_int_equal(t.failures, (int64_t)i + 1);
    }
    assert_int_equal(try_for(f, "a@b.example", &t), STORE_NONE);
    assert_int_equal(t.retry_after, 60);
    assert_int_equal(try_for(f, "other@b.example", &t), STORE_OK);
}

static void a_success_ends_the_row_but_not_the_day(void **state)
{
    struct fixture *f = *state;
    char email[] = "a@b.example";
    struct throttle_try t;
    for (int day = 0; day < 6; day++) {
        for (int i = 0; i < 4; i++)
            assert_int_equal(try_for(f, email, &t), STORE_OK);
        assert_int_equal(try_for(f, email, &t), STORE_OK);
        assert_int_equal(store_write(f->app.store, succeed, email), STORE_OK);
    }
    assert_int_equal(try_for(f, email, &t), STORE_OK);
    assert_int_equal(try_for(f, email, &t), STORE_NONE);
    assert_int_equal(t.retry_after, THROTTLE_DAY);
    assert_int_equal(store_write(f->app.store, forget, email), STORE_OK);
    assert_int_equal(try_for(f, email, &t), STORE_OK);
}

static void a_try_that_was_not_judged_does_not_count(void **state)
{
    struct fixture *f = *state;
    char email[] = "a@b.example";
    struct throttle_try t;
    for (int i = 0; i < 40; i++) {
        assert_int_equal(try_for(f, email, &t), STORE_OK);
        assert_int_equal(store_write(f->app.store, give_back, email), STORE_OK);
    }
    assert_int_equal(try_for(f, email, &t), STORE_OK);
    assert_int_equal(t.failures, 1);
}

static enum store_status sweep(struct store_db *db, void *context)
{
    (void)context;
    return throttle_sweep(db, fixture_now);
}

static void old_rows_are_swept_away(void **state)
{
    struct fixture *f = *state;
    struct throttle_try t;
    try_for(f, "old@b.example", &t);
    fixture_now += 31 * THROTTLE_DAY;
    try_for(f, "new@b.example", &t);
    assert_int_equal(store_write(f->app.store, sweep, NULL), STORE_OK);
    assert_int_equal(fixture_number(fixture_copy(f), "SELECT count(*) FROM throttle"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_tries_are_free_then_waiting_doubles),
        cmocka_unit_test(no_more_than_25_in_a_day),
        cmocka_unit_test(after_a_hundred_in_a_row_only_a_reset_helps),
        cmocka_unit_test(a_clock_set_back_blocks_nobody_for_long),
        cmocka_unit_test(three_mails_an_hour),
        TEST(tries_are_counted_whatever_the_case_of_the_address),
        TEST(a_success_ends_the_row_but_not_the_day),
        TEST(a_try_that_was_not_judged_does_not_count),
        TEST(old_rows_are_swept_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
