#include "site/article.h"

#include "site/hash.h"

static void add_line(struct buf *out, struct str line)
{
    line = str_trim(line);
    if (line.n == 0)
        return;
    buf_add(out, line);
    buf_add_char(out, '\n');
}

/* A block that holds words, not other blocks. */
static bool is_leaf(const struct node *node)
{
    return node->kind == NODE_CODE_BLOCK ||
           (!node_is_inline(node->kind) && node->first && node_is_inline(node->first->kind));
}

struct article *article_of(struct arena *a, const struct page *page, const struct node *root)
{
    struct article *article = ARENA_NEW(a, struct article);
    struct buf text, headings, line;
    buf_init(&text, CONTENT_MAX_FILE);
    buf_init(&headings, CONTENT_MAX_FILE);
    buf_init(&line, CONTENT_MAX_FILE);
    for (const struct node *node = root; node; node = node_following(node, root)) {
        if (!is_leaf(node))
            continue;
        buf_clear(&line);
        if (node->kind == NODE_CODE_BLOCK)
            buf_add(&line, node->text);
        for (const struct node *child = node->first; child; child = child->next)
            node_words(child, &line);
        add_line(&text, buf_str(&line));
        if (node->kind == NODE_HEADING)
            add_line(&headings, buf_str(&line));
    }
    *article = (struct article){
        .version = hash_version(a, page->source->text),
        .headings = arena_str(a, buf_str(&headings)),
        .text = arena_str(a, buf_str(&text)),
    };
    buf_release(&text);
    buf_release(&headings);
    buf_release(&line);
    return article;
}

struct article *article_of_questionnaire(struct arena *a, const struct questionnaire *q)
{
    struct article *article = ARENA_NEW(a, struct article);
    struct buf text;
    buf_init(&text, CONTENT_MAX_FILE);
    for (size_t i = 0; i < q->words.count; i++)
        if (q->words.items[i].role == WORD_DESCRIPTION ||
            (q->words.items[i].role == WORD_TITLE && q->words.items[i].line > 0))
            add_line(&text, q->words.items[i].text);
    *article = (struct article){
        .version = hash_version(a, buf_str(&text)),
        .headings = STR(""),
        .text = arena_str(a, buf_str(&text)),
    };
    buf_release(&text);
    return article;
}

struct str article_page(const struct page *page)
{
    return str_sub(page->local, 0, page->local.n - 3);
}
