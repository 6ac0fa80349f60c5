/* CommonMark into a tree of nodes: the only file that knows libcmark. Adds GFM's pipe tables, forges'
 * callouts and, in pages, notes (notes.h), figures and steps (blocks.h). Nothing is refused here but what
 * cannot be represented (nesting beyond NODE_MAX_DEPTH). Reads at most 10 MiB. */
#ifndef PORTILLON_SITE_MARKDOWN_H
#define PORTILLON_SITE_MARKDOWN_H

#include "site/node.h"

/* Parses the source from `offset` to its end. Never NULL. The tree lives in the arena and borrows nothing. */
struct node *markdown_parse(struct arena *a, const struct source *source, size_t offset, struct diags *diags);
/* The same for a page: with what pages alone may have. */
struct node *markdown_parse_page(struct arena *a, const struct source *source, size_t offset,
                                 struct diags *diags);

/* A text that is made of lines of the source: `starts[i]` is where line i of it stands there. */
struct markdown_lines {
    struct str text;
    const size_t *starts;
    size_t n;
};
/* Parses it as blocks and appends them to the parent. Tables and callouts are not looked for. */
void markdown_blocks(struct arena *a, const struct source *source, const struct markdown_lines *lines,
                     struct node *parent);

/* A piece of one line of the source, parsed by itself: a table's cell. */
struct markdown_piece {
    struct str text;     /* without line ends */
    size_t offset;       /* where it stands in the source */
    struct node *parent; /* receives the inline nodes */
};
/* Parses the pieces as inline content; references are looked up in `definitions`, a Markdown text (may be
 * empty). */
void markdown_pieces(struct arena *a, const struct source *source, const struct markdown_piece *pieces,
                     size_t n, struct str definitions);

#endif
