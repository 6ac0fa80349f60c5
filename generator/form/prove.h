/* The proofs: every score that answers can give has exactly one level; every level, question, option, rule
 * and check can come about. What is refuted is an error, what cannot be decided a warning. */
#ifndef PORTILLON_FORM_PROVE_H
#define PORTILLON_FORM_PROVE_H

#include "form/draft.h"

/* `f` was made from `d` without errors. */
void form_prove(const struct draft *d, const struct form *f);

#endif
