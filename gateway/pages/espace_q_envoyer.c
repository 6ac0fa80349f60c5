/* /espace/q/ASSIGNMENT/envoyer: sends the answers, once. Whatever is clicked how often, in how many windows
 * at once: one submission, and the same receipt for all. */
#include "pages/review.h"
#include "pages/submission_mail.h"

struct sending {
    const struct submission *submission;
    const struct submission_mails *mails;
    int64_t revision;
};

static enum store_status write_submission(struct store_db *db, void *context)
{
    const struct sending *s = context;
    return submission_send(db, s->submission, s->revision, s->mails->items, s->mails->n);
}

static struct submission *prepare(struct request *r, const struct filling *f)
{
    struct submission *s = submission_prepare(r->arena, f->definition, f->draft, f->today);
    if (s == NULL)
        return NULL;
    s->id = f->assignment.id;
    s->reference = submission_reference(r->app, r->arena);
    s->client = f->assignment.client;
    s->language = r->language;
    s->sent_at = r->now;
    return s;
}

/* Something was saved between reading the draft and sending it: it is to be read again. */
static void show_again(struct request *r, struct response *out)
{
    struct filling f;
    request_db_renew(r);
    if (filling_enter(r, out, &f))
        review_leave(r, out, &f, REVIEW_STALE);
}

static void send(struct request *r, struct response *out, const struct filling *f, const struct submission *s)
{
    struct submission_mails mails;
    struct sending sending = {s, &mails, f->assignment.revision};
    enum store_status status = submission_mails(r, request_db(r), s, &mails);
    if (status == STORE_OK)
        status = store_write(r->app->store, write_submission, &sending);
    if (status == STORE_OK || status == STORE_CONFLICT)
        respond_redirect(out, filling_url(r, f, "recu"));
    else if (status == STORE_NONE)
        show_again(r, out);
    else
        respond_store_failure(r, out, status);
}

void page_espace_q_envoyer_post(struct request *r, struct response *out)
{
    struct filling f;
    if (!filling_enter(r, out, &f))
        return;
    if (!str_eq(request_field(r, "version"), review_version(r, &f))) {
        review_leave(r, out, &f, REVIEW_STALE);
        return;
    }
    const struct submission *submission = prepare(r, &f);
    if (submission == NULL)
        review_leave(r, out, &f, REVIEW_INCOMPLETE);
    else
        send(r, out, &f, submission);
}
