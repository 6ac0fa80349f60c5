/* What reads one declaration: declare.c the lines, declare_type.c the types of questions. */
#ifndef PORTILLON_FORM_DECLARE_PARTS_H
#define PORTILLON_FORM_DECLARE_PARTS_H

#include "form/declare.h"

struct reader {
    struct arena *arena;
    struct lexer lexer;
    struct declared *d;
    struct {
        struct form_named *items;
        size_t count, cap;
    } named;
};

/* `a..b`, `a..`, `..b` into low and high; `a` alone where it can only mean `a..a` (RANGE_OR_NUMBER). */
enum range_kind { RANGE_OF_NUMBERS, RANGE_OF_DATES, RANGE_OR_NUMBER };

/* Each reads on from the token that is looked at; false after a diagnostic. */
bool declare_number(struct reader *r, struct number *out);
bool declare_range(struct reader *r, enum range_kind kind);
/* A type and its arguments. */
bool declare_type(struct reader *r);

/* May the token begin a bound of a range? */
bool declare_at_bound(const struct lexer *l);
/* A whole number from 0 to `most`. */
bool declare_is_count(struct number n, int64_t most);

#endif
