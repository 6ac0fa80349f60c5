/* The theme: templates, catalogues of texts, assets. */
#ifndef PORTILLON_SITE_THEME_H
#define PORTILLON_SITE_THEME_H

#include "site/portal.h"

/* Reads and checks the whole theme and publishes its assets. What is wrong is in portal->diags; false when
 * pages cannot be made with it. */
bool theme_load(struct portal *portal);
/* Gives back what catalogues hold beside the arena. */
void theme_release(struct portal *portal);

#endif
