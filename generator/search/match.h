/* What is asked of FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax): words that a page must
 * have, each with what may stand in its place. */
#ifndef PORTILLON_SEARCH_MATCH_H
#define PORTILLON_SEARCH_MATCH_H

#include "base/arena.h"
#include "base/buf.h"

/* Stems that a page has all of: one, or those of an expression of several words. */
struct search_stems {
    struct str *items;
    size_t count, cap;
};

/* One thing that is looked for: the page has any of these. */
struct search_term {
    struct search_stems *items;
    size_t count, cap;
};

struct search_terms {
    struct search_term *items;
    size_t count, cap;
};

/* The column of marks that narrow a search: see `scope` of article_stem in site/site.sql. */
enum { SEARCH_MAX_SCOPES = 4 };
struct search_scope {
    struct str marks[SEARCH_MAX_SCOPES];
    size_t n;
};
void search_scope_add(struct search_scope *scope, struct str mark);

/* Where the terms are to stand. */
enum search_place {
    SEARCH_ANYWHERE,
    SEARCH_NAMED, /* anywhere, and one of them in what the page is called: title, keywords or headings */
    SEARCH_TITLED,
    SEARCH_PLACE__MAX
};
struct search_terms_wanted {
    const struct search_terms *terms;
    bool any; /* of the terms, not all */
    enum search_place place;
};

/* Writes the expression: every mark of the scope, and the terms. No terms: nothing. */
void search_match(struct buf *out, const struct search_scope *scope,
                  const struct search_terms_wanted *wanted);

#endif
