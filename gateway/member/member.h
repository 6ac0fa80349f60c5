/* Members: the persons of the firm with a login of their own. */
#ifndef PORTILLON_MEMBER_MEMBER_H
#define PORTILLON_MEMBER_MEMBER_H

#include "store/store.h"

struct member {
    struct str id, first_name, last_name, email, phone, language;
    bool is_admin;                 /* an administrator may do all that an adviser may */
    int64_t created_at, closed_at; /* closed_at 0: still with the firm */
};

/* Copies to the arena. STORE_NONE: no such member. */
enum store_status member_find(struct store_db *db, struct arena *a, struct str id, struct member *out);
enum store_status member_find_by_email(struct store_db *db, struct arena *a, struct str email,
                                       struct member *out);
struct members {
    struct member *items;
    size_t count, cap;
};
/* Every member still with the firm, by name. */
enum store_status member_list(struct store_db *db, struct arena *a, struct members *out);
/* STORE_CONFLICT: an account with this e-mail exists. The member has an account, without a password. Fills
 * id, created_at. */
enum store_status member_create(struct store_db *db, struct arena *a, struct member *member, int64_t now);
struct str member_name(struct arena *a, const struct member *member); /* "Claire Dubois" */

#endif
