/* The part of a page that shows why it was found. */
#ifndef PORTILLON_SEARCH_EXCERPT_H
#define PORTILLON_SEARCH_EXCERPT_H

#include "search/words.h"

/* A stretch of the text: a word that was looked for, or what stands between two of them. */
struct search_piece {
    struct str text;
    bool is_hit;
};

struct search_excerpt {
    struct search_piece *items;
    size_t count, cap;
    bool is_cut_before, is_cut_after; /* the text goes on there */
};

/* Which words count as found: those with one of these stems. */
struct search_found {
    struct stemmer *stemmer;
    const struct str *stems;
    size_t n;
};

/* Fills `out` with about `length` bytes of the text, cut between words, where most different words were
 * found; its beginning when none was. The pieces are slices of the text. */
void search_excerpt(struct arena *a, const struct search_found *found, struct str text, size_t length,
                    struct search_excerpt *out);

#endif
