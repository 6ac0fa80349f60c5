/* /cabinet/client/ID/activer: invites the client into the space, by a mail or by a link to copy into one's
 * own message. */
#include "assignment/assignment.h"
#include "pages/cabinet.h"
#include "post/invite.h"

/* Who was never asked anything is asked what the firm asks every new client. */
static enum store_status find_asked(struct request *r, const struct client *client, struct invitation *out)
{
    struct assignments before;
    enum store_status status = assignment_list(request_db(r), r->arena, client->id, &before);
    if (status == STORE_OK && before.count == 0)
        out->n_questionnaires = invite_usual(r->app->config, r->site, r->arena, &out->questionnaires);
    return status;
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
    status = find_asked(r, &client, &invitation);
    if (status == STORE_OK)
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
