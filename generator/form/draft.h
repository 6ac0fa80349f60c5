/* A definition while it is being made: the declarations, and the tables that grow out of them in four passes:
 *     structure.c   what belongs to what, and the ids
 *     order.c       the scores in order of evaluation, circles
 *     resolve.c     names and types in expressions; types.c what a value can be used as
 *     levels.c      levels among themselves; prove.c what can be reached
 * and expand.c, which makes the definition: there the questions of rows and items become questions of their
 * own. */
#ifndef PORTILLON_FORM_DRAFT_H
#define PORTILLON_FORM_DRAFT_H

#include "form/declare.h"
#include "form/names.h"

struct draft_options {
    struct form_option *items;
    size_t count, cap;
};

struct draft_levels {
    struct form_level *items;
    size_t count, cap;
};

/* What is known of a question or a result beside what the definition keeps. A grid is a question here, which
 * has the options; its rows follow it. A repeat is the question that says how many items there are; what is
 * asked of each follows it once. */
struct draft_question {
    struct form_question q; /* grid and repeat are indices into draft.grids and draft.repeats */
    struct draft_options options;
    bool partial; /* a mistake in its options was reported */
    struct declared *line;
    const struct number *points; /* by option; NULL: not asked for yet */
};

struct draft_grid {
    size_t question; /* the grid's own; its rows stand behind it */
    size_t n_rows;
};

struct draft_repeat {
    size_t question; /* the one that says how many */
    size_t n_drafts; /* those of an item stand behind it, */
    size_t n_each;   /* and are so many in the definition, where grids are not among them */
};

struct draft_result {
    struct form_result r;
    struct draft_levels levels;
    bool partial; /* a mistake in its levels was reported */
    struct declared *line;
};

struct draft_score {
    struct form_score s;
    struct declared *line;
    enum form_value type;
    bool used;     /* by a formula or a condition */
    bool circular; /* it, or one it uses, is on a circle: its type stays VALUE_WRONG */
};

/* A named value that a formula uses, of a question: of a grid's rows it is the grid's. */
struct draft_field {
    size_t question;
    struct str name;
};

struct draft {
    struct arena *arena;
    struct diags *diags;
    struct declared *lines;
    size_t n_lines;
    struct names names;
    size_t suggestions; /* how many "did you mean" are still looked for: each reads all names */
    struct {
        struct form_point *items;
        size_t count, cap;
    } points;
    struct {
        struct draft_question *items;
        size_t count, cap;
    } questions;
    struct {
        struct draft_grid *items;
        size_t count, cap;
    } grids;
    struct {
        struct draft_repeat *items;
        size_t count, cap;
    } repeats;
    struct {
        struct draft_score *items;
        size_t count, cap;
    } scores;
    struct {
        struct draft_result *items;
        size_t count, cap;
    } results;
    struct {
        struct form_rule *items;
        size_t count, cap;
    } rules;
    struct {
        struct form_check *items;
        size_t count, cap;
    } checks;
    struct {
        struct draft_field *items;
        size_t count, cap;
    } fields;            /* that formulas use */
    size_t *score_order; /* indices into scores, each behind those it uses */
    size_t n_ordered;    /* fewer than scores.count when some go round in circles */
};

/* Fills the tables; expressions stay as written. */
void draft_structure(struct draft *d);
/* Puts the scores in order and reports circles. */
void draft_order(struct draft *d);
/* Resolves and types every expression. */
void draft_resolve(struct draft *d);
/* Levels: in order, without overlap. */
void draft_levels(struct draft *d);
/* What is refused only of a questionnaire that is written now. */
void draft_written(struct draft *d);
/* Warns of named values of options, and of scores, that no formula uses. */
void draft_unused(struct draft *d);
/* The definition; NULL after a diagnostic when the formulas of its rows and items are too long together. */
struct form *draft_expand(struct draft *d);

/* How many decimals an answer to this question may have. */
unsigned draft_decimals(const struct declared *line);
/* The place of part of a declaration, and of all of it. */
struct place draft_place(const struct declared *line, size_t offset, size_t length);
struct place draft_line_place(const struct declared *line);
/* "14", the line in the source where this was declared; "?" without a source. */
struct str draft_line_number(const struct draft *d, const struct declared *line);
/* The place of `part`, a slice of the line's text. */
struct place draft_part_place(const struct declared *line, struct str part);
/* What a question of items is called in them, its grid's name in front of a row's: `experience.actions`. */
struct str draft_path_in_item(const struct draft *d, size_t question);

#endif
