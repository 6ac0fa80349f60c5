#include "lib/test.h"

#include "http/headers.h"

static struct buf head;

static bool has(const char *line)
{
    return str_find(buf_str(&head), str_from(line)) >= 0;
}

static void write_head(const struct response *response, bool secure)
{
    buf_clear(&head);
    headers_write(&head, response, NULL, secure);
}

static void every_answer_has_the_security_headers(void **state)
{
    (void)state;
    const struct response empty = {.status = 200};
    write_head(&empty, false);
    assert_true(str_starts(buf_str(&head), STR("Status: 200 OK\r\n")));
    assert_true(
        has("\r\nContent-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src "
            "'self'; connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; "
            "frame-ancestors 'none'\r\n"));
    assert_true(has("\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_true(has("\r\nReferrer-Policy: same-origin\r\n"));
    assert_true(has("\r\nCross-Origin-Opener-Policy: same-origin\r\n"));
    assert_true(has("\r\nCross-Origin-Resource-Policy: same-origin\r\n"));
    assert_true(has("\r\nCache-Control: no-store\r\n"));
    assert_true(has("\r\nContent-Length: 0\r\n\r\n"));
}

static void only_https_promises_https(void **state)
{
    (void)state;
    const struct response empty = {.status = 200};
    write_head(&empty, false);
    assert_false(has("Strict-Transport-Security"));
    write_head(&empty, true);
    assert_true(has("\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n"));
}

static void nothing_can_end_a_line_early(void **state)
{
    (void)state;
    const struct response split = {.status = 303, .location = STR_INIT("/a\r\nSet-Cookie: x=1\n\x7f")};
    write_head(&split, false);
    assert_true(has("\r\nLocation: /aSet-Cookie: x=1\r\n"));
    assert_false(has("\nSet-Cookie"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_has_the_security_headers),
        cmocka_unit_test(only_https_promises_https),
        cmocka_unit_test(nothing_can_end_a_line_early),
    };
    buf_init(&head, 10000);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buf_release(&head);
    return failed;
}
