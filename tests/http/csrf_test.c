#include "lib/test.h"

#include "http/csrf.h"

#define SITE "https://portail.example.org"

static const struct str absent;

static bool ours(const char *origin, const char *fetch_site)
{
    return csrf_origin_is_ours(origin == NULL ? absent : str_from(origin),
                               fetch_site == NULL ? absent : str_from(fetch_site), STR(SITE));
}

static void only_our_own_pages_may_post(void **state)
{
    (void)state;
    assert_true(ours(SITE, "same-origin"));
    assert_true(ours(SITE, NULL));
    assert_true(ours(NULL, "same-origin"));
}

static void everything_else_is_refused(void **state)
{
    (void)state;
    static const char *const origins[] = {
        "null",
        "https://evil.example",
        SITE ".evil.example",
        "http://portail.example.org",
        SITE ":8443",
        SITE "/",
        "https://portail.example.or",
        "https://PORTAIL.example.org",
        "",
    };
    for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++) {
        assert_false(ours(origins[i], NULL));
        assert_false(ours(origins[i], "same-origin"));
    }
    static const char *const sites[] = {"cross-site", "same-site", "none", "null", "same-origin ", ""};
    for (size_t i = 0; i < sizeof sites / sizeof sites[0]; i++) {
        assert_false(ours(NULL, sites[i]));
        assert_false(ours(SITE, sites[i]));
    }
    assert_false(ours(NULL, NULL));
}

static void the_token_is_the_session_s_own(void **state)
{
    (void)state;
    const struct session s = {.csrf = STR_INIT("abcdefghij")};
    assert_true(csrf_token_is_right(&s, STR("abcdefghij")));
    assert_false(csrf_token_is_right(&s, STR("abcdefghiJ")));
    assert_false(csrf_token_is_right(&s, STR("abcdefghi")));
    assert_false(csrf_token_is_right(&s, STR("abcdefghijk")));
    assert_false(csrf_token_is_right(&s, STR("")));
    assert_false(csrf_token_is_right(&s, absent));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_our_own_pages_may_post),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(the_token_is_the_session_s_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
