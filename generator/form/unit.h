/* In what an expression's number is counted: an amount keeps its currency, and a percentage its sign, through
 * sums, minima, conditions and multiples. */
#ifndef PORTILLON_FORM_UNIT_H
#define PORTILLON_FORM_UNIT_H

#include "form/expr.h"
#include "form/form.h"

struct form_units {
    const struct form *form;
    const struct form_question **scores; /* of each score that is known: a question in its unit, or NULL */
};

/* A question, of money or percent, that has the expression's unit; NULL: a bare number. */
const struct form_question *form_unit(const struct form_units *units, const struct form_expr *e);
/* The same of a number that stands in `whole`, which it is compared or added up in. */
const struct form_question *form_unit_inside(const struct form_units *units, const struct form_expr *whole);

#endif
