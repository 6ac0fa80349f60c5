#include "lib/test.h"

#include "http/route.h"

static void every_row_says_all_that_is_to_be_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        print_message("row %zu: %s\n", i, r->path);
        assert_non_null(r->path);
        assert_int_equal(r->path[0], '/');
        assert_non_null(r->handler);
        assert_true(r->role > ROLE_NOBODY && r->role < ROLE__MAX);
        assert_true(r->access > ACCESS_CLOSED && r->access < ACCESS__MAX);
        assert_true(r->method < METHOD__MAX);
        assert_true(r->n_fields == 0 || r->fields != NULL);
    }
}

static void a_post_is_protected_and_limited(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        enum csrf usual = r->method == METHOD_POST ? CSRF_REQUIRED : CSRF_NOT_NEEDED;
        assert_int_equal(r->csrf,
                         r->csrf == CSRF_NO_COOKIE && r->role == ROLE_ANYONE ? CSRF_NO_COOKIE : usual);
        assert_int_equal(r->body_limit > 0, r->method == METHOD_POST);
    }
}

static void a_get_never_writes(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_routes; i++)
        assert_true(routes[i].method != METHOD_GET || routes[i].access == ACCESS_READS);
}

static void every_closed_page_has_its_door(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_routes; i++) {
        const struct route *r = &routes[i];
        if (r->role == ROLE_ANYONE)
            continue;
        struct str params[4];
        assert_non_null(r->door);
        const struct route *door = route_find(METHOD_GET, str_from(r->door), params);
        assert_non_null(door);
        assert_int_equal(door->role, ROLE_ANYONE);
    }
}

static void every_field_has_a_kind_and_a_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_routes; i++)
        for (size_t k = 0; k < routes[i].n_fields; k++) {
            const struct field_rule *rule = &routes[i].fields[k];
            assert_true(rule->kind > FIELD_CLOSED && rule->kind < FIELD_KIND__MAX);
            assert_true(rule->max > 0);
            assert_int_equal(rule->name == NULL, rule->kind == FIELD_ANSWERS);
            if (rule->kind == FIELD_PASSWORD)
                assert_int_equal(rule->max, 1024);
        }
}

static void no_two_rows_are_for_the_same_request(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_routes; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(routes[i].method == routes[k].method && strcmp(routes[i].path, routes[k].path) == 0);
}

static void a_row_is_found_by_its_method_and_whole_path(void **state)
{
    (void)state;
    struct str params[4];
    assert_non_null(route_find(METHOD_GET, STR("/healthz"), params));
    assert_null(route_find(METHOD_POST, STR("/healthz"), params));
    static const char *const nowhere[] = {"/healthz/",  "/",        "",        "//healthz",
                                          "/healthz/x", "/Healthz", "healthz", "/health"};
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++)
        assert_null(route_find(METHOD_GET, str_from(nowhere[i]), params));
}

/* With the argument `rows`: their methods and paths, for the tests that try each. */
static int print_rows(void)
{
    for (size_t i = 0; i < n_routes; i++)
        printf("%s %s\n", routes[i].method == METHOD_POST ? "POST" : "GET", routes[i].path);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "rows") == 0)
        return print_rows();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_says_all_that_is_to_be_said),
        cmocka_unit_test(a_post_is_protected_and_limited),
        cmocka_unit_test(a_get_never_writes),
        cmocka_unit_test(every_closed_page_has_its_door),
        cmocka_unit_test(every_field_has_a_kind_and_a_size),
        cmocka_unit_test(no_two_rows_are_for_the_same_request),
        cmocka_unit_test(a_row_is_found_by_its_method_and_whole_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
