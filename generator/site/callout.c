#include "site/callout.h"

static const struct str names[] = {
    [CALLOUT_NOTE] = STR_INIT("note"),
    [CALLOUT_TIP] = STR_INIT("tip"),
    [CALLOUT_WARNING] = STR_INIT("warning"),
    [CALLOUT_IMPORTANT] = STR_INIT("important"),
};
static const struct str written[] = {
    [CALLOUT_NOTE] = STR_INIT("NOTE"),
    [CALLOUT_TIP] = STR_INIT("TIP"),
    [CALLOUT_WARNING] = STR_INIT("WARNING"),
    [CALLOUT_IMPORTANT] = STR_INIT("IMPORTANT"),
};

struct str callout_name(enum callout callout)
{
    return names[callout];
}

static bool find_word(struct str word, enum callout *out)
{
    for (size_t i = 0; i < CALLOUT__MAX; i++) {
        if (str_eq_nocase(word, written[i])) {
            *out = (enum callout)i;
            return true;
        }
    }
    return false;
}

/* The word between `[!` and `]` when that is all the paragraph's first line holds. */
static bool marking_word(const struct node *paragraph, struct str *word)
{
    const struct node *text = paragraph->first;
    if (!text || text->kind != NODE_TEXT || (text->next && text->next->kind != NODE_SOFT_BREAK))
        return false;
    struct str line = str_trim(text->text);
    if (!str_starts(line, STR("[!")) || !str_ends(line, STR("]")))
        return false;
    *word = str_sub(line, 2, line.n - 1);
    for (size_t i = 0; i < word->n; i++) {
        if ((word->p[i] | 32) < 'a' || (word->p[i] | 32) > 'z')
            return false;
    }
    return word->n > 0;
}

static void drop_first_line(struct node *paragraph)
{
    node_unlink(paragraph->first);
    if (paragraph->first)
        node_unlink(paragraph->first);
    if (!paragraph->first)
        node_unlink(paragraph);
}

void callouts_find(struct arena *a, const struct source *source, struct node *root, struct diags *diags)
{
    for (struct node *node = root->first; node; node = node_following(node, root)) {
        struct str word;
        struct node *first = node->first;
        if (node->kind != NODE_QUOTE || !first || first->kind != NODE_PARAGRAPH ||
            !marking_word(first, &word))
            continue;
        enum callout callout;
        if (find_word(word, &callout)) {
            node->kind = NODE_CALLOUT;
            node->number = (int)callout;
            drop_first_line(first);
        } else if (diags) {
            struct str near = diag_nearest(word, written, CALLOUT__MAX);
            struct place at = {source, first->first->offset + 2, word.n};
            DIAG_AT(diags, D_CALLOUT_UNKNOWN, at, arena_str(a, word), near);
        }
    }
}
