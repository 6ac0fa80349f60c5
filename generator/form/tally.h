/* The sums in a term, taken apart into what is added: what form/tally.c goes through together. */
#ifndef PORTILLON_FORM_TALLY_H
#define PORTILLON_FORM_TALLY_H

#include "form/reach.h"

enum { TALLY_MOST = 6 };

/* `factor` times what the term comes to is added to a tally. */
struct addend {
    struct term *term;
    struct number factor;
    size_t tally;
    size_t group; /* the first addend that shares a question with it, through others too */
};

struct tallies {
    struct term *items[TALLY_MOST];
    size_t n;
    struct {
        struct addend *items;
        size_t count, cap;
    } addends;
    uint64_t *outside; /* a bit for each variable that is read without them */
};

/* Those of a term, found once. */
const struct tallies *tallies_of(struct reach *r, struct term *term);

/* min and max are gathered like sums. */
static inline bool tally_is_extreme(const struct term *term)
{
    return term->act == OP_MIN || term->act == OP_MAX;
}

#endif
