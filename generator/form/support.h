/* The variables that a term depends on: of a long set of bits the words that are not 0. A formula over one
 * item of a long list reads few of very many questions. */
#ifndef PORTILLON_FORM_SUPPORT_H
#define PORTILLON_FORM_SUPPORT_H

#include "base/arena.h"

/* Variables at * 64 and up. */
struct support_word {
    size_t at;
    uint64_t all;    /* a bit for each that it depends on, whatever for */
    uint64_t linear; /* of these, those that it depends on other than by comparing them with constants */
};

struct support {
    struct support_word *items; /* rising `at` */
    size_t count, cap;
};

void support_set(struct arena *a, struct support *s, size_t variable, bool is_linear);
/* Adds those of `from`; as compared only, when not `linearly`. */
void support_add(struct arena *a, struct support *to, const struct support *from, bool linearly);
bool support_has(const struct support *s, size_t variable);

#endif
