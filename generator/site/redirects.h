/* Addresses that pages had before (front matter `aliases`): each gets a page that leads on, and for nginx,
 * which reads it when it starts or is reloaded, a line of the map public/.redirects, from which it answers
 * 301. */
#ifndef PORTILLON_SITE_REDIRECTS_H
#define PORTILLON_SITE_REDIRECTS_H

#include "site/portal.h"

/* Once all pages have been read: fills portal->redirects; an address that is no path on this site, is another
 * page's or was given twice is reported. */
void redirects_build(struct portal *portal);
/* Writes the map: "/fr/ancien/" "/fr/aide/nouveau/"; and the same without the slash. Since nginx's maps do
 * not tell capitals from small letters, addresses with capitals have their page alone. */
void redirects_write(struct portal *portal);

#endif
