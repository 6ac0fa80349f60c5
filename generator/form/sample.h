/* Answering a questionnaire at random, many times over, to see what comes about. It proves that something can
 * happen, with an example; never that it cannot. The same questionnaire always gives the same samples. */
#ifndef PORTILLON_FORM_SAMPLE_H
#define PORTILLON_FORM_SAMPLE_H

#include "form/reach.h"
#include "form/score.h"

struct sample_result {
    uint64_t levels; /* a bit for each level it came to, after the rules */
    bool missing;
    ptrdiff_t unanswered; /* a question it depends on that was not answered then, or -1 */
    struct number
        *gaps; /* a score that no level holds: [i] below level i, [n] above the last; unset: none seen */
};

/* Of submissions that no check blocks; what concerns blocking checks themselves, of all. */
struct sample {
    struct sample_result *results;
    bool *asked;
    uint64_t *chosen;
    bool *applied;
    bool *raised;
};

struct sample *form_sample(struct reach *r);

#endif
