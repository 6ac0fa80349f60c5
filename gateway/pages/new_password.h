/* Choosing a password with a mailed link, at activation or after forgetting it: looking consumes nothing,
 * sending the form does, once. */
#ifndef PORTILLON_PAGES_NEW_PASSWORD_H
#define PORTILLON_PAGES_NEW_PASSWORD_H

#include "pages/door.h"

struct link {
    enum token_purpose purpose;
    enum token_state state;
    struct str token;       /* as posted or in the address */
    struct account account; /* but for TOKEN_UNKNOWN */
    struct person person;
};
/* Fills all but the purpose from the field `jeton`. A link of the other door is unknown. Not STORE_OK: the
 * store failed. */
enum store_status link_look(struct request *r, const struct door *door, struct link *link);

enum choice {
    CHOICE_MADE,
    CHOICE_REFUSED,  /* chosen->problem says why */
    CHOICE_TOO_LATE, /* somebody was quicker, or the link died meanwhile */
    CHOICE_ANSWERED, /* with a refusal */
    CHOICE__MAX
};
struct new_password {
    const struct door *door;
    const struct link *link;
    store_work *also; /* done in the same write as setting the password */
    void *context;
    enum password_problem problem;
};
/* Leads to the page of the link, which says what is wrong; `path` is that page's. */
void link_refuse(struct request *r, struct response *out, const struct new_password *chosen,
                 const char *path);
/* What it says: PASSWORD_OK when there is nothing. */
enum password_problem link_problem(const struct request *r);
/* Judges what was posted, hashes it and sets it. */
enum choice link_choose(struct request *r, struct response *out, struct new_password *chosen);

#endif
