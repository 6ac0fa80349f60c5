/* Inside the theme: dates by a pattern of CLDR, written fifty times faster than by ICU, which gives the
 * pattern and the names of the months. Fields: UTS 35, part 4, "Date Field Symbol Table"; known are those
 * that the long and short formats of our languages are made of. */
#ifndef PORTILLON_THEME_DATE_PATTERN_H
#define PORTILLON_THEME_DATE_PATTERN_H

#include <unicode/udat.h>

#include "base/str.h"

enum { DATE_PATTERN_BYTES = 1024 }; /* of a date that is written */

/* The pattern of ICU's formatter, to be given back by date_pattern_free; NULL when it has a field that is not
 * known here. */
struct date_pattern *date_pattern_of(const UDateFormat *icu);
void date_pattern_free(struct date_pattern *p);
/* The date and time that it is so many seconds, by a clock on the wall, after 1970 began; in `out`. */
struct str date_pattern_write(const struct date_pattern *p, int64_t local_seconds,
                              char out[static DATE_PATTERN_BYTES]);

#endif
