/* Arithmetic progressions: low, low + step, … high. They describe what a question can be answered with, and
 * what is computed from that, far beyond what could be enumerated. */
#ifndef PORTILLON_FORM_SPAN_H
#define PORTILLON_FORM_SPAN_H

#include "base/arena.h"
#include "form/number.h"

/* `exact`: every one of these numbers can really come about. Otherwise none is known to, but nothing outside
 * can; then step 0 with low < high stands for any number between. Exact spans have a positive step, or are
 * one number. */
struct span {
    struct number low, high, step;
    bool exact;
    /* Step 0 with low < high: none has a larger numerator or denominator; 0 when that is not known. */
    int64_t most_num, most_den;
};

struct span span_of(struct number n, bool exact);
bool span_is_one(const struct span *s);
/* How many numbers; INT64_MAX when there is no telling. */
int64_t span_count(const struct span *s);
/* low + i * step; false when it does not fit. */
bool span_at(const struct span *s, int64_t i, struct number *out);
bool span_holds(const struct span *s, struct number n);
/* The part between two bounds, each of which may be NULL, strict or not; false when nothing is left. */
struct span_bound {
    const struct number *at;
    bool strict;
};
bool span_cut(const struct span *s, struct span_bound from, struct span_bound to, struct span *out);
/* Is there a number that both hold? Sure only when `*sure`. */
bool span_meets(const struct span *a, const struct span *b, bool *sure);

/* A growing list of spans, in an arena. */
struct spans {
    struct span *items;
    size_t count, cap;
};

/* Makes room for n more, in one piece: most lists are short and never grow. */
void spans_reserve(struct arena *a, struct spans *s, size_t n);

/* Each appends the outcome for all pairs of numbers; false when some outcome does not fit in a number, which
 * is then replaced by "any number". */
bool span_add(struct arena *a, const struct span *x, const struct span *y, struct spans *out);
bool span_multiply(struct arena *a, const struct span *x, const struct span *y, struct spans *out);
/* y does not hold 0. */
bool span_divide(struct arena *a, const struct span *x, const struct span *y, struct spans *out);
/* The largest number that both steps are multiples of; 0 when it does not fit. Of 0 and a step: the step. */
struct number span_common_step(struct number x, struct number y);
struct span span_neg(const struct span *s);
/* Appends "any number"; false. */
bool span_give_up(struct arena *a, struct spans *out);

/* One span around all of them, of which nothing is certain. */
struct span spans_around(const struct spans *s);

/* All sums of a number of x and a number of y, when they lie on one grid and are few enough to be gone
 * through as bits; false when not: then nothing was appended. Sums that are appended fit. */
bool spans_add_small(struct arena *a, const struct spans *x, const struct spans *y, struct spans *out);

/* The same numbers in as few progressions as a walk over their grid finds; false when they are too far apart
 * for it or the list would get longer: then it is as it was. */
bool spans_tidy_small(struct arena *a, struct spans *s);

/* Sorts, merges and thins out. What becomes too many is covered by one inexact span. */
void spans_tidy(struct arena *a, struct spans *s);

#endif
