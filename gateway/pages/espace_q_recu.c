/* /espace/q/ASSIGNMENT/recu: the receipt, to be kept and printed. */
#include "client/client.h"
#include "pages/filling.h"
#include "pages/submission_view.h"
#include "submission/submission.h"

static enum store_status set_people(struct request *r, struct value *view)
{
    struct client_people people;
    enum store_status status = client_people(request_db(r), r->arena, r->session->subject, &people);
    if (status != STORE_OK)
        return status;
    value_set_text(value_set_map(view, "client"), "name", people.name);
    if (people.adviser_name.n > 0)
        value_set_text(value_set_map(view, "adviser"), "name", people.adviser_name);
    return STORE_OK;
}

static void set_answers(struct request *r, const struct submission *s, struct value *view)
{
    struct words words = words_of(r->arena, r->site, s->definition, r->language);
    words.files = STR("/espace/fichier/");
    bool *asked = ARENA_ARRAY(r->arena, bool, words.form->n_questions);
    form_asked_all(words.form, s->answers, asked);
    value_set_text(value_set_map(view, "questionnaire"), "title", words.wording->title);
    answers_view(&words, s->answers, asked, view);
    hidden_view(&words, s->hidden, view);
    if (s->withheld || s->scored->n_outcomes == 0)
        return;
    value_set_bool(view, "has_levels", true);
    levels_view(&words, s->scored, view);
}

static void show(struct request *r, struct response *out, const struct submission *s)
{
    struct value *view = value_map(r->arena);
    value_set_list(view, "levels");
    value_set_text(view, "reference", s->reference);
    value_set_text(view, "sent_at", page_date_time(r, s->sent_at));
    value_set_bool(view, "is_withheld", s->withheld);
    set_answers(r, s, view);
    enum store_status status = set_people(r, view);
    if (status == STORE_OK)
        respond_page(r, out, STATUS_OK, "espace/recu", view);
    else
        respond_store_failure(r, out, status);
}

void page_espace_q_recu_get(struct request *r, struct response *out)
{
    struct filling f;
    struct submission s;
    enum store_status status = filling_open(r, r->params[0], &f);
    if (status == STORE_OK && f.assignment.state != ASSIGNMENT_SENT) {
        respond_redirect(out, filling_url(r, &f, ""));
        return;
    }
    if (status == STORE_OK)
        status = submission_find(request_db(r), r->arena, r->site, f.assignment.id, &s);
    if (status == STORE_OK)
        show(r, out, &s);
    else
        respond_store_failure(r, out, status);
}
