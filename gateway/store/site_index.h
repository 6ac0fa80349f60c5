/* What the search needs of site.db's index at hand for every query, of one language. */
#ifndef PORTILLON_STORE_SITE_INDEX_H
#define PORTILLON_STORE_SITE_INDEX_H

#include "search/guess.h"
#include "store/store.h"

struct site_index {
    int64_t first, last;              /* the language's rows of article; last < first: it has none */
    const struct search_known *words; /* every word of its pages, in byte order */
    size_t n_words;
};

/* Everything in the arena. */
enum store_status site_index_load(struct store_db *db, struct arena *a, struct str language,
                                  struct site_index *out);

#endif
