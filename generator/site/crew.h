/* Pages worked through by several threads. Each has a portal of its own (portal.h) with an arena that is
 * cleared after each page. Whatever the number of threads, diagnostics come out as if one had done it all:
 * pages are given out in fixed groups, each group has its own diagnostics, and these are put together in the
 * groups' order. */
#ifndef PORTILLON_SITE_CREW_H
#define PORTILLON_SITE_CREW_H

#include "site/portal.h"

struct worker {
    struct portal portal;
    struct arena *texts; /* for the text of pages; what is in it goes when the group is done and nothing was
                            said of it */
    struct buf body, out;
    size_t done;               /* pages, for the one who counts */
    struct search_part *index; /* what it knows of the search index (output_search.h) */
    const void *context;
};

/* What is to be done: the work on each page, and other pieces of work, by their number, that need no order
 * among them; they are begun first, and their diagnostics come last. */
struct crew_task {
    const struct page_list *pages;
    void (*work)(struct worker *worker, struct page *page);
    size_t n_others;
    void (*other)(struct worker *worker, size_t number);
    const void *context;
};

/* Gives how many pages the work counted in worker->done. */
size_t crew_run(struct portal *portal, const struct crew_task *task);

#endif
