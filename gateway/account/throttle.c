#include "account/throttle.h"

#include "base/fold.h"
#include "store/digest.h"

enum { SWEEP_AFTER = 30 * THROTTLE_DAY };

struct rule {
    const char *name;
    int64_t window, most;
};
static const struct rule rules[THROTTLE_KIND__MAX] = {
    [THROTTLE_SIGN_IN] = {"sign_in", THROTTLE_DAY, THROTTLE_PER_DAY},
    [THROTTLE_REQUEST] = {"request", THROTTLE_HOUR, THROTTLE_REQUESTS},
};

static int64_t wait_after(int64_t failures)
{
    if (failures < THROTTLE_FREE)
        return 0;
    int64_t wait = THROTTLE_FIRST_WAIT;
    for (int64_t i = THROTTLE_FREE; i < failures && wait < THROTTLE_LONGEST_WAIT; i++)
        wait *= 2;
    return wait < THROTTLE_LONGEST_WAIT ? wait : THROTTLE_LONGEST_WAIT;
}

/* A clock that was set back must not block anybody for longer than the rule says. */
static void mend_clock(struct throttle *t, int64_t now)
{
    if (t->since > now)
        t->since = now;
    if (t->blocked_to > now + THROTTLE_LONGEST_WAIT)
        t->blocked_to = now + THROTTLE_LONGEST_WAIT;
}

bool throttle_take(struct throttle *t, enum throttle_kind kind, int64_t now, int64_t *retry_after)
{
    mend_clock(t, now);
    if (now - t->since >= rules[kind].window) {
        t->since = now;
        t->counted = 0;
    }
    *retry_after = 0;
    if (kind == THROTTLE_SIGN_IN && t->failures >= THROTTLE_STOP)
        *retry_after = THROTTLE_DAY;
    else if (now < t->blocked_to)
        *retry_after = t->blocked_to - now;
    else if (t->counted >= rules[kind].most)
        *retry_after = t->since + rules[kind].window - now;
    if (*retry_after > 0)
        return false;
    t->counted++;
    if (kind == THROTTLE_SIGN_IN) {
        t->failures++;
        t->blocked_to = t->failures < THROTTLE_FREE ? 0 : now + wait_after(t->failures);
    }
    return true;
}

/* ---- in the store ---- */

static struct str key_of(enum throttle_kind kind, struct str email, unsigned char key[static DIGEST_SIZE])
{
    struct arena *a = arena_new();
    struct digest d;
    digest_begin(&d, rules[kind].name);
    digest_text(&d, email_fold(a, email));
    digest_end(&d, key);
    arena_free(a);
    return (struct str){(const char *)key, DIGEST_SIZE};
}

enum store_status throttle_try(struct store_db *db, struct throttle_try *t)
{
    unsigned char bytes[DIGEST_SIZE];
    struct str key = key_of(t->kind, t->email, bytes);
    struct throttle throttle = {.since = t->now};
    struct store_rows rows = store_query(db, SQL_THROTTLE_FIND, STORE_ARGS(arg_blob(key)));
    if (store_next(&rows)) {
        throttle = (struct throttle){.failures = store_int(&rows, 0),
                                     .blocked_to = store_int(&rows, 1),
                                     .since = store_int(&rows, 2),
                                     .counted = store_int(&rows, 3)};
        store_end(&rows);
    }
    if (rows.status != STORE_OK)
        return rows.status;
    if (!throttle_take(&throttle, t->kind, t->now, &t->retry_after))
        return STORE_NONE;
    t->failures = throttle.failures;
    return store_run(db, SQL_THROTTLE_PUT,
                     STORE_ARGS(arg_blob(key), arg_text(str_from(rules[t->kind].name)),
                                arg_int(throttle.failures), arg_int(throttle.blocked_to),
                                arg_int(throttle.since), arg_int(throttle.counted), arg_int(t->now)));
}

static enum store_status run_for(struct store_db *db, enum sql statement, struct str email)
{
    unsigned char bytes[DIGEST_SIZE];
    struct str key = key_of(THROTTLE_SIGN_IN, email, bytes);
    return store_run(db, statement, STORE_ARGS(arg_blob(key)));
}

enum store_status throttle_give_back(struct store_db *db, struct str email)
{
    return run_for(db, SQL_THROTTLE_GIVE_BACK, email);
}

enum store_status throttle_succeed(struct store_db *db, struct str email)
{
    return run_for(db, SQL_THROTTLE_SUCCEED, email);
}

enum store_status throttle_forget(struct store_db *db, struct str email)
{
    return run_for(db, SQL_THROTTLE_DELETE, email);
}

enum store_status throttle_sweep(struct store_db *db, int64_t now)
{
    return store_run(db, SQL_THROTTLE_SWEEP, STORE_ARGS(arg_int(now - SWEEP_AFTER), arg_int(THROTTLE_STOP)));
}
