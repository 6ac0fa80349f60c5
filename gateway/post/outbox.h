/* The outbox: mails that must go out, kept in the store from the transaction that causes them until a mail
 * server has taken them. A mail is tried after 1 minute, then after twice as long each time, up to 4 hours;
 * after 5 days it is given up and says so to the administrator
 * (`portillonctl mail list`), who may have it tried again. */
#ifndef PORTILLON_POST_OUTBOX_H
#define PORTILLON_POST_OUTBOX_H

#include "post/message.h"
#include "post/wire.h"
#include "store/store.h"

enum { OUTBOX_FIRST_DELAY = 60, OUTBOX_LONGEST_DELAY = 4 * 3600, OUTBOX_LIFETIME = 5 * 24 * 3600 };

/* Puts a mail in; inside the write of the event that causes it. */
enum store_status outbox_put(struct store_db *db, const struct outgoing *mail, int64_t now);

/* The ids of mails that are due, longest waiting first, each WIRE_ID characters and a NUL. */
struct outbox_look {
    int64_t now;
    size_t max;
    bool tried; /* only those that were tried before */
};
size_t outbox_due(struct store_db *db, const struct outbox_look *look, char (*ids)[WIRE_ID + 1]);

/* What a mail is to be composed of; copied to the arena. STORE_NONE: it is whole. */
enum store_status outbox_uncomposed(struct store_db *db, struct arena *a, struct str id,
                                    struct outgoing *out);
/* Keeps it as composed: the same bytes however often it is tried. */
enum store_status outbox_keep(struct store_db *db, struct str id, struct str mime);

/* A mail is about to be given to the courier: STORE_NONE when it does not wait any more. */
enum store_status outbox_begin(struct store_db *db, struct str id);
/* What the courier needs; copied to the arena. */
enum store_status outbox_mail(struct store_db *db, struct arena *a, struct str id, struct str *to,
                              struct str *mime);

/* Notes how a delivery ended: sent (the text is forgotten, the life of a link inside begins), waiting for the
 * next try, or given up. */
enum store_status outbox_note(struct store_db *db, const struct wire *report, int64_t now);

/* Seconds to wait after this many attempts. */
int64_t outbox_delay(int64_t attempts);

/* What was given to a courier that is gone waits again. */
enum store_status outbox_resume(struct store_db *db, int64_t now);

/* For the administrator. */
struct outbox_row {
    struct str id, kind, recipient, state, last_error;
    int64_t attempts, next_at, created_at, ended_at; /* ended_at 0: not ended */
};
/* Calls `each` for every mail that is not sent, and with `all` for the sent ones too, oldest first. */
enum store_status outbox_list(struct store_db *db, bool all,
                              void (*each)(void *context, const struct outbox_row *row), void *context);
/* Tries again at once: one mail, or all that wait or were given up when id is empty. STORE_NONE: there is
 * none. */
enum store_status outbox_retry(struct store_db *db, struct str id, int64_t now);

#endif
