/* A build of the few pages whose text changed, when nothing else did: neither the face of a page (record.h),
 * nor another file of content or theme. */
#ifndef PORTILLON_SITE_PARTIAL_H
#define PORTILLON_SITE_PARTIAL_H

#include "site/record.h"

/* More pages than these at once are as quick from the beginning. */
enum { PARTIAL_MOST = 64 };

/* The relations of pages to each other, once all are known: sections, order, neighbours. */
void relations_build(struct portal *portal);

/* Makes the inputs of the content folder whose indices are in `changed`. The portal has its config and is
 * empty otherwise. Gives the pages made, or NULL when more than their text changed, or anything is to be said
 * of them: then the whole is to be built, with a new portal. */
const struct page_list *partial_make(struct portal *portal, const struct record *old,
                                     const struct input_list *content, const size_t *changed, size_t n);

#endif
