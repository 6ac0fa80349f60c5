/* The pages around a few that are made again: what these show of others (the sections above, neighbours,
 * related pages, topics) stands in the record of the last build (record.h) as numbers, and of all other pages
 * only those that are asked for are taken from there. So the work is that of the pages made, however large
 * the site is. */
#ifndef PORTILLON_SITE_NEAR_H
#define PORTILLON_SITE_NEAR_H

#include "site/record.h"

struct near;

/* What of the relations in a portal goes into the record, in the arena: those of one page, once it is made;
 * and what belongs to no page. The latter numbers the topics: it comes first. */
struct str near_outline(struct arena *a, const struct portal *portal);
struct str near_kin(struct arena *a, const struct page *page);

/* For a portal that has its config and no pages. Both arguments must live as long. */
struct near *near_new(struct portal *portal, const struct record *old);
/* The page of a path or address with the face it had, NULL when there is none. Not from several threads. */
struct page *near_page(struct near *near, struct str path);
struct page *near_page_at(struct near *near, struct str url);
/* Puts every page among the portal's, for those that show many; their relations are to be built anew. False:
 * the record makes no sense. */
bool near_take_all(struct near *near);
/* From now on the portal has all that was recorded of no page, finds other pages here, and these pages have
 * their relations. False: the record makes no sense. */
bool near_open(struct near *near, const struct page_list *pages);

#endif
