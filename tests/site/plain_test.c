#include "site/plain.h"

#include "lib/test.h"
#include "site/markdown.h"

static void assert_plain(const char *markdown, const char *expected)
{
    struct arena *a = arena_new();
    struct source source = {STR("test.md"), str_from(markdown)};
    struct buf out;
    buf_init(&out, 1 << 20);
    plain_below(&out, markdown_parse(a, &source, 0, NULL));
    assert_str(buf_str(&out), expected);
    buf_release(&out);
    arena_free(a);
}

static void paragraphs_are_lines(void **state)
{
    (void)state;
    assert_plain("Un *texte*\nsur deux lignes.\n\nUn **autre** `x`.",
                 "Un texte sur deux lignes.\n\nUn autre x.\n");
    assert_plain("Bien à vous,\\\nle cabinet", "Bien à vous,\nle cabinet\n");
    assert_plain("## Réponses\n\nTexte.\n\n### Détail", "Réponses\n========\n\nTexte.\n\nDétail\n------\n");
}

static void links_show_their_address(void **state)
{
    (void)state;
    assert_plain("[Activer]({{link}})", "Activer\n{{link}}\n");
    assert_plain("Voir [l'aide](https://x.fr/a) ici.", "Voir l'aide <https://x.fr/a> ici.\n");
    assert_plain("<https://x.fr> ou [a@x.fr](mailto:a@x.fr) ou [01](tel:+331)",
                 "https://x.fr ou a@x.fr ou 01\n");
}

static void lists_are_indented(void **state)
{
    (void)state;
    assert_plain("- un\n- deux\n  - trois\n  - quatre\n- cinq",
                 "- un\n- deux\n  - trois\n  - quatre\n- cinq\n");
    assert_plain("9. un\n10. deux\n\n    suite", "9. un\n\n10. deux\n\n    suite\n");
    assert_plain("> cité\n\n| a | b |\n|---|---|\n| c | d |", "cité\n\na | b\nc | d\n");
    assert_plain("```\nx\ny\n```", "    x\n    y\n");
}

static void sections_stand_alone_on_their_lines(void **state)
{
    (void)state;
    assert_plain(
        "Voici :\n\n{{#results}}\n\n- "
        "{{name}}\n\n{{/results}}\n\n{{^results}}\n\nRien.\n\n{{/results}}\n\nFin.",
        "Voici :\n\n{{#results}}\n- {{name}}\n{{/results}}\n{{^results}}\nRien.\n{{/results}}\n\nFin.\n");
    assert_plain("{{> mail/reponses}}", "{{> mail/reponses.txt}}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_are_lines),
        cmocka_unit_test(links_show_their_address),
        cmocka_unit_test(lists_are_indented),
        cmocka_unit_test(sections_stand_alone_on_their_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
