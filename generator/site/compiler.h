/* What the parts of the questionnaire compiler share: questionnaire.c walks the document, choices.c its
 * lists, grid_table.c the tables of its grids, fences.c its fenced blocks. */
#ifndef PORTILLON_SITE_COMPILER_H
#define PORTILLON_SITE_COMPILER_H

#include "form/build.h"
#include "site/questionnaire.h"

struct compiler {
    struct portal *portal;
    struct page *page;
    struct form_builder *builder;
    struct questionnaire *out;
    enum form_kind section;        /* FORM_POINT or FORM_RESULT; FORM_KIND__MAX before the first heading */
    unsigned question;             /* line of the open `###`, or 0 */
    const struct node *bare_point; /* the open one's heading, while it shows nothing; or NULL */
    bool is_plain_point;           /* its heading declares nothing */
    unsigned repeat;               /* line of the open point that is repeated, or 0 */
    bool has_item;                 /* what one item of it is called has been said */
    bool is_choice;                /* it is a `one` or `many` */
    bool is_grid;
    bool has_choices; /* its options have been seen */
    bool is_skipped;  /* what belongs to a heading that could not be read */
    bool takes_text;  /* a paragraph here is a hint of `hint_line` */
    unsigned hint_line;
    enum word_role hint_role;
    struct node *hint; /* holds the blocks of the hint that is being gathered */
};

/* Adds a line to the form. The place is that of the node's text. */
unsigned compiler_add(struct compiler *c, enum form_kind kind, unsigned depth, struct str declaration,
                      struct place at);
/* Keeps words; nothing when they are empty. */
void compiler_say(struct compiler *c, unsigned line, enum word_role role, struct str text);
/* Renders what stands below the holder and keeps it. */
void compiler_say_blocks(struct compiler *c, unsigned line, enum word_role role, const struct node *holder);

/* The code span at the end of a heading, or of a line of an item's first paragraph, NULL when there is none;
 * an earlier one that looks like a declaration is reported (SPAN_NOT_LAST). */
struct node *compiler_span(struct compiler *c, struct node *block, enum form_kind kind);
/* A span must stand on one line. */
bool compiler_span_is_whole(struct compiler *c, const struct node *span);
/* The words of a block before its span. */
struct str compiler_title(struct compiler *c, const struct node *block, const struct node *span);
/* The type that a question's declaration names: what stands behind the colon. */
struct str compiler_type(struct str declaration);

/* ---- choices.c ---- */

/* Two answers that say the same words could not be told apart, unless a condition shows one in place of the
 * other: `said` holds the words of those before this one. */
void choices_said_once(struct compiler *c, struct map *said, const struct node *block,
                       const struct node *span);
/* Reports the lines of a paragraph that declare something of this kind and were meant as items of a list
 * (`-Oui `oui``, `• Oui `oui``), which would be read as text; false: there are none. */
bool choices_report_signs(struct compiler *c, const struct node *paragraph, enum form_kind kind,
                          unsigned depth);
/* Does the list hold declared items? */
bool choices_are_declared(const struct node *list);
void choices_compile(struct compiler *c, struct node *list);
void levels_compile(struct compiler *c, struct node *list);
/* A list right below a point: what one item of a repeat is called, `- Enfant `item``. */
void items_compile(struct compiler *c, struct node *list);

/* ---- grid_table.c ---- */

/* A grid's table: the columns are its options, the rows what is asked; `depth` is that of its options. */
void grid_compile(struct compiler *c, struct node *table, unsigned depth);

/* ---- fences.c ---- */

/* A block `score`, `rules` or `checks`; false: it is ordinary code. */
bool fence_compile(struct compiler *c, const struct node *block);

#endif
