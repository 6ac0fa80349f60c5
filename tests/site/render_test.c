#include "site/markdown.h"
#include "site/render.h"

#include "lib/test.h"

struct sample {
    const char *markdown, *html;
};

typedef struct node *parser(struct arena *a, const struct source *source, size_t offset, struct diags *diags);

static struct str rendered_by(parser *parse, struct arena *a, const char *markdown)
{
    struct source source = {STR("test.md"), str_from(markdown)};
    struct diags *diags = diags_new(a, 10);
    struct node *root = parse(a, &source, 0, diags);
    struct buf out;
    buf_init(&out, 1 << 20);
    struct render render = {.out = &out};
    render_below(&render, root);
    struct str html = arena_str(a, buf_str(&out));
    buf_release(&out);
    return html;
}

static void assert_samples(parser *parse, const struct sample *samples, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct arena *a = arena_new();
        assert_str(rendered_by(parse, a, samples[i].markdown), samples[i].html);
        arena_free(a);
    }
}
#define ASSERT_SAMPLES(samples) \
    assert_samples(markdown_parse, (samples), sizeof(samples) / sizeof(*(samples)))
#define ASSERT_PAGES(samples) \
    assert_samples(markdown_parse_page, (samples), sizeof(samples) / sizeof(*(samples)))

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

#define REF(id, n) \
    "<sup><a class=\"note-ref\" role=\"doc-noteref\" id=\"" id "\" href=\"#note-" n "\">" n "</a></sup>"
#define NOTES(inside) \
    "<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"\">\n<ol>\n" inside "</ol>\n</section>\n"
#define NOTE(n, inside) "<li id=\"note-" n "\">\n" inside "</li>\n"
#define BACK(n) " <a class=\"note-back\" role=\"doc-backlink\" href=\"#appel-" n "\" aria-label=\"\">↩</a>"

static void notes_stand_at_the_end_of_a_page(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"un[^a]\n\n[^a]: Une note.",
         "<p>un" REF("appel-1", "1") "</p>\n" NOTES(NOTE("1", "<p>Une note." BACK("1") "</p>\n"))},
        /* in order of first reference, whatever that of the definitions */
        {"x[^b] y[^a] z[^b]\n\n[^a]: A\n[^b]: B",
         "<p>x" REF("appel-1", "1") " y" REF("appel-2", "2") " z" REF("appel-1-2", "1") "</p>\n" NOTES(
             NOTE("1", "<p>B" BACK("1") "</p>\n") NOTE("2", "<p>A" BACK("2") "</p>\n"))},
        /* what CommonMark would take for the address of a link, and for one link */
        {"x[^1][^2]\n\n[^1]: mot\n[^2]: https://exemple.fr",
         "<p>x" REF("appel-1", "1") REF("appel-2", "2") "</p>\n" NOTES(
             NOTE("1", "<p>mot" BACK("1") "</p>\n") NOTE("2", "<p>https://exemple.fr" BACK("2") "</p>\n"))},
        /* several blocks, a line that goes on, a reference in a note */
        {"x[^1]\n\n[^1]: un\ndeux\n\n    - trois[^2]\n\nFin\n\n[^2]: ***\n",
         "<p>x" REF("appel-1", "1") "</p>\n<p>Fin</p>\n" NOTES(
             NOTE("1", "<p>un\ndeux</p>\n<ul>\n<li>trois" REF("appel-2", "2") "</li>\n</ul>\n" BACK("1"))
                 NOTE("2", "<hr>\n" BACK("2")))},
        /* the names of addresses are known in notes */
        {"x[^1]\n\n[^1]: [y][r]\n\n[r]: https://exemple.fr",
         "<p>x" REF("appel-1", "1") "</p>\n" NOTES(
             NOTE("1", "<p><a href=\"https://exemple.fr\">y</a>" BACK("1") "</p>\n"))},
        {"| a |\n|---|\n| b[^1] |\n\n[^1]: c",
         TABLE(HEAD(TH("a")) BODY("<tr>" TD("b" REF("appel-1", "1")) "</tr>\n"))
             NOTES(NOTE("1", "<p>c" BACK("1") "</p>\n"))},
        /* in an item of a list, indented as it is; lines of the note by four blanks more */
        {"- a[^1]\n\n  [^1]: un\n  deux\n\n      - trois\n- b",
         "<ul>\n<li><p>a" REF("appel-1", "1") "</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n" NOTES(
             NOTE("1", "<p>un\ndeux</p>\n<ul>\n<li>trois</li>\n</ul>\n" BACK("1")))},
        {"-\ta[^1]\n\n\t[^1]: un\n\n\t    deux\n", "<ul>\n<li>a" REF("appel-1", "1") "</li>\n</ul>\n" NOTES(
                                                       NOTE("1", "<p>un</p>\n<p>deux" BACK("1") "</p>\n"))},
        {"- a\n\n      [^1]: x\n", "<ul>\n<li><p>a</p>\n<pre><code>[^1]: x\n</code></pre>\n</li>\n</ul>\n"},
        /* no notes: code, a backslash, a definition that nothing refers to */
        {"`[^1]` \\[^1]\n\n```\n[^1]: x\n```\n",
         "<p><code>[^1]</code> [^1]</p>\n<pre><code>[^1]: x\n</code></pre>\n"},
        {"x\n\n[^1]: y", "<p>x</p>\n"},
    };
    ASSERT_PAGES(samples);
}

static void an_image_with_a_title_is_a_figure(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"![x](a.png \"b & c\")", "<figure>\n<img src=\"a.png\" alt=\"x\" loading=\"lazy\">\n"
                                  "<figcaption>b &amp; c</figcaption>\n</figure>\n"},
        {"![x](a.png)", "<p><img src=\"a.png\" alt=\"x\" loading=\"lazy\"></p>\n"},
        {"voir ![x](a.png \"b\")",
         "<p>voir <img src=\"a.png\" alt=\"x\" title=\"b\" loading=\"lazy\"></p>\n"},
    };
    ASSERT_PAGES(samples);
}

static void a_list_whose_items_have_headings_is_one_of_steps(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"1. ### un\n\n   x\n2. ### deux\n",
         "<ol class=\"how-to\">\n<li><h3><span class=\"step-name\"></span> un</h3>\n<p>x</p>\n</li>\n"
         "<li><h3><span class=\"step-name\"></span> deux</h3>\n</li>\n</ol>\n"},
        {"1. ### un\n2. deux\n", "<ol>\n<li><h3>un</h3>\n</li>\n<li>deux</li>\n</ol>\n"},
        {"- ### un\n", "<ul>\n<li><h3>un</h3>\n</li>\n</ul>\n"},
    };
    ASSERT_PAGES(samples);
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
        cmocka_unit_test(notes_stand_at_the_end_of_a_page),
        cmocka_unit_test(an_image_with_a_title_is_a_figure),
        cmocka_unit_test(a_list_whose_items_have_headings_is_one_of_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
