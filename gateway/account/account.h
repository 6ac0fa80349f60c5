/* Accounts: signing in, choosing a password, mailed links. Numbers are those of the security document; every
 * answer to a visitor is the same whether the address is known or not. */
#ifndef PORTILLON_ACCOUNT_ACCOUNT_H
#define PORTILLON_ACCOUNT_ACCOUNT_H

#include "account/password.h"
#include "store/store.h"

enum account_door { DOOR_CLIENT, DOOR_MEMBER, ACCOUNT_DOOR__MAX };

struct account {
    struct str id, email;
    enum account_door door;
    struct str owner;  /* client or member id */
    bool has_password; /* activated */
    struct password_hash hash;
    int64_t signed_in_at, created_at;
};

enum store_status account_find(struct store_db *db, struct arena *a, struct str id, struct account *out);
enum store_status account_find_by_email(struct store_db *db, struct arena *a, struct str email,
                                        struct account *out);
enum store_status account_find_by_owner(struct store_db *db, struct arena *a, struct str owner,
                                        struct account *out);
/* An account for a client who is invited for the first time; gives the existing one otherwise. */
enum store_status account_open(struct store_db *db, struct arena *a, struct str client, int64_t now,
                               struct account *out);

/* ---- signing in: look, hash, note; the hashing stands outside of any transaction ---- */
enum sign_in {
    SIGN_IN_RIGHT,
    SIGN_IN_WRONG,      /* unknown address or wrong password: never told apart */
    SIGN_IN_LATER,      /* too many tries: not looked at; *retry_after says when */
    SIGN_IN_BUSY,       /* no place for hashing within 3 s, or no memory: nothing is counted */
    SIGN_IN_OTHER_DOOR, /* right password, but the account belongs to the other door */
    SIGN_IN__MAX
};
struct sign_in_result {
    enum sign_in outcome;
    int64_t retry_after;    /* seconds */
    struct account account; /* when right */
    bool warn_owner;        /* the tenth failure: its owner is to be told by mail (known accounts only) */
};
/* What the throttle keeps of an address that is known or not: account/throttle.h.
 *
 * The whole of it: throttle, dummy hash for unknown addresses, counting (a write). Takes the same time for
 * known and unknown addresses. Does not begin a session. */
struct app;
struct sign_in_result account_sign_in(const struct app *app, struct arena *a, struct str email,
                                      struct str password, enum account_door door);

/* ---- mailed links ---- */
enum token_purpose { TOKEN_ACTIVATION, TOKEN_RESET, TOKEN_PURPOSE__MAX };
enum { TOKEN_ACTIVATION_LIFE = 72 * 3600, TOKEN_RESET_LIFE = 30 * 60 };
struct token {
    struct str text; /* 43 characters of base64url: in the mail only */
    struct str hash; /* 32 bytes: in the store */
};
struct token token_make(const struct app *app, struct arena *a);
/* Puts it in and voids the older ones of the same account and purpose. */
enum store_status token_put(struct store_db *db, const struct token *token, enum token_purpose purpose,
                            struct str account, int64_t now);
enum token_state { TOKEN_GOOD, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_USED, TOKEN_VOID, TOKEN_STATE__MAX };
/* What somebody holds up: the text of a link, for a purpose, now. */
struct token_claim {
    struct str text;
    enum token_purpose purpose;
    int64_t now;
};
/* Looks without changing anything. The account is filled for all but TOKEN_UNKNOWN. */
enum token_state token_look(struct store_db *db, struct arena *a, const struct token_claim *claim,
                            struct account *out);
/* Inside the write that sets the password: STORE_NONE unless it was good until now; then it is used, once. */
enum store_status token_use(struct store_db *db, const struct token_claim *claim);

/* Sets the password (hashed before, outside), ends all sessions of the account. */
enum store_status account_set_password(struct store_db *db, struct str account,
                                       const struct password_hash *hash, int64_t now);

/* The language of its owner: of pages and mails. */
enum store_status account_set_language(struct store_db *db, struct str account, struct str language);

/* May another mail be asked for with this address: 3 an hour for an account or unknown address? Counts.
 * STORE_NONE: no more now. */
enum store_status account_count_request(struct store_db *db, struct str email, int64_t now);

#endif
