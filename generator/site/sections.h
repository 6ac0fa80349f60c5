/* How pages hang together: what a section lists, what leads to a page, what the navigation shows. */
#ifndef PORTILLON_SITE_SECTIONS_H
#define PORTILLON_SITE_SECTIONS_H

#include "site/portal.h"

/* Once all pages have been read: sorts them into their sections and resolves the navigation. */
void sections_build(struct portal *portal);
/* The navigation alone. */
void sections_navigate(struct portal *portal);

/* Sorts pages by `order`, then by title. */
void sections_sort(struct page_list *list);

/* The pages that a home or section page lists: those beside it and the pages of the folders below it; sorted
 * by `order`, then by title. Drafts are left out. Never NULL. */
const struct page_list *sections_children(const struct portal *portal, const struct page *index);
#endif
