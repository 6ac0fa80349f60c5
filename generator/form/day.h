/* Days, as whole numbers: days since 1970-01-01 in the proleptic Gregorian calendar. No time zones, no clock.
 */
#ifndef PORTILLON_FORM_DAY_H
#define PORTILLON_FORM_DAY_H

#include "base/buf.h"
#include "base/str.h"

enum { FORM_FIRST_YEAR = 1800, FORM_LAST_YEAR = 2200 };

/* false: no such day, or year not in 1800..2200. */
bool form_day_from_civil(int year, int month, int day, int32_t *out);
void form_day_to_civil(int32_t d, int *year, int *month, int *day);

/* Completed years from one day to another: an age. A 29 February is completed on 1 March of a common year.
 * Before `from`, the number is negative: one day before is -1. */
int form_years_between(int32_t from, int32_t to);

/* "2026-11-23", and nothing else. */
bool form_day_parse(struct str text, int32_t *out);
void form_day_print(int32_t d, struct buf *out);

#endif
