#include "theme/value.h"

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

static void maps_keep_their_order_and_replace(void **state)
{
    struct value *map = value_map(*state);
    value_set_text(map, "b", STR("un"));
    value_set_int(map, "a", 2);
    value_set_text(map, "b", STR("trois"));
    char scratch[24];
    assert_int_equal(value_count(map), 2);
    assert_str(value_key_at(map, 0), "b");
    assert_str(value_as_text(value_at(map, 0), scratch), "trois");
    assert_str(value_as_text(value_get(map, STR("a")), scratch), "2");
    assert_null(value_get(map, STR("c")));
    assert_null(value_at(map, 2));
    assert_null(value_get(NULL, STR("a")));
}

static void lists_grow_and_nest(void **state)
{
    struct value *map = value_map(*state);
    struct value *list = value_set_list(map, "items");
    for (int i = 0; i < 1000; i++)
        value_set_int(value_add_map(list), "n", i);
    assert_int_equal(value_count(value_get(map, STR("items"))), 1000);
    assert_int_equal(value_as_int(value_get(value_at(list, 999), STR("n"))), 999);
    assert_int_equal(value_kind(value_set_map(map, "m")), VALUE_KIND_MAP);
    assert_int_equal(value_kind(NULL), VALUE_KIND_NULL);
}

static void truth_is_mustaches(void **state)
{
    struct arena *a = *state;
    struct value *list = value_list(a);
    assert_false(value_is_true(NULL));
    assert_false(value_is_true(value_bool(a, false)));
    assert_false(value_is_true(value_text(a, STR(""))));
    assert_false(value_is_true(value_html(a, html_trusted(STR("")))));
    assert_false(value_is_true(list));
    value_add(list, value_int(a, 0));
    assert_true(value_is_true(list));
    assert_true(value_is_true(value_int(a, 0)));
    assert_true(value_is_true(value_map(a)));
    assert_true(value_is_true(value_text(a, STR("0"))));
    assert_true(value_is_true(value_bool(a, true)));
}

static void numbers_become_text_and_back(void **state)
{
    static const struct {
        int64_t n;
        const char *text;
    } cases[] = {
        {0, "0"}, {-7, "-7"}, {INT64_MAX, "9223372036854775807"}, {INT64_MIN, "-9223372036854775808"}};
    struct arena *a = *state;
    char scratch[24];
    for (size_t i = 0; i < 4; i++) {
        assert_str(value_as_text(value_int(a, cases[i].n), scratch), cases[i].text);
        assert_true(value_as_int(value_text(a, str_from(cases[i].text))) == cases[i].n);
    }
    assert_int_equal(value_as_int(value_text(a, STR("un"))), 0);
    assert_str(value_as_text(value_bool(a, true), scratch), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(maps_keep_their_order_and_replace, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_grow_and_nest, setup, teardown),
        cmocka_unit_test_setup_teardown(truth_is_mustaches, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_become_text_and_back, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
