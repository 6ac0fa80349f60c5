/* "Did you mean": the word of all pages that is nearest to one that no page has. */
#ifndef PORTILLON_SEARCH_GUESS_H
#define PORTILLON_SEARCH_GUESS_H

#include "base/str.h"

/* A word that pages have, folded. */
struct search_known {
    struct str word;
    uint32_t letters;  /* search_letters */
    uint32_t articles; /* how many pages have it */
};

/* Which letters a word has, a bit for each: a slip of the pen changes two of them at most, so that most words
 * are told to be far from another without being compared with it. */
uint32_t search_letters(struct str word);
/* Index of the word fewest slips away (str_distance): two at most, one from a word of up to four bytes; of
 * those as near the one that most pages have, then the first. -1 when none is near. */
ptrdiff_t search_guess(const struct search_known *known, size_t n, struct str word);

#endif
