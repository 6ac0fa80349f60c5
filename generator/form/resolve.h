/* Names and types of one expression. Every node gets its type and what it computes; a mistake is reported
 * under the node, once, and gives VALUE_WRONG. */
#ifndef PORTILLON_FORM_RESOLVE_H
#define PORTILLON_FORM_RESOLVE_H

#include "form/draft.h"

struct resolver {
    struct draft *d;
    const struct declared *line; /* the declaration that the expression is part of */
    bool levels;     /* rules and checks: results have levels here; elsewhere they cannot be used */
    ptrdiff_t scope; /* the repeat in whose items the expression stands, or -1 */
    bool listed;    /* in an argument of min, max, sum, mean or count: it may name the elements of one list */
    ptrdiff_t list; /* the grid or repeat whose elements it names, a question of the draft, or -1 */
};

struct resolver resolver_of(struct draft *d, const struct declared *line);

/* The type of a node and everything below it. */
enum form_value form_resolve(struct resolver *r, struct form_expr *e);

/* form/types.c: what a resolved node can be used as. Each notes the conversion in the node, or reports and is
 * false. */
bool form_use_number(struct resolver *r, struct form_expr *e);
bool form_use_truth(struct resolver *r, struct form_expr *e);
bool form_use_date(struct resolver *r, struct form_expr *e);
/* A number, a truth, a date or a country, whichever it is (a yesno with points: a number): its type, or
 * VALUE_WRONG. */
enum form_value form_use_value(struct resolver *r, struct form_expr *e);
/* An argument of min, max, sum, mean or count: a number or a list. `counted`: its elements need no points. */
bool form_use_element(struct resolver *r, struct form_expr *e, bool counted);
/* `reaction.perte` */
enum form_value form_resolve_field(struct resolver *r, struct form_expr *e);

/* Reports under the node; {0} is its source, {1} and {2} are given. Always VALUE_WRONG. */
enum form_value form_wrong(struct resolver *r, struct form_expr *e, enum diag_code code, struct str x,
                           struct str y);
/* Reports a name that names nothing, with the nearest that does. */
enum form_value form_unknown(struct resolver *r, struct form_expr *e);
/* What a name (or two with a point between them, `experience.actions`) names, seen from where the expression
 * stands; NULL when it names nothing. */
const struct name *form_named(struct resolver *r, const struct form_expr *e);
/* May the node name this question here? A grid, or what is asked of the items of a repeat, only as the
 * elements of one list. Reports, or notes the list. */
bool form_may_name(struct resolver *r, struct form_expr *e, const struct draft_question *question);
/* Reports a name that is short for several, or for what can only be reached otherwise. */
enum form_value form_short_name(struct resolver *r, struct form_expr *e, const struct name *name);
/* Counting choices: each counts as one. */
void form_use_as_one(struct resolver *r, struct form_expr *e);
/* The question that a name names; NULL when it names none. */
struct draft_question *form_named_question(struct resolver *r, const struct form_expr *e);
struct draft_result *form_named_result(struct resolver *r, const struct form_expr *e);

/* form/codes.c: comparisons of choices and levels with codes. `*out` is the outcome when it is one, even a
 * wrong one. */
bool form_compare_codes(struct resolver *r, struct form_expr *e, enum form_value *out);
enum form_value form_resolve_contains(struct resolver *r, struct form_expr *e);

#endif
