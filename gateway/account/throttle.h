/* How often somebody may try, counted by hashed e-mail address whether it is known or not, so that nothing
 * tells which are known.
 *
 * Signing in: a try is taken before the password is looked at. After 5 failures in a row the next try waits 1
 * minute, then twice as long each time up to 15; at most 25 in 24 hours; after 100 in a row none until the
 * password was reset. Links by mail: 3 an hour. */
#ifndef PORTILLON_ACCOUNT_THROTTLE_H
#define PORTILLON_ACCOUNT_THROTTLE_H

#include "store/store.h"

enum throttle_kind { THROTTLE_SIGN_IN, THROTTLE_REQUEST, THROTTLE_KIND__MAX };

enum {
    THROTTLE_FREE = 5,
    THROTTLE_FIRST_WAIT = 60,
    THROTTLE_LONGEST_WAIT = 900,
    THROTTLE_DAY = 86400,
    THROTTLE_PER_DAY = 25,
    THROTTLE_NOTICE = 10, /* failures after which the owner is told */
    THROTTLE_STOP = 100,
    THROTTLE_HOUR = 3600,
    THROTTLE_REQUESTS = 3,
};

struct throttle {
    int64_t failures;       /* in a row; a try counts as one until it turns out right */
    int64_t blocked_to;     /* UTC seconds */
    int64_t since, counted; /* the present window and the tries in it */
};

/* Takes a try if one is due: the pure rule. When none is, *retry_after is how many seconds to wait. */
bool throttle_take(struct throttle *t, enum throttle_kind kind, int64_t now, int64_t *retry_after);

struct throttle_try {
    enum throttle_kind kind;
    struct str email; /* in any case */
    int64_t now;
    int64_t retry_after; /* out: when none is due */
    int64_t failures;    /* out: in a row, this try included */
};
/* Inside a write. STORE_NONE: no try is due. */
enum store_status throttle_try(struct store_db *db, struct throttle_try *t);
/* Gives the try back that could not be judged. */
enum store_status throttle_give_back(struct store_db *db, struct str email);
/* The password was right: no failures in a row any more, and this try does not count for the day. */
enum store_status throttle_succeed(struct store_db *db, struct str email);
/* The password was reset: all is forgotten. */
enum store_status throttle_forget(struct store_db *db, struct str email);
/* Sweeps away what has no effect any more. */
enum store_status throttle_sweep(struct store_db *db, int64_t now);

#endif
