/* Which pages are there in which languages. */
#ifndef PORTILLON_SITE_TRANSLATE_H
#define PORTILLON_SITE_TRANSLATE_H

#include "site/build.h"
#include "site/portal.h"

/* A questionnaire or message that one language lacks is an error, a page a warning. */
void translations_check(struct portal *portal);
/* Besides: warns of every translation whose `updated` is before its original's, or missing where the original
 * has one, and counts for each language but the reference what it has. */
void translations_compare(struct portal *portal, struct build_summary *summary);

#endif
