/* Which answers an expression is made of. */
#ifndef PORTILLON_FORM_USES_H
#define PORTILLON_FORM_USES_H

#include "form/form.h"

/* Sets uses[i] for each question that the expression reads, also through scores and results; the others stay
 * as they are. Of a repeat these are the questions of all items there may be. */
void form_uses(struct arena *a, const struct form *f, const struct form_expr *e, bool *uses);

#endif
