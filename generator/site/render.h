/* A tree of nodes as HTML. The only thing in the generator that makes HTML from content: all text is escaped,
 * raw HTML nodes are left out, addresses have been checked by the links pass. */
#ifndef PORTILLON_SITE_RENDER_H
#define PORTILLON_SITE_RENDER_H

#include "site/node.h"
#include "theme/catalogue.h"
#include "theme/html.h"
#include "theme/shapes.h"

struct render {
    struct buf *out;
    const struct catalogue *catalogue; /* titles of callouts, labels of tables; may be NULL */
    /* Not NULL for a message: fields stay as they are, and those that are alone in a paragraph and are a
     * section, a partial or (says the shape) HTML stand without <p>. */
    const struct shape *message;
};

/* What stands below a node. */
void render_below(const struct render *r, const struct node *parent);

#endif
