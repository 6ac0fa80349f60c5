/* Which pages are there in which languages. */
#ifndef PORTILLON_SITE_TRANSLATE_H
#define PORTILLON_SITE_TRANSLATE_H

#include "site/build.h"
#include "site/portal.h"

/* A home, questionnaire or message that one language lacks is an error. */
void translations_check(struct portal *portal);
/* Warns of each language that lacks pages: of how many. */
void translations_count(struct portal *portal);
/* Instead: warns of every page that a language lacks, of every translation whose `updated` is before its
 * original's, or missing where the original has one, and counts for each language but the reference what it
 * has. */
void translations_compare(struct portal *portal, struct build_summary *summary);

#endif
