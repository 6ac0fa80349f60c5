#include "lib/test.h"

#include "base/buf.h"
#include "http/fields.h"

static struct arena *arena;

static bool decodes(struct str text, struct fields *out)
{
    return fields_decode(arena, text, out);
}

static void names_and_values_are_decoded(void **state)
{
    (void)state;
    struct fields f;
    assert_true(decodes(STR("a=1&b%C3%A9=x+y%2B&c=&d&&e==f"), &f));
    assert_int_equal(f.count, 5);
    assert_str(f.items[0].name, "a");
    assert_str(f.items[0].value, "1");
    assert_str(f.items[1].name, "bé");
    assert_str(f.items[1].value, "x y+");
    assert_str(f.items[2].value, "");
    assert_str(f.items[3].name, "d");
    assert_str(f.items[3].value, "");
    assert_str(f.items[4].value, "=f");
}

static void line_ends_become_lf(void **state)
{
    (void)state;
    struct fields f;
    assert_true(decodes(STR("a=1%0D%0A2%0D3%0A4"), &f));
    assert_str(f.items[0].value, "1\n2\n3\n4");
}

static void what_is_not_text_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "a=%",   "a=%4",     "a=%zz",    "a=%00",          "a%00=1",      "=1",
        "a=%ff", "a=%c0%80", "a=%c1%bf", "a=%e0%80%80",    "a=%ed%a0%80", "a=%f4%90%80%80",
        "a=%c3", "a=\xff",   "%ff=1",    "a=%f5%80%80%80", "a=%+1",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct fields f;
        if (decodes(str_from(bad[i]), &f))
            fail_msg("accepted: %s", bad[i]);
    }
}

static void there_is_a_limit_to_their_number(void **state)
{
    (void)state;
    struct buf text;
    struct fields f;
    buf_init(&text, 1 << 20);
    for (int i = 0; i < FIELDS_MAX; i++)
        buf_add_z(&text, "a=1&");
    assert_true(decodes(buf_str(&text), &f));
    assert_int_equal(f.count, FIELDS_MAX);
    buf_add_z(&text, "a=1");
    assert_false(decodes(buf_str(&text), &f));
    buf_release(&text);
}

static bool check(const struct field_rule *rules, size_t n, const char *text, struct fields *kept)
{
    struct fields all;
    struct str bad;
    struct fields_policy policy = {.rules = rules, .n_rules = n};
    assert_true(decodes(str_from(text), &all));
    return fields_check(arena, &all, &policy, kept, &bad);
}

static void only_what_a_rule_names_gets_through(void **state)
{
    (void)state;
    const struct field_rule rules[] = {
        {.name = "nom", .kind = FIELD_TEXT, .max = 5},
        {.name = "choix", .kind = FIELD_TOKEN, .max = 10, .many = true},
    };
    struct fields kept;
    assert_true(check(rules, 2, "nom=abcde&choix=a&choix=b", &kept));
    assert_int_equal(kept.count, 3);
    assert_false(check(rules, 2, "nom=abcdef", &kept));
    assert_false(check(rules, 2, "nom=a&nom=a", &kept));
    assert_false(check(rules, 2, "autre=a", &kept));
    assert_false(check(rules, 2, "Nom=a", &kept));
    assert_false(check(NULL, 0, "nom=a", &kept));
    assert_true(check(NULL, 0, "", &kept));
}

static void answers_let_any_other_field_in(void **state)
{
    (void)state;
    const struct field_rule rules[] = {
        {.name = "suite", .kind = FIELD_TOKEN, .max = 10},
        {.kind = FIELD_ANSWERS, .max = 20, .many = true},
    };
    struct fields kept;
    assert_true(check(rules, 2, "suite=continuer&horizon=long&produits=a&produits=b", &kept));
    assert_int_equal(kept.count, 4);
    assert_false(check(rules, 2, "suite=a&suite=b", &kept));
    assert_false(check(rules, 2, "horizon=123456789012345678901", &kept));
}

static bool fits(enum field_kind kind, size_t max, struct str value)
{
    const struct field_rule rule = {.name = "x", .kind = kind, .max = max};
    return field_fits(&rule, value, NULL);
}

static void values_are_held_against_their_kind(void **state)
{
    (void)state;
    assert_false(fits(FIELD_CLOSED, 100, STR("")));
    assert_true(fits(FIELD_TEXT, 100, STR("L'été – 20 %")));
    assert_false(fits(FIELD_TEXT, 100, STR("a\nb")));
    assert_false(fits(FIELD_TEXT, 100, STR("a\x1b[2Jb")));
    assert_false(fits(FIELD_TEXT, 100,
                      STR("a\xe2\x80\xae"
                          "b")));
    assert_true(fits(FIELD_LONG_TEXT, 100, STR("a\nb")));
    assert_true(fits(FIELD_TOKEN, 100, STR("azAZ09_-")));
    assert_false(fits(FIELD_TOKEN, 100, STR("a=")));
    assert_true(fits(FIELD_ID, 26, STR("7zzzzzzzzzzzzzzzzzzzzzzzzz")));
    assert_false(fits(FIELD_ID, 26, STR("7zzzzzzzzzzzzzzzzzzzzzzzzu")));
    assert_false(fits(FIELD_ID, 30, STR("7zzzzzzzzzzzzzzzzzzzzzzzzz0")));
    assert_true(fits(FIELD_FLAG, 1, STR("1")));
    assert_false(fits(FIELD_FLAG, 9, STR("on")));
    assert_true(fits(FIELD_PASSWORD, 20, STR("\ttab and \x01")));
    assert_false(fits(FIELD_PASSWORD, 5, STR("123456")));
}

static void languages_are_those_of_the_site(void **state)
{
    (void)state;
    const struct str languages[] = {STR_INIT("fr"), STR_INIT("en")};
    const struct site site = {.languages = languages, .n_languages = 2};
    const struct field_rule rule = {.name = "langue", .kind = FIELD_LANGUAGE, .max = 10};
    assert_true(field_fits(&rule, STR("en"), &site));
    assert_false(field_fits(&rule, STR("nl"), &site));
    assert_false(field_fits(&rule, STR(""), &site));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_values_are_decoded),
        cmocka_unit_test(line_ends_become_lf),
        cmocka_unit_test(what_is_not_text_is_refused),
        cmocka_unit_test(there_is_a_limit_to_their_number),
        cmocka_unit_test(only_what_a_rule_names_gets_through),
        cmocka_unit_test(answers_let_any_other_field_in),
        cmocka_unit_test(values_are_held_against_their_kind),
        cmocka_unit_test(languages_are_those_of_the_site),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
