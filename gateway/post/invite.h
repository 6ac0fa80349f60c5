/* Inviting: what the back office, the sign-in pages and portillonctl all do to let somebody in. One write
 * with its mail: the account when there is none yet, the assignments, a new link that voids the older ones.
 */
#ifndef PORTILLON_POST_INVITE_H
#define PORTILLON_POST_INVITE_H

#include "account/account.h"
#include "app.h"
#include "client/client.h"
#include "member/member.h"

struct invitation {
    const struct client *client;
    const struct str
        *questionnaires; /* ids of definitions to assign; may be none when there are open assignments */
    size_t n_questionnaires;
    struct str author; /* member id, or empty: the administrator's command */
    bool mailed;       /* false: only the link is wanted, to copy into a personal mail (Q9) */
    int64_t now;
};
/* What a client is asked who was never asked anything: the configured questionnaires that the site has, or
 * else all by invitation. */
size_t invite_usual(const struct config *config, const struct site *site, struct arena *a,
                    const struct str **out);

/* *link gets the activation link, in the arena. STORE_CONFLICT: the e-mail belongs to another account.
 * STORE_NONE: already activated; then the questionnaires are assigned and, when mailed, the mail leads to the
 * sign-in page, and so does *link. */
enum store_status invite_client(const struct app *app, const struct site *site, struct arena *a,
                                const struct invitation *invitation, struct str *link);

/* A new activation link for an account that has no password yet (client or member), mailed and given in
 * *link. STORE_NONE: it has one, nothing happens. */
enum store_status invite_again(const struct app *app, const struct site *site, struct arena *a,
                               const struct account *account, struct str *link);

/* A link to choose a new password, mailed. */
enum store_status invite_reset(const struct app *app, const struct site *site, struct arena *a,
                               const struct account *account);

#endif
