/* Texts brought into a form in which they can be found: lower case, Latin letters without accents. */
#ifndef PORTILLON_CLIENT_FOLD_H
#define PORTILLON_CLIENT_FOLD_H

#include "base/arena.h"

/* "Émilie Œuvray" → "emilie oeuvray": letters up to U+017F, combining accents left out, all else as it is. */
struct str fold(struct arena *a, struct str text);
/* An e-mail address as accounts keep it: without blanks around, ASCII letters in lower case. */
struct str email_fold(struct arena *a, struct str email);

#endif
