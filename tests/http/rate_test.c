#include "lib/test.h"

#include "http/rate.h"

static struct arena *arena;
static struct rate *rate;

static int begin(void **state)
{
    (void)state;
    unsigned char secret[KEY_BYTES] = {7};
    arena = arena_new();
    rate = rate_new(keys_from(arena, secret));
    return 0;
}

static int end(void **state)
{
    (void)state;
    rate_free(rate);
    arena_free(arena);
    return 0;
}

static int ask(const char *address, uint32_t page, int64_t milliseconds)
{
    struct rate_request request = {
        .address = str_from(address), .page = page, .times = 10, .period = 60, .milliseconds = milliseconds};
    return rate_wait(rate, &request);
}

static void a_minute_s_worth_may_come_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        assert_int_equal(ask("192.0.2.1", 1, 1000000), 0);
    assert_int_equal(ask("192.0.2.1", 1, 1000000), 6);
    assert_int_equal(ask("192.0.2.1", 1, 1005000), 1);
    assert_int_equal(ask("192.0.2.1", 1, 1006000), 0);
    assert_int_equal(ask("192.0.2.1", 1, 1006000), 6);
}

static void who_is_refused_does_not_wait_longer_for_asking(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        assert_int_equal(ask("192.0.2.1", 1, 1000000), 0);
    for (int i = 0; i < 100; i++)
        assert_int_equal(ask("192.0.2.1", 1, 1000000), 6);
    assert_int_equal(ask("192.0.2.1", 1, 1006000), 0);
}

static void addresses_and_pages_count_apart(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        assert_int_equal(ask("192.0.2.1", 1, 1000000), 0);
    assert_int_equal(ask("192.0.2.2", 1, 1000000), 0);
    assert_int_equal(ask("192.0.2.1", 2, 1000000), 0);
}

static void an_ipv6_network_counts_as_one(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        assert_int_equal(ask("2001:db8:1:2::1", 1, 1000000), 0);
    assert_int_not_equal(ask("2001:db8:1:2:3:4:5:6", 1, 1000000), 0);
    assert_int_equal(ask("2001:db8:1:3::1", 1, 1000000), 0);
    for (int i = 0; i < 10; i++)
        assert_int_equal(ask("fe80::1", 1, 1000000), 0);
    assert_int_not_equal(ask("fe80:0:0:0:a:b:c:d", 1, 1000000), 0);
    assert_int_not_equal(ask("fe80::", 1, 1000000), 0);
    assert_int_equal(ask("fe80::1:2:3:4:5", 1, 1000000), 0);
    assert_int_equal(ask("::1", 1, 1000000), 0);
    assert_int_equal(ask("::", 1, 1000000), 0);
    assert_int_equal(ask("garbage:::::::::::::::::::::::::::::::", 1, 1000000), 0);
}

static void a_flood_of_addresses_is_survived(void **state)
{
    (void)state;
    char address[32];
    for (int i = 0; i < 200000; i++) {
        snprintf(address, sizeof address, "10.%d.%d.%d", i >> 16, (i >> 8) & 255, i & 255);
        assert_int_equal(ask(address, 1, 1000000), 0);
    }
}

static void no_limit_is_no_limit(void **state)
{
    (void)state;
    struct rate_request request = {.address = STR("192.0.2.1")};
    for (int i = 0; i < 1000; i++)
        assert_int_equal(rate_wait(rate, &request), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_minute_s_worth_may_come_at_once, begin, end),
        cmocka_unit_test_setup_teardown(who_is_refused_does_not_wait_longer_for_asking, begin, end),
        cmocka_unit_test_setup_teardown(addresses_and_pages_count_apart, begin, end),
        cmocka_unit_test_setup_teardown(an_ipv6_network_counts_as_one, begin, end),
        cmocka_unit_test_setup_teardown(a_flood_of_addresses_is_survived, begin, end),
        cmocka_unit_test_setup_teardown(no_limit_is_no_limit, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
