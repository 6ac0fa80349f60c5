/* The log of events: who did what to what, when. Ids only, no names; each row carries the hash of the one
 * before. */
#ifndef PORTILLON_EVENT_EVENT_H
#define PORTILLON_EVENT_EVENT_H

#include "store/store.h"
#include "verify/findings.h"

struct event {
    int64_t at;
    struct str actor;   /* id of a client or member; empty: the program or the administrator's command */
    struct str action;  /* "profile", "password", "invited" … */
    struct str subject; /* id of what it was done to */
    struct str detail;  /* a word, a hash in hexadecimal, or empty */
};

/* Inside a write. */
enum store_status event_append(struct store_db *db, const struct event *event);

/* Works the whole chain out again, and looks for each profile that an event tells of. */
enum store_status events_verify(struct store_db *db, struct findings *findings);

#endif
