#include "http/session.h"

#include "http/seal.h"
#include "store/store.h"

enum { MINUTE = 60, HOUR = 3600, KEPT_FOR = 24 * HOUR };

/* A token's first letter. */
enum { MARK_SESSION = 's', MARK_VISITOR = 'v', MARKED_CHARS = TOKEN_CHARS + 1 };

static const struct {
    int64_t idle, absolute;
} limits[ROLE__MAX] = {
    [ROLE_CLIENT] = {.idle = 30 * MINUTE, .absolute = 12 * HOUR},
    [ROLE_ADVISER] = {.idle = 30 * MINUTE, .absolute = 8 * HOUR},
    [ROLE_ADMIN] = {.idle = 15 * MINUTE, .absolute = 4 * HOUR},
};

/* `__Host-` needs Secure, which a browser does not accept over plain HTTP. */
static struct str cookie_name(bool secure)
{
    return secure ? STR("__Host-portillon") : STR("portillon");
}

struct str session_cookie(struct arena *a, bool secure, struct str token)
{
    struct str name = cookie_name(secure);
    return arena_printf(a, STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax%s%s", STR_ARG(name),
                        STR_ARG(token), secure ? "; Secure" : "", token.n == 0 ? "; Max-Age=0" : "");
}

static bool is_token(struct str token)
{
    if (token.n != MARKED_CHARS || (token.p[0] != MARK_SESSION && token.p[0] != MARK_VISITOR))
        return false;
    for (size_t i = 1; i < token.n; i++) {
        char c = token.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
              c == '_'))
            return false;
    }
    return true;
}

/* The first cookie of our name counts. */
static struct str find_token(struct str header, struct str name)
{
    while (header.n > 0) {
        struct str value = str_trim(str_cut(&header, ';'));
        if (str_eq(str_trim(str_cut(&value, '=')), name))
            return is_token(value) ? value : (struct str){0};
    }
    return (struct str){0};
}

static struct str new_token(struct request *r, char mark)
{
    unsigned char bytes[TOKEN_BYTES];
    r->app->system->fill(bytes, sizeof bytes);
    return arena_printf(r->arena, "%c" STR_FMT, mark, STR_ARG(base64url(r->arena, bytes, sizeof bytes)));
}

static struct session *session_new(struct request *r, struct str token)
{
    struct session *s = ARENA_NEW(r->arena, struct session);
    unsigned char hash[HASH_BYTES];
    keys_hash(r->app->keys, KEY_CSRF, token, hash);
    s->token = arena_str(r->arena, token);
    s->csrf = base64url(r->arena, hash, sizeof hash);
    s->role = ROLE_ANYONE;
    return s;
}

static enum role role_of(struct str name)
{
    if (str_eq_z(name, "client"))
        return ROLE_CLIENT;
    if (str_eq_z(name, "adviser"))
        return ROLE_ADVISER;
    return str_eq_z(name, "admin") ? ROLE_ADMIN : ROLE_NOBODY;
}

struct touch {
    unsigned char hash[HASH_BYTES];
    int64_t now;
};

static enum store_status write_touch(struct store_db *db, void *context)
{
    const struct touch *t = context;
    struct str hash = {(const char *)t->hash, sizeof t->hash};
    return store_run(db, SQL_SESSION_TOUCH, STORE_ARGS(arg_blob(hash), arg_int(t->now)));
}

static enum store_status write_over(struct store_db *db, void *context)
{
    const struct touch *t = context;
    struct str hash = {(const char *)t->hash, sizeof t->hash};
    return store_run(db, SQL_SESSION_OVER, STORE_ARGS(arg_blob(hash)));
}

/* Takes the row's owner over, unless its time is up. */
static void take_owner(struct request *r, struct session *s, const struct store_rows *row)
{
    enum role role = role_of(store_text(row, 4));
    int64_t signed_in_at = store_int(row, 6), seen_at = store_int(row, 7);
    struct str account = arena_str(r->arena, store_text(row, 0));
    if (role == ROLE_NOBODY || r->now - seen_at > limits[role].idle ||
        r->now - signed_in_at > limits[role].absolute) {
        s->former = account;
        return;
    }
    s->expired = false;
    s->role = role;
    s->account = account;
    s->subject = arena_str(r->arena, store_text(row, 1));
    s->name = arena_join(r->arena, arena_join(r->arena, store_text(row, 2), STR(" ")), store_text(row, 3));
    s->language = arena_str(r->arena, store_text(row, 5));
    s->signed_in_at = signed_in_at;
}

const struct session *session_of_token(struct request *r, struct str token)
{
    struct session *s = session_new(r, token);
    if (token.p[0] != MARK_SESSION)
        return s;
    s->expired = true;
    struct touch touch = {.now = r->now};
    seal_hash(token, touch.hash);
    struct str hash = {(const char *)touch.hash, sizeof touch.hash};
    int64_t seen_at = r->now, signed_in_at = 0;
    struct store_rows row = store_query(request_db(r), SQL_SESSION_FIND, STORE_ARGS(arg_blob(hash)));
    if (store_next(&row)) {
        take_owner(r, s, &row);
        signed_in_at = store_int(&row, 6);
        seen_at = store_int(&row, 7);
        store_end(&row);
    }
    if (s->expired && signed_in_at > 0)
        store_write_later(r->reader, write_over, &touch, sizeof touch);
    else if (!s->expired && r->now - seen_at >= MINUTE)
        store_write_later(r->reader, write_touch, &touch, sizeof touch);
    return s;
}

const struct session *session_read(struct request *r, struct str cookie_header)
{
    struct str token = find_token(cookie_header, cookie_name(r->app->config->secure));
    if (token.n > 0)
        return session_of_token(r, token);
    struct session *s = session_new(r, new_token(r, MARK_VISITOR));
    s->fresh = true;
    return s;
}

static enum store_status delete_row(struct store_db *db, struct str token)
{
    unsigned char hash[HASH_BYTES];
    seal_hash(token, hash);
    struct str key = {(const char *)hash, sizeof hash};
    return store_run(db, SQL_SESSION_DELETE, STORE_ARGS(arg_blob(key)));
}

enum store_status session_begin(struct request *r, struct response *out, struct store_db *db,
                                struct str account)
{
    enum store_status status = delete_row(db, r->session->token);
    if (status != STORE_OK)
        return status;
    unsigned char hash[HASH_BYTES];
    r->new_token = new_token(r, MARK_SESSION);
    seal_hash(r->new_token, hash);
    struct str key = {(const char *)hash, sizeof hash};
    status = store_run(db, SQL_SESSION_INSERT, STORE_ARGS(arg_blob(key), arg_text(account), arg_int(r->now)));
    out->set_cookie = session_cookie(r->arena, r->app->config->secure, r->new_token);
    return status;
}

enum store_status session_end(struct request *r, struct response *out, struct store_db *db)
{
    out->set_cookie = session_cookie(r->arena, r->app->config->secure, STR(""));
    out->clear_site_data = true;
    return delete_row(db, r->session->token);
}

enum store_status session_end_all(struct store_db *db, struct str account, struct str but_token)
{
    unsigned char hash[HASH_BYTES];
    seal_hash(but_token, hash);
    struct str stays = {(const char *)hash, but_token.n > 0 ? sizeof hash : 0};
    return store_run(db, SQL_SESSION_DELETE_ALL, STORE_ARGS(arg_text(account), arg_blob(stays)));
}

enum store_status session_sweep(struct store_db *db, int64_t now)
{
    return store_run(db, SQL_SESSION_SWEEP, STORE_ARGS(arg_int(now - KEPT_FOR)));
}
