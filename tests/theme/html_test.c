#include "theme/html.h"

#include <stdlib.h>

#include "lib/test.h"

struct escaped {
    const char *text;
    const char *expected;
};

static void assert_escaped(const struct escaped *cases, size_t n, enum html_place place)
{
    for (size_t i = 0; i < n; i++) {
        struct buf out;
        buf_init(&out, 1000);
        html_escape(&out, str_from(cases[i].text), place);
        assert_str(buf_str(&out), cases[i].expected);
        buf_release(&out);
    }
}

#define ASSERT_ESCAPED(cases, place) assert_escaped((cases), sizeof(cases) / sizeof((cases)[0]), (place))

static void text_loses_its_markup(void **state)
{
    (void)state;
    static const struct escaped cases[] = {
        {"", ""},
        {"L'été & \"nous\"", "L'été &amp; \"nous\""},
        {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"<", "&lt;"},
    };
    ASSERT_ESCAPED(cases, HTML_TEXT);
}

static void attributes_cannot_be_left(void **state)
{
    (void)state;
    static const struct escaped cases[] = {
        {"\" onclick=\"alert(1)", "&quot; onclick=&quot;alert(1)"},
        {"' onclick='alert(1)", "&#39; onclick=&#39;alert(1)"},
        {"a&b<c>", "a&amp;b&lt;c&gt;"},
    };
    ASSERT_ESCAPED(cases, HTML_ATTRIBUTE);
}

static void addresses_with_other_schemes_are_refused(void **state)
{
    (void)state;
    static const struct escaped cases[] = {
        {"https://exemple.fr/a?b=c&d=é#e", "https://exemple.fr/a?b=c&amp;d=%C3%A9#e"},
        {"HTTP://exemple.fr", "HTTP://exemple.fr"},
        {"mailto:a@exemple.fr", "mailto:a@exemple.fr"},
        {"tel:+33100000000", "tel:+33100000000"},
        {"/espace/q/1?retour=a:b", "/espace/q/1?retour=a:b"},
        {"aide/a:b", "aide/a:b"},
        {"#a:b", "#a:b"},
        {"", ""},
        {"javascript:alert(1)", "#"},
        {"JavaScript:alert(1)", "#"},
        {" javascript:alert(1)", "#"},
        {"\tjava\nscript:alert(1)", "#"},
        {"data:text/html,<script>", "#"},
        {"vbscript:x", "#"},
        {":x", "#"},
        {"//mechant.example", "#"},
        {"/\\mechant.example", "#"},
        {"\\\\mechant.example", "%5C%5Cmechant.example"},
        {"/a b%20%zz'\"<>", "/a%20b%20%25zz&#39;%22%3C%3E"},
        {"/\t/mechant.example", "/%09/mechant.example"},
    };
    ASSERT_ESCAPED(cases, HTML_URL);
}

static void parts_of_addresses_are_encoded(void **state)
{
    (void)state;
    static const struct escaped path[] = {{"a:b/c?d&e", "a:b/c?d&amp;e"}, {"é \"", "%C3%A9%20%22"}};
    static const struct escaped query[] = {
        {"/a?b=c&d#e", "%2Fa%3Fb%3Dc%26d%23e"}, {"50%", "50%25"}, {"%41", "%2541"}};
    ASSERT_ESCAPED(path, HTML_URL_PATH);
    ASSERT_ESCAPED(query, HTML_URL_QUERY);
}

/* Texts are looked at by blocks: a sign may stand at any place of one, or behind the last. */
static void signs_are_found_wherever_they_stand(void **state)
{
    (void)state;
    static const struct escaped signs[] = {
        {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}};
    static const char plain[] = "une page dont les blocs ont seize octets";
    for (size_t at = 0; at < sizeof(plain); at++) {
        for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
            char before[128], after[128];
            int from = (int)at;
            snprintf(before, sizeof(before), "%.*s%s%s", from, plain, signs[i].text, plain + at);
            snprintf(after, sizeof(after), "%.*s%s%s", from, plain, signs[i].expected, plain + at);
            struct escaped one[] = {{before, after}};
            ASSERT_ESCAPED(one, HTML_ATTRIBUTE);
        }
    }
}

static void plain_text_stays(void **state)
{
    (void)state;
    static const struct escaped cases[] = {{"<a href=\"'&", "<a href=\"'&"}};
    ASSERT_ESCAPED(cases, HTML_PLAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_loses_its_markup),
        cmocka_unit_test(attributes_cannot_be_left),
        cmocka_unit_test(addresses_with_other_schemes_are_refused),
        cmocka_unit_test(parts_of_addresses_are_encoded),
        cmocka_unit_test(signs_are_found_wherever_they_stand),
        cmocka_unit_test(plain_text_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
