/* What to write instead, for the remedy of a diagnostic. */
#ifndef PORTILLON_FORM_ADVICE_H
#define PORTILLON_FORM_ADVICE_H

#include "form/expr.h"
#include "form/form.h"

/* What formulas call what has this id: `enfants.2.age`, of repeat `repeat`, is `enfants.age`; without a
 * repeat (-1) it is the id. */
struct str advice_name(struct arena *a, const struct form *f, ptrdiff_t repeat, struct str id);

/* What keeps a result from going without a value when a question is not answered, as it would stand in the
 * formula: "coalesce(age, 0)", "coalesce(sum(produits), 0)" since a list is no value, "coalesce(savoir, 0)"
 * inside the sum of a grid. Empty when the formula does not read the question itself. */
struct str advice_coalesce(struct arena *a, const struct form *f, const struct form_result *result,
                           size_t question);

#endif
