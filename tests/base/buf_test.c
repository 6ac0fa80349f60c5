#include "base/buf.h"

#include "lib/test.h"

static void grows_and_stays_terminated(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, SIZE_MAX - 1);
    assert_string_equal(buf_z(&b), "");
    assert_str(buf_str(&b), "");
    for (int i = 0; i < 1000; i++)
        buf_add(&b, STR("0123456789"));
    assert_int_equal(b.n, 10000);
    assert_int_equal(strlen(buf_z(&b)), 10000);
    assert_false(b.full);
    buf_release(&b);
    assert_int_equal(b.n, 0);
    buf_add_z(&b, "again");
    assert_string_equal(buf_z(&b), "again");
    buf_release(&b);
}

static void adds_text_numbers_and_formats(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    buf_add_int(&b, INT64_MIN);
    buf_add_char(&b, ' ');
    buf_add_repeat(&b, '=', 3);
    buf_addf(&b, "%s-%03d", "é", 7);
    buf_add(&b, (struct str){0});
    assert_str(buf_str(&b), "-9223372036854775808 ===é-007");
    buf_truncate(&b, 2);
    assert_string_equal(buf_z(&b), "-9");
    buf_truncate(&b, 100);
    assert_int_equal(b.n, 2);
    buf_clear(&b);
    assert_string_equal(buf_z(&b), "");
    buf_release(&b);
}

static void over_the_maximum_it_keeps_a_beginning(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 5);
    buf_add_z(&b, "abc");
    assert_false(b.full);
    buf_add_z(&b, "def");
    assert_true(b.full);
    buf_add_char(&b, 'x');
    buf_addf(&b, "%d", 1);
    assert_string_equal(buf_z(&b), "abcde");
    buf_truncate(&b, 1);
    buf_add_char(&b, 'x');
    assert_string_equal(buf_z(&b), "a");
    buf_clear(&b);
    assert_false(b.full);
    buf_addf(&b, "%s", "123456789");
    assert_true(b.full);
    assert_string_equal(buf_z(&b), "12345");
    buf_clear(&b);
    buf_add_repeat(&b, '-', 5);
    assert_false(b.full);
    assert_string_equal(buf_z(&b), "-----");
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_stays_terminated),
        cmocka_unit_test(adds_text_numbers_and_formats),
        cmocka_unit_test(over_the_maximum_it_keeps_a_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
