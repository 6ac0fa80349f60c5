#include "help/feedback.h"

#include <math.h>
#include <stdlib.h>

#include "base/fold.h"

enum { MISS_BYTES = 60, MISS_KEPT = 400 * 24 * 3600 /* seconds */ };

static struct store_arg flag(bool value)
{
    return arg_int(value ? 1 : 0);
}

enum store_status feedback_add(struct store_db *db, const struct feedback *f)
{
    return store_run_one(db, SQL_FEEDBACK_INSERT,
                         STORE_ARGS(arg_text(f->id), arg_text(f->page), arg_text(f->language),
                                    arg_text(f->version), flag(f->useful), arg_int(f->at)));
}

enum store_status feedback_comment(struct store_db *db, struct str id, struct str comment, int64_t now)
{
    return store_run_one(
        db, SQL_FEEDBACK_COMMENT,
        STORE_ARGS(arg_text(id), arg_text(comment), arg_int(now - FEEDBACK_COMMENT_SECONDS)));
}

enum store_status feedback_find(struct store_db *db, struct arena *a, struct str id, struct feedback *out)
{
    struct store_rows rows = store_query(db, SQL_FEEDBACK_FIND, STORE_ARGS(arg_text(id)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *out = (struct feedback){.id = id,
                             .page = arena_str(a, store_text(&rows, 0)),
                             .language = arena_str(a, store_text(&rows, 1)),
                             .useful = store_int(&rows, 2) != 0,
                             .comment = arena_str(a, store_text(&rows, 3))};
    store_end(&rows);
    return rows.status;
}

static double wilson(int64_t not_useful, int64_t answers)
{
    const double z = 1.96, n = (double)answers, p = (double)not_useful / n;
    return (p + z * z / (2 * n) - z * sqrt((p * (1 - p) + z * z / (4 * n)) / n)) / (1 + z * z / n);
}

static int by_badness(const void *one, const void *other)
{
    const struct feedback_count *x = one, *y = other;
    if (x->worst != y->worst)
        return x->worst > y->worst ? -1 : 1;
    if (x->answers != y->answers)
        return x->answers > y->answers ? -1 : 1;
    int order = str_cmp(x->page, y->page);
    return order != 0 ? order : str_cmp(x->language, y->language);
}

enum store_status feedback_counts(struct store_db *db, struct arena *a, struct feedback_counts *out)
{
    struct store_rows rows = store_query(db, SQL_FEEDBACK_COUNTS, NULL, 0);
    *out = (struct feedback_counts){0};
    while (store_next(&rows)) {
        const struct feedback_count *last = out->count > 0 ? &out->items[out->count - 1] : NULL;
        if (last && str_eq(last->page, store_text(&rows, 0)) && str_eq(last->language, store_text(&rows, 1)))
            continue; /* an older version */
        struct feedback_count *count = ARENA_PUSH(a, out);
        *count = (struct feedback_count){.page = arena_str(a, store_text(&rows, 0)),
                                         .language = arena_str(a, store_text(&rows, 1)),
                                         .version = arena_str(a, store_text(&rows, 2)),
                                         .answers = store_int(&rows, 3),
                                         .useful = store_int(&rows, 4),
                                         .latest_at = store_int(&rows, 5)};
        count->worst = wilson(count->answers - count->useful, count->answers);
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(*out->items), by_badness);
    return rows.status;
}

enum store_status feedback_comments(struct store_db *db, struct arena *a, const struct feedback_count *of,
                                    int64_t max, struct feedback_list *out)
{
    struct store_rows rows = store_query(
        db, SQL_FEEDBACK_COMMENTS, STORE_ARGS(arg_text(of->page), arg_text(of->language), arg_int(max)));
    *out = (struct feedback_list){0};
    while (store_next(&rows))
        *ARENA_PUSH(a, out) = (struct feedback){.page = of->page,
                                                .language = of->language,
                                                .version = arena_str(a, store_text(&rows, 0)),
                                                .useful = store_int(&rows, 1) != 0,
                                                .comment = arena_str(a, store_text(&rows, 2)),
                                                .at = store_int(&rows, 3)};
    return rows.status;
}

/* ---- what was not found ---- */

struct str miss_words(struct arena *a, struct str text)
{
    char *words = arena_alloc(a, text.n + 1);
    size_t n = 0;
    struct str folded = fold(a, str_trim(text));
    for (size_t i = 0; i < folded.n; i++) {
        char c = folded.p[i];
        if (c == '@' || (c >= '0' && c <= '9'))
            return (struct str){0};
        bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_blank)
            words[n++] = c;
        else if (n > 0 && words[n - 1] != ' ')
            words[n++] = ' ';
    }
    return n <= MISS_BYTES ? (struct str){words, n} : (struct str){0};
}

/* The table has a limit: what comes then is not counted until old rows are swept away. */
enum store_status miss_count(struct store_db *db, struct str language, struct str words, int64_t now)
{
    struct store_rows rows = store_query(db, SQL_SEARCH_MISS_ROWS, NULL, 0);
    int64_t kept = store_next(&rows) ? store_int(&rows, 0) : 0;
    store_end(&rows);
    if (rows.status != STORE_OK || kept >= FEEDBACK_MAX_MISSES)
        return rows.status;
    return store_run(db, SQL_SEARCH_MISS_COUNT,
                     STORE_ARGS(arg_text(language), arg_text(words), arg_int(now)));
}

enum store_status miss_sweep(struct store_db *db, int64_t now)
{
    return store_run(db, SQL_SEARCH_MISS_SWEEP, STORE_ARGS(arg_int(now - MISS_KEPT)));
}

enum store_status miss_list(struct store_db *db, struct arena *a, int64_t max, struct misses *out)
{
    struct store_rows rows = store_query(db, SQL_SEARCH_MISS_LIST, STORE_ARGS(arg_int(max)));
    *out = (struct misses){0};
    while (store_next(&rows))
        *ARENA_PUSH(a, out) = (struct miss){.language = arena_str(a, store_text(&rows, 0)),
                                            .words = arena_str(a, store_text(&rows, 1)),
                                            .times = store_int(&rows, 2),
                                            .last_at = store_int(&rows, 3)};
    return rows.status;
}
