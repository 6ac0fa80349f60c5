/* One questionnaire without the rest of its site: for trying it on the command line. */
#ifndef PORTILLON_SITE_ALONE_H
#define PORTILLON_SITE_ALONE_H

#include "site/questionnaire.h"

struct alone {
    const char *file;    /* the questionnaire */
    const char *theme;   /* folder */
    struct str language; /* of the person at the keyboard: the theme's texts are read in it */
};

/* Compiles it as `check` would. Inside a content folder (site.yaml two folders up) its links and pictures are
 * checked too; elsewhere they are left alone. NULL when there were errors, which are in portal->diags. The
 * portal is made by portal_new without a content folder, and given to alone_release in any case. */
const struct questionnaire *alone_compile(struct portal *portal, const struct alone *which);
void alone_release(struct portal *portal);

#endif
