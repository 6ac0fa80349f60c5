/* What programs read: sitemap.xml (sitemaps.org 0.9, with the languages of each page), robots.txt, and of
 * each language an Atom feed (RFC 4287) of the pages that changed last. Sitemaps and feeds need the site's
 * address. */
#ifndef PORTILLON_SITE_MACHINES_H
#define PORTILLON_SITE_MACHINES_H

#include "site/portal.h"

/* Once all pages have been read: takes the addresses, and sets portal->feeds. */
void machines_claim(struct portal *portal);
void machines_write(struct portal *portal);

#endif
