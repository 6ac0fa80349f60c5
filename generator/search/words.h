/* Words as the search counts them: what pages and queries are cut into, and what makes the forms of a word
 * alike. The generator indexes with these functions and the gateway asks with them, so that both agree. */
#ifndef PORTILLON_SEARCH_WORDS_H
#define PORTILLON_SEARCH_WORDS_H

#include "base/arena.h"

enum { SEARCH_MAX_WORD = 64 /* bytes; what is longer is no word */ };

/* Takes the next run of letters and digits off *rest; false at the end. An apostrophe and a hyphen part
 * words: "l'e-mail" gives "l", "e", "mail". */
bool search_word(struct str *rest, struct str *word);

/* One language's way to tell words apart. */
struct stemmer;
/* Of a language without an algorithm, stems are words without accents and capitals, and none is common. Used
 * by one thread at a time. */
struct stemmer *stemmer_new(struct str language);
void stemmer_free(struct stemmer *s);

/* What a word has in common with its other forms, without accents: "activée" and "activer" give "activ"
 * (Snowball's algorithms, https://snowballstem.org/algorithms/). */
struct str stemmer_stem(struct stemmer *s, struct arena *a, struct str word);
/* A single letter, or a word that nearly every page has ("le", "the", "het"), given folded (base/fold.h): it
 * is not indexed, and left out of queries. */
bool stemmer_is_common(const struct stemmer *s, struct str folded);

#endif
