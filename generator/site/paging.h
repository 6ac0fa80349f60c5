/* Long lists are cut into parts, each a page of its own: /fr/tags/compte/, then /fr/tags/compte/page-2/.
 * Parts are numbered from 0 here, from 1 in addresses and before readers. */
#ifndef PORTILLON_SITE_PAGING_H
#define PORTILLON_SITE_PAGING_H

#include "site/portal.h"
#include "theme/value.h"

enum {
    PAGING_CARDS = 60,    /* of the pages of a section or topic */
    PAGING_ENTRIES = 500, /* of the index from A to Z */
};

struct paging {
    struct str url; /* of the first part */
    size_t count;   /* of all items */
    size_t each;    /* items of a part */
    size_t part;
};

/* At least one: an empty list is a page, too. */
size_t paging_parts(const struct paging *p);
/* The items of this part: from `first` up to `end`. */
size_t paging_first(const struct paging *p);
size_t paging_end(const struct paging *p);
/* The address of a part. */
struct str paging_url(struct arena *a, const struct paging *p, size_t part);
/* Takes the addresses of all parts but the first (portal_claim). */
void paging_claim(struct portal *portal, const struct paging *p, struct place at);
/* Sets what PAGING of theme/shapes.def says. */
void paging_set(struct arena *a, struct value *map, const struct paging *p);

#endif
