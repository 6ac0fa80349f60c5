/* The words of one language's articles, as one thread meets them: each word is folded and stemmed once, then
 * known again by its letters. */
#ifndef PORTILLON_SITE_INDEX_WORDS_H
#define PORTILLON_SITE_INDEX_WORDS_H

#include "base/arena.h"
#include "base/buf.h"

/* A row of article_word. */
struct index_word {
    struct str folded, stem;
    size_t articles; /* that have it */
    size_t last;     /* the article it was counted for */
};

struct index_words;

struct index_words *index_words_new(struct str language);
void index_words_free(struct index_words *words);
/* Appends the stems of a text, a blank behind each; `article` (not 0) is counted once for each of its words.
 */
void index_words_add(struct index_words *words, struct buf *out, struct str text, size_t article);
/* The stems of an expression, parted by blanks, in the arena. Nothing is counted. */
struct str index_words_term(struct index_words *words, struct arena *a, struct str expression);
/* All words met so far, in no order. They live as long as `words`. */
size_t index_words_all(const struct index_words *words, struct index_word *const **all);

#endif
