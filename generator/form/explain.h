/* The steps of an evaluation, written down while it happens. */
#ifndef PORTILLON_FORM_EXPLAIN_H
#define PORTILLON_FORM_EXPLAIN_H

#include "form/eval.h"
#include "form/speech.h"
#include "form/unit.h"

struct explain {
    struct arena *arena;
    const struct form_eval *eval;
    const struct form_speech *speech; /* NULL: not in words */
    struct form_units units;          /* of the scores that are explained, for words */
    struct {
        struct form_step *items;
        size_t count, cap;
    } steps;
};

/* Writes down once, when the form is built, what every explanation of an expression and its parts repeats. */
void explain_formulas(struct arena *a, struct form_expr *e);

/* What one declaration came to. Gives the step, to be completed; valid until the next one is added. */
struct form_step *explain_expr(struct explain *x, struct form_step step, const struct form_expr *e);
/* A score's; those it uses come before it. */
void explain_score(struct explain *x, size_t score);
/* A rule's step: the level after it stands for the condition that held. */
void explain_rule_applied(struct explain *x, struct form_step *step, const struct form_level *level);
/* The level that a result's number gives, one step deeper. */
void explain_level(struct explain *x, const struct form_result *result, const struct form_outcome *outcome);

#endif
