/* What the pages of the back office have in common. */
#ifndef PORTILLON_PAGES_CABINET_H
#define PORTILLON_PAGES_CABINET_H

#include "client/client.h"
#include "pages/page.h"

/* A client that the one who is signed in may see: an adviser's own, all of them for an administrator.
 * STORE_NONE: there is none, or it is somebody else's. */
enum store_status cabinet_find_client(struct request *r, struct str id, struct client *out);

/* /cabinet/client/ID */
struct str cabinet_client_url(const struct request *r, struct str id);

/* Exactly one of is_created, is_invited, is_active. */
void cabinet_set_state(struct value *view, enum client_state state);

/* The version of a questionnaire and of its words that something came of, since when they are in use. */
void cabinet_version_view(struct request *r, struct definition_key key, struct value *view);

/* The record of a client. `link`: an activation link that was just made, shown this once; or empty. */
void cabinet_show_client(struct request *r, struct response *out, const struct client *client,
                         struct str link);

#endif
