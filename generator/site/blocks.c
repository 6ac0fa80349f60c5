#include "site/blocks.h"

static bool is_figure(const struct node *paragraph)
{
    const struct node *image = paragraph->first;
    bool is_in_tight_list = paragraph->parent->kind == NODE_ITEM && paragraph->parent->parent->tight;
    return image && image->kind == NODE_IMAGE && !image->next && image->extra.n > 0 && !is_in_tight_list;
}

static bool is_steps(const struct node *list)
{
    const struct node *item = list->first;
    while (item && item->first && item->first->kind == NODE_HEADING)
        item = item->next;
    return list->ordered && !item;
}

void blocks_find(struct node *root)
{
    for (struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind == NODE_PARAGRAPH && is_figure(node))
            node->kind = NODE_FIGURE;
        else if (node->kind == NODE_LIST)
            node->steps = is_steps(node);
    }
}

size_t blocks_fold(struct arena *a, struct node *root)
{
    struct node *node = root->first, *fold = NULL;
    size_t n = 0;
    root->first = root->last = NULL;
    while (node) {
        struct node *next = node->next;
        bool is_question = node->kind == NODE_HEADING && node->number == 2;
        if (is_question) {
            fold = node_new(a, NODE_FOLD);
            fold->offset = node->offset;
            fold->length = node->length;
            node_append(root, fold);
            n++;
        } else if (node->kind == NODE_NOTES) {
            fold = NULL;
        }
        node_append(fold ? fold : root, node);
        node = next;
    }
    return n;
}
