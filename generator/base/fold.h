/* Texts brought into a form in which they can be found and compared: lower case, Latin letters without
 * accents. */
#ifndef PORTILLON_BASE_FOLD_H
#define PORTILLON_BASE_FOLD_H

#include "base/arena.h"

/* The small letters without accents that stand for a letter from U+00C0 to U+017F: 'é' → "e", 'Œ' → "oe";
 * NULL for every other code point. */
const char *fold_letter(int32_t code_point);
/* An accent of its own, U+0300 to U+036F, as decomposed text has them. */
bool fold_is_combining(int32_t code_point);

/* "Émilie Œuvray" → "emilie oeuvray": letters up to U+017F, combining accents left out, all else as it is. */
struct str fold(struct arena *a, struct str text);
/* Lower case, accents kept: ASCII and letters up to U+017F; all else as it is. */
struct str fold_case(struct arena *a, struct str text);
/* An e-mail address as accounts keep it: without blanks around, ASCII letters in lower case. */
struct str email_fold(struct arena *a, struct str email);

#endif
