#include "lib/test.h"

#include "log.h"

static struct str line_of(struct str value)
{
    const char *path = test_tmp("log");
    unlink(path);
    struct log *log = log_open(path);
    assert_non_null(log);
    LOG_EVENT(log, LOG_LEVEL_WARNING, "test", LOG_TEXT("value", value), LOG_INT("n", -3));
    log_close(log);
    return test_read_file(path);
}

static void a_line_is_logfmt_in_utc(void **state)
{
    (void)state;
    struct str line = line_of(STR("/espace/q/*"));
    assert_true(str_starts(line, STR("time=20")));
    assert_int_equal(line.p[28], 'Z');
    assert_str(str_sub(line, 29, line.n), " level=warning event=test value=/espace/q/* n=-3\n");
}

static void what_comes_from_outside_cannot_make_a_second_line(void **state)
{
    (void)state;
    struct str line = line_of(STR("a\r\nb\x1b[2J \"q\" \\ \xc3\xa9\xff"));
    assert_str(str_sub(line, 54, line.n),
               " value=\"a\\x0d\\x0ab\\x1b[2J \\\"q\\\" \\\\ \\xc3\\xa9\\xff\" n=-3\n");
}

static void an_empty_value_is_seen_to_be_empty(void **state)
{
    (void)state;
    struct str line = line_of((struct str){0});
    assert_str(str_sub(line, 54, line.n), " value=\"\" n=-3\n");
}

static void a_long_value_is_cut_and_the_line_ends(void **state)
{
    (void)state;
    char value[5000];
    memset(value, '\x01', sizeof value);
    struct str line = line_of((struct str){value, sizeof value});
    assert_true(line.n <= 4000);
    assert_true(str_ends(line, STR("\n")));
}

static void after_a_rotation_a_new_file_is_begun(void **state)
{
    (void)state;
    const char *path = test_tmp("log-rotated"), *old = test_tmp("log-old");
    unlink(path);
    struct log *log = log_open(path);
    LOG_EVENT(log, LOG_LEVEL_INFO, "one");
    assert_int_equal(rename(path, old), 0);
    log_reopen(log);
    LOG_EVENT(log, LOG_LEVEL_INFO, "two");
    log_close(log);
    assert_true(str_ends(test_read_file(old), STR(" event=one\n")));
    assert_true(str_ends(test_read_file(path), STR(" event=two\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_logfmt_in_utc),
        cmocka_unit_test(what_comes_from_outside_cannot_make_a_second_line),
        cmocka_unit_test(an_empty_value_is_seen_to_be_empty),
        cmocka_unit_test(a_long_value_is_cut_and_the_line_ends),
        cmocka_unit_test(after_a_rotation_a_new_file_is_begun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
