#include "store/site_index.h"

static enum store_status load_range(struct store_db *db, struct str language, struct site_index *out)
{
    struct store_rows rows = store_query(db, SQL_SEARCH_RANGE, STORE_ARGS(arg_text(language)));
    while (store_next(&rows)) {
        out->first = store_int(&rows, 0);
        out->last = store_int(&rows, 1);
    }
    return rows.status;
}

enum store_status site_index_load(struct store_db *db, struct arena *a, struct str language,
                                  struct site_index *out)
{
    struct {
        struct search_known *items;
        size_t count, cap;
    } list = {0};
    *out = (struct site_index){.first = 1};
    enum store_status status = load_range(db, language, out);
    if (status != STORE_OK)
        return status;
    struct store_rows rows = store_query(db, SQL_SEARCH_WORDS, STORE_ARGS(arg_text(language)));
    while (store_next(&rows)) {
        struct str word = arena_str(a, store_text(&rows, 0));
        *ARENA_PUSH(a, &list) =
            (struct search_known){word, search_letters(word), (uint32_t)store_int(&rows, 1)};
    }
    out->words = list.items;
    out->n_words = list.count;
    return rows.status;
}
