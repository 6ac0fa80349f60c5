/* How long a result is valid, as the front matter of a questionnaire says it: "1 month", "12 months", "1
 * year", "2 years". */
#ifndef PORTILLON_SITE_VALIDITY_H
#define PORTILLON_SITE_VALIDITY_H

#include "base/arena.h"

/* The months, 1 to 1200; 0 when this is no duration: then the result says how it is written ("12 months" for
 * "12 mois" or "12months"), in the arena, as far as there is telling. */
struct str validity_read(struct arena *a, struct str text, int *months);

#endif
