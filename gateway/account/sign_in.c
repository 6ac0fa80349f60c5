#include "account/account.h"
#include "account/throttle.h"
#include "app.h"

static enum store_status take_try(struct store_db *db, void *context)
{
    return throttle_try(db, context);
}

static enum store_status give_back(struct store_db *db, void *context)
{
    return throttle_give_back(db, *(const struct str *)context);
}

struct success {
    struct str email, account;
    int64_t now;
};

static enum store_status note_success(struct store_db *db, void *context)
{
    const struct success *s = context;
    enum store_status status = throttle_succeed(db, s->email);
    if (status != STORE_OK)
        return status;
    return store_run_one(db, SQL_ACCOUNT_SIGNED_IN, STORE_ARGS(arg_text(s->account), arg_int(s->now)));
}

static bool look_up(const struct app *app, struct arena *a, struct str email, struct account *out)
{
    struct store_db *db = store_borrow(app->store);
    enum store_status status = account_find_by_email(db, a, email, out);
    store_release(app->store, db);
    return status == STORE_OK;
}

static enum sign_in judge(const struct app *app, const struct account *account, bool known,
                          struct str password)
{
    const struct password_hash *hash = known && account->has_password ? &account->hash : NULL;
    switch (password_check(app->passwords, password, hash)) {
    case HASHING_RIGHT:
        return SIGN_IN_RIGHT;
    case HASHING_WRONG:
        return SIGN_IN_WRONG;
    case HASHING_BUSY:
    case HASHING__MAX:
        break;
    }
    return SIGN_IN_BUSY;
}

struct sign_in_result account_sign_in(const struct app *app, struct arena *a, struct str email,
                                      struct str password, enum account_door door)
{
    int64_t now = app->system->now();
    struct throttle_try try = {.kind = THROTTLE_SIGN_IN, .email = email, .now = now};
    struct sign_in_result result = {.outcome = SIGN_IN_BUSY};
    enum store_status status = store_write(app->store, take_try, &try);
    if (status == STORE_NONE)
        return (struct sign_in_result){.outcome = SIGN_IN_LATER, .retry_after = try.retry_after};
    if (status != STORE_OK)
        return result;
    bool known = look_up(app, a, email, &result.account);
    result.outcome = judge(app, &result.account, known, password);
    if (result.outcome == SIGN_IN_BUSY)
        store_write(app->store, give_back, &email);
    if (result.outcome == SIGN_IN_WRONG)
        result.warn_owner = known && try.failures == THROTTLE_NOTICE;
    if (result.outcome != SIGN_IN_RIGHT)
        return result;
    struct success success = {.email = email, .account = result.account.id, .now = now};
    if (store_write(app->store, note_success, &success) != STORE_OK)
        result.outcome = SIGN_IN_BUSY;
    else if (result.account.door != door)
        result.outcome = SIGN_IN_OTHER_DOOR;
    return result;
}
