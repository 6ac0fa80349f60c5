/* What the shape of a page's blocks says beyond CommonMark:
 *   - an image alone in its paragraph that has a title is a figure, the title its caption (NODE_FIGURE);
 *   - a numbered list whose every item begins with a heading is a list of steps (`steps`).
 * On a page of questions and answers each heading of the second level folds what follows (NODE_FOLD). */
#ifndef PORTILLON_SITE_BLOCKS_H
#define PORTILLON_SITE_BLOCKS_H

#include "site/node.h"

void blocks_find(struct node *root);
/* Puts every `##` that stands directly below root, and what follows it, into a NODE_FOLD; gives how many. */
size_t blocks_fold(struct arena *a, struct node *root);

#endif
