/* What an expression can come to: a set of numbers, whether it can be true or false, whether it can be
 * missing. Each part says how certain it is. */
#ifndef PORTILLON_FORM_VALUES_H
#define PORTILLON_FORM_VALUES_H

#include "form/expr.h"
#include "form/span.h"

enum certainty {
    NEVER, /* proven: cannot come about */
    MAYBE, /* neither proven nor refuted */
    SURE,  /* proven: some answers bring it about */
};

struct values {
    struct spans numbers;
    enum certainty no, yes; /* of a condition */
    enum certainty missing;
};

struct values values_none(void);
struct values values_number(struct arena *a, struct number n);
struct values values_span(struct arena *a, struct span s);
struct values values_truth(enum certainty no, enum certainty yes);
struct values values_missing(void);

/* What either comes to; the list of numbers is tidied by values_tidy. */
void values_join(struct arena *a, struct values *into, const struct values *v);
void values_tidy(struct arena *a, struct values *v);
/* The same, no more certain than `c`: for what happens only under a condition. */
struct values values_under(struct arena *a, const struct values *v, enum certainty c);

/* Outcomes of operators on independent operands. */
struct values values_arithmetic(struct arena *a, enum form_op op, const struct values *x,
                                const struct values *y);
struct values values_negative(struct arena *a, const struct values *x);
/* OP_MIN or OP_MAX */
struct values values_extreme(struct arena *a, enum form_op op, const struct values *x,
                             const struct values *y);
struct values values_compare(enum form_op op, const struct values *x, const struct values *y);
struct values values_logic(enum form_op op, const struct values *x, const struct values *y);
struct values values_not(const struct values *x);
/* Truth as the numbers 0 and 1. */
struct values values_as_number(struct arena *a, const struct values *truth);
/* step(x, thresholds): the arguments are x's values and the node. */
struct values values_step(struct arena *a, const struct values *x, const struct form_expr *e);

/* Neither a number, nor true, false or missing can come about. */
bool values_empty(const struct values *v);

enum certainty certainty_min(enum certainty a, enum certainty b);
enum certainty certainty_max(enum certainty a, enum certainty b);
enum certainty certainty_of(const struct span *s);

#endif
