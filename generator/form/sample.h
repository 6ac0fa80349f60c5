/* Answering a questionnaire many times over, to see what comes about: in every way when there are not too
 * many, else at random, and then with an aim. What is seen is proven to happen; what is not seen is proven
 * not to when every way was tried. The same questionnaire always gives the same samples. */
#ifndef PORTILLON_FORM_SAMPLE_H
#define PORTILLON_FORM_SAMPLE_H

#include "form/reach.h"
#include "form/score.h"

struct sample_result {
    uint64_t levels; /* a bit for each level it came to, after the rules */
    bool missing;
    ptrdiff_t unanswered;    /* a question it depends on that was not answered then, or -1 */
    struct str without;      /* the answers then, as sampler_example gives them */
    struct number low, high; /* of the scores seen; unset: none */
    struct number *gaps;     /* [i]: a score seen below level i, in no level; [n] above all; unset: none */
};

/* What was seen, of submissions that no check blocks; what concerns blocking checks themselves, of all. */
struct sampler {
    bool complete; /* every way was tried */
    bool any;      /* some can be sent: no check blocks them */
    struct sample_result *results;
    struct {
        size_t result;
        struct number score;
        struct str answers; /* empty until it was seen */
    } wanted;
    bool *asked;
    uint64_t *chosen;
    bool *applied;
    bool *raised, *not_raised;
    /* its own */
    struct reach *reach;
    const struct form *form;
    struct arena *scratch; /* given back after each sample */
    struct form_answers *answers;
    uint64_t state;
    int64_t budget; /* steps of analysis that all aims may still take */
    size_t most;    /* samples that are few enough work */
    size_t first;   /* samples that may still be drawn without an aim */
    size_t draws;   /* and with one */
};

/* Something that can be seen in the samples. */
struct fact {
    enum {
        IS_ASKED,
        IS_CHOSEN,
        IS_LEVEL,
        IS_GAP,
        IS_MISSING,
        IS_APPLIED,
        IS_RAISED,
        IS_NOT_RAISED,
        IS_SENT,
        IS_SCORE /* the one that sampler_example looks for */
    } kind;
    size_t index; /* the question, result, rule or check */
    size_t which; /* the option, level or gap */
};

/* Makes all samples when they are not too many. */
struct sampler *sampler_new(struct reach *r);
void sampler_free(struct sampler *s);

/* Was it seen? Draws the first samples, as many as that takes. */
bool sampler_sees(struct sampler *s, struct fact fact);

/* Draws samples in which a fact that the analysis holds for possible is likely, until it is seen. It comes
 * about when `target` is true (for IS_MISSING: missing). */
bool sampler_aim(struct sampler *s, struct fact fact, struct term *target);

/* Answers that bring a result to this score, "horizon = court, age = 18": those to the questions it depends
 * on. Empty when none were found. */
struct str sampler_example(struct sampler *s, size_t result, struct number score, struct term *target);

/* For the files of this module: draws an answer, of a cell when it is not NULL; scores the answers and notes
 * what is seen; was it seen so far; a number below. */
void sampler_draw(struct sampler *s, size_t question, const struct cell *cell);
void sampler_note(struct sampler *s);
bool sampler_saw(const struct sampler *s, struct fact fact);
uint64_t sampler_random(struct sampler *s, uint64_t below);

#endif
