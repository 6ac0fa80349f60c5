/* Which pages are there in which languages. */
#ifndef PORTILLON_SITE_TRANSLATE_H
#define PORTILLON_SITE_TRANSLATE_H

#include "site/portal.h"

/* A questionnaire or message that one language lacks is an error, a page a warning. */
void translations_check(struct portal *portal);

#endif
