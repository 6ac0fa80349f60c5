#include "theme/catalogue.h"

#include <stdlib.h>

#include "lib/test.h"
#include "theme/report.h"

struct fixture {
    struct arena *a;
    struct diags *diags;
    struct catalogues *all;
};

static int setup(void **state)
{
    struct arena *a = arena_new();
    struct fixture *f = ARENA_NEW(a, struct fixture);
    *f = (struct fixture){a, diags_new(a, 100), catalogues_new(a)};
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    catalogues_free(f->all);
    arena_free(f->a);
    return 0;
}

static bool add(struct fixture *f, const char *language, const char *key, const char *text)
{
    const struct source *source = report_source(f->a, arena_printf(f->a, "%s.yaml", language).p, text);
    struct catalogue_entry entry = {
        .key = str_from(key), .text = source->text, .at = {source, 0, source->text.n}};
    return catalogues_add(f->all, str_from(language), &entry, f->diags);
}

static struct str format_n(struct fixture *f, const char *language, const char *key, int64_t n)
{
    struct value *arguments = value_map(f->a);
    value_set_int(arguments, "n", n);
    return catalogue_text(catalogues_find(f->all, str_from(language)), f->a, str_from(key), arguments);
}

static void plurals_are_those_of_the_language(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *language;
        const char *text;
        int64_t n;
        const char *expected;
    } cases[] = {
        {"fr", "{n, plural, one {# point} other {# points}}", 0, "0 point"},
        {"fr", "{n, plural, one {# point} other {# points}}", 1, "1 point"},
        {"fr", "{n, plural, one {# point} other {# points}}", 2, "2 points"},
        {"fr", "{n, plural, one {# point} other {# points}}", 12345, "12\u202f345 points"},
        {"fr", "{n, plural, one {# point} other {# points}}", 1000000, "1\u202f000\u202f000 points"},
        {"en", "{n, plural, one {# point} other {# points}}", 0, "0 points"},
        {"en", "{n, plural, one {# point} other {# points}}", 1, "1 point"},
        {"en", "{n, plural, one {# point} other {# points}}", 1234, "1,234 points"},
        {"nl", "{n, plural, one {# punt} other {# punten}}", 1, "1 punt"},
        {"nl", "{n, plural, one {# punt} other {# punten}}", 0, "0 punten"},
        {"nl", "{n, plural, one {# punt} other {# punten}}", 1234, "1.234 punten"},
        {"fr", "{n, plural, =0 {aucun} =1 {un seul} other {#}}", 0, "aucun"},
        {"fr", "{n, plural, =0 {aucun} =1 {un seul} other {#}}", 1, "un seul"},
        {"fr", "{n, plural, offset:1 =1 {vous} one {vous et # autre} other {vous et # autres}}", 3,
         "vous et 2 autres"},
        {"fr", "{n, plural, offset:1 =1 {vous} one {vous et # autre} other {vous et # autres}}", 1, "vous"},
        {"fr", "{n, selectordinal, one {#er} other {#e}} point", 1, "1er point"},
        {"fr", "{n, selectordinal, one {#er} other {#e}} point", 2, "2e point"},
        {"en", "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", 22, "22nd"},
        {"en", "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", 11, "11th"},
        {"fr", "{n, number} et {n}", -1234567, "-1\u202f234\u202f567 et -1\u202f234\u202f567"},
        {"fr", "{n, plural, other {{n, plural, one {# et un} other {# et plusieurs}}}}", 1, "1 et un"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(add(f, cases[i].language, "k", cases[i].text));
        assert_str(format_n(f, cases[i].language, "k", cases[i].n), cases[i].expected);
    }
    assert_int_equal(diags_errors(f->diags), 0);
}

static void apostrophes_are_text_unless_they_quote_braces(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"L'été d'abord", "L'été d'abord"},
        {"l''été", "l'été"},
        {"'{n}' vaut {n}", "{n} vaut 5"},
        {"l'{n}'", "l{n}"},
        {"l''{n}", "l'5"},
        {"a # b", "a # b"},
        {"{n, plural, other {'#' # l'an}}", "# 5 l'an"},
        {"'{''}'", "{'}"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(add(f, "fr", "k", cases[i].text));
        assert_str(format_n(f, "fr", "k", 5), cases[i].expected);
    }
}

static void selects_choose_by_word_or_flag(void **state)
{
    struct fixture *f = *state;
    struct value *arguments = value_map(f->a);
    const char *text = "{who.kind, select, person {Madame, Monsieur} other {À l'attention de {who.name}}}";
    assert_true(add(f, "fr", "k", text));
    assert_true(add(f, "fr", "flag", "{on, select, true {oui} other {non}}"));
    struct value *who = value_set_map(arguments, "who");
    const struct catalogue *fr = catalogues_find(f->all, STR("fr"));
    value_set_text(who, "kind", STR("company"));
    value_set_text(who, "name", STR("ACME"));
    value_set_bool(arguments, "on", true);
    assert_str(catalogue_text(fr, f->a, STR("k"), arguments), "À l'attention de ACME");
    assert_str(catalogue_text(fr, f->a, STR("flag"), arguments), "oui");
    value_set_text(who, "kind", STR("person"));
    value_set_bool(arguments, "on", false);
    assert_str(catalogue_text(fr, f->a, STR("k"), arguments), "Madame, Monsieur");
    assert_str(catalogue_text(fr, f->a, STR("flag"), arguments), "non");
    assert_str(catalogue_text(fr, f->a, STR("flag"), NULL), "non");
}

static const struct value *from_map(void *context, struct str name)
{
    return value_get(context, name);
}

static void texts_and_arguments_are_escaped_for_their_place(void **state)
{
    struct fixture *f = *state;
    struct value *arguments = value_map(f->a);
    assert_true(add(f, "fr", "k", "<{x}> \"l'an\""));
    assert_true(add(f, "fr", "u", "java{y}"));
    value_set_text(arguments, "x", STR("<b>\""));
    value_set_text(arguments, "y", STR("script:alert(1)"));
    static const struct {
        const char *key;
        enum html_place place;
        const char *expected;
    } cases[] = {
        {"k", HTML_TEXT, "&lt;&lt;b&gt;\"&gt; \"l'an\""},
        {"k", HTML_ATTRIBUTE, "&lt;&lt;b&gt;&quot;&gt; &quot;l&#39;an&quot;"},
        {"k", HTML_PLAIN, "<<b>\"> \"l'an\""},
        {"u", HTML_URL, "#"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct catalogue_use use = {.lookup = from_map, .context = arguments, .place = cases[i].place};
        struct buf out;
        buf_init(&out, 1000);
        assert_true(catalogue_format(catalogues_at(f->all, 0), str_from(cases[i].key), &use, &out));
        assert_str(buf_str(&out), cases[i].expected);
        buf_release(&out);
    }
}

static void unknown_keys_give_the_key_and_later_ones_replace(void **state)
{
    struct fixture *f = *state;
    assert_true(add(f, "fr", "form.required", "thème"));
    assert_true(add(f, "fr", "form.required", "site"));
    const struct catalogue *fr = catalogues_find(f->all, STR("fr"));
    assert_str(catalogue_text(fr, f->a, STR("form.required"), NULL), "site");
    assert_str(catalogue_text(fr, f->a, STR("form.requierd"), NULL), "form.requierd");
    assert_str(catalogue_nearest(fr, STR("form.requierd")), "form.required");
    assert_false(catalogue_has(fr, STR("form")));
    assert_null(catalogues_find(f->all, STR("de")));
    assert_str(catalogue_language(fr), "fr");
}

static void mistakes_are_reported_in_the_message(void **state)
{
    static const struct {
        const char *text;
        const char *codes;
    } cases[] = {
        {"a {b", "1:3 TEXT_OPEN"},
        {"a }", "1:3 TEXT_CLOSE"},
        {"a {} b", "1:3 TEXT_NAME"},
        {"a {b c}", "1:3 TEXT_NAME"},
        {"é {n, plurial, other {a}}", "1:7 TEXT_TYPE"},
        {"{n, plural}", "1:1 TEXT_CASE"},
        {"{n, plural, one {a}}", "1:1 TEXT_OTHER"},
        {"{n, plural, few {a} other {b}}", "1:13 TEXT_CATEGORY"},
        {"{n, plural, one {a} one {c} other {b}}", "1:21 TEXT_CASE_TWICE"},
        {"{n, plural, one other {b}}", "1:13 TEXT_CASE"},
        {"{n, plural, one {a other {b}}", "1:1 TEXT_OTHER"},
        {"{n, select, a {b}}", "1:1 TEXT_OTHER"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        void *fresh = NULL;
        (void)state;
        setup(&fresh);
        struct fixture *f = fresh;
        assert_false(add(f, "fr", "k", cases[i].text));
        assert_str(report_codes(f->a, f->diags), cases[i].codes);
        teardown(&fresh);
    }
}

static void nesting_without_end_is_refused(void **state)
{
    struct fixture *f = *state;
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < 10000; i++)
        buf_add_z(&b, "{a, select, other {");
    assert_false(add(f, "fr", "k", buf_z(&b)));
    assert_true(diags_has(f->diags, D_TEXT_DEEP));
    buf_release(&b);
}

static void every_language_must_have_the_same_texts_and_arguments(void **state)
{
    struct fixture *f = *state;
    add(f, "fr", "a", "un {x}");
    add(f, "fr", "b", "deux {x}");
    add(f, "fr", "c", "trois");
    add(f, "en", "a", "one {x}");
    add(f, "en", "b", "two {y}");
    add(f, "en", "cc", "three");
    add(f, "nl", "a", "{y} {x}");
    add(f, "nl", "b", "{x, plural, other {twee}}");
    add(f, "nl", "c", "drie");
    catalogues_check(f->all, f->diags);
    assert_str(report_text(f->a, f->diags),
               "en.yaml:1:1: erreur: « b » n'utilise pas x, que la langue de référence utilise "
               "[TEXT_LACKS_ARGUMENT]\n"
               "   | two {y}\n   | ^~~~~~~\n"
               "   = utilisez les mêmes noms entre accolades dans toutes les langues\n"
               "en.yaml:1:1: erreur: le texte « cc » n'existe pas en « fr », la langue de référence "
               "[TEXT_EXTRA]\n"
               "   | three\n   | ^~~~~\n"
               "fr.yaml:1:1: erreur: le texte « c » manque en « en » [TEXT_MISSING]\n"
               "   | trois\n   | ^~~~~\n"
               "   = ajoutez-le au catalogue de cette langue\n"
               "nl.yaml:1:1: erreur: « a » utilise y, que la langue de référence « fr » n'utilise pas "
               "[TEXT_EXTRA_ARGUMENT]\n"
               "   | {y} {x}\n   | ^~~~~~~\n"
               "   = utilisez les mêmes noms entre accolades dans toutes les langues\n");
}

static void collect(void *context, struct str key, struct str message)
{
    struct buf *out = context;
    buf_addf(out, STR_FMT "=" STR_FMT ";", STR_ARG(key), STR_ARG(message));
}

static void all_texts_are_given_in_order_as_they_were_written(void **state)
{
    struct fixture *f = *state;
    struct buf out;
    buf_init(&out, 1 << 16);
    add(f, "fr", "b", "l''{x}");
    add(f, "fr", "a", "un");
    catalogue_each(catalogues_at(f->all, 0), collect, &out);
    assert_str(buf_str(&out), "a=un;b=l''{x};");
    for (int i = 0; i < 1000; i++)
        add(f, "fr", arena_printf(f->a, "k%d", i).p, arena_printf(f->a, "v%d", i).p);
    assert_str(catalogue_text(catalogues_at(f->all, 0), f->a, STR("k731"), NULL), "v731");
    assert_int_equal(catalogues_count(f->all), 1);
    buf_release(&out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plurals_are_those_of_the_language),
        TEST(apostrophes_are_text_unless_they_quote_braces),
        TEST(selects_choose_by_word_or_flag),
        TEST(texts_and_arguments_are_escaped_for_their_place),
        TEST(unknown_keys_give_the_key_and_later_ones_replace),
        TEST(mistakes_are_reported_in_the_message),
        TEST(nesting_without_end_is_refused),
        TEST(every_language_must_have_the_same_texts_and_arguments),
        TEST(all_texts_are_given_in_order_as_they_were_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
