/* The blanks that a language's printers put around signs; only blanks that are written are changed. In every
 * language a no-break space (U+00A0) between a number and its % or €, and before a dash between blanks.
 * French (the Imprimerie nationale's rules) besides: a narrow one (U+202F) before ; : ! ?, inside guillemets
 * and between the thousands of a number, and no break in a telephone number's pairs. Template fields, {{…}},
 * are left alone. Never for code. */
#ifndef PORTILLON_SITE_TYPOGRAPHY_H
#define PORTILLON_SITE_TYPOGRAPHY_H

#include "site/node.h"

/* The text itself when there is nothing to change, else a copy in the arena. */
struct str typography_text(struct arena *a, struct str language, struct str text);
/* Changes all text nodes below root. */
void typography_apply(struct arena *a, struct str language, struct node *root);

#endif
