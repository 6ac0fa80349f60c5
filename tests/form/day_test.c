#include "form/day.h"

#include "lib/test.h"

static int32_t day(const char *text)
{
    int32_t d = 0;
    if (!form_day_parse(str_from(text), &d))
        fail_msg("no such day: %s", text);
    return d;
}

static void days_are_counted_from_1970(void **state)
{
    (void)state;
    assert_int_equal(day("1970-01-01"), 0);
    assert_int_equal(day("1970-01-02"), 1);
    assert_int_equal(day("1969-12-31"), -1);
    assert_int_equal(day("2000-03-01"), 11017);
    assert_int_equal(day("2038-01-19"), 24855);
}

static void every_day_of_four_centuries_goes_there_and_back(void **state)
{
    (void)state;
    for (int32_t d = day("1800-01-01"); d <= day("2200-12-31"); d++) {
        int year;
        int month;
        int day_of_month;
        int32_t back = 0;
        form_day_to_civil(d, &year, &month, &day_of_month);
        assert_true(form_day_from_civil(year, month, day_of_month, &back));
        assert_int_equal(back, d);
    }
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"2001-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
                                        "2026-01-00", "1799-12-31", "2201-01-01", "2026-1-01",  "20260101",
                                        "2026-01-1x", "",           "2026/01/01", "-026-01-01"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        assert_false(form_day_parse(str_from(texts[i]), &(int32_t){0}));
    assert_true(form_day_parse(STR("2000-02-29"), &(int32_t){0}));
}

static void an_age_is_completed_on_the_birthday(void **state)
{
    (void)state;
    assert_int_equal(form_years_between(day("1956-11-23"), day("2026-11-22")), 69);
    assert_int_equal(form_years_between(day("1956-11-23"), day("2026-11-23")), 70);
    assert_int_equal(form_years_between(day("2026-11-23"), day("2026-11-23")), 0);
    assert_int_equal(form_years_between(day("2026-11-24"), day("2026-11-23")), -1);
}

static void who_is_born_on_29_february_completes_a_year_on_1_march(void **state)
{
    (void)state;
    assert_int_equal(form_years_between(day("2004-02-29"), day("2023-02-28")), 18);
    assert_int_equal(form_years_between(day("2004-02-29"), day("2023-03-01")), 19);
    assert_int_equal(form_years_between(day("2004-02-29"), day("2024-02-29")), 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_counted_from_1970),
        cmocka_unit_test(every_day_of_four_centuries_goes_there_and_back),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(an_age_is_completed_on_the_birthday),
        cmocka_unit_test(who_is_born_on_29_february_completes_a_year_on_1_march),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
