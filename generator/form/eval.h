/* Evaluation of compiled expressions. A value is a struct number: a number, a day, or 1 and 0 for true and
 * false; unset (den 0) is missing. Total: no input traps, loops or fails. */
#ifndef PORTILLON_FORM_EVAL_H
#define PORTILLON_FORM_EVAL_H

#include "form/expr.h"
#include "form/score.h"

struct form_eval {
    const struct form *form;
    const struct form_answers *answers;
    bool *asked;           /* by question; those not reached yet are false */
    bool *withdrawn;       /* by question: an option was chosen that is not offered (any more) */
    struct number *scores; /* by score */
    size_t n_scores;       /* how many of them are evaluated */
    const struct form_outcome *outcomes; /* by result, for rules and checks */
};

/* Goes through the questions up to `end`, in order: which are asked, and the scores that depend on those
 * alone. */
void form_eval_asked(struct form_eval *e, size_t end);
/* The scores that are left. */
void form_eval_scores(struct form_eval *e);
struct number form_eval(const struct form_eval *e, const struct form_expr *x);
/* How many elements the list of an OP_EACH may have: rows, or items there are; -1 when that was not answered.
 */
int64_t form_eval_elements(const struct form_eval *e, const struct form_expr *each);
/* Has it element i? Not when a question of the item that it names is not asked. */
bool form_eval_has_element(const struct form_eval *e, const struct form_expr *each, int64_t i);
/* Of the options of a question with conditions, those whose condition holds, and all without one. */
uint64_t form_eval_offered(const struct form_eval *e, const struct form_question *q);
/* The answer to a question when it is asked and can be used; else NULL. */
const struct form_answer *form_eval_answer(const struct form_eval *e, size_t question);

static inline bool form_is_missing(struct number n)
{
    return n.den == 0;
}

static inline bool form_is_true(struct number n)
{
    return n.den != 0 && n.num != 0;
}

#endif
