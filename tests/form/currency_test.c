/* Currencies: known, with their decimals, and what is meant by what people write instead. */
#include "form/currency.h"
#include "form/forms.h"

static void currencies_in_force_are_known_and_others_are_not(void **state)
{
    (void)state;
    static const char *const known[] = {"EUR", "USD", "GBP", "CHF", "AED", "ZWG",
                                        "XOF", "XCG", "BIF", "XPF", "TND"};
    static const char *const unknown[] = {"XYZ", "FRF", "BGN", "HRK",  "ANG", "ZWL", "XAU",
                                          "XTS", "eur", "EU",  "EURO", "URE", ""};
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (!form_currency_is_known(str_from(known[i])))
            fail_msg("%s is not known", known[i]);
    for (size_t i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
        if (form_currency_is_known(str_from(unknown[i])))
            fail_msg("%s is known", unknown[i]);
}

static void the_meant_one_is_proposed(void **state)
{
    (void)state;
    static const struct {
        const char *written, *meant;
    } cases[] = {
        {"FRF", "EUR"}, {"BGN", "EUR"}, {"euros", "EUR"}, {"\xE2\x82\xAC", "EUR"},
        {"eur", "EUR"}, {"EUE", "EUR"}, {"UKP", "GBP"},   {"$", "USD"},
        {"sfr", "CHF"}, {"ANG", "XCG"}, {"XYZ", ""},      {"q", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_str(form_currency_meant(str_from(cases[i].written)), cases[i].meant);
}

/* ISO 4217 gives the yen no minor unit and the Kuwaiti dinar thousandths. */
static void an_amount_has_the_decimals_of_its_currency(void **state)
{
    (void)state;
    static const struct {
        const char *currency, *amount;
        enum form_problem problem;
    } cases[] = {
        {"EUR", "0.01", FORM_OK},  {"EUR", "0.001", FORM_TOO_PRECISE},
        {"JPY", "100", FORM_OK},   {"JPY", "0.5", FORM_TOO_PRECISE},
        {"KWD", "0.001", FORM_OK}, {"KWD", "0.0001", FORM_TOO_PRECISE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[64];
        snprintf(text, sizeof(text), "#\nmontant: money %s\n", cases[i].currency);
        const struct form *f = forms_build(text);
        struct str amount = str_from(cases[i].amount);
        struct form_answer answer =
            form_answer_read(forms_arena, &f->questions[0], (struct form_raw){&amount, 1}, forms_today());
        if (answer.problem != cases[i].problem)
            fail_msg("%s %s: %d", cases[i].currency, cases[i].amount, (int)answer.problem);
    }
}

/* What was published before a currency was taken back stays readable. */
static void a_published_definition_keeps_its_currency(void **state)
{
    (void)state;
    assert_null(forms_try("#\nmontant: money FRF 0..0.005\n"));
    assert_non_null(forms_published("#\nmontant: money FRF 0..0.005\nAge: number\nage: number\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        forms_test(currencies_in_force_are_known_and_others_are_not),
        forms_test(the_meant_one_is_proposed),
        forms_test(an_amount_has_the_decimals_of_its_currency),
        forms_test(a_published_definition_keeps_its_currency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
