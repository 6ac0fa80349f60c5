/* The steps of an evaluation, written down while it happens. */
#ifndef PORTILLON_FORM_EXPLAIN_H
#define PORTILLON_FORM_EXPLAIN_H

#include "form/eval.h"

struct explain {
    struct arena *arena;
    const struct form_eval *eval;
    struct {
        struct form_step *items;
        size_t count, cap;
    } steps;
};

/* What one declaration came to. Gives the step, to be completed; valid until the next one is added. */
struct form_step *explain_expr(struct explain *x, struct form_step step, const struct form_expr *e);
/* The level that a result's number gives, one step deeper. */
void explain_level(struct explain *x, const struct form_result *result, const struct form_outcome *outcome);

#endif
