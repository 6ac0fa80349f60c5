#include "site/typography.h"

#include "lib/test.h"
#include "site/markdown.h"

#define N "\u202f" /* narrow no-break space */
#define B "\u00a0" /* no-break space */

struct sample {
    const char *written, *printed;
};

static void assert_printed(const char *language, const struct sample *samples, size_t n)
{
    struct arena *a = arena_new();
    for (size_t i = 0; i < n; i++)
        assert_str(typography_text(a, str_from(language), str_from(samples[i].written)), samples[i].printed);
    arena_free(a);
}

static void french_signs_keep_their_blank(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"Quoi ? Oui ! Voici : un ; deux", "Quoi" N "? Oui" N "! Voici" N ": un" N "; deux"},
        {"Quoi\u00a0? Oui\u202f! Non  ;", "Quoi" N "? Oui" N "! Non" N ";"},
        {"Ah !? Ah ?!", "Ah" N "!? Ah" N "?!"},
        {"« mot » et «mot»", "«" N "mot" N "» et «" N "mot" N "»"},
        {"« mot », dit-il", "«" N "mot" N "», dit-il"},
        {"12:30, a:b, https://x.fr/?a;b", "12:30, a:b, https://x.fr/?a;b"},
        {"la classe :hover et ::before", "la classe :hover et ::before"},
        {" ?", N "?"},
        {"Été ©", "Été ©"},
        {"", ""},
        {"«»", "«»"},
        {"seize octets ici ; et la suite", "seize octets ici" N "; et la suite"},
        {"un texte de dix-sept ! et plus de trente octets",
         "un texte de dix-sept" N "! et plus de trente octets"},
        {"trente-deux octets, puis le signe ?", "trente-deux octets, puis le signe" N "?"},
    };
    assert_printed("fr", samples, sizeof(samples) / sizeof(*samples));
}

static void fields_are_left_alone(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"« {{client.name}} » : {{t.a ?}}", "«" N "{{client.name}}" N "»" N ": {{t.a ?}}"},
        {"{{#x ?}} {", "{{#x ?}} {"},
    };
    assert_printed("fr", samples, sizeof(samples) / sizeof(*samples));
}

static void french_numbers_hold_together(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"40 000 € sur 1 200 000", "40" N "000" B "€ sur 1" N "200" N "000"},
        {"20 % de 5 %", "20" B "% de 5" B "%"},
        {"appelez le 01 99 00 00 00.", "appelez le 01" B "99" B "00" B "00" B "00."},
        {"entre 10 et 12 15 20, 9 h", "entre 10 et 12 15 20, 9 h"},
        {"01 99 000", "01 99 000"},
        {"en 2026 100 personnes, 12 3456", "en 2026 100 personnes, 12 3456"},
        {"le dernier mot – le vôtre – compte", "le dernier mot" B "– le vôtre" B "– compte"},
        {"2020 –2026, un–deux", "2020 –2026, un–deux"},
    };
    assert_printed("fr", samples, sizeof(samples) / sizeof(*samples));
    assert_printed("fr-BE", samples, sizeof(samples) / sizeof(*samples));
}

static void english_and_dutch_keep_their_own_rules(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"What ? « so »", "What ? « so »"},
        {"€ 25 of 1 200 €, 20 %", "€" B "25 of 1 200" B "€, 20" B "%"},
        {"one – two — three", "one" B "– two" B "— three"},
        {"20% - 10", "20% - 10"},
    };
    assert_printed("en", samples, sizeof(samples) / sizeof(*samples));
    assert_printed("nl", samples, sizeof(samples) / sizeof(*samples));
}

static void code_is_left_alone(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct source source = {STR("test.md"), STR("a ? `b ? c`\n\n    d ? e\n")};
    struct node *root = markdown_parse(a, &source, 0, NULL);
    typography_apply(a, STR("fr"), root);
    assert_str(root->first->first->text, "a" N "? ");
    assert_str(root->first->last->text, "b ? c");
    assert_str(root->last->text, "d ? e\n");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(french_signs_keep_their_blank),
        cmocka_unit_test(fields_are_left_alone),
        cmocka_unit_test(french_numbers_hold_together),
        cmocka_unit_test(english_and_dutch_keep_their_own_rules),
        cmocka_unit_test(code_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
