#include "http/portal.h"

static void a_page_is_answered_in_the_language_asked_for(void **state)
{
    (void)state;
    struct exchange e = get("/page");
    assert_str(ask(e, STR("")).body, "page reads fr ");
    e.query = STR("q=a%20b&langue=en&utm_source=x");
    assert_str(ask(e, STR("")).body, "page reads en a b");
    e.query = STR("langue=xx");
    assert_str(ask(e, STR("")).body, "page reads fr ");
}

static void head_is_get_without_a_body(void **state)
{
    (void)state;
    struct exchange e = get("/page");
    e.method = STR("HEAD");
    struct answer a = ask(e, STR(""));
    assert_int_equal(a.status, 200);
    assert_int_equal(a.body.n, 0);
    assert_str(header(a, "Content-Length"), "14");
}

static void what_is_not_there_is_told_from_what_is_asked_wrongly(void **state)
{
    (void)state;
    assert_refused(ask(get("/nulle-part"), STR("")), 404, 1005);
    assert_refused(ask(get("/page/"), STR("")), 404, 1005);
    struct answer a = ask(get("/formulaire"), STR(""));
    assert_refused(a, 405, 1006);
    assert_str(header(a, "Allow"), "POST");
    struct exchange e = get("/porte");
    e.method = STR("DELETE");
    a = ask(e, STR(""));
    assert_refused(a, 405, 1006);
    assert_str(header(a, "Allow"), "GET, HEAD, POST");
    e.path = STR("/nulle-part");
    assert_refused(ask(e, STR("")), 404, 1005);
    assert_refused(ask(get("/a\xff"), STR("")), 400, 1001);
    assert_refused(ask(get(""), STR("")), 400, 1001);
}

static void a_query_must_be_sound(void **state)
{
    (void)state;
    static const char *const bad[] = {"q=%ff", "q=%00", "q=1&q=2", "q=aaaaaaaaaaaaaaaaaaaaa", "q=%0a", "=1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct exchange e = get("/page");
        e.query = str_from(bad[i]);
        assert_int_equal(ask(e, STR("")).status, 400);
    }
}

static void a_good_form_is_taken(void **state)
{
    (void)state;
    struct answer a = submit(visit(STR("")), "/formulaire", "nom=Ana");
    assert_int_equal(a.status, 200);
    assert_str(a.body, "form of : Ana");
}

static void a_form_of_others_is_not(void **state)
{
    (void)state;
    struct visit mine = visit(STR("")), other = visit(STR(""));
    unsigned before = forms_taken;
    assert_refused(ask(post("/formulaire", mine.cookie), STR("nom=Ana")), 403, 1008);
    assert_refused(ask(post("/formulaire", mine.cookie), with_token(other, "nom=Ana")), 403, 1008);
    assert_refused(ask(post("/formulaire", STR("")), with_token(mine, "nom=Ana")), 403, 1008);
    static const struct {
        const char *origin, *fetch_site, *type;
    } bad[] = {
        {"https://evil.example", "cross-site", "application/x-www-form-urlencoded"},
        {"https://evil.example", "cross-site", "text/plain"},
        {"https://evil.example", "cross-site", "multipart/form-data; boundary=x"},
        {"null", NULL, "application/x-www-form-urlencoded"},
        {NULL, NULL, "application/x-www-form-urlencoded"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct exchange e = post("/formulaire", mine.cookie);
        e.origin = str_from(bad[i].origin);
        e.fetch_site = str_from(bad[i].fetch_site);
        e.content_type = str_from(bad[i].type);
        assert_refused(ask(e, with_token(mine, "nom=Ana")), 403, 1008);
    }
    assert_int_equal(forms_taken, before);
}

static void a_form_that_breaks_a_rule_is_not_taken(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    unsigned before = forms_taken;
    static const char *const bad[] = {
        "nom=a&nom=b", "autre=1", "nom=%ff",  "nom=%c0%80", "nom=a%00", "auto=2", "nom=aaaaaaaaaaaaaaaaaaaaa",
        "csrf=x",      "nom=%zz", "langue=fr"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(submit(v, "/formulaire", bad[i]), 400, 1002);
    assert_int_equal(forms_taken, before);
}

static void a_body_is_counted(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    unsigned before = forms_taken;
    struct exchange e = post("/formulaire", v.cookie);
    struct str body = with_token(v, "nom=Ana");
    e.content_length = arena_printf(arena, "%zu", body.n + 1);
    assert_refused(ask(e, body), 400, 1003);
    e.content_length = arena_printf(arena, "%zu", body.n - 1);
    assert_refused(ask(e, body), 400, 1003);
    e.content_length = STR("2001");
    assert_refused(ask(e, body), 413, 1004);
    static const char *const bad[] = {"", "-1", "x", "99999999999999999999", "1e3"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        e.content_length = str_from(bad[i]);
        assert_refused(ask(e, body), 400, 1001);
    }
    assert_int_equal(forms_taken, before);
}

static void only_forms_are_read(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    static const char *const bad[] = {"text/plain",
                                      "multipart/form-data; boundary=x",
                                      "application/json",
                                      "",
                                      "application/x-www-form-urlencoded; charset=utf-7",
                                      "application/x-www-form-urlencodedx",
                                      "application/x-www-form-urlencoded; x=utf-8"};
    struct exchange e = post("/formulaire", v.cookie);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        e.content_type = str_from(bad[i]);
        assert_refused(ask(e, with_token(v, "nom=Ana")), 415, 1007);
    }
    e.content_type = STR("Application/X-WWW-Form-Urlencoded;charset=UTF-8");
    assert_int_equal(ask(e, with_token(v, "nom=Ana")).status, 200);
}

static void the_page_s_script_is_refused_in_its_own_words(void **state)
{
    (void)state;
    struct visit v = {.cookie = STR(""), .csrf = STR("wrong")};
    struct answer a = submit(v, "/formulaire", "auto=1");
    assert_int_equal(a.status, 403);
    assert_str(header(a, "Content-Type"), "application/json");
    assert_true(str_starts(a.body, STR("{\"refusal\":1008,\"id\":\"")));
}

static void a_handler_that_answers_nothing_is_an_error(void **state)
{
    (void)state;
    assert_refused(ask(get("/vide"), STR("")), 500, 1014);
}

static void too_many_requests_are_told_to_wait(void **state)
{
    (void)state;
    struct exchange e = get("/rare");
    assert_int_equal(ask(e, STR("")).status, 200);
    assert_int_equal(ask(e, STR("")).status, 200);
    struct answer a = ask(e, STR(""));
    assert_refused(a, 429, 1010);
    assert_true(header(a, "Retry-After").n > 0);
    e.remote = STR("192.0.2.2");
    assert_int_equal(ask(e, STR("")).status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_answered_in_the_language_asked_for),
        cmocka_unit_test(head_is_get_without_a_body),
        cmocka_unit_test(what_is_not_there_is_told_from_what_is_asked_wrongly),
        cmocka_unit_test(a_query_must_be_sound),
        cmocka_unit_test(a_good_form_is_taken),
        cmocka_unit_test(a_form_of_others_is_not),
        cmocka_unit_test(a_form_that_breaks_a_rule_is_not_taken),
        cmocka_unit_test(a_body_is_counted),
        cmocka_unit_test(only_forms_are_read),
        cmocka_unit_test(the_page_s_script_is_refused_in_its_own_words),
        cmocka_unit_test(a_handler_that_answers_nothing_is_an_error),
        cmocka_unit_test(too_many_requests_are_told_to_wait),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
