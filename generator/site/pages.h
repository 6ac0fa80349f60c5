/* Makes the static pages: of every page its Markdown rendered, put into its template and written. */
#ifndef PORTILLON_SITE_PAGES_H
#define PORTILLON_SITE_PAGES_H

#include "site/definition.h"
#include "site/portal.h"

/* Gives how many were made. What is wrong is in portal->diags. */
size_t pages_make(struct portal *portal, const struct definitions *definitions);

#endif
