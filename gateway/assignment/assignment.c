#include "assignment/assignment.h"

#include "event/event.h"
#include "store/id.h"

static enum assignment_state state_of(struct str name)
{
    static const char *const names[ASSIGNMENT_STATE__MAX] = {
        [ASSIGNMENT_TODO] = "todo",
        [ASSIGNMENT_IN_PROGRESS] = "in_progress",
        [ASSIGNMENT_SENT] = "sent",
    };
    for (int i = 0; i < ASSIGNMENT_STATE__MAX; i++)
        if (str_eq_z(name, names[i]))
            return (enum assignment_state)i;
    return ASSIGNMENT_SENT;
}

static void copy_row(struct arena *a, const struct store_rows *row, struct assignment *out)
{
    *out = (struct assignment){
        .id = arena_str(a, store_text(row, 0)),
        .client = arena_str(a, store_text(row, 1)),
        .definition = arena_str(a, store_text(row, 2)),
        .version = arena_str(a, store_text(row, 3)),
        .state = state_of(store_text(row, 4)),
        .revision = store_int(row, 5),
        .created_at = store_int(row, 6),
        .saved_at = store_int(row, 7),
        .sent_at = store_int(row, 8),
        .draft = {.answers = arena_str(a, store_text(row, 9)), .seen = arena_str(a, store_text(row, 10))}};
}

static enum store_status find(struct store_rows rows, struct arena *a, struct assignment *out)
{
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    copy_row(a, &rows, out);
    store_end(&rows);
    return rows.status;
}

enum store_status assignment_find(struct store_db *db, struct arena *a, struct str id, struct assignment *out)
{
    return find(store_query(db, SQL_ASSIGNMENT_FIND, STORE_ARGS(arg_text(id))), a, out);
}

enum store_status assignment_list(struct store_db *db, struct arena *a, struct str client,
                                  struct assignments *out)
{
    *out = (struct assignments){0};
    struct store_rows rows = store_query(db, SQL_ASSIGNMENT_LIST, STORE_ARGS(arg_text(client)));
    while (store_next(&rows))
        copy_row(a, &rows, ARENA_PUSH(a, out));
    return rows.status;
}

enum store_status assignment_create(struct store_db *db, struct arena *a,
                                    const struct assignment_order *order, struct assignment *out)
{
    struct str id = id_new(a);
    enum store_status status =
        store_run_one(db, SQL_ASSIGNMENT_INSERT,
                      STORE_ARGS(arg_text(id), arg_text(order->client), arg_text(order->definition),
                                 arg_int(order->now), arg_text_or_null(order->author)));
    if (status == STORE_NONE)
        return find(store_query(db, SQL_ASSIGNMENT_FIND_OPEN,
                                STORE_ARGS(arg_text(order->client), arg_text(order->definition))),
                    a, out);
    struct event event = {.at = order->now,
                          .actor = order->author,
                          .action = STR("assigned"),
                          .subject = order->client,
                          .detail = id};
    if (status == STORE_OK)
        status = event_append(db, &event);
    return status == STORE_OK ? assignment_find(db, a, id, out) : status;
}
