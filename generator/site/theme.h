/* The theme: templates, catalogues of texts, assets. */
#ifndef PORTILLON_SITE_THEME_H
#define PORTILLON_SITE_THEME_H

#include "site/portal.h"

/* Reads the whole theme and publishes its assets. What is wrong is in portal->diags. */
void theme_load(struct portal *portal);
/* The texts alone, of the site's languages and of one more. */
void theme_load_texts(struct portal *portal, struct str language);
/* Once the templates of messages have been added too: checks that every template is there and uses what it is
 * given. theme.is_whole says whether pages can be made with it. */
void theme_check(struct portal *portal);
/* Makes those of help pages and sections ready for use: enough when an earlier run has checked them, and
 * nothing else is made. */
void theme_link_text_pages(struct portal *portal);
/* Gives back what catalogues hold beside the arena. */
void theme_release(struct portal *portal);

#endif
