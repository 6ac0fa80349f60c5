/* /repondre/DEFINITION/merci: a public questionnaire is kept, and a mail on its way to the address that was
 * given. */
#include "pages/reply.h"
#include "store/id.h"

/* Back to what was typed, to send it to another address, or from anew: that is another sending. */
static struct str way_back(const struct request *r, const struct reply *reply)
{
    struct reply again = *reply;
    again.key = id_new(r->arena);
    for (size_t i = 0; i < reply->definition->form->n_questions; i++)
        if (reply->raw[i].n > 0)
            return reply_address(r, &again, "");
    return (struct str){0};
}

static void show(struct request *r, struct response *out, const struct reply *reply)
{
    struct value *view = value_map(r->arena);
    value_set_text(value_set_map(view, "questionnaire"), "title", reply->words.wording->title);
    value_set_bool(view, "is_pending", true);
    value_set_text(view, "email", reply->email);
    value_set_text(view, "again", way_back(r, reply));
    respond_page(r, out, STATUS_OK, "repondre/merci", view);
}

/* Half a day later, or to who did not send it, the address says nothing any more: there is the form. */
void page_repondre_merci_get(struct request *r, struct response *out)
{
    struct reply reply;
    if (!reply_open(r, &reply)) {
        respond_refusal(r, out, REFUSAL_NOT_FOUND);
        return;
    }
    reply_read_address(r, &reply);
    reply.outcome = REPLY_OPEN;
    if (reply.email.n > 0)
        show(r, out, &reply);
    else
        respond_redirect(out, page_url(r, reply_path(&reply, "").p));
}
