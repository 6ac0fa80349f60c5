/* /repondre/confirmer: the link mailed to who filled in a public questionnaire. Opening it shows what it is
 * about; sending its form sends the answers, once. */
#include "pages/page.h"
#include "pages/submission_mail.h"
#include "submission/visitor.h"

static struct str title_of(const struct request *r, const struct definition *definition)
{
    return definition_wording(definition, r->language)->title;
}

static void show_dead(struct request *r, struct response *out)
{
    struct value *view = value_map(r->arena);
    value_set_text(view, "action", page_url(r, "/repondre/confirmer"));
    value_set_text(view, "token", request_field(r, "jeton"));
    value_set_text(value_set_map(view, "questionnaire"), "title", r->site->name);
    value_set_bool(view, "is_dead", true);
    value_set_text(view, "again", arena_printf(r->arena, "/" STR_FMT "/", STR_ARG(r->language)));
    respond_page(r, out, STATUS_GONE, "repondre/confirmer", view);
}

static void show_form(struct request *r, struct response *out, const struct visitor *v)
{
    struct value *view = value_map(r->arena);
    struct str again = arena_printf(r->arena, "/repondre/" STR_FMT, STR_ARG(v->definition->id));
    value_set_text(view, "action", page_url(r, "/repondre/confirmer"));
    value_set_text(view, "token", request_field(r, "jeton"));
    value_set_text(value_set_map(view, "questionnaire"), "title", title_of(r, v->definition));
    value_set_text(view, "again", page_url(r, again.p));
    respond_page(r, out, STATUS_OK, "repondre/confirmer", view);
}

/* The same for who confirms again. */
static void show_thanks(struct request *r, struct response *out, struct str id)
{
    struct submission s;
    enum store_status status = submission_find(request_db(r), r->arena, r->site, id, &s);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return;
    }
    struct value *view = value_map(r->arena);
    value_set_text(value_set_map(view, "questionnaire"), "title", title_of(r, s.definition));
    value_set_text(view, "reference", s.reference);
    value_set_text(view, "sent_at", page_date_time(r, s.sent_at));
    respond_page(r, out, STATUS_OK, "repondre/merci", view);
}

struct confirming {
    const struct submission *submission;
    struct submission_mails mails;
};

static enum store_status write_submission(struct store_db *db, void *context)
{
    const struct confirming *c = context;
    return submission_send(db, c->submission, 0, c->mails.items, c->mails.n);
}

/* Scored as of the day that the answers were given. */
static struct submission *submission_of(struct request *r, const struct visitor *v)
{
    struct submission *s = submission_of_answers(r->arena, v->definition, v->answers);
    if (s == NULL)
        return NULL;
    s->id = v->id;
    s->reference = submission_reference(r->app, r->arena);
    s->email = v->email;
    s->language = v->language;
    s->sent_at = r->now;
    return s;
}

static void confirm(struct request *r, struct response *out, const struct visitor *v)
{
    struct confirming c = {.submission = submission_of(r, v)};
    enum store_status status = c.submission == NULL ? STORE_BROKEN : STORE_OK;
    if (status == STORE_OK)
        status = submission_mails(r, request_db(r), c.submission, &c.mails);
    if (status == STORE_OK)
        status = store_write(r->app->store, write_submission, &c);
    if (status != STORE_OK && status != STORE_CONFLICT)
        respond_store_failure(r, out, status);
    else
        respond_redirect(out, arena_printf(r->arena, STR_FMT "&jeton=" STR_FMT,
                                           STR_ARG(page_url(r, "/repondre/confirmer")),
                                           STR_ARG(request_field(r, "jeton"))));
}

static enum store_status find(struct request *r, struct visitor *out)
{
    struct visitor_claim claim = {request_field(r, "jeton"), r->now, r->app->config->time_zone};
    return visitor_find(request_db(r), r->arena, &claim, out);
}

void page_repondre_confirmer_get(struct request *r, struct response *out)
{
    struct visitor v;
    enum store_status status = find(r, &v);
    if (status == STORE_OK)
        page_speak(r, v.language);
    if (status == STORE_OK && v.confirmed)
        show_thanks(r, out, v.id);
    else if (status == STORE_OK)
        show_form(r, out, &v);
    else if (status == STORE_NONE)
        show_dead(r, out);
    else
        respond_store_failure(r, out, status);
}

void page_repondre_confirmer_post(struct request *r, struct response *out)
{
    struct visitor v;
    enum store_status status = find(r, &v);
    if (status == STORE_OK && v.confirmed)
        show_thanks(r, out, v.id);
    else if (status == STORE_OK)
        confirm(r, out, &v);
    else if (status == STORE_NONE)
        show_dead(r, out);
    else
        respond_store_failure(r, out, status);
}
