/* Sessions: a random token in the cookie, its hash in the store. Idle and absolute limits per SECURITY.md. Visitors have a token too, of which nothing is stored: it carries
 * their CSRF token. */
#ifndef PORTILLON_HTTP_SESSION_H
#define PORTILLON_HTTP_SESSION_H

#include "http/response.h"

struct session {
    struct str token;    /* as in the cookie; never logged */
    struct str csrf;     /* what forms carry: keyed BLAKE2b of the token */
    bool fresh;          /* the token was made for this request: the cookie is set with the answer */
    bool expired;        /* the cookie's token was of a session that is over */
    struct str account;  /* id; empty for visitors */
    struct str subject;  /* the account's client or member id */
    struct str name;     /* of the person */
    enum role role;      /* ROLE_ANYONE for visitors */
    int64_t signed_in_at;
};

/* Looks the cookie up (used by the server before routing). */
const struct session *session_read(struct request *r, struct str cookie);
/* After a password was right: a new token, a new row (inside a write); the cookie goes with the answer. */
enum store_status session_begin(struct request *r, struct response *out, struct store_db *db, struct str account);
enum store_status session_end(struct request *r, struct response *out, struct store_db *db);
/* Ends all sessions of an account but (when given) one. */
enum store_status session_end_all(struct store_db *db, struct str account, struct str but_token);

#endif
