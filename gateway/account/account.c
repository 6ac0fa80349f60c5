#include "account/account.h"

#include <sodium.h>

#include "account/throttle.h"
#include "app.h"
#include "base/fold.h"
#include "client/client.h"
#include "event/event.h"
#include "store/digest.h"
#include "store/id.h"

enum { TOKEN_BYTES = 32, TOKEN_LENGTH = 43 };

static struct str owner_of(const struct store_rows *row)
{
    return store_is_null(row, 2) ? store_text(row, 3) : store_text(row, 2);
}

static void copy_hash(const struct store_rows *row, struct account *out)
{
    struct str hash = store_text(row, 4);
    struct str salt = store_text(row, 5);
    out->has_password = hash.n == sizeof(out->hash.hash) && salt.n == sizeof(out->hash.salt);
    if (!out->has_password)
        return;
    memcpy(out->hash.hash, hash.p, hash.n);
    memcpy(out->hash.salt, salt.p, salt.n);
    out->hash.ops = store_int(row, 6);
    out->hash.memory = store_int(row, 7);
}

static enum store_status find(struct store_rows rows, struct arena *a, struct account *out)
{
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *out = (struct account){.id = arena_str(a, store_text(&rows, 0)),
                            .email = arena_str(a, store_text(&rows, 1)),
                            .door = store_is_null(&rows, 2) ? DOOR_MEMBER : DOOR_CLIENT,
                            .owner = arena_str(a, owner_of(&rows)),
                            .signed_in_at = store_int(&rows, 8),
                            .created_at = store_int(&rows, 9)};
    copy_hash(&rows, out);
    store_end(&rows);
    return rows.status;
}

enum store_status account_find(struct store_db *db, struct arena *a, struct str id, struct account *out)
{
    return find(store_query(db, SQL_ACCOUNT_FIND, STORE_ARGS(arg_text(id))), a, out);
}

enum store_status account_find_by_email(struct store_db *db, struct arena *a, struct str email,
                                        struct account *out)
{
    return find(store_query(db, SQL_ACCOUNT_FIND_EMAIL, STORE_ARGS(arg_text(email_fold(a, email)))), a, out);
}

enum store_status account_find_by_owner(struct store_db *db, struct arena *a, struct str owner,
                                        struct account *out)
{
    return find(store_query(db, SQL_ACCOUNT_FIND_OWNER, STORE_ARGS(arg_text(owner))), a, out);
}

enum store_status account_open(struct store_db *db, struct arena *a, struct str client, int64_t now,
                               struct account *out)
{
    struct client owner;
    enum store_status status = account_find_by_owner(db, a, client, out);
    if (status != STORE_NONE)
        return status;
    status = client_find(db, a, client, &owner);
    if (status != STORE_OK)
        return status;
    *out = (struct account){.id = id_new(a),
                            .email = email_fold(a, owner.email),
                            .door = DOOR_CLIENT,
                            .owner = owner.id,
                            .created_at = now};
    return store_run(
        db, SQL_ACCOUNT_INSERT,
        STORE_ARGS(arg_text(out->id), arg_text(out->email), arg_text(out->owner), arg_null(), arg_int(now)));
}

enum store_status account_set_password(struct store_db *db, struct str account,
                                       const struct password_hash *hash, int64_t now)
{
    struct arena *a = arena_new();
    struct account found;
    struct str key = {(const char *)hash->hash, sizeof(hash->hash)};
    struct str salt = {(const char *)hash->salt, sizeof(hash->salt)};
    enum store_status status = account_find(db, a, account, &found);
    if (status == STORE_OK)
        status = store_run_one(db, SQL_ACCOUNT_SET_PASSWORD,
                               STORE_ARGS(arg_text(account), arg_blob(key), arg_blob(salt),
                                          arg_int(hash->ops), arg_int(hash->memory), arg_int(now)));
    if (status == STORE_OK)
        status = store_run(db, SQL_SESSION_DELETE_ALL, STORE_ARGS(arg_text(account), arg_blob(STR(""))));
    if (status == STORE_OK)
        status = store_run(db, SQL_TOKEN_VOID_ALL, STORE_ARGS(arg_text(account), arg_int(now)));
    if (status == STORE_OK)
        status = throttle_forget(db, found.email);
    struct event event = {.at = now, .actor = found.owner, .action = STR("password"), .subject = account};
    if (status == STORE_OK)
        status = event_append(db, &event);
    arena_free(a);
    return status;
}

enum store_status account_set_language(struct store_db *db, struct str account, struct str language)
{
    enum store_status status =
        store_run(db, SQL_ACCOUNT_SET_CLIENT_LANGUAGE, STORE_ARGS(arg_text(account), arg_text(language)));
    if (status != STORE_OK)
        return status;
    return store_run(db, SQL_ACCOUNT_SET_MEMBER_LANGUAGE, STORE_ARGS(arg_text(account), arg_text(language)));
}

/* ---- mailed links ---- */

static const struct {
    const char *name;
    int64_t life;
} purposes[TOKEN_PURPOSE__MAX] = {
    [TOKEN_ACTIVATION] = {"activation", TOKEN_ACTIVATION_LIFE},
    [TOKEN_RESET] = {"reset", TOKEN_RESET_LIFE},
};

static struct str hash_of(struct arena *a, struct str text)
{
    unsigned char hash[DIGEST_SIZE];
    digest_of(text, hash);
    return arena_str(a, (struct str){(const char *)hash, sizeof(hash)});
}

struct token token_make(const struct app *app, struct arena *a)
{
    unsigned char bytes[TOKEN_BYTES];
    char text[TOKEN_LENGTH + 1];
    app->system->fill(bytes, sizeof(bytes));
    sodium_bin2base64(text, sizeof(text), bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    struct token token = {.text = arena_str(a, str_from(text))};
    token.hash = hash_of(a, token.text);
    sodium_memzero(bytes, sizeof(bytes));
    sodium_memzero(text, sizeof(text));
    return token;
}

enum store_status token_put(struct store_db *db, const struct token *token, enum token_purpose purpose,
                            struct str account, int64_t now)
{
    struct str name = str_from(purposes[purpose].name);
    enum store_status status =
        store_run(db, SQL_TOKEN_VOID, STORE_ARGS(arg_text(account), arg_text(name), arg_int(now)));
    if (status != STORE_OK)
        return status;
    return store_run(db, SQL_TOKEN_INSERT,
                     STORE_ARGS(arg_blob(token->hash), arg_text(name), arg_text(account), arg_int(now),
                                arg_int(purposes[purpose].life)));
}

enum token_state token_look(struct store_db *db, struct arena *a, const struct token_claim *claim,
                            struct account *out)
{
    enum token_state state = TOKEN_GOOD;
    struct str purpose = str_from(purposes[claim->purpose].name);
    if (claim->text.n != TOKEN_LENGTH)
        return TOKEN_UNKNOWN;
    struct store_rows rows =
        store_query(db, SQL_TOKEN_FIND, STORE_ARGS(arg_blob(hash_of(a, claim->text)), arg_text(purpose)));
    if (!store_next(&rows))
        return TOKEN_UNKNOWN;
    struct str account = arena_str(a, store_text(&rows, 0));
    if (store_int(&rows, 2) != 0)
        state = TOKEN_USED;
    else if (store_int(&rows, 3) != 0)
        state = TOKEN_VOID;
    else if (store_int(&rows, 1) <= claim->now)
        state = TOKEN_EXPIRED;
    store_end(&rows);
    return account_find(db, a, account, out) == STORE_OK ? state : TOKEN_UNKNOWN;
}

enum store_status token_use(struct store_db *db, const struct token_claim *claim)
{
    unsigned char hash[DIGEST_SIZE];
    struct str purpose = str_from(purposes[claim->purpose].name);
    digest_of(claim->text, hash);
    return store_run_one(db, SQL_TOKEN_USE,
                         STORE_ARGS(arg_blob((struct str){(const char *)hash, sizeof(hash)}),
                                    arg_text(purpose), arg_int(claim->now)));
}

enum store_status account_count_request(struct store_db *db, struct str email, int64_t now)
{
    struct throttle_try request = {.kind = THROTTLE_REQUEST, .email = email, .now = now};
    return throttle_try(db, &request);
}
