/* What pages are about and for whom: the words of `tags` and `roles` in their front matter. Each word of a
 * language has a page that lists its pages, /fr/tags/mot-de-passe/, and all of a kind have one too,
 * /fr/tags/: filters that need no script. Words with the same anchor are one topic. */
#ifndef PORTILLON_SITE_TOPICS_H
#define PORTILLON_SITE_TOPICS_H

#include "site/portal.h"

struct topic {
    enum topic_kind kind;
    size_t language;
    struct str label;
    struct str url;
    size_t number;          /* in the record (near.h) */
    struct page_list pages; /* by order, then by title */
};

/* Once all pages have been read and sorted. */
void topics_build(struct portal *portal);
/* The address of the page that lists all topics of a kind; empty when the language has none. */
struct str topics_index(const struct portal *portal, enum topic_kind kind, size_t language);

/* Finds the pages that share most tags with this one, unless they are known; the rarer the tag the better. */
void topics_relate(const struct portal *portal, struct page *page);

#endif
