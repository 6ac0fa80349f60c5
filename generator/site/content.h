/* Reads the content folder: site.yaml, and of every page its text and front matter. */
#ifndef PORTILLON_SITE_CONTENT_H
#define PORTILLON_SITE_CONTENT_H

#include "site/portal.h"

/* site.yaml. Without any language (portal->config.n_languages is 0) there is no portal to read. */
void content_read_config(struct portal *portal);
/* All pages and the names of all other files. Whatever is wrong is in portal->diags; reading goes on. */
void content_read(struct portal *portal);
/* One page of it: its text and front matter. */
void content_read_page(struct portal *portal, struct page *page);

#endif
