#include "base/utf8.h"

#include "lib/test.h"

static void accepts_every_scalar_value_at_its_borders(void **state)
{
    (void)state;
    static const char *const valid[] = {
        "",
        "a",
        "\x7f",
        "\xc2\x80",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xbf\xbf",
        "\xf0\x90\x80\x80",
        "\xf4\x8f\xbf\xbf",
        "été – 日本 😀",
    };
    for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
        assert_true(utf8_is_valid(str_from(valid[i])));
    assert_true(utf8_is_valid((struct str){"\0", 1}));
}

static void refuses_what_rfc_3629_refuses(void **state)
{
    (void)state;
    static const char *const invalid[] = {
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xc2",
        "\xc2\x41",
        "\xe0\x80\x80",
        "\xe0\x9f\xbf",
        "\xe2\x82",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf",
        "\xf0\x9f\x98",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xfe",
        "\xff",
    };
    for (size_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
        assert_false(utf8_is_valid(str_from(invalid[i])));
        assert_int_equal(utf8_valid_prefix(str_from(invalid[i])), 0);
    }
    assert_int_equal(utf8_valid_prefix(STR("é\xff!")), 2);
    assert_int_equal(utf8_valid_prefix(STR("abc")), 3);
}

static void gives_code_points_one_by_one(void **state)
{
    (void)state;
    struct str s = STR("aé€😀\xff\xc3");
    assert_int_equal(utf8_length(s), 6);
    assert_int_equal(utf8_next(&s), 'a');
    assert_int_equal(utf8_next(&s), 0xe9);
    assert_int_equal(utf8_next(&s), 0x20ac);
    assert_int_equal(utf8_next(&s), 0x1f600);
    assert_int_equal(utf8_next(&s), -1);
    assert_int_equal(s.n, 1);
    assert_int_equal(utf8_next(&s), -1);
    assert_int_equal(s.n, 0);
    assert_int_equal(utf8_next(&s), -1);
}

static void plain_text_has_nothing_hidden(void **state)
{
    (void)state;
    assert_true(utf8_is_plain(STR("Zoë d’Été, 日本 👨‍👩‍👧"), false));
    assert_true(utf8_is_plain(STR("a\tb\r\nc"), true));
    assert_false(utf8_is_plain(STR("a\tb"), false));
    assert_false(utf8_is_plain(STR("a\nb"), false));
    assert_false(utf8_is_plain((struct str){"a\0b", 3}, true));
    static const char *const hidden[] = {
        "\x1b[31m",     "\x7f",         "\xc2\x85",         "\xe2\x80\xae", "\xe2\x81\xa6",
        "\xef\xbf\xbe", "\xef\xb7\x90", "\xf0\x9f\xbf\xbf", "\xff",
    };
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
        assert_false(utf8_is_plain(str_from(hidden[i]), true));
}

static void knows_the_width_of_characters(void **state)
{
    (void)state;
    assert_int_equal(utf8_width('a'), 1);
    assert_int_equal(utf8_width(0xe9), 1);
    assert_int_equal(utf8_width(0x301), 0);
    assert_int_equal(utf8_width(0x65e5), 2);
    assert_int_equal(utf8_width(0x1f600), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_every_scalar_value_at_its_borders),
        cmocka_unit_test(refuses_what_rfc_3629_refuses),
        cmocka_unit_test(gives_code_points_one_by_one),
        cmocka_unit_test(plain_text_has_nothing_hidden),
        cmocka_unit_test(knows_the_width_of_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
