#include "form/number.h"

#include "lib/test.h"

static struct number number(const char *plain)
{
    struct number n = {0};
    assert_true(number_parse_plain(str_from(plain), &n));
    return n;
}

#define assert_number(n, expected) check_number((n), (expected), __FILE__, __LINE__)
static void check_number(struct number n, const char *expected, const char *file, int line)
{
    struct buf text;
    buf_init(&text, 100);
    number_print(n, &text);
    test_assert_str(buf_str(&text), expected, file, line);
    buf_release(&text);
}

#define assert_reads(text, expected) check_reads((text), (expected), __FILE__, __LINE__)
static void check_reads(const char *text, const char *expected, const char *file, int line)
{
    struct number n;
    if (!number_parse(str_from(text), &n))
        fail_msg("%s:%d: not a number: %s", file, line, text);
    check_number(n, expected, file, line);
}

#define assert_not_a_number(text) assert_false(number_parse(str_from(text), &(struct number){0}))

static void sums_of_decimals_are_exact(void **state)
{
    (void)state;
    struct number sum;
    assert_true(number_add(number("0.1"), number("0.2"), &sum));
    assert_number(sum, "0.3");
    assert_int_equal(number_cmp(sum, number("0.3")), 0);
    for (int i = 0; i < 599; i++)
        assert_true(number_add(sum, number("0.1"), &sum));
    assert_number(sum, "60.2");
}

static void fractions_stay_in_lowest_terms(void **state)
{
    (void)state;
    struct number third;
    struct number x;
    assert_true(number_div(number_of(1), number_of(3), &third));
    assert_number(third, "1/3");
    assert_true(number_mul(third, number_of(6), &x));
    assert_number(x, "2");
    assert_int_equal(x.den, 1);
    assert_true(number_div(number_of(4), number_of(-6), &x));
    assert_number(x, "-2/3");
    assert_true(number_sub(x, third, &x));
    assert_number(x, "-1");
}

static void division_by_zero_and_what_does_not_fit_are_refused_and_leave_the_result_alone(void **state)
{
    (void)state;
    struct number x = number_of(7);
    struct number big = {INT64_MAX, 1};
    assert_false(number_div(number_of(1), number_of(0), &x));
    assert_false(number_add(big, number_of(1), &x));
    assert_false(number_add(number_neg(big), number_of(-1), &x));
    assert_false(number_mul(big, number_of(2), &x));
    assert_false(number_add((struct number){1, INT64_MAX}, (struct number){1, INT64_MAX - 1}, &x));
    assert_false(number_fraction(1, 0, &x));
    assert_number(x, "7");
    assert_true(number_mul(big, (struct number){1, INT64_MAX}, &x));
    assert_number(x, "1");
}

static void comparing_needs_no_rounding(void **state)
{
    (void)state;
    assert_true(number_cmp((struct number){INT64_MAX, INT64_MAX - 1},
                           (struct number){INT64_MAX - 1, INT64_MAX - 2}) < 0);
    assert_true(number_cmp(number("-0.5"), number("0")) < 0);
    assert_int_equal(number_cmp(number("2.50"), number("2.5")), 0);
}

static void the_floor_is_below_also_for_negative_numbers(void **state)
{
    (void)state;
    assert_int_equal(number_floor(number("2.5")), 2);
    assert_int_equal(number_floor(number("-2.5")), -3);
    assert_int_equal(number_floor(number("-2")), -2);
}

static void what_french_people_write_is_understood(void **state)
{
    (void)state;
    assert_reads("1 234,5", "1234.5");
    assert_reads("1234.5", "1234.5");
    assert_reads("1 234,50 €", "1234.5");
    assert_reads("1\xC2\xA0"
                 "234\xC2\xA0"
                 "567,25\xC2\xA0€",
                 "1234567.25");
    assert_reads("1\xE2\x80\xAF"
                 "234",
                 "1234");
    assert_reads("1'234.50 CHF", "1234.5");
    assert_reads("1’234,50", "1234.5");
    assert_reads("EUR 12", "12");
    assert_reads("€ 12,5", "12.5");
    assert_reads("£5", "5");
    assert_reads("12€", "12");
    assert_reads("-3", "-3");
    assert_reads("−3,5", "-3.5");
    assert_reads("+4", "4");
    assert_reads("  42  ", "42");
    assert_reads(",5", "0.5");
    assert_reads("0007", "7");
    assert_reads("-0", "0");
    assert_reads("1 234 567", "1234567");
}

static void one_separator_is_decimal_and_several_are_groups(void **state)
{
    (void)state;
    assert_reads("1.234", "1.234");
    assert_reads("1,234", "1.234");
    assert_reads("1.234.567", "1234567");
    assert_reads("1,234,567", "1234567");
    assert_reads("1.234,56", "1234.56");
    assert_reads("1,234.56", "1234.56");
    assert_reads("1,234,567.8", "1234567.8");
    assert_reads("1 234,567", "1234.567");
}

static void where_three_decimals_are_too_many_three_digits_are_a_group(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"15.000", "15000"}, {"15,000 €", "15000"}, {"-1.500", "-1500"}, {"150.000", "150000"},
        {"15.00", "15"},     {"0.500", "0.5"},      {"1.5000", "1.5"},   {"1 500,250", "1500.25"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct number n;
        assert_true(number_parse_within(str_from(cases[i].text), 2, &n));
        check_number(n, cases[i].expected, __FILE__, __LINE__);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",       " ",        "abc", "1,2,3",    "12 34",       "1 2345",
                                        "1.23.4", "1,,2",     "1e5", "NaN",      "0x10",        "٣",
                                        "1-2",    "--1",      "5 %", "1.234.56", "1,234.567,8", "5,",
                                        "€",      "1 234 ,5", "½",   "1234 567", "1 '234"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        assert_not_a_number(texts[i]);
    assert_false(number_parse((struct str){"1\0"
                                           "2",
                                           3},
                              &(struct number){0}));
}

static void at_most_fifteen_digits_and_six_decimals(void **state)
{
    (void)state;
    assert_reads("999999999999999", "999999999999999");
    assert_reads("999999999,999999", "999999999.999999");
    assert_reads("0,000001", "0.000001");
    assert_not_a_number("1000000000000000");
    assert_not_a_number("9223372036854775808");
    assert_not_a_number("0,0000001");
    assert_not_a_number("9999999999,999999");
}

static void plain_numbers_have_no_spaces_or_commas(void **state)
{
    (void)state;
    struct number n;
    assert_number(number("-3"), "-3");
    assert_number(number("0.50"), "0.5");
    assert_false(number_parse_plain(STR("1,5"), &n));
    assert_false(number_parse_plain(STR(" 1"), &n));
    assert_false(number_parse_plain(STR("1."), &n));
    assert_false(number_parse_plain(STR(".5"), &n));
    assert_false(number_parse_plain(STR(""), &n));
    assert_false(number_parse_plain(STR("-"), &n));
    assert_false(number_parse_plain(STR("+1"), &n));
}

static void decimals_are_counted(void **state)
{
    (void)state;
    assert_true(number_has_decimals(number("1.25"), 2));
    assert_false(number_has_decimals(number("1.255"), 2));
    assert_true(number_has_decimals(number("3"), 0));
    assert_false(number_has_decimals(number("3.5"), 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_decimals_are_exact),
        cmocka_unit_test(fractions_stay_in_lowest_terms),
        cmocka_unit_test(division_by_zero_and_what_does_not_fit_are_refused_and_leave_the_result_alone),
        cmocka_unit_test(comparing_needs_no_rounding),
        cmocka_unit_test(the_floor_is_below_also_for_negative_numbers),
        cmocka_unit_test(what_french_people_write_is_understood),
        cmocka_unit_test(one_separator_is_decimal_and_several_are_groups),
        cmocka_unit_test(where_three_decimals_are_too_many_three_digits_are_a_group),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(at_most_fifteen_digits_and_six_decimals),
        cmocka_unit_test(plain_numbers_have_no_spaces_or_commas),
        cmocka_unit_test(decimals_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
