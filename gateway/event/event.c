#include "event/event.h"

#include "store/digest.h"

/* A row and its place in the chain. */
struct link {
    int64_t number;
    unsigned char previous[DIGEST_SIZE], hash[DIGEST_SIZE];
};

static struct str bytes_of(const unsigned char hash[static DIGEST_SIZE])
{
    return (struct str){(const char *)hash, DIGEST_SIZE};
}

static void hash_row(const struct event *event, struct link *link)
{
    struct digest d;
    digest_begin(&d, "event 1");
    digest_text(&d, bytes_of(link->previous));
    digest_int(&d, link->number);
    digest_int(&d, event->at);
    digest_text(&d, event->actor);
    digest_text(&d, event->action);
    digest_text(&d, event->subject);
    digest_text(&d, event->detail);
    digest_end(&d, link->hash);
}

static bool copy_hash(unsigned char to[static DIGEST_SIZE], struct str from)
{
    if (from.n != DIGEST_SIZE)
        return false;
    memcpy(to, from.p, DIGEST_SIZE);
    return true;
}

enum store_status event_append(struct store_db *db, const struct event *event)
{
    struct link link = {.number = 1};
    struct store_rows rows = store_query(db, SQL_EVENT_LAST, NULL, 0);
    if (store_next(&rows)) {
        link.number = store_int(&rows, 0) + 1;
        copy_hash(link.previous, store_text(&rows, 1));
        store_end(&rows);
    }
    if (rows.status != STORE_OK)
        return rows.status;
    hash_row(event, &link);
    return store_run(db, SQL_EVENT_INSERT,
                     STORE_ARGS(arg_int(link.number), arg_int(event->at), arg_text(event->actor),
                                arg_text(event->action), arg_text(event->subject), arg_text(event->detail),
                                arg_blob(bytes_of(link.previous)), arg_blob(bytes_of(link.hash))));
}

enum store_status event_verify(struct store_db *db, int64_t *broken_at)
{
    struct link link = {.number = 0};
    *broken_at = 0;
    struct store_rows rows = store_query(db, SQL_EVENT_ALL, NULL, 0);
    while (store_next(&rows)) {
        struct event event = {.at = store_int(&rows, 1),
                              .actor = store_text(&rows, 2),
                              .action = store_text(&rows, 3),
                              .subject = store_text(&rows, 4),
                              .detail = store_text(&rows, 5)};
        memcpy(link.previous, link.hash, DIGEST_SIZE);
        link.number++;
        hash_row(&event, &link);
        bool holds = store_int(&rows, 0) == link.number &&
                     str_eq(store_text(&rows, 6), bytes_of(link.previous)) &&
                     str_eq(store_text(&rows, 7), bytes_of(link.hash));
        if (!holds) {
            *broken_at = link.number;
            store_end(&rows);
        }
    }
    return rows.status;
}
