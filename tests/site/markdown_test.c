#include "site/markdown.h"

#include "lib/test.h"

/* Every node of this kind must say where its text stands. */
static void assert_found(const char *markdown, enum node_kind kind, const char *const *texts, size_t n)
{
    struct arena *a = arena_new();
    struct source source = {STR("test.md"), str_from(markdown)};
    struct diags *diags = diags_new(a, 10);
    struct node *root = markdown_parse(a, &source, 0, diags);
    size_t found = 0;
    for (struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind != kind)
            continue;
        struct place at = node_place(node, &source);
        assert_str(str_sub(source.text, at.offset, at.offset + at.length),
                   found < n ? texts[found] : "nothing");
        found++;
    }
    assert_int_equal(found, n);
    arena_free(a);
}
#define ASSERT_FOUND(markdown, kind, ...)                                \
    assert_found((markdown), (kind), (const char *const[]){__VA_ARGS__}, \
                 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void code_spans_know_their_place(void **state)
{
    (void)state;
    ASSERT_FOUND("### Âge ? `age: number` ###\n", NODE_CODE, "age: number");
    ASSERT_FOUND("a `x` b `x` c `y`\n", NODE_CODE, "x", "x", "y");
    ASSERT_FOUND("`` a ` b ``\n", NODE_CODE, "a ` b");
    ASSERT_FOUND("- un `court = 0`\n  suite `x`\n  - deux `n: one`\nlent `y`\n", NODE_CODE, "court = 0", "x",
                 "n: one", "y");
    ASSERT_FOUND("1.\tun `a`\n\tdeux `b`\n", NODE_CODE, "a", "b");
    ASSERT_FOUND("> > `a`\n> > `b`\n", NODE_CODE, "a", "b");
    ASSERT_FOUND("un `deux\ntrois` quatre `cinq`\n", NODE_CODE, "deux", "cinq");
    ASSERT_FOUND("[r]: x\n`a` `b`\n", NODE_CODE, "a", "b");
    ASSERT_FOUND("é\r\n`a`\r\n\r\n`b`\r\n", NODE_CODE, "a", "b");
    ASSERT_FOUND("| `a` | \\| `b` |\n|---|---|\n| c | `d` |\n", NODE_CODE, "a", "b", "d");
}

static void the_same_spans_in_one_line_are_told_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct source source = {STR("test.md"), STR("`x` et `x`\n")};
    struct node *root = markdown_parse(a, &source, 0, NULL);
    struct node *first = root->first->first;
    assert_int_equal(first->offset, 1);
    assert_int_equal(first->next->next->offset, 8);
    arena_free(a);
}

static void blocks_know_their_first_line(void **state)
{
    (void)state;
    ASSERT_FOUND("# a\n\n  ## b\n\nc\n===\n", NODE_HEADING, "# a", "## b", "c");
    ASSERT_FOUND("- un\n\n  deux\n", NODE_ITEM, "- un");
    ASSERT_FOUND("<!-- x -->\n", NODE_HTML_BLOCK, "<!-- x -->");
}

static void offsets_count_from_the_start_of_the_file(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct source source = {STR("test.md"), STR("---\ntitle: x\n---\n\n## `a`\n")};
    struct node *root = markdown_parse(a, &source, 17, NULL);
    assert_int_equal(root->first->offset, 18);
    assert_int_equal(root->first->first->offset, 22);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_spans_know_their_place),
        cmocka_unit_test(the_same_spans_in_one_line_are_told_apart),
        cmocka_unit_test(blocks_know_their_first_line),
        cmocka_unit_test(offsets_count_from_the_start_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
