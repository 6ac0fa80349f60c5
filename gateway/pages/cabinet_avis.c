/* /cabinet/avis: what readers think of the help pages, the worst first, and what they looked for in vain. */
#include "help/feedback.h"
#include "help/find.h"
#include "pages/page.h"

enum { PAGES_MAX = 200, COMMENTS_MAX = 10, MISSES_MAX = 50, PERCENT = 100 };

static enum store_status add_comments(struct request *r, const struct feedback_count *count,
                                      struct value *item)
{
    struct feedback_list list;
    enum store_status status = feedback_comments(request_db(r), r->arena, count, COMMENTS_MAX, &list);
    struct value *comments = value_set_list(item, "comments");
    for (size_t i = 0; i < list.count; i++) {
        struct value *comment = value_add_map(comments);
        value_set_text(comment, "text", list.items[i].comment);
        value_set_text(comment, "date", page_date(r, list.items[i].at));
        value_set_bool(comment, "is_useful", list.items[i].useful);
        value_set_bool(comment, "is_older", !str_eq(list.items[i].version, count->version));
    }
    value_set_bool(item, "has_comments", list.count > 0);
    return status;
}

/* A page that is gone keeps its path as its name. */
static enum store_status add_page(struct request *r, const struct feedback_count *count, struct value *item)
{
    struct find_page page = {.title = count->page};
    enum store_status status = find_page(r->site, r->arena, count->language, count->page, &page);
    value_set_text(item, "title", page.title);
    if (status == STORE_OK) {
        value_set_text(item, "url", page.url);
        value_set_bool(item, "is_changed", !str_eq(page.version, count->version));
    }
    value_set_text(item, "language", count->language);
    value_set_int(item, "answers", count->answers);
    value_set_int(item, "useful", count->useful);
    value_set_int(item, "useless", count->answers - count->useful);
    value_set_int(item, "useful_percent", count->useful * PERCENT / count->answers);
    return status == STORE_OK || status == STORE_NONE ? add_comments(r, count, item) : status;
}

static enum store_status add_pages(struct request *r, struct value *view)
{
    struct feedback_counts counts;
    enum store_status status = feedback_counts(request_db(r), r->arena, &counts);
    struct value *list = value_set_list(view, "pages");
    size_t n = counts.count < PAGES_MAX ? counts.count : PAGES_MAX;
    for (size_t i = 0; i < n && status == STORE_OK; i++)
        status = add_page(r, &counts.items[i], value_add_map(list));
    value_set_bool(view, "has_pages", n > 0);
    return status;
}

static enum store_status add_misses(struct request *r, struct value *view)
{
    struct misses misses;
    enum store_status status = miss_list(request_db(r), r->arena, MISSES_MAX, &misses);
    struct value *list = value_set_list(view, "misses");
    for (size_t i = 0; i < misses.count; i++) {
        struct value *item = value_add_map(list);
        value_set_text(item, "words", misses.items[i].words);
        value_set_text(item, "language", misses.items[i].language);
        value_set_int(item, "times", misses.items[i].times);
        value_set_text(item, "date", page_date(r, misses.items[i].last_at));
    }
    value_set_bool(view, "has_misses", misses.count > 0);
    return status;
}

void page_cabinet_avis_get(struct request *r, struct response *out)
{
    struct value *view = value_map(r->arena);
    enum store_status status = add_pages(r, view);
    if (status == STORE_OK)
        status = add_misses(r, view);
    if (status == STORE_OK)
        respond_page(r, out, STATUS_OK, "cabinet/avis", view);
    else
        respond_store_failure(r, out, status);
}
