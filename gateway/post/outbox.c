#include "post/outbox.h"

#include <string.h>

enum store_status outbox_put(struct store_db *db, const struct outgoing *mail, int64_t now)
{
    return store_run(db, SQL_OUTBOX_PUT,
                     STORE_ARGS(arg_text(mail->id), arg_text(mail->message_id), arg_text(mail->kind),
                                arg_text(mail->to), arg_blob(mail->mime), arg_int(now),
                                mail->token_hash.n ? arg_blob(mail->token_hash) : arg_null(),
                                arg_text_or_null(mail->submission), arg_text(mail->to_name),
                                arg_text(mail->language)));
}

size_t outbox_due(struct store_db *db, const struct outbox_look *look, char (*ids)[WIRE_ID + 1])
{
    size_t n = 0;
    struct store_rows rows = store_query(db, look->tried ? SQL_OUTBOX_DUE_AGAIN : SQL_OUTBOX_DUE,
                                         STORE_ARGS(arg_int(look->now), arg_int((int64_t)look->max)));
    while (store_next(&rows)) {
        struct str id = store_text(&rows, 0);
        memcpy(ids[n], id.p, WIRE_ID);
        ids[n++][WIRE_ID] = '\0';
    }
    return n;
}

enum store_status outbox_uncomposed(struct store_db *db, struct arena *a, struct str id, struct outgoing *out)
{
    struct store_rows rows = store_query(db, SQL_OUTBOX_UNCOMPOSED, STORE_ARGS(arg_text(id)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *out = (struct outgoing){.id = arena_str(a, id),
                             .message_id = arena_str(a, store_text(&rows, 0)),
                             .kind = arena_str(a, store_text(&rows, 1)),
                             .to = arena_str(a, store_text(&rows, 2)),
                             .submission = arena_str(a, store_text(&rows, 3)),
                             .to_name = arena_str(a, store_text(&rows, 4)),
                             .language = arena_str(a, store_text(&rows, 5)),
                             .created_at = store_int(&rows, 6)};
    store_end(&rows);
    return rows.status;
}

enum store_status outbox_keep(struct store_db *db, struct str id, struct str mime)
{
    return store_run_one(db, SQL_OUTBOX_KEEP, STORE_ARGS(arg_text(id), arg_blob(mime)));
}

enum store_status outbox_begin(struct store_db *db, struct str id)
{
    return store_run_one(db, SQL_OUTBOX_BEGIN, STORE_ARGS(arg_text(id)));
}

enum store_status outbox_mail(struct store_db *db, struct arena *a, struct str id, struct str *to,
                              struct str *mime)
{
    struct store_rows rows = store_query(db, SQL_OUTBOX_MAIL, STORE_ARGS(arg_text(id)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *to = arena_str(a, store_text(&rows, 0));
    *mime = arena_str(a, store_text(&rows, 1));
    store_end(&rows);
    return STORE_OK;
}

int64_t outbox_delay(int64_t attempts)
{
    int64_t delay = OUTBOX_FIRST_DELAY;
    for (int64_t i = 1; i < attempts && delay < OUTBOX_LONGEST_DELAY; i++)
        delay *= 2;
    return delay < OUTBOX_LONGEST_DELAY ? delay : OUTBOX_LONGEST_DELAY;
}

static enum store_status note_sent(struct store_db *db, struct str id, int64_t now)
{
    enum store_status status =
        store_run_one(db, SQL_OUTBOX_SENT, STORE_ARGS(arg_text(id), arg_int(now), arg_blob(STR(""))));
    if (status != STORE_OK)
        return status;
    return store_run(db, SQL_OUTBOX_START_TOKEN, STORE_ARGS(arg_text(id), arg_int(now)));
}

static enum store_status note_trouble(struct store_db *db, const struct wire *report, int64_t now)
{
    struct str id = str_from(report->id), reason = str_from(report->reason);
    struct store_rows rows = store_query(db, SQL_OUTBOX_PROGRESS, STORE_ARGS(arg_text(id)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    int64_t next = now + outbox_delay(store_int(&rows, 0));
    bool hopeless = report->delivery == DELIVERY_PERMANENT || next > store_int(&rows, 1) + OUTBOX_LIFETIME;
    store_end(&rows);
    enum sql statement = hopeless ? SQL_OUTBOX_FAILED : SQL_OUTBOX_LATER;
    return store_run_one(db, statement,
                         STORE_ARGS(arg_text(id), arg_int(hopeless ? now : next), arg_text(reason)));
}

enum store_status outbox_note(struct store_db *db, const struct wire *report, int64_t now)
{
    if (report->delivery == DELIVERY_ACCEPTED)
        return note_sent(db, str_from(report->id), now);
    return note_trouble(db, report, now);
}

enum store_status outbox_resume(struct store_db *db, int64_t now)
{
    return store_run(db, SQL_OUTBOX_RESUME, STORE_ARGS(arg_int(now)));
}

enum store_status outbox_list(struct store_db *db, bool all,
                              void (*each)(void *context, const struct outbox_row *row), void *context)
{
    struct store_rows rows = store_query(db, SQL_OUTBOX_LIST, STORE_ARGS(arg_int(all)));
    while (store_next(&rows)) {
        struct outbox_row row = {
            .id = store_text(&rows, 0),
            .kind = store_text(&rows, 1),
            .recipient = store_text(&rows, 2),
            .state = store_text(&rows, 3),
            .attempts = store_int(&rows, 4),
            .next_at = store_int(&rows, 5),
            .created_at = store_int(&rows, 6),
            .ended_at = store_is_null(&rows, 7) ? 0 : store_int(&rows, 7),
            .last_error = store_text(&rows, 8),
        };
        each(context, &row);
    }
    return rows.status;
}

enum store_status outbox_retry(struct store_db *db, struct str id, int64_t now)
{
    if (str_empty(id))
        return store_run_one(db, SQL_OUTBOX_RETRY_ALL, STORE_ARGS(arg_int(now)));
    return store_run_one(db, SQL_OUTBOX_RETRY, STORE_ARGS(arg_text(id), arg_int(now)));
}
