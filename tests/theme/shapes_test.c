#include "theme/shapes.h"

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

static const struct shape *shape_of(struct arena *a, const char *paths)
{
    const struct shape *shape = shape_parse(a, str_from(paths));
    assert_non_null(shape);
    return shape;
}

static void paths_declare_fields_lists_and_kinds(void **state)
{
    struct arena *a = *state;
    const struct shape *shape =
        shape_of(a, "todo[].title todo[].url:url profile? profile.text:html? n:int tags[] ");
    const struct shape *todo = shape_field(shape, STR("todo"));
    assert_int_equal(shape_kind(todo), SHAPE_LIST);
    assert_int_equal(shape_kind(shape_item(todo)), SHAPE_MAP);
    assert_int_equal(shape_kind(shape_field(shape_item(todo), STR("url"))), SHAPE_URL);
    assert_int_equal(shape_kind(shape_item(shape_field(shape, STR("tags")))), SHAPE_TEXT);
    assert_int_equal(shape_kind(shape_field(shape, STR("n"))), SHAPE_INT);
    const struct shape *profile = shape_field(shape, STR("profile"));
    assert_int_equal(shape_kind(profile), SHAPE_MAP);
    assert_true(shape_is_optional(profile));
    assert_int_equal(shape_kind(shape_field(profile, STR("text"))), SHAPE_HTML);
    assert_true(shape_is_optional(shape_field(profile, STR("text"))));
    assert_null(shape_field(shape, STR("title")));
    assert_null(shape_item(shape));
}

static void rows_that_disagree_or_are_malformed_are_refused(void **state)
{
    static const char *const wrong[] = {
        "a a:url", "a[] a", "a[].b a[]", "a.b a",   "a a?",  "a:number",
        ".a",      "a..b",  "[]",        "a[]^b[]", "a^b b", "a.b:html a.b.c",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        if (shape_parse(*state, str_from(wrong[i])) != NULL)
            fail_msg("accepted: %s", wrong[i]);
    assert_non_null(shape_parse(*state, STR("a? a? a.b a.b c[] c[]")));
}

static void a_list_may_have_the_items_of_another(void **state)
{
    const struct shape *shape = shape_of(*state, "q[].label q[].options[].nested[]^q[]");
    const struct shape *q = shape_item(shape_field(shape, STR("q")));
    const struct shape *option = shape_item(shape_field(q, STR("options")));
    assert_ptr_equal(shape_item(shape_field(option, STR("nested"))), q);
}

static void mails_have_less_in_common_than_pages(void **state)
{
    (void)state;
    assert_non_null(shape_field(shape_find(STR("espace/accueil")), STR("csrf")));
    assert_non_null(shape_field(shape_find(STR("mail/html")), STR("site")));
    assert_null(shape_field(shape_find(STR("mail/html")), STR("csrf")));
    assert_null(shape_find(STR("espace/rien")));
    assert_null(shape_find(STR("*")));
}

static struct str misfit(struct arena *a, const char *paths, const struct value *data)
{
    struct str path = STR("fits");
    bool fits = shape_fits(shape_of(a, paths), data, a, &path);
    assert_true(fits == str_eq_z(path, "fits"));
    return path;
}

static void data_must_have_what_is_required_and_nothing_more(void **state)
{
    struct arena *a = *state;
    struct value *data = value_map(a);
    struct value *item = value_add_map(value_set_list(data, "todo"));
    value_set_text(item, "title", STR("x"));
    assert_str(misfit(a, "todo[].title", data), "fits");
    assert_str(misfit(a, "todo[].title todo[].url:url", data), "todo[0].url");
    assert_str(misfit(a, "todo[].title todo[].done?", data), "fits");
    assert_str(misfit(a, "todo[].title name", data), "name");
    assert_str(misfit(a, "todo[].title list[]", data), "fits");
    assert_str(misfit(a, "todo[].title client.name", data), "client");
    assert_str(misfit(a, "todo[].title client.name?", data), "fits");
    assert_str(misfit(a, "todo[].title client? client.name", data), "fits");
    value_set_text(item, "other", STR("y"));
    assert_str(misfit(a, "todo[].title", data), "todo[0].other");
}

static void kinds_must_be_right_and_what_is_false_may_stand_for_what_is_absent(void **state)
{
    struct arena *a = *state;
    static const struct {
        const char *paths;
        bool text, number, flag, html;
    } cases[] = {
        {"x", true, true, false, false},       {"x?", true, true, true, false},
        {"x:html", false, false, false, true}, {"x:url", true, false, false, false},
        {"x:int", false, true, false, false},  {"x[]", false, false, false, false},
        {"x.y?", false, false, false, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct value *data = value_map(a);
        value_set_text(data, "x", STR("a"));
        assert_str(misfit(a, cases[i].paths, data), cases[i].text ? "fits" : "x");
        value_set_int(data, "x", 1);
        assert_str(misfit(a, cases[i].paths, data), cases[i].number ? "fits" : "x");
        value_set_bool(data, "x", true);
        assert_str(misfit(a, cases[i].paths, data), cases[i].flag ? "fits" : "x");
        value_set_html(data, "x", html_trusted(STR("a")));
        assert_str(misfit(a, cases[i].paths, data), cases[i].html ? "fits" : "x");
        value_set(data, "x", NULL);
        assert_str(misfit(a, "x?", data), "fits");
    }
    struct value *data = value_map(a);
    value_set_bool(data, "x", false);
    assert_str(misfit(a, "x:html?", data), "fits");
    assert_str(misfit(a, "x? x.y", data), "fits");
}

static void all_paths_are_given_for_suggestions(void **state)
{
    const struct str *paths = NULL;
    size_t n = shape_paths(shape_of(*state, "client.name client.e.mail todo[].title"), *state, &paths);
    assert_int_equal(n, 3);
    assert_str(paths[0], "client.name");
    assert_str(paths[1], "client.e.mail");
    assert_str(paths[2], "todo");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(paths_declare_fields_lists_and_kinds),
        TEST(rows_that_disagree_or_are_malformed_are_refused),
        TEST(a_list_may_have_the_items_of_another),
        TEST(mails_have_less_in_common_than_pages),
        TEST(data_must_have_what_is_required_and_nothing_more),
        TEST(kinds_must_be_right_and_what_is_false_may_stand_for_what_is_absent),
        TEST(all_paths_are_given_for_suggestions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
