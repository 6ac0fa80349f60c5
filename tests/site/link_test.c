#include "site/link.h"

#include "lib/test.h"

struct sample {
    const char *address;
    enum link_kind kind;
    const char *path, *query, *anchor;
};

static void addresses_are_taken_apart(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"a.md", LINK_RELATIVE, "a.md", "", ""},
        {"../b/a.md#c", LINK_RELATIVE, "../b/a.md", "", "c"},
        {"un%20fichier.pdf", LINK_RELATIVE, "un fichier.pdf", "", ""},
        {"a%2.md", LINK_RELATIVE, "a%2.md", "", ""},
        {"#mot-cl%C3%A9", LINK_ANCHOR, "", "", "mot-clé"},
        {"/espace/?langue=fr#a", LINK_ROOTED, "/espace/", "?langue=fr", "a"},
        {"", LINK_RELATIVE, "", "", ""},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++) {
        struct link link = link_parse(a, str_from(samples[i].address));
        assert_int_equal(link.kind, samples[i].kind);
        assert_str(link.path, samples[i].path);
        assert_str(link.query, samples[i].query);
        assert_str(link.anchor, samples[i].anchor);
    }
    arena_free(a);
}

static void schemes_are_a_short_list(void **state)
{
    (void)state;
    static const char *const fine[] = {"https://x.fr", "HTTP://x.fr", "mailto:a@x.fr", "tel:+33"};
    static const char *const refused[] = {
        "javascript:x", "JavaScript:x", "data:text/html,x", "vbscript:x", "file:///etc",
        "//x.fr",       "\\\\x.fr",     "java\tscript:x",   ":x",         "ftp://x.fr"};
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof(fine) / sizeof(*fine); i++)
        assert_int_equal(link_parse(a, str_from(fine[i])).kind, LINK_EXTERNAL);
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        assert_int_equal(link_parse(a, str_from(refused[i])).kind, LINK_REFUSED);
    arena_free(a);
}

static void paths_are_resolved_from_their_file(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct str out;
    assert_true(link_resolve(a, STR("fr/aide/a.md"), STR("b.md"), &out));
    assert_str(out, "fr/aide/b.md");
    assert_true(link_resolve(a, STR("fr/aide/a.md"), STR("./.././../en//b.md"), &out));
    assert_str(out, "en/b.md");
    assert_true(link_resolve(a, STR("a.md"), STR("b/../c.md"), &out));
    assert_str(out, "c.md");
    assert_false(link_resolve(a, STR("fr/a.md"), STR("../../b.md"), &out));
    assert_false(link_resolve(a, STR("a.md"), STR("b/../../c.md"), &out));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_taken_apart),
        cmocka_unit_test(schemes_are_a_short_list),
        cmocka_unit_test(paths_are_resolved_from_their_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
