#include "lib/test.h"

#include "http/response.h"

static void a_redirect_stays_with_us(void **state)
{
    (void)state;
    static const char *const elsewhere[] = {
        "https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "", "/a b", "/a\r\nb",
        "/\t/evil.example",
    };
    struct response out = {0};
    buf_init(&out.body, 100);
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        respond_redirect(&out, str_from(elsewhere[i]));
        assert_str(out.location, "/");
    }
    respond_redirect(&out, STR("/espace/q/x/2?a=1#b"));
    assert_str(out.location, "/espace/q/x/2?a=1#b");
    assert_int_equal(out.status, 303);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_redirect_stays_with_us),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
