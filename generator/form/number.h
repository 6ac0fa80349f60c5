/* Exact numbers: fractions of 64-bit integers, always in lowest terms with a positive denominator. No result depends
 * on the machine, and 0.1 + 0.2 = 0.3. What does not fit becomes "missing" with a reason; nothing traps. */
#ifndef PORTILLON_FORM_NUMBER_H
#define PORTILLON_FORM_NUMBER_H

#include "base/buf.h"
#include "base/str.h"

struct number {
    int64_t num;
    int64_t den; /* 0 only in a zeroed, unset number; otherwise > 0 */
};

struct number number_of(int64_t value);
/* false when the exact result does not fit, or for a division by zero; *out is then untouched. */
bool number_add(struct number a, struct number b, struct number *out);
bool number_sub(struct number a, struct number b, struct number *out);
bool number_mul(struct number a, struct number b, struct number *out);
bool number_div(struct number a, struct number b, struct number *out);
int number_cmp(struct number a, struct number b);

/* What people write: "1 234,5", "1234.5", "1 234,50 €", "-3", with ordinary, non-breaking or narrow spaces or
 * apostrophes between groups of three. One separator that could be either is the decimal one, unless it stands before
 * exactly three digits after another group separator. At most 6 decimals, 15 digits. false: not a number. */
bool number_parse(struct str text, struct number *out);
/* What expressions and declarations write: digits with an optional point. */
bool number_parse_plain(struct str text, struct number *out);
/* Canonical: the shortest decimal when there is one of up to 12 decimals ("0.5"), else "num/den". */
void number_print(struct number n, struct buf *out);

#endif
