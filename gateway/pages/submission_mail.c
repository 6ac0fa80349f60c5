#include "pages/submission_mail.h"

#include "client/client.h"
#include "member/member.h"
#include "pages/page.h"
#include "pages/submission_view.h"
#include "post/compose.h"
#include "theme/format.h"

enum { PART_MAX = 1 << 20 };

/* Who gets the result, and whom it is about. */
struct recipient {
    struct str email, name, language;
    struct str about;
};

struct result_mail {
    const struct request *r;
    const struct submission *s;
    const struct recipient *to;
    struct words words;
};

static struct str sent_at(const struct request *r, const struct submission *s, struct str language)
{
    return format_date_time(r->arena, language, r->app->config->time_zone, s->sent_at);
}

static void set_name(struct value *view, const char *who, struct str name)
{
    value_set_text(value_set_map(view, who), "name", name);
}

/* A part of the mail, rendered by a template of its own; what is too long to be read in a mail is left out.
 */
static struct str render(const struct result_mail *m, const char *template_name, struct value *view)
{
    const struct request *r = m->r;
    struct buf out;
    buf_init(&out, PART_MAX);
    value_set_text(value_set_map(view, "site"), "name", r->site->name);
    value_set_text(view, "lang", m->to->language);
    value_set_text(view, "base", r->app->config->base_url);
    bool ok = templates_render(r->site->templates, str_from(template_name), view, m->words.texts, &out);
    struct str text = ok ? arena_str(r->arena, buf_str(&out)) : (struct str){0};
    buf_release(&out);
    return text;
}

static struct value *answers(const struct result_mail *m)
{
    const struct submission *s = m->s;
    struct value *view = value_map(m->r->arena);
    bool *asked = ARENA_ARRAY(m->r->arena, bool, m->words.form->n_questions);
    form_asked_all(m->words.form, s->answers, asked);
    answers_view(&m->words, s->answers, asked, view);
    hidden_view(&m->words, s->hidden, view);
    return view;
}

static struct value *explanation(const struct result_mail *m)
{
    struct value *view = value_map(m->r->arena);
    explanation_view(&m->words, m->s->scored, EXPLANATION_SHORT, view);
    return view;
}

/* The levels under the names that messages give them. */
static void set_results(const struct result_mail *m, struct value *view)
{
    const struct form_scored *scored = m->s->scored;
    struct value *results = value_set_list(view, "results");
    for (size_t i = 0; i < scored->n_outcomes; i++) {
        const struct form_result *result = &m->words.form->results[i];
        const struct form_outcome *outcome = &scored->outcomes[i];
        struct str level = outcome->missing ? (struct str){0} : result->levels[outcome->level].code;
        struct value *item = value_add_map(results);
        value_set_text(item, "name", words_title(&m->words, result->line));
        value_set_text(item, "level", level_title(&m->words, result->id, level));
    }
}

static void set_alerts(const struct result_mail *m, struct value *view)
{
    struct value *found = value_map(m->r->arena), *alerts = value_set_list(view, "alerts");
    alerts_view(&m->words, m->s->scored, found);
    const struct value *list = value_get(found, STR("alerts"));
    for (size_t i = 0; i < value_count(list); i++) {
        char scratch[24];
        struct str text = value_as_text(value_get(value_at(list, i), STR("text")), scratch);
        value_set_text(value_add_map(alerts), "text", text);
    }
}

/* What both parts say. Without `details` nothing of what was answered or concluded. */
static struct value *result_view(const struct result_mail *m)
{
    const struct request *r = m->r;
    const struct submission *s = m->s;
    struct value *view = value_map(r->arena);
    struct str path = arena_printf(r->arena, "/cabinet/envoi/" STR_FMT, STR_ARG(s->id));
    set_name(view, "client", m->to->about);
    set_name(view, "adviser", m->to->name);
    value_set_text(view, "questionnaire", m->words.wording->title);
    value_set_text(view, "reference", s->reference);
    value_set_text(view, "sent_at", sent_at(r, s, m->to->language));
    value_set_text(view, "link", page_link(r, path, m->to->language));
    value_set_bool(view, "details", r->app->config->mail_answers);
    if (!r->app->config->mail_answers)
        return view;
    set_results(m, view);
    set_alerts(m, view);
    return view;
}

static bool compose_result(const struct request *r, const struct submission *s, const struct recipient *to,
                           struct outgoing *mail)
{
    struct result_mail m = {r, s, to, words_of(r->arena, r->site, s->definition, to->language)};
    struct value *html = result_view(&m), *text = result_view(&m);
    if (r->app->config->mail_answers) {
        value_set_html(html, "answers", html_trusted(render(&m, "mail/reponses", answers(&m))));
        value_set_html(html, "explanation", html_trusted(render(&m, "mail/explication", explanation(&m))));
        value_set_text(text, "answers", render(&m, "mail/reponses.txt", answers(&m)));
        value_set_text(text, "explanation", render(&m, "mail/explication.txt", explanation(&m)));
    }
    struct letter letter = {
        .message = "resultat",
        .language = to->language,
        .to = to->email,
        .to_name = to->name,
        .view = html,
        .text_view = text,
    };
    return compose(r->app, r->site, r->arena, &letter, mail);
}

static bool compose_receipt(const struct request *r, const struct submission *s, const struct client *client,
                            struct str adviser, struct outgoing *mail)
{
    struct value *view = value_map(r->arena);
    struct str name = client_name(r->arena, client);
    struct str path = arena_printf(r->arena, "/espace/q/" STR_FMT "/recu", STR_ARG(s->id));
    set_name(view, "client", name);
    set_name(view, "adviser", adviser);
    value_set_text(view, "questionnaire", definition_wording(s->definition, client->language)->title);
    value_set_text(view, "reference", s->reference);
    value_set_text(view, "sent_at", sent_at(r, s, client->language));
    value_set_text(view, "link", page_link(r, path, client->language));
    struct letter letter = {
        .message = "recu",
        .language = client->language,
        .to = client->email,
        .to_name = name,
        .view = view,
    };
    return compose(r->app, r->site, r->arena, &letter, mail);
}

static enum store_status client_mails(const struct request *r, struct store_db *db,
                                      const struct submission *s, struct submission_mails *out)
{
    struct client client;
    struct member adviser;
    enum store_status status = client_find(db, r->arena, s->client, &client);
    if (status == STORE_OK)
        status = member_find(db, r->arena, client.adviser, &adviser);
    if (status != STORE_OK)
        return status;
    struct str name = member_name(r->arena, &adviser);
    struct recipient to = {adviser.email, name, adviser.language, client_name(r->arena, &client)};
    bool ok = compose_result(r, s, &to, &out->items[out->n++]) &&
              compose_receipt(r, s, &client, name, &out->items[out->n++]);
    return ok ? STORE_OK : STORE_BROKEN;
}

enum store_status submission_mails(const struct request *r, struct store_db *db, const struct submission *s,
                                   struct submission_mails *out)
{
    *out = (struct submission_mails){0};
    if (s->client.n > 0)
        return client_mails(r, db, s, out);
    const struct site *site = r->site;
    struct recipient to = {
        .email = site->contact_email.n > 0 ? site->contact_email : r->app->config->mail.from,
        .name = site->contact_name.n > 0 ? site->contact_name : site->name,
        .language = site->languages[0],
        .about = s->email,
    };
    return compose_result(r, s, &to, &out->items[out->n++]) ? STORE_OK : STORE_BROKEN;
}
