/* /cabinet/client/ID/activer: invites the client into the space, by a mail or by a link to copy into one's
 * own message. */
#include "assignment/assignment.h"
#include "pages/cabinet.h"
#include "post/invite.h"

/* Who was never asked anything is asked what the firm asks every new client. */
static size_t to_ask(struct request *r, const struct client *client, const struct str **out)
{
    const struct assignment *assignments;
    if (assignment_list(request_db(r), r->arena, client->id, &assignments) > 0)
        return 0;
    return invite_usual(r->app->config, r->site, r->arena, out);
}

void page_cabinet_client_activer_post(struct request *r, struct response *out)
{
    struct client client;
    struct str link = {0};
    enum store_status status = cabinet_find_client(r, r->params[0], &client);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return;
    }
    struct invitation invitation = {
        .client = &client,
        .author = r->session->subject,
        .mailed = request_field(r, "email").n > 0,
        .now = r->now,
    };
    invitation.n_questionnaires = to_ask(r, &client, &invitation.questionnaires);
    status = invite_client(r->app, r->site, r->arena, &invitation, &link);
    struct str record = cabinet_client_url(r, client.id);
    if (status == STORE_NONE)
        respond_redirect(out, record);
    else if (status != STORE_OK)
        respond_store_failure(r, out, status);
    else if (invitation.mailed)
        respond_redirect(out, arena_printf(r->arena, STR_FMT "?etat=envoye", STR_ARG(record)));
    else {
        request_db_renew(r);
        cabinet_show_client(r, out, &client, link);
    }
}
