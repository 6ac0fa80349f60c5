/* /cabinet/envoi/SUBMISSION: one submission: result, alerts, answers, and how the result came about. */
#include "pages/cabinet.h"
#include "pages/submission_view.h"
#include "submission/submission.h"

/* A visitor's submission belongs to nobody yet: every member may read it. */
static enum store_status set_client(struct request *r, const struct submission *s, struct value *view)
{
    struct client client;
    struct value *item = value_set_map(view, "client");
    if (s->client.n == 0) {
        value_set_text(item, "name", s->email);
        value_set_text(item, "url", STR("/cabinet/"));
        return STORE_OK;
    }
    enum store_status status = cabinet_find_client(r, s->client, &client);
    if (status != STORE_OK)
        return status;
    value_set_text(item, "name", client_name(r->arena, &client));
    value_set_text(item, "url", cabinet_client_url(r, client.id));
    return STORE_OK;
}

static void show(struct request *r, struct response *out, const struct submission *s, struct value *view)
{
    struct words words = words_of(r->arena, r->site, s->definition, r->language);
    words.files = STR("/cabinet/fichier/");
    words.named = true;
    bool *asked = ARENA_ARRAY(r->arena, bool, words.form->n_questions);
    form_asked_all(words.form, s->answers, asked);
    value_set_text(value_set_map(view, "questionnaire"), "title", words.wording->title);
    value_set_text(view, "reference", s->reference);
    value_set_text(view, "sent_at", page_date_time(r, s->sent_at));
    struct definition_key key = {s->definition->id, s->definition->version, s->definition->wording_hash};
    cabinet_version_view(r, key, view);
    value_set_bool(view, "is_withheld", s->withheld);
    levels_view(&words, s->scored, view);
    alerts_view(&words, s->scored, view);
    answers_view(&words, s->answers, asked, view);
    hidden_view(&words, s->hidden, view);
    explanation_view(&words, s->scored, s->answers, EXPLANATION_WHOLE, view);
    respond_page(r, out, STATUS_OK, "cabinet/envoi", view);
}

void page_cabinet_envoi_get(struct request *r, struct response *out)
{
    struct submission s;
    struct value *view = value_map(r->arena);
    enum store_status status = submission_find(request_db(r), r->arena, r->site, r->params[0], &s);
    if (status == STORE_OK)
        status = set_client(r, &s, view);
    if (status == STORE_OK)
        show(r, out, &s, view);
    else
        respond_store_failure(r, out, status);
}
