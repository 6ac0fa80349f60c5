/* Notes at the foot of a page, written as forges have them: `[^name]` in the text and, at the beginning of a
 * line (indented or not: in an item of a list), `[^name]: what the note says`; lines that are indented by
 * four blanks more, or go on with its paragraph, belong to the note. libcmark knows no notes: the definitions
 * are taken out of the text, and each name is defined there as a reference to `note:N`, so that libcmark
 * itself finds where names are used (not in code, not behind a backslash). */
#ifndef PORTILLON_SITE_NOTES_H
#define PORTILLON_SITE_NOTES_H

#include "site/markdown.h"

enum { NOTES_MAX = 1000 }; /* on a page */

struct note {
    struct str name;
    struct place at;             /* of the name */
    struct markdown_lines lines; /* what it says */
    struct node *node;           /* NODE_NOTE */
    size_t n_references;
};

struct notes {
    struct arena *arena;
    const struct source *source;
    struct diags *diags; /* may be NULL */
    bool is_marked;      /* there is a `[^` in the page */
    struct note *items;
    size_t count, cap;
};

/* Reads the definitions of a page that was parsed to `root`, which says where code stands. Gives the page's
 * text to be parsed instead: as long as the old one up to what is added at its end. */
struct str notes_find(struct notes *notes, const struct node *root);
/* Appends NODE_NOTES with all notes, in the order of their definitions, to the tree of that text. */
void notes_append(struct notes *notes, struct node *root);
/* Once inlines are complete: turns references into NODE_NOTE_REF and sorts the notes by their first. */
void notes_number(struct notes *notes, struct node *root);

#endif
