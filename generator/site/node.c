#include "site/node.h"

struct node *node_new(struct arena *a, enum node_kind kind)
{
    struct node *node = ARENA_NEW(a, struct node);
    node->kind = kind;
    return node;
}

void node_append(struct node *parent, struct node *child)
{
    child->parent = parent;
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

/* The pointer that leads to the node from its parent or elder sibling. */
static struct node **link_to(struct node *node, struct node **elder)
{
    struct node **link = &node->parent->first;
    *elder = NULL;
    while (*link != node) {
        *elder = *link;
        link = &(*link)->next;
    }
    return link;
}

void node_replace(struct node *old, struct node *fresh)
{
    struct node *elder;
    struct node **link = link_to(old, &elder);
    *link = fresh;
    fresh->parent = old->parent;
    fresh->next = old->next;
    if (old->parent->last == old)
        old->parent->last = fresh;
    old->parent = NULL;
    old->next = NULL;
}

void node_unlink(struct node *node)
{
    struct node *elder;
    struct node **link = link_to(node, &elder);
    *link = node->next;
    if (node->parent->last == node)
        node->parent->last = elder;
    node->parent = NULL;
    node->next = NULL;
}

struct node *node_following(const struct node *node, const struct node *root)
{
    return node->first ? node->first : node_after(node, root);
}

struct node *node_after(const struct node *node, const struct node *root)
{
    while (node != root) {
        if (node->next)
            return node->next;
        node = node->parent;
    }
    return NULL;
}

bool node_is_inline(enum node_kind kind)
{
    return kind >= NODE_TEXT;
}

struct place node_place(const struct node *node, const struct source *source)
{
    struct str line = str_sub(source->text, node->offset, node->offset + node->length);
    struct str rest = line;
    line = str_cut(&rest, '\n');
    if (str_ends(line, STR("\r")))
        line.n--;
    return (struct place){source, node->offset, line.n};
}

void node_words(const struct node *node, struct buf *out)
{
    if (node->kind == NODE_TEXT || node->kind == NODE_CODE)
        buf_add(out, node->text);
    else if (node->kind == NODE_SOFT_BREAK || node->kind == NODE_LINE_BREAK)
        buf_add_char(out, ' ');
    for (const struct node *child = node->first; child; child = child->next)
        node_words(child, out);
}

struct str node_title(const struct node *block, struct arena *a)
{
    struct buf words;
    buf_init(&words, 1 << 20);
    for (const struct node *child = block->first; child; child = child->next)
        node_words(child, &words);
    struct str title = arena_str(a, str_trim(buf_str(&words)));
    buf_release(&words);
    return title;
}
