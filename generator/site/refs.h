/* Links, images and raw HTML of a page: checked, and rewritten to the addresses under which things are
 * published. */
#ifndef PORTILLON_SITE_REFS_H
#define PORTILLON_SITE_REFS_H

#include "site/node.h"
#include "site/portal.h"

/* Goes through the tree of a page (or of a questionnaire or message). Links with anchors are kept in
 * page->links. */
void refs_resolve(struct portal *portal, struct page *page, struct node *root);
/* The page that `path`, as written in `page`, means; NULL and a diagnostic at `at` when there is none. */
struct page *refs_page(struct portal *portal, const struct page *page, struct str path, struct place at);
/* Checks the anchors of all links, once all pages have theirs. */
void refs_check_anchors(struct portal *portal);

#endif
