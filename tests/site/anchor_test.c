#include "site/anchor.h"

#include "lib/test.h"
#include "site/markdown.h"

struct sample {
    const char *words, *anchor;
};

static void anchors_are_those_of_forges_without_accents(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"Mot de passe oublié ?", "mot-de-passe-oublie"},
        {"Qu'est-ce que l’aide", "quest-ce-que-laide"},
        {"Étape 2 : l'Œuvre, à Noël", "etape-2-loeuvre-a-noel"},
        {"a\u00a0b\u202fc — d", "a-b-c-d"},
        {"snake_case & C++", "snake_case-c"},
        {"Straße, Łódź, İstanbul", "strasse-lodz-istanbul"},
        {"e\u0301te\u0301", "ete"},
        {"日本語 ページ", "日本語-ページ"},
        {"« Mot »", "mot"},
        {"👍", "section"},
        {"?!", "section"},
        {"", "section"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
        assert_str(anchor_of(a, str_from(samples[i].words)), samples[i].anchor);
    arena_free(a);
}

static void what_a_forge_would_write_leads_to_the_same_place(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_str(anchor_fold(a, STR("mot-de-passe-oublié-")), "mot-de-passe-oublie");
    assert_str(anchor_fold(a, STR("mot-de-passe-oublie-1")), "mot-de-passe-oublie-1");
    assert_str(anchor_fold(a, STR("")), "");
    arena_free(a);
}

static void assert_anchors(const char *markdown, const struct map *reserved, const char *const *names,
                           size_t n)
{
    struct arena *a = arena_new();
    struct source source = {STR("test.md"), str_from(markdown)};
    struct anchors anchors = {.reserved = reserved};
    anchors_find(&anchors, a, markdown_parse(a, &source, 0, NULL));
    assert_int_equal(anchors.count, n);
    struct str left = anchors_names(&anchors, a);
    for (size_t i = 0; i < n; i++) {
        assert_str(anchors.items[i].name, names[i]);
        assert_true(anchors_have(left, anchors.items[i].name));
    }
    assert_false(anchors_have(left, STR("absent")));
    assert_false(anchors_have(left, STR("")));
    arena_free(a);
}

static void headings_of_the_same_words_are_numbered(void **state)
{
    (void)state;
    const char *const names[] = {"a", "a-1", "a-2", "a-1-1", "a-3"};
    assert_anchors("## A\n## À\n## a\n## A 1\n## a\n", NULL, names, 5);
}

static void ids_of_the_theme_are_not_given(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct map reserved = {0};
    map_put(&reserved, a, STR("contenu"), a);
    const char *const names[] = {"contenu-1", "contenu-2", "autre"};
    assert_anchors("## Contenu\n## Contenu\n## Autre\n", &reserved, names, 3);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anchors_are_those_of_forges_without_accents),
        cmocka_unit_test(what_a_forge_would_write_leads_to_the_same_place),
        cmocka_unit_test(headings_of_the_same_words_are_numbered),
        cmocka_unit_test(ids_of_the_theme_are_not_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
