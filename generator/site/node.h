/* A Markdown document as a tree of our own: what CommonMark gives, plus tables, callouts and, in pages,
 * notes, figures, steps and folding questions, every node with its place in the source. Made by markdown.h,
 * changed by the passes (tables, anchors, links, typography), read by the renderers and the questionnaire
 * compiler. Lives in an arena. No tree is deeper than NODE_MAX_DEPTH, so functions may walk it by recursion.
 */
#ifndef PORTILLON_SITE_NODE_H
#define PORTILLON_SITE_NODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

#define NODE_MAX_DEPTH 64

enum node_kind {
    NODE_DOCUMENT,
    NODE_QUOTE,
    NODE_CALLOUT,
    NODE_LIST,
    NODE_ITEM,
    NODE_CODE_BLOCK,
    NODE_HTML_BLOCK,
    NODE_PARAGRAPH,
    NODE_HEADING,
    NODE_RULE,
    NODE_TABLE,
    NODE_ROW,
    NODE_CELL,
    NODE_FIGURE, /* one image, whose title is the caption */
    NODE_FOLD,   /* a heading and what it folds away */
    NODE_NOTES,  /* the end of a page: its notes, in order of first reference */
    NODE_NOTE,
    NODE_TEXT,
    NODE_SOFT_BREAK,
    NODE_LINE_BREAK,
    NODE_CODE,
    NODE_HTML_INLINE,
    NODE_EMPHASIS,
    NODE_STRONG,
    NODE_LINK,
    NODE_IMAGE,
    NODE_NOTE_REF,
    NODE_FILE_FACTS, /* in a link to a file: what kind of file it is, and its size */
    NODE_KIND__MAX
};

enum node_align { NODE_ALIGN_NONE, NODE_ALIGN_LEFT, NODE_ALIGN_CENTRE, NODE_ALIGN_RIGHT };

struct node {
    enum node_kind kind;
    bool tight;   /* list: no blank lines between items */
    bool ordered; /* list */
    bool header;  /* row */
    bool steps;   /* ordered list: every item begins with a heading */
    int number;   /* heading: level; ordered list: first number; item, note, reference to a note: its number;
                     cell: enum node_align; callout: enum callout */
    int width, height; /* image, in pixels once known, else 0 */
    size_t size;       /* file's facts: bytes */
    struct node *parent, *first, *last, *next;
    struct str text;  /* literal of text, code and HTML; address of links and images; of a note the id of its
                         first reference, of a reference the note's; file's facts: "PDF" */
    struct str extra; /* code block: info string; link, image: title; heading, note and reference: anchor */
    size_t
        offset; /* into the source: of the node; of a code span: of its content; of a code block: its fence */
    size_t length;
    size_t end; /* block: offset behind its last line */
};

struct node *node_new(struct arena *a, enum node_kind kind);
void node_append(struct node *parent, struct node *child);
/* Puts `fresh` where `old` stands; old is on its own afterwards. */
void node_replace(struct node *old, struct node *fresh);
/* Takes a node out of its parent. */
void node_unlink(struct node *node);
/* The node after this one in document order, inside `root`; NULL at the end. */
struct node *node_following(const struct node *node, const struct node *root);

/* The same, but nothing below this one. */
struct node *node_after(const struct node *node, const struct node *root);

bool node_is_inline(enum node_kind kind);
/* Where a node stands, as far as its line goes. */
struct place node_place(const struct node *node, const struct source *source);
/* Appends the words of an inline node and all below it, without markup: for titles, anchors, alternative
 * texts. */
void node_words(const struct node *node, struct buf *out);
/* The words of the children of a block, in the arena. */
struct str node_title(const struct node *block, struct arena *a);

#endif
