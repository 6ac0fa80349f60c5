/* Sessions: a random token in the cookie, its hash in the store. Idle and absolute limits per SECURITY.md.
 * Visitors have a token too, of which nothing is stored: it carries their CSRF token. */
#ifndef PORTILLON_HTTP_SESSION_H
#define PORTILLON_HTTP_SESSION_H

#include "http/response.h"

struct session {
    struct str token;    /* as in the cookie; never logged */
    struct str csrf;     /* what forms carry: keyed BLAKE2b of the token */
    bool fresh;          /* the token was made for this request: the cookie is set with the answer */
    bool expired;        /* the cookie's token was of a session that is over */
    struct str former;   /* account of an expired session, while its row is still there */
    struct str account;  /* id; empty for visitors */
    struct str subject;  /* the account's client or member id */
    struct str name;     /* of the person */
    struct str language; /* of the account */
    enum role role;      /* ROLE_ANYONE for visitors */
    int64_t signed_in_at;
};

/* Looks the session up that a Cookie header names (before routing). A token says by its first letter whether
 * it is a session's or a visitor's, so that visitors cost no look-up and a session that is over is known as
 * such. */
const struct session *session_read(struct request *r, struct str cookie_header);
/* The same for a token, as session_begin left it in r->new_token. */
const struct session *session_of_token(struct request *r, struct str token);
/* The Set-Cookie header that gives the browser this token; empty token: takes it away. */
struct str session_cookie(struct arena *a, bool secure, struct str token);
/* After a password was right: a new token, a new row (inside a write); the cookie goes with the answer. */
enum store_status session_begin(struct request *r, struct response *out, struct store_db *db,
                                struct str account);
enum store_status session_end(struct request *r, struct response *out, struct store_db *db);
/* Ends all sessions of an account but (when given) one. */
enum store_status session_end_all(struct store_db *db, struct str account, struct str but_token);

/* Forgets sessions that nobody has used for so long that not even a kept form could still be theirs. */
enum store_status session_sweep(struct store_db *db, int64_t now);

#endif
