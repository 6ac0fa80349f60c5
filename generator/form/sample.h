/* Answering a questionnaire at random, many times over, to see what comes about. It proves that something can
 * happen, with an example; never that it cannot. The same questionnaire always gives the same samples. */
#ifndef PORTILLON_FORM_SAMPLE_H
#define PORTILLON_FORM_SAMPLE_H

#include "form/reach.h"
#include "form/score.h"

struct sample_result {
    uint64_t levels; /* a bit for each level it came to, after the rules */
    bool missing;
    ptrdiff_t unanswered;    /* a question it depends on that was not answered then, or -1 */
    struct number low, high; /* of the scores seen; unset: none */
    struct number *gaps;     /* [i]: a score seen below level i, in no level; [n] above all; unset: none */
};

/* Of submissions that no check blocks; what concerns blocking checks themselves, of all. */
struct sample {
    bool complete; /* every way was tried */
    bool any;      /* some can be sent: no check blocks them */
    struct sample_result *results;
    bool *asked;
    uint64_t *chosen;
    bool *applied;
    bool *raised, *not_raised;
};

struct sample *form_sample(struct reach *r);

#endif
