/* CommonMark's own examples through our parser and renderer. The specification comes with the npm package
 * commonmark-spec, of libcmark's version; its README says how examples are written. */
#include "lib/test.h"
#include "site/markdown.h"
#include "site/render.h"

#define SPECIFICATION "tests/browser/node_modules/commonmark-spec/spec.txt"
#define FENCE "````````````````````````````````"

/* Where we do not do what the specification says, on purpose. */
enum deviation {
    NONE,
    RAW_HTML,      /* refused: whoever writes content cannot bring in a script */
    UNSAFE_SCHEME, /* only https, http, mailto and tel lead anywhere */
    DEVIATION__MAX
};

struct example {
    int number;
    struct str markdown, html;
};

/* ---- reading ---- */

static bool next_example(struct str *rest, struct example *out)
{
    ptrdiff_t at = str_find(*rest, STR(FENCE " example\n"));
    if (at < 0)
        return false;
    *rest = str_sub(*rest, (size_t)at + sizeof(FENCE " example\n") - 1, rest->n);
    ptrdiff_t end = str_find(*rest, STR("\n" FENCE "\n"));
    assert_true(end >= 0);
    struct str both = str_sub(*rest, 0, (size_t)end + 1);
    ptrdiff_t dot = str_starts(both, STR(".\n")) ? -1 : str_find(both, STR("\n.\n"));
    out->markdown = str_sub(both, 0, (size_t)(dot + 1));
    out->html = str_sub(both, (size_t)(dot + 3), both.n);
    out->number++;
    *rest = str_sub(*rest, (size_t)end + 1, rest->n);
    return true;
}

/* ---- comparing ---- */

static bool is_block_tag(struct str tag)
{
    static const char *const names[] = {"p",  "ul", "ol", "li", "blockquote", "hr", "pre",
                                        "h1", "h2", "h3", "h4", "h5",         "h6", "br"};
    size_t from = str_starts(tag, STR("</")) ? 2 : 1, to = from;
    while (to < tag.n && !memchr(" />", tag.p[to], 3))
        to++;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (str_eq_z(str_sub(tag, from, to), names[i]))
            return true;
    }
    return false;
}

/* Adds `text` with every `from` as `to`. */
static void add_replaced(struct buf *out, struct str text, struct str from, struct str to)
{
    for (ptrdiff_t at = str_find(text, from); at >= 0; at = str_find(text, from)) {
        buf_add(out, str_sub(text, 0, (size_t)at));
        buf_add(out, to);
        text = str_sub(text, (size_t)at + from.n, text.n);
    }
    buf_add(out, text);
}

static void add_tag(struct buf *out, struct str tag)
{
    ptrdiff_t lazy = str_find(tag, STR(" loading=\"lazy\""));
    struct buf opened;
    buf_init(&opened, tag.n + 1);
    tag.n -= str_ends(tag, STR(" />")) ? 3 : 1;
    add_replaced(&opened, str_sub(tag, 0, lazy < 0 ? tag.n : (size_t)lazy), STR("%5B"), STR("["));
    add_replaced(out, buf_str(&opened), STR("%5D"), STR("]"));
    buf_add_char(out, '>');
    buf_release(&opened);
}

/* The specification shows a tab as an arrow. */
static struct str with_tabs(struct arena *a, struct str text)
{
    struct buf out;
    buf_init(&out, text.n + 1);
    add_replaced(&out, text, STR("→"), STR("\t"));
    struct str plain = arena_str(a, buf_str(&out));
    buf_release(&out);
    return plain;
}

static void drop_lines(struct buf *out)
{
    while (out->n > 0 && out->p[out->n - 1] == '\n')
        buf_truncate(out, out->n - 1);
}

/* The same markup without what means nothing: line ends beside blocks, the slash of `<br />`, quotes that
 * need no escape in text, brackets that need none in an address, the lazy loading of pictures. */
static struct str normal(struct arena *a, struct str html)
{
    struct buf out;
    buf_init(&out, html.n * 2 + 16);
    while (html.n > 0) {
        bool is_tag = html.p[0] == '<';
        ptrdiff_t end = is_tag ? str_find_char(html, '>') : str_find_char(html, '<');
        size_t n = end < 0 ? html.n : (size_t)end + is_tag;
        struct str part = str_sub(html, 0, n);
        html = str_sub(html, n, html.n);
        if (!is_tag) {
            add_replaced(&out, part, STR("&quot;"), STR("\""));
            continue;
        }
        bool is_code = str_starts(part, STR("</code>")) || str_starts(part, STR("</pre>"));
        bool is_block = is_block_tag(part);
        if (is_block && !is_code)
            drop_lines(&out);
        add_tag(&out, part);
        while (is_block && html.n > 0 && html.p[0] == '\n')
            html = str_sub(html, 1, html.n);
    }
    drop_lines(&out);
    struct str same = arena_str(a, buf_str(&out));
    buf_release(&out);
    return same;
}

/* ---- the deviations ---- */

static bool is_unsafe(struct str address)
{
    struct buf out;
    buf_init(&out, 1 << 16);
    html_escape(&out, address, HTML_URL);
    bool unsafe = str_eq_z(buf_str(&out), "#") && !str_eq_z(address, "#");
    buf_release(&out);
    return unsafe;
}

static enum deviation deviation_of(const struct node *root)
{
    enum deviation found = NONE;
    for (const struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind == NODE_HTML_BLOCK || node->kind == NODE_HTML_INLINE)
            found = RAW_HTML;
        else if (node->kind == NODE_LINK && is_unsafe(node->text))
            found = UNSAFE_SCHEME;
    }
    return found;
}

/* Raw HTML is left out; an address that leads nowhere is '#'. */
static enum deviation check_example(const struct example *example)
{
    struct arena *a = arena_new();
    struct source source = {STR("spec.txt"), with_tabs(a, example->markdown)};
    struct node *root = markdown_parse(a, &source, 0, NULL);
    struct buf out;
    buf_init(&out, 1 << 20);
    struct render render = {.out = &out};
    render_below(&render, root);
    enum deviation deviation = deviation_of(root);
    struct str ours = normal(a, buf_str(&out)), theirs = normal(a, with_tabs(a, example->html));
    if (deviation == NONE && !str_eq(ours, theirs))
        fail_msg("example %d: " STR_FMT "\ninstead of " STR_FMT, example->number, STR_ARG(ours),
                 STR_ARG(theirs));
    assert_true(deviation != RAW_HTML || !str_eq(ours, theirs));
    buf_release(&out);
    arena_free(a);
    return deviation;
}

static void examples_of_the_specification(void **state)
{
    (void)state;
    struct str rest = test_read_file(SPECIFICATION);
    struct example example = {0};
    size_t counts[DEVIATION__MAX] = {0};
    while (next_example(&rest, &example))
        counts[check_example(&example)]++;
    assert_int_equal(counts[NONE], 576);
    assert_int_equal(counts[RAW_HTML], 71);
    assert_int_equal(counts[UNSAFE_SCHEME], 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_of_the_specification),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
