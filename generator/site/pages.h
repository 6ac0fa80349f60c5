/* Makes the static pages: of every page its Markdown rendered, put into its template and written. */
#ifndef PORTILLON_SITE_PAGES_H
#define PORTILLON_SITE_PAGES_H

#include "site/definition.h"
#include "site/portal.h"

/* Makes those of the pages that have a file; gives how many there were. What is wrong is in portal->diags. */
size_t pages_make(struct portal *portal, const struct page_list *pages,
                  const struct definitions *definitions);
/* The same for all pages of the portal, and what is made from no file: topics, redirects, 404.html, and what
 * machines read. */
size_t pages_make_all(struct portal *portal, const struct definitions *definitions);

#endif
