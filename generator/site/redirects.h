/* Addresses that pages had before (front matter `aliases`): each gets a page that leads on. */
#ifndef PORTILLON_SITE_REDIRECTS_H
#define PORTILLON_SITE_REDIRECTS_H

#include "site/portal.h"

/* Once all pages have been read: fills portal->redirects; an address that is no path on this site, is another
 * page's or was given twice is reported. */
void redirects_build(struct portal *portal);

#endif
