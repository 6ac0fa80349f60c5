#include "site/markdown.h"
#include "site/render.h"

#include "lib/test.h"

struct sample {
    const char *markdown, *html;
};

static struct str rendered(struct arena *a, const char *markdown)
{
    struct source source = {STR("test.md"), str_from(markdown)};
    struct diags *diags = diags_new(a, 10);
    struct node *root = markdown_parse(a, &source, 0, diags);
    struct buf out;
    buf_init(&out, 1 << 20);
    struct render render = {.out = &out};
    render_below(&render, root);
    struct str html = arena_str(a, buf_str(&out));
    buf_release(&out);
    return html;
}

static void assert_samples(const struct sample *samples, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct arena *a = arena_new();
        assert_str(rendered(a, samples[i].markdown), samples[i].html);
        arena_free(a);
    }
}
#define ASSERT_SAMPLES(samples) assert_samples((samples), sizeof(samples) / sizeof(*(samples)))

#define TABLE(inside)                                                                              \
    "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"\">\n<table>\n" inside \
    "</table>\n</div>\n"
#define HEAD(cells) "<thead>\n<tr>" cells "</tr>\n</thead>\n"
#define BODY(rows) "<tbody>\n" rows "</tbody>\n"
#define TH(text) "<th scope=\"col\">" text "</th>"
#define TD(text) "<td>" text "</td>"

static void blocks_and_inlines_of_commonmark(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"un *deux* **trois** `quatre`\ncinq  \nsix",
         "<p>un <em>deux</em> <strong>trois</strong> <code>quatre</code>\ncinq<br>\nsix</p>\n"},
        {"## Titre", "<h2>Titre</h2>\n"},
        {"- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"},
        {"- un\n\n- deux", "<ul>\n<li><p>un</p>\n</li>\n<li><p>deux</p>\n</li>\n</ul>\n"},
        {"3. un\n4. deux", "<ol start=\"3\">\n<li>un</li>\n<li>deux</li>\n</ol>\n"},
        {"> cité", "<blockquote><p>cité</p>\n</blockquote>\n"},
        {"```sh\nls <x>\n```", "<pre><code class=\"language-sh\">ls &lt;x&gt;\n</code></pre>\n"},
        {"***", "<hr>\n"},
        {"[a](https://exemple.fr/?b&c \"d\")",
         "<p><a href=\"https://exemple.fr/?b&amp;c\" title=\"d\">a</a></p>\n"},
    };
    ASSERT_SAMPLES(samples);
}

static void nothing_of_raw_html_goes_out(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"a <b>c</b>", "<p>a c</p>\n"},
        {"<script>\nx\n</script>", ""},
        {"&lt;b&gt; \" &amp;", "<p>&lt;b&gt; \" &amp;</p>\n"},
        {"`<b>`", "<p><code>&lt;b&gt;</code></p>\n"},
        {"[a](javascript:alert)", "<p><a href=\"#\">a</a></p>\n"},
        {"![a\"<b>](x.png \"c\\\"d\")",
         "<p><img src=\"x.png\" alt=\"a&quot;\" title=\"c&quot;d\" loading=\"lazy\"></p>\n"},
    };
    ASSERT_SAMPLES(samples);
}

/* GFM specification 0.29, examples 198 to 205. */
static void tables_as_github_has_them(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"| foo | bar |\n| --- | --- |\n| baz | bim |",
         TABLE(HEAD(TH("foo") TH("bar")) BODY("<tr>" TD("baz") TD("bim") "</tr>\n"))},
        {"| abc | defghi |\n:-: | -----------:\nbar | baz",
         TABLE(
             HEAD("<th scope=\"col\" class=\"centre\">abc</th><th scope=\"col\" class=\"right\">defghi</th>")
                 BODY("<tr><td class=\"centre\">bar</td><td class=\"right\">baz</td></tr>\n"))},
        {"| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |",
         TABLE(HEAD(TH("f|oo")) BODY(
             "<tr>" TD("b <code>|</code> az") "</tr>\n<tr>" TD("b <strong>|</strong> im") "</tr>\n"))},
        {"| abc | def |\n| --- | --- |\n| bar | baz |\n> bar",
         TABLE(HEAD(TH("abc") TH("def"))
                   BODY("<tr>" TD("bar") TD("baz") "</tr>\n")) "<blockquote><p>bar</p>\n</blockquote>\n"},
        {"| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar",
         TABLE(HEAD(TH("abc") TH("def"))
                   BODY("<tr>" TD("bar") TD("baz") "</tr>\n<tr>" TD("bar") TD("") "</tr>\n")) "<p>bar</p>\n"},
        {"| abc | def |\n| --- |\n| bar |", "<p>| abc | def |\n| --- |\n| bar |</p>\n"},
        {"| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |",
         TABLE(HEAD(TH("abc") TH("def"))
                   BODY("<tr>" TD("bar") TD("") "</tr>\n<tr>" TD("bar") TD("baz") "</tr>\n"))},
        {"| abc | def |\n| --- | --- |", TABLE(HEAD(TH("abc") TH("def")))},
    };
    ASSERT_SAMPLES(samples);
}

static void tables_in_other_places(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"Voici :\n| a |\n|---|\n| b |",
         "<p>Voici :</p>\n" TABLE(HEAD(TH("a")) BODY("<tr>" TD("b") "</tr>\n"))},
        {"> | a |\n> |---|\n> | b |",
         "<blockquote>" TABLE(HEAD(TH("a")) BODY("<tr>" TD("b") "</tr>\n")) "</blockquote>\n"},
        {"- x\n\n  | a |\n  |---|\n  | b |",
         "<ul>\n<li><p>x</p>\n" TABLE(HEAD(TH("a")) BODY("<tr>" TD("b") "</tr>\n")) "</li>\n</ul>\n"},
        {"| [x][r] |\n|---|\n| # y # |\n\n[r]: https://exemple.fr",
         TABLE(HEAD(TH("<a href=\"https://exemple.fr\">x</a>")) BODY("<tr>" TD("# y #") "</tr>\n"))},
        {"| - a |\n|---|\n| *b | c* |", TABLE(HEAD(TH("- a")) BODY("<tr>" TD("*b") "</tr>\n"))},
        {"un | deux\ntrois | quatre", "<p>un | deux\ntrois | quatre</p>\n"},
    };
    ASSERT_SAMPLES(samples);
}

static void callouts_have_a_name(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"> [!TIP]\n> Un conseil.",
         "<div class=\"callout callout-tip\" role=\"note\">\n<p class=\"callout-title\">"
         "</p>\n<p>Un conseil.</p>\n</div>\n"},
        {"> [!Note]\n>\n> - un",
         "<div class=\"callout callout-note\" role=\"note\">\n<p class=\"callout-title\">"
         "</p>\n<ul>\n<li>un</li>\n</ul>\n</div>\n"},
        {"> [!TIP] sur la même ligne", "<blockquote><p>[!TIP] sur la même ligne</p>\n</blockquote>\n"},
        {"> [!AUTRE]\n> x", "<blockquote><p>[!AUTRE]\nx</p>\n</blockquote>\n"},
    };
    ASSERT_SAMPLES(samples);
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_add_repeat(&text, '>', 100000);
    struct source source = {STR("test.md"), buf_str(&text)};
    struct diags *diags = diags_new(a, 10);
    markdown_parse(a, &source, 0, diags);
    assert_int_equal(diags_errors(diags), 1);
    assert_true(diags_has(diags, D_MARKDOWN_DEPTH));
    buf_release(&text);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_and_inlines_of_commonmark),
        cmocka_unit_test(nothing_of_raw_html_goes_out),
        cmocka_unit_test(tables_as_github_has_them),
        cmocka_unit_test(tables_in_other_places),
        cmocka_unit_test(callouts_have_a_name),
        cmocka_unit_test(nesting_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
