#include "theme/format.h"

#include <pthread.h>
#include <stdlib.h>

#include "lib/test.h"

static int setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static const int64_t afternoon = 1795439100; /* 2026-11-23 13:05:00 UTC */

static void dates_and_times_are_written_in_the_language_and_zone(void **state)
{
    struct arena *a = *state;
    struct str paris = STR("Europe/Paris");
    assert_str(format_date_time(a, STR("fr"), paris, afternoon), "23 novembre 2026 à 14:05");
    assert_str(format_date_time(a, STR("en"), paris, afternoon), "23 November 2026 at 14:05");
    assert_str(format_date_time(a, STR("nl"), paris, afternoon), "23 november 2026 om 14:05");
    assert_str(format_date(a, STR("fr"), paris, afternoon), "23 novembre 2026");
    assert_str(format_time(a, STR("fr"), paris, afternoon), "14:05");
    assert_str(format_time(a, STR("fr"), STR("UTC"), afternoon), "13:05");
    assert_str(format_date(a, STR("fr"), STR("Pacific/Auckland"), afternoon), "24 novembre 2026");
    assert_str(format_time(a, STR("fr"), STR("Nulle/Part"), afternoon), "13:05");
    assert_str(format_date_time(a, STR("fr"), paris, afternoon - 150 * 86400), "26 juin 2026 à 15:05");
}

/* Where the year stands, which is in the twentieth century. */
static size_t year_in(struct str date)
{
    for (size_t i = 0; i + 4 <= date.n; i++)
        if (str_starts(str_sub(date, i, date.n), STR("19")) && date.p[i + 2] >= '4' && date.p[i + 2] <= '6' &&
            date.p[i + 3] >= '0' && date.p[i + 3] <= '9')
            return i;
    fail_msg("no year: " STR_FMT, STR_ARG(date));
    return 0;
}

/* From 1970 on dates are written by ICU's pattern, before by ICU itself; between 1901 and 2099 the calendar
 * is the same every 28 years. */
static void a_date_is_written_as_icu_writes_it(void **state)
{
    enum { YEARS = 28, DAYS = YEARS * 1461 / 4 };
    static const char *const languages[] = {"fr", "en", "nl", "de", "it", "es", "pt", "da", "sv",
                                            "fi", "pl", "cs", "hu", "el", "ro", "bg", "ja", "en_US"};
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        struct str language = str_from(languages[i]);
        for (int32_t day = -DAYS; day < 0; day++) {
            struct str by_icu = format_day(a, language, day);
            size_t at = year_in(by_icu);
            int64_t year = 0;
            assert_true(str_to_int64(str_sub(by_icu, at, at + 4), &year));
            struct str expected = arena_printf(a, "%.*s%d" STR_FMT, (int)at, by_icu.p, (int)year + YEARS,
                                               STR_ARG(str_sub(by_icu, at + 4, by_icu.n)));
            assert_true(str_eq(format_day(a, language, day + DAYS), expected));
        }
        arena_clear(a);
    }
}

static void other_digits_and_calendars_are_written_too(void **state)
{
    struct arena *a = *state;
    assert_str(format_day(a, STR("fa"), 20780), "۲ آذر ۱۴۰۵");
    assert_true(str_find(format_day(a, STR("th"), 20780), STR("2569")) > 0);
}

/* Each before and after the other, so that no answer for one half of the year serves the other. */
static void clocks_go_forward_and_back_to_the_second(void **state)
{
    struct arena *a = *state;
    struct str paris = STR("Europe/Paris");
    const int64_t forward = 1774746000, back = 1792890000; /* 2026-03-29 and 2026-10-25, 01:00 UTC */
    for (int i = 0; i < 3; i++) {
        assert_str(format_time(a, STR("fr"), paris, forward - 1), "01:59");
        assert_str(format_time(a, STR("fr"), paris, back - 1), "02:59");
        assert_str(format_time(a, STR("fr"), paris, forward), "03:00");
        assert_str(format_time(a, STR("fr"), paris, back), "02:00");
        assert_str(format_time(a, STR("fr"), STR("UTC"), back), "01:00");
        assert_str(format_time(a, STR("fr"), STR("Australia/Lord_Howe"), back), "12:00");
    }
}

static void days_have_no_zone(void **state)
{
    struct arena *a = *state;
    assert_str(format_day(a, STR("fr"), 0), "1er janvier 1970");
    assert_str(format_day(a, STR("fr"), 10), "11 janvier 1970");
    assert_str(format_day(a, STR("en"), 0), "1 January 1970");
    assert_str(format_day(a, STR("nl"), -1), "31 december 1969");
    assert_str(format_day(a, STR("en"), 20780), "23 November 2026");
}

static void the_local_day_follows_the_zone_and_summer_time(void **state)
{
    (void)state;
    assert_int_equal(format_local_day(STR("Europe/Paris"), afternoon), 20780);
    assert_int_equal(format_local_day(STR("Europe/Paris"), afternoon + 36000), 20781);
    assert_int_equal(format_local_day(STR("UTC"), afternoon + 36000), 20780);
    assert_int_equal(format_local_day(STR("Europe/Paris"), 1782511200), 20631); /* 2026-06-26 22:00 UTC */
    assert_int_equal(format_local_day(STR("Europe/Paris"), 1782511200 - 1),
                     20630); /* a second before midnight */
    assert_int_equal(format_local_day(STR("UTC"), -1), -1);
}

static void decimals_keep_their_digits_and_amounts_have_those_of_the_currency(void **state)
{
    struct arena *a = *state;
    struct str none = STR("");
    assert_str(format_decimal(a, STR("fr"), STR("1234.5"), none), "1\u202f234,5");
    assert_str(format_decimal(a, STR("nl"), STR("1234.5"), none), "1.234,5");
    assert_str(format_decimal(a, STR("en"), STR("1234567.12345678901234567"), none),
               "1,234,567.12345678901234567");
    assert_str(format_decimal(a, STR("fr"), STR("-0.1"), none), "-0,1");
    assert_str(format_decimal(a, STR("fr"), STR("1234.5"), STR("EUR")), "1\u202f234,50\u00a0€");
    assert_str(format_decimal(a, STR("fr"), STR("1234"), STR("EUR")), "1\u202f234\u00a0€");
    assert_str(format_decimal(a, STR("en"), STR("1234.5"), STR("EUR")), "€1,234.50");
    assert_str(format_decimal(a, STR("nl"), STR("1234.5"), STR("EUR")), "€\u00a01.234,50");
    assert_str(format_decimal(a, STR("fr"), STR("1234"), STR("JPY")), "1\u202f234\u00a0JPY");
    assert_str(format_decimal(a, STR("fr"), STR("12 a"), none), "12 a");
    assert_str(format_decimal(a, STR("fr"), none, none), "");
}

static void currencies_have_their_symbol_or_their_code(void **state)
{
    struct arena *a = *state;
    assert_str(format_currency(a, STR("fr"), STR("EUR")), "€");
    assert_str(format_currency(a, STR("nl"), STR("GBP")), "£");
    assert_str(format_currency(a, STR("fr"), STR("XQX")), "XQX");
    assert_str(format_currency(a, STR("fr"), STR("euros")), "euros");
}

static void names_are_sorted_as_in_a_dictionary(void **state)
{
    (void)state;
    assert_true(format_compare(STR("fr"), STR("Étienne"), STR("Fabre")) < 0);
    assert_true(format_compare(STR("fr"), STR("zèbre"), STR("Été")) > 0);
    assert_true(format_compare(STR("fr"), STR("de la Tour"), STR("Delatour")) != 0);
    assert_int_equal(format_compare(STR("nl"), STR("Jan"), STR("Jan")), 0);
    assert_true(format_compare(STR("fr"), STR("a"), STR("A")) < 0);
    assert_true(format_compare(STR("fr"), STR("Étape 2"), STR("Étape 10")) < 0);
    static const struct str names[] = {STR_INIT("Étienne"), STR_INIT("Fabre"), STR_INIT("zèbre"),
                                       STR_INIT("Été"),     STR_INIT("a"),     STR_INIT("A"),
                                       STR_INIT("Delatour")};
    struct arena *a = arena_new();
    for (size_t i = 0; i < 7; i++) {
        for (size_t j = 0; j < 7; j++) {
            struct str one = format_sort_key(a, STR("fr"), names[i]),
                       other = format_sort_key(a, STR("fr"), names[j]);
            int keys = str_cmp(one, other), compared = format_compare(STR("fr"), names[i], names[j]);
            assert_int_equal((keys > 0) - (keys < 0), (compared > 0) - (compared < 0));
        }
    }
    arena_free(a);
}

static void names_are_filed_under_their_letter(void **state)
{
    struct arena *a = *state;
    assert_str(format_initial(a, STR("fr"), STR("Évaluer")), "E");
    assert_str(format_initial(a, STR("fr"), STR("ça")), "C");
    assert_str(format_initial(a, STR("fr"), STR("œuvre")), "O");
    assert_str(format_initial(a, STR("nl"), STR("ijs")), "I");
    assert_str(format_initial(a, STR("fr"), STR("2 étapes")), "0–9");
    assert_str(format_initial(a, STR("sv"), STR("åka")), "Å");
    assert_str(format_initial(a, STR("sv"), STR("étage")), "E");
    assert_str(format_initial(a, STR("el"), STR("αρχή")), "Α");
}

static void more_formatters_than_are_kept_still_work(void **state)
{
    static const char *const zones[] = {"Europe/Paris", "Europe/Brussels", "Asia/Tokyo", "America/Lima",
                                        "UTC"};
    static const char *const languages[] = {"fr", "en", "nl", "de", "es", "it", "pt"};
    struct arena *a = *state;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < 35; i++) {
            struct str time = format_time(a, str_from(languages[i % 7]), str_from(zones[i % 5]), afternoon);
            assert_true(time.n >= 4);
        }
    }
    assert_str(format_time(a, STR("fr"), STR("Asia/Tokyo"), afternoon), "22:05");
}

static void *format_much(void *context)
{
    struct arena *a = arena_new();
    bool *fine = context;
    *fine = true;
    for (int i = 0; i < 200; i++) {
        *fine = *fine && str_eq_z(format_time(a, STR("fr"), STR("Europe/Paris"), afternoon), "14:05") &&
                str_eq_z(format_decimal(a, STR("nl"), STR("0.5"), STR("")), "0,5");
    }
    arena_free(a);
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    pthread_t threads[4];
    bool fine[4];
    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, format_much, &fine[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(fine[i]);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dates_and_times_are_written_in_the_language_and_zone),
        TEST(a_date_is_written_as_icu_writes_it),
        TEST(other_digits_and_calendars_are_written_too),
        TEST(clocks_go_forward_and_back_to_the_second),
        TEST(days_have_no_zone),
        TEST(the_local_day_follows_the_zone_and_summer_time),
        TEST(decimals_keep_their_digits_and_amounts_have_those_of_the_currency),
        TEST(currencies_have_their_symbol_or_their_code),
        TEST(names_are_sorted_as_in_a_dictionary),
        TEST(names_are_filed_under_their_letter),
        TEST(more_formatters_than_are_kept_still_work),
        TEST(threads_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
