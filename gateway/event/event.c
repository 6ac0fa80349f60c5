#include "event/event.h"

#include "verify/chain.h"

static void hash_row(const struct event *event, struct chain_link *link)
{
    struct digest d;
    digest_begin(&d, "event 1");
    digest_text(&d, chain_bytes(link->previous));
    digest_int(&d, link->number);
    digest_int(&d, event->at);
    digest_text(&d, event->actor);
    digest_text(&d, event->action);
    digest_text(&d, event->subject);
    digest_text(&d, event->detail);
    digest_end(&d, link->hash);
}

enum store_status event_append(struct store_db *db, const struct event *event)
{
    struct chain_link last = {0};
    struct store_rows rows = store_query(db, SQL_EVENT_LAST, NULL, 0);
    if (store_next(&rows)) {
        last.number = store_int(&rows, 0);
        memcpy(last.hash, store_text(&rows, 1).p, DIGEST_SIZE); /* the schema checks its length */
        store_end(&rows);
    }
    if (rows.status != STORE_OK)
        return rows.status;
    struct chain_link link = chain_next(&last);
    hash_row(event, &link);
    return store_run(db, SQL_EVENT_INSERT,
                     STORE_ARGS(arg_int(link.number), arg_int(event->at), arg_text(event->actor),
                                arg_text(event->action), arg_text(event->subject), arg_text(event->detail),
                                arg_blob(chain_bytes(link.previous)), arg_blob(chain_bytes(link.hash))));
}

/* ---- verifying ---- */

/* An event of a profile tells its hash: was it kept? */
static void check_profile(struct store_db *db, const struct event *event, struct findings *findings)
{
    unsigned char hash[DIGEST_SIZE];
    struct store_rows rows = {.status = STORE_OK};
    bool found = false;
    if (digest_from_hex(event->detail, hash)) {
        rows = store_query(db, SQL_VERIFY_PROFILE_OF_EVENT,
                           STORE_ARGS(arg_text(event->subject), arg_blob(chain_bytes(hash))));
        found = store_next(&rows);
        store_end(&rows);
    }
    if (!found && rows.status == STORE_OK)
        findings_add(findings, &(struct finding){.table = "profile",
                                                 .id = event->subject,
                                                 .column = "hash",
                                                 .expected = event->detail,
                                                 .changed = true});
}

enum store_status events_verify(struct store_db *db, struct findings *findings)
{
    struct chain_link link = {0};
    char number[24];
    struct store_rows rows = store_query(db, SQL_EVENT_ALL, NULL, 0);
    while (store_next(&rows)) {
        struct event event = {.at = store_int(&rows, 1),
                              .actor = store_text(&rows, 2),
                              .action = store_text(&rows, 3),
                              .subject = store_text(&rows, 4),
                              .detail = store_text(&rows, 5)};
        struct chain_row row = {.table = "event",
                                .number = store_int(&rows, 0),
                                .previous = store_text(&rows, 6),
                                .hash = store_text(&rows, 7)};
        snprintf(number, sizeof(number), "%lld", (long long)row.number);
        row.id = str_from(number);
        link = chain_next(&link);
        hash_row(&event, &link);
        if (chain_check(&link, &row, findings) && str_eq_z(event.action, "profile"))
            check_profile(db, &event, findings);
        findings_row(findings);
    }
    return rows.status;
}
