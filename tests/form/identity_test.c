/* Numbers of registers and banks, and the codes of countries. */
#include "form/identity.h"

#include "form/country.h"
#include "lib/test.h"

static void assert_judged(enum form_identity (*read)(struct arena *, struct str, struct str *),
                          const char *typed, enum form_identity expected)
{
    struct str out;
    if (read(test_arena, str_from(typed), &out) != expected)
        fail_msg("judged otherwise: %s", typed);
}

/* ---- national numbers ---- */

static void valid_national_numbers_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *digits;
    } cases[] = {
        {"85.07.30-033.28", "85073003328"}, /* the official example of the register */
        {"85.07.30\u2011033.28", "85073003328"}, {" 850730-033-28 ", "85073003328"},
        {"85073003328", "85073003328"},          {"00.01.15-123.45", "00011512345"}, /* born in 2000 */
        {"17.12.31-002.23", "17123100223"},                                          /* born in 2017 */
        {"00022900145", "00022900145"},                                              /* 29 February 2000 */
        {"00400012389", "00400012389"}, /* bis, sex known, day and month not, 2000 */
        {"85473003317", "85473003317"}, /* bis, sex known */
        {"85273003371", "85273003371"}, /* bis, sex not known */
        {"99123199841", "99123199841"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct str digits;
        if (form_national_number_read(test_arena, str_from(cases[i].typed), &digits) != FORM_IDENTITY_FINE)
            fail_msg("refused: %s", cases[i].typed);
        assert_str(digits, cases[i].digits);
    }
}

static void wrong_national_numbers_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum form_identity why;
    } cases[] = {
        {"", FORM_IDENTITY_SHAPE},
        {"8507300332", FORM_IDENTITY_SHAPE},
        {"850730033280", FORM_IDENTITY_SHAPE},
        {"85a7300332 8", FORM_IDENTITY_SHAPE},
        {"85.07.30-O33.28", FORM_IDENTITY_SHAPE},
        {"85.07.30-033.27", FORM_IDENTITY_DIGITS},
        {"85073003382", FORM_IDENTITY_DIGITS},
        {"00000000097", FORM_IDENTITY_DIGITS}, /* nobody has the order 000 */
        {"85133003300", FORM_IDENTITY_DIGITS},
        {"85073200000", FORM_IDENTITY_DIGITS},
        {"00.01.15-123.44", FORM_IDENTITY_DIGITS},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_judged(form_national_number_read, cases[i].typed, cases[i].why);
}

/* Any slip of one digit is found. */
static void slips_of_the_pen_are_found(void **state)
{
    (void)state;
    struct str digits;
    for (size_t i = 0; i < 11; i++) {
        char typed[] = "85073003328";
        for (int c = '0'; c <= '9'; c++) {
            char right = "85073003328"[i];
            typed[i] = (char)c;
            bool fine = form_national_number_read(test_arena, str_from(typed), &digits) == FORM_IDENTITY_FINE;
            assert_int_equal(fine, c == right);
            typed[i] = right;
        }
    }
}

static void national_numbers_are_printed_as_people_write_them(void **state)
{
    (void)state;
    assert_str(form_national_number_text(test_arena, STR("85073003328")), "85.07.30-033.28");
    assert_str(form_national_number_text(test_arena, STR("")), "");
}

/* ---- bank accounts ---- */

/* The examples of SWIFT's registry. */
static void accounts_of_many_countries_are_read(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "BE68 5390 0754 7034",
        "FR14 2004 1010 0505 0001 3M02 606",
        "LU28 0019 4006 4475 0000",
        "NL91 ABNA 0417 1643 00",
        "DE89 3704 0044 0532 0130 00",
        "CH93 0076 2011 6238 5295 7",
        "NO93 8601 1117 947",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "LC55 HEMM 0001 0001 0012 0012 0002 3015",
        "XK05 1212 0123 4567 8906",
        "GB29 NWBK 6016 1331 9268 19",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct str iban;
        if (form_iban_read(test_arena, str_from(cases[i]), &iban) != FORM_IDENTITY_FINE)
            fail_msg("refused: %s", cases[i]);
        assert_null(memchr(iban.p, ' ', iban.n));
        assert_str(form_iban_text(test_arena, iban), cases[i]);
    }
}

static void accounts_are_read_as_they_are_typed_and_pasted(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "BE68539007547034",
        "be68539007547034",
        " BE68-5390-0754-7034 ",
        "BE68.5390.0754.7034",
        "BE68\302\2405390\342\200\2570754\t7034",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct str iban = {0};
        assert_int_equal(form_iban_read(test_arena, str_from(cases[i]), &iban), FORM_IDENTITY_FINE);
        assert_str(iban, "BE68539007547034");
    }
}

static void wrong_accounts_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum form_identity why;
    } cases[] = {
        {"", FORM_IDENTITY_SHAPE},
        {"539-0075470-34", FORM_IDENTITY_SHAPE},        /* the Belgian number before IBAN */
        {"BE68 5390 0754 703", FORM_IDENTITY_SHAPE},    /* too short */
        {"BE68 5390 0754 7034 1", FORM_IDENTITY_SHAPE}, /* too long */
        {"US64 1234 5678 9012", FORM_IDENTITY_SHAPE},   /* no such country in the registry */
        {"BEAB 5390 0754 7034", FORM_IDENTITY_SHAPE},
        {"BE68 5390 0754 703\xC3\xA9", FORM_IDENTITY_SHAPE},
        {"BE68 5390 0754 7035", FORM_IDENTITY_DIGITS},
        {"BE68 5390 0745 7034", FORM_IDENTITY_DIGITS}, /* two digits exchanged */
        {"BE68 5390 0754 7034 5390 0754 7034 5390 0754 7034", FORM_IDENTITY_SHAPE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_judged(form_iban_read, cases[i].typed, cases[i].why);
}

/* ---- countries ---- */

static void countries_are_found_by_their_codes(void **state)
{
    (void)state;
    size_t place;
    assert_int_equal(form_country_count(), 250); /* 249 of ISO 3166-1, and Kosovo */
    for (size_t i = 0; i < form_country_count(); i++) {
        assert_true(form_country_find(form_country_code(i), &place));
        assert_int_equal(place, i);
        assert_true(i == 0 || str_cmp(form_country_code(i - 1), form_country_code(i)) < 0);
    }
    assert_true(form_country_find(STR("BE"), &place));
    assert_str(form_country_code(place), "be");
    assert_false(form_country_find(STR("uk"), &place));
    assert_false(form_country_find(STR("b"), &place));
    assert_false(form_country_find(STR("bel"), &place));
    assert_false(form_country_find(STR("ef"), &place)); /* of two codes side by side in the table */
    assert_str(form_country_meant(STR("UK")), "gb");
    assert_str(form_country_meant(STR("FR")), "fr");
    assert_str(form_country_meant(STR("zz")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(valid_national_numbers_are_read, test_arena_begin, test_arena_end),
        cmocka_unit_test_setup_teardown(wrong_national_numbers_are_refused, test_arena_begin, test_arena_end),
        cmocka_unit_test_setup_teardown(slips_of_the_pen_are_found, test_arena_begin, test_arena_end),
        cmocka_unit_test_setup_teardown(national_numbers_are_printed_as_people_write_them, test_arena_begin,
                                        test_arena_end),
        cmocka_unit_test_setup_teardown(accounts_of_many_countries_are_read, test_arena_begin,
                                        test_arena_end),
        cmocka_unit_test_setup_teardown(accounts_are_read_as_they_are_typed_and_pasted, test_arena_begin,
                                        test_arena_end),
        cmocka_unit_test_setup_teardown(wrong_accounts_are_refused, test_arena_begin, test_arena_end),
        cmocka_unit_test(countries_are_found_by_their_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
