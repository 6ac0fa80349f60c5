/* Finding pages of the help centre by words: the rules of the search. The index is site.db's (site/site.sql).
 */
#ifndef PORTILLON_HELP_FIND_H
#define PORTILLON_HELP_FIND_H

#include "search/excerpt.h"
#include "store/site.h"

enum {
    FIND_MAX_QUERY = 200, /* bytes that are read of what was typed */
    FIND_MAX_WORDS = 12,  /* words of it that count */
    FIND_PER_PAGE = 10,
    FIND_MAX_RESULTS = 200,
};

struct find_query {
    struct str language; /* one of the site's */
    struct str text;     /* as typed: valid UTF-8 */
    struct str section;  /* article_section.section, or empty: all */
    struct str role;     /* likewise */
    size_t page;         /* of results, from 0 */
};

struct find_result {
    struct str title, url, section;
    struct search_excerpt excerpt;
};

struct find_results {
    bool has_words;  /* something was looked for: more than common words */
    bool is_partial; /* no page has all the words; these have some */
    size_t total;    /* FIND_MAX_RESULTS: so many or more */
    const struct find_result *items;
    size_t n;
    struct str suggestion; /* nothing was found: what may have been meant, or empty */
};

/* Pages that have all the words in one of their forms, or what stands for them by the site's synonyms; the
 * last word may be the beginning of one. Best first: the title counts more than headings, and these more than
 * the rest (BM25; of words that
 * are on more than a thousand pages, those that are called by them first). When there is none, pages that
 * have some of the words. Everything lives in the arena. */
enum store_status find_run(const struct site *site, struct arena *a, const struct find_query *query,
                           struct find_results *out);

/* What a search can be narrowed to, in order. */
struct find_choice {
    struct str value, label;
    int64_t position;
};
struct find_choices {
    struct find_choice *items;
    size_t count, cap;
};
enum store_status find_sections(const struct site *site, struct arena *a, struct str language,
                                struct find_choices *out);
enum store_status find_roles(const struct site *site, struct arena *a, struct str language,
                             struct find_choices *out);

/* One page by its path without language and ending. STORE_NONE: there is none. */
struct find_page {
    struct str title, url, version;
};
enum store_status find_page(const struct site *site, struct arena *a, struct str language, struct str page,
                            struct find_page *out);

#endif
