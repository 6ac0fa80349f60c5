/* A theme is laid in layers: the one it extends, itself, and the site's own folder `theme` over both. Of each
 * file the highest layer's counts; texts are added one by one, and the tokens of all layers stand behind each
 * other. theme.yaml (portillon-theme(5)) says what a theme extends. */
#ifndef PORTILLON_SITE_LAYERS_H
#define PORTILLON_SITE_LAYERS_H

#include "site/portal.h"

/* Fills portal->theme.layers, lowest first, from theme.folder and site.yaml; false when there is no theme or
 * a theme.yaml is wrong. */
bool layers_find(struct portal *portal);

#endif
