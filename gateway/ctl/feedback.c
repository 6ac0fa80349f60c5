#include <jansson.h>

#include "ctl/ctl.h"
#include "help/feedback.h"

enum { MISSES_MAX = 50, COMMENTS_MAX = 5 };

static void say_page(struct ctl *c, struct store_db *db, const struct feedback_count *count)
{
    struct feedback_list comments;
    CTL_SAY(c, TEXT_FEEDBACK_PAGE, ctl_number(c, count->answers - count->useful),
            ctl_number(c, count->answers), count->language, count->page);
    if (feedback_comments(db, c->arena, count, COMMENTS_MAX, &comments) != STORE_OK)
        return;
    for (size_t i = 0; i < comments.count; i++)
        for (struct str rest = comments.items[i].comment, line; str_line(&rest, &line);)
            buf_addf(&c->out, "    > " STR_FMT "\n", STR_ARG(line));
}

static void say_all(struct ctl *c, struct store_db *db, const struct feedback_counts *counts,
                    const struct misses *misses)
{
    if (counts->count == 0)
        CTL_SAY(c, TEXT_FEEDBACK_NONE);
    for (size_t i = 0; i < counts->count; i++)
        say_page(c, db, &counts->items[i]);
    if (misses->count == 0)
        return;
    buf_add_char(&c->out, '\n');
    CTL_SAY(c, TEXT_FEEDBACK_MISSES);
    for (size_t i = 0; i < misses->count; i++)
        CTL_SAY(c, TEXT_FEEDBACK_MISS, ctl_number(c, misses->items[i].times), misses->items[i].language,
                misses->items[i].words);
}

static json_t *text(struct str s)
{
    return json_stringn(s.p, s.n);
}

static void print_json(struct ctl *c, const struct feedback_counts *counts, const struct misses *misses)
{
    json_t *root = json_object(), *pages = json_array(), *words = json_array();
    for (size_t i = 0; i < counts->count; i++) {
        const struct feedback_count *count = &counts->items[i];
        json_array_append_new(pages,
                              json_pack("{so so so sI sI}", "page", text(count->page), "language",
                                        text(count->language), "version", text(count->version), "answers",
                                        (json_int_t)count->answers, "useful", (json_int_t)count->useful));
    }
    for (size_t i = 0; i < misses->count; i++) {
        const struct miss *miss = &misses->items[i];
        json_array_append_new(words, json_pack("{so so sI}", "language", text(miss->language), "words",
                                               text(miss->words), "times", (json_int_t)miss->times));
    }
    json_object_set_new(root, "pages", pages);
    json_object_set_new(root, "misses", words);
    char *dump = json_dumps(root, JSON_INDENT(2));
    buf_add_z(&c->out, dump);
    buf_add_char(&c->out, '\n');
    free(dump);
    json_decref(root);
}

int ctl_feedback(struct ctl *c, int argc, char *const *argv)
{
    bool as_json = false;
    const struct option options[] = {{.name = "json", .given = &as_json}};
    struct feedback_counts counts;
    struct misses misses;
    if (!ctl_options(c, &(struct ctl_line){.argc = argc, .argv = argv}, options, 1))
        return EXIT_USAGE;
    struct store_db *db = store_borrow(c->app->store);
    enum store_status status = feedback_counts(db, c->arena, &counts);
    if (status == STORE_OK)
        status = miss_list(db, c->arena, MISSES_MAX, &misses);
    if (status == STORE_OK && as_json)
        print_json(c, &counts, &misses);
    else if (status == STORE_OK)
        say_all(c, db, &counts, &misses);
    store_release(c->app->store, db);
    return status == STORE_OK ? EXIT_FINE : ctl_store_failure(c, status, STR("feedback"));
}
