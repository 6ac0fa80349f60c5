/* The blanks that a language's printers put around signs. French: a narrow no-break space (U+202F) where a
 * blank stands before ; : ! ? and inside guillemets. Template fields, {{…}}, are left alone. Never for code.
 */
#ifndef PORTILLON_SITE_TYPOGRAPHY_H
#define PORTILLON_SITE_TYPOGRAPHY_H

#include "site/node.h"

/* The text itself when there is nothing to change, else a copy in the arena. */
struct str typography_text(struct arena *a, struct str language, struct str text);
/* Changes all text nodes below root. */
void typography_apply(struct arena *a, struct str language, struct node *root);

#endif
