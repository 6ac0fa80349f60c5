/* Exact numbers: fractions of 64-bit integers, always in lowest terms with a positive denominator. No result
 * depends on the machine, and 0.1 + 0.2 = 0.3. What does not fit is refused; nothing traps. */
#ifndef PORTILLON_FORM_NUMBER_H
#define PORTILLON_FORM_NUMBER_H

#include "base/buf.h"
#include "base/str.h"

struct number {
    int64_t num; /* never INT64_MIN, so that it can be negated */
    int64_t den; /* 0 only in a zeroed, unset number; otherwise > 0 */
};

/* What people may write in a form: digits in all, and digits behind the decimal separator. */
enum { NUMBER_MAX_DIGITS = 15, NUMBER_MAX_DECIMALS = 6 };
/* Numbers of more decimals are printed as fractions. */
enum { NUMBER_PRINT_DECIMALS = 12 };

struct number number_of(int64_t value);
/* num/den in lowest terms; false when den is 0 or the fraction does not fit. */
bool number_fraction(int64_t num, int64_t den, struct number *out);

/* false when the exact result does not fit, or for a division by zero; *out is then untouched. Operands are
 * set. */
bool number_add(struct number a, struct number b, struct number *out);
bool number_sub(struct number a, struct number b, struct number *out);
bool number_mul(struct number a, struct number b, struct number *out);
bool number_div(struct number a, struct number b, struct number *out);
struct number number_neg(struct number a);
int number_cmp(struct number a, struct number b);

bool number_is_whole(struct number a);
/* The largest whole number that is not above a. */
int64_t number_floor(struct number a);
/* True when a has at most this many decimals. */
bool number_has_decimals(struct number a, unsigned decimals);

/* What people write: "1 234,5", "1234.5", "1 234,50 €", "EUR 12", "-3", with ordinary, non-breaking or thin
 * spaces or apostrophes between groups of three digits. A point or comma that occurs once, behind all others,
 * is the decimal separator; one that occurs more often separates groups. At most 6 decimals, 15 digits.
 * false: not a number. */
bool number_parse(struct str text, struct number *out);
/* The same, for what has at most so many decimals: where three are too many, "15.000" is fifteen thousand. */
bool number_parse_within(struct str text, unsigned decimals, struct number *out);
/* What declarations and stored answers write: an optional '-', digits, an optional point with digits behind
 * it. */
bool number_parse_plain(struct str text, struct number *out);
/* Canonical: the shortest decimal when there is one of up to 12 decimals ("0.5"), else "num/den"; "" when
 * unset. */
void number_print(struct number n, struct buf *out);

#endif
