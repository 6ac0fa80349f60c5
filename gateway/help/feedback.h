/* What readers think of help pages (C6): an answer to "was this page useful?" and a comment, counted for each
 * page, language and version, without anything about who they are; and what they searched for in vain. */
#ifndef PORTILLON_HELP_FEEDBACK_H
#define PORTILLON_HELP_FEEDBACK_H

#include "store/store.h"

enum {
    FEEDBACK_MAX_COMMENT = 2000,        /* characters */
    FEEDBACK_COMMENT_SECONDS = 60 * 60, /* after the answer, for adding a comment */
    FEEDBACK_MAX_MISSES = 5000,         /* different words that are counted */
};

struct feedback {
    struct str id;
    struct str page, language, version;
    bool useful;
    struct str comment;
    int64_t at;
};

/* Inside a write. */
enum store_status feedback_add(struct store_db *db, const struct feedback *feedback);
/* Once, within FEEDBACK_COMMENT_SECONDS of the answer. STORE_NONE: too late, or there is one. */
enum store_status feedback_comment(struct store_db *db, struct str id, struct str comment, int64_t now);
/* page, language, useful, comment. STORE_NONE: no such answer. */
enum store_status feedback_find(struct store_db *db, struct arena *a, struct str id, struct feedback *out);

/* One version of one page. */
struct feedback_count {
    struct str page, language, version;
    int64_t answers, useful, latest_at;
    double worst; /* the share of readers whom it did not help, at least: lower end of Wilson's interval of 95
                   * % (E. B. Wilson, JASA 22, 1927), so that two answers weigh less than fifty */
};
struct feedback_counts {
    struct feedback_count *items;
    size_t count, cap;
};
/* The newest version that has answers, of every page; worst first. */
enum store_status feedback_counts(struct store_db *db, struct arena *a, struct feedback_counts *out);

struct feedback_list {
    struct feedback *items;
    size_t count, cap;
};
/* The latest comments on a page, at most `max`. */
enum store_status feedback_comments(struct store_db *db, struct arena *a, const struct feedback_count *of,
                                    int64_t max, struct feedback_list *out);

/* ---- what was not found ---- */

/* What of the words may be kept: folded, at most 60 bytes; empty when they hold a digit or an @, which may be
 * somebody's number or address. */
struct str miss_words(struct arena *a, struct str text);
enum store_status miss_count(struct store_db *db, struct str language, struct str words, int64_t now);
enum store_status miss_sweep(struct store_db *db, int64_t now);

struct miss {
    struct str language, words;
    int64_t times, last_at;
};
struct misses {
    struct miss *items;
    size_t count, cap;
};
/* Most frequent first. */
enum store_status miss_list(struct store_db *db, struct arena *a, int64_t max, struct misses *out);

#endif
