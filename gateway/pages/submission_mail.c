#include "pages/submission_mail.h"

#include "client/client.h"
#include "member/member.h"
#include "pages/page.h"
#include "pages/submission_view.h"
#include "post/compose.h"
#include "theme/format.h"

enum { PART_MAX = 1 << 20 };

/* The messages' names. */
#define SUBMISSION_RESULT "resultat"
#define SUBMISSION_RECEIPT "recu"

/* A mail that is being composed. */
struct telling {
    const struct app *app;
    const struct site *site;
    struct arena *arena;
    const struct outgoing *mail; /* whom it is to, in which language */
    const struct submission *s;
    struct client client;  /* of a client's submission */
    struct member adviser; /* likewise */
    struct words words;
};

static void set_name(struct value *view, const char *who, struct str name)
{
    value_set_text(value_set_map(view, who), "name", name);
}

/* What both mails say. */
static struct value *common_view(const struct telling *t, struct str path)
{
    struct value *view = value_map(t->arena);
    const struct config *config = t->app->config;
    value_set_text(view, "questionnaire", t->words.wording->title);
    value_set_text(view, "reference", t->s->reference);
    value_set_text(view, "sent_at",
                   format_date_time(t->arena, t->mail->language, config->time_zone, t->s->sent_at));
    value_set_text(view, "link", page_link(t->app, t->arena, path, t->mail->language));
    return view;
}

static struct letter letter_of(const struct telling *t, const char *message)
{
    return (struct letter){.message = message,
                           .language = t->mail->language,
                           .to = t->mail->to,
                           .to_name = t->mail->to_name,
                           .row = t->mail};
}

/* ---- the result ---- */

/* A part of the mail, rendered by a template of its own; what is too long to be read in a mail is left out.
 */
static struct str render(const struct telling *t, const char *template_name, struct value *view)
{
    struct buf out;
    buf_init(&out, PART_MAX);
    value_set_text(value_set_map(view, "site"), "name", t->site->name);
    value_set_text(view, "lang", t->mail->language);
    value_set_text(view, "base", t->app->config->base_url);
    bool ok = templates_render(t->site->templates, str_from(template_name), view, t->words.texts, &out);
    struct str text = ok ? arena_str(t->arena, buf_str(&out)) : (struct str){0};
    buf_release(&out);
    return text;
}

static struct value *answers(const struct telling *t)
{
    const struct submission *s = t->s;
    struct value *view = value_map(t->arena);
    bool *asked = ARENA_ARRAY(t->arena, bool, t->words.form->n_questions);
    form_asked_all(t->words.form, s->answers, asked);
    answers_view(&t->words, s->answers, asked, view);
    hidden_view(&t->words, s->hidden, view);
    return view;
}

static struct value *explanation(const struct telling *t)
{
    struct value *view = value_map(t->arena);
    explanation_view(&t->words, t->s->scored, t->s->answers, EXPLANATION_SHORT, view);
    return view;
}

/* The levels under the names that messages give them. */
static void set_results(const struct telling *t, struct value *view)
{
    const struct form_scored *scored = t->s->scored;
    struct value *results = value_set_list(view, "results");
    for (size_t i = 0; i < scored->n_outcomes; i++) {
        const struct form_result *result = &t->words.form->results[i];
        const struct form_outcome *outcome = &scored->outcomes[i];
        struct str level = !outcome->missing ? result->levels[outcome->level].code : (struct str){0};
        struct value *item = value_add_map(results);
        value_set_text(item, "name", words_title(&t->words, result->line));
        value_set_text(item, "level", level_title(&t->words, result->id, level));
    }
}

/* Of the alerts, `reasons` are those for which the result is withheld. */
static void set_alerts(const struct telling *t, struct value *view)
{
    struct value *found = value_map(t->arena), *alerts = value_set_list(view, "alerts"),
                 *reasons = value_set_list(view, "reasons");
    alerts_view(&t->words, t->s->scored, found);
    const struct value *list = value_get(found, STR("alerts"));
    for (size_t i = 0; i < value_count(list); i++) {
        char scratch[24];
        const struct value *alert = value_at(list, i);
        bool is_reason = value_is_true(value_get(alert, STR("is_refer")));
        struct str text = value_as_text(value_get(alert, STR("text")), scratch);
        value_set_text(value_add_map(alerts), "text", text);
        if (is_reason)
            value_set_text(value_add_map(reasons), "text", text);
    }
}

/* What both parts say. Without `details` nothing of what was answered or concluded. */
static struct value *result_view(const struct telling *t)
{
    bool details = t->app->config->mail_answers, of_client = t->s->client.n > 0;
    struct str path = arena_printf(t->arena, "/cabinet/envoi/" STR_FMT, STR_ARG(t->s->id));
    struct value *view = common_view(t, path);
    set_name(view, "client", of_client ? client_name(t->arena, &t->client) : t->s->email);
    set_name(view, "adviser", t->mail->to_name);
    value_set_bool(view, "details", details);
    value_set_bool(view, "withheld", t->s->withheld && of_client);
    if (details) {
        set_results(t, view);
        set_alerts(t, view);
    }
    return view;
}

static bool compose_result(const struct telling *t, struct outgoing *out)
{
    struct letter letter = letter_of(t, SUBMISSION_RESULT);
    letter.view = result_view(t);
    letter.text_view = result_view(t);
    letter.reply_to = t->s->client.n > 0 ? t->client.email : t->s->email;
    letter.reply_to_name = t->s->client.n > 0 ? client_name(t->arena, &t->client) : (struct str){0};
    if (t->app->config->mail_answers) {
        value_set_html(letter.view, "answers", html_trusted(render(t, "mail/reponses", answers(t))));
        value_set_html(letter.view, "explanation",
                       html_trusted(render(t, "mail/explication", explanation(t))));
        value_set_text(letter.text_view, "answers", render(t, "mail/reponses.txt", answers(t)));
        value_set_text(letter.text_view, "explanation", render(t, "mail/explication.txt", explanation(t)));
    }
    return compose(t->app, t->site, t->arena, &letter, out);
}

/* ---- the receipt ---- */

static bool compose_receipt(const struct telling *t, struct outgoing *out)
{
    struct letter letter = letter_of(t, SUBMISSION_RECEIPT);
    letter.view = common_view(t, arena_printf(t->arena, "/espace/q/" STR_FMT "/recu", STR_ARG(t->s->id)));
    letter.reply_to = t->adviser.email;
    letter.reply_to_name = member_name(t->arena, &t->adviser);
    set_name(letter.view, "client", client_contact(t->arena, &t->client));
    set_name(letter.view, "adviser", member_name(t->arena, &t->adviser));
    return compose(t->app, t->site, t->arena, &letter, out);
}

/* ---- both ---- */

static enum store_status find_people(struct store_db *db, struct arena *a, struct str id,
                                     struct client *client, struct member *adviser)
{
    enum store_status status = client_find(db, a, id, client);
    return status == STORE_OK ? member_find(db, a, client->adviser, adviser) : status;
}

enum store_status submission_mail_compose(const struct app *app, const struct site *site, struct store_db *db,
                                          struct arena *a, struct outgoing *mail)
{
    struct submission s;
    const struct outgoing row = *mail;
    struct telling t = {.app = app, .site = site, .arena = a, .mail = &row, .s = &s};
    enum store_status status = submission_find(db, a, site, mail->submission, &s);
    if (status == STORE_OK && s.client.n > 0)
        status = find_people(db, a, s.client, &t.client, &t.adviser);
    if (status != STORE_OK)
        return status;
    t.words = words_of(a, site, s.definition, mail->language);
    t.words.files = arena_join(a, app->config->base_url, STR("/cabinet/fichier/"));
    t.words.named = true;
    bool is_result = str_eq_z(mail->kind, SUBMISSION_RESULT);
    bool ok = is_result ? compose_result(&t, mail) : compose_receipt(&t, mail);
    return ok ? STORE_OK : STORE_NONE;
}

/* ---- for the outbox ---- */

static void add(const struct request *r, const struct letter *letter, const struct submission *s,
                struct submission_mails *out)
{
    compose_later(r->app, r->arena, letter, s->id, &out->items[out->n++]);
}

static enum store_status client_mails(const struct request *r, struct store_db *db,
                                      const struct submission *s, struct submission_mails *out)
{
    struct client client;
    struct member adviser;
    enum store_status status = find_people(db, r->arena, s->client, &client, &adviser);
    if (status != STORE_OK)
        return status;
    struct letter result = {.message = SUBMISSION_RESULT,
                            .language = adviser.language,
                            .to = adviser.email,
                            .to_name = member_name(r->arena, &adviser)};
    struct letter receipt = {.message = SUBMISSION_RECEIPT,
                             .language = client.language,
                             .to = client.email,
                             .to_name = client_contact(r->arena, &client)};
    add(r, &result, s, out);
    add(r, &receipt, s, out);
    return STORE_OK;
}

enum store_status submission_mails(const struct request *r, struct store_db *db, const struct submission *s,
                                   struct submission_mails *out)
{
    *out = (struct submission_mails){0};
    if (s->client.n > 0)
        return client_mails(r, db, s, out);
    const struct site *site = r->site;
    struct letter result = {
        .message = SUBMISSION_RESULT,
        .language = site->languages[0],
        .to = site->contact_email.n > 0 ? site->contact_email : r->app->config->mail.from,
        .to_name = site->contact_name.n > 0 ? site->contact_name : site->name,
    };
    add(r, &result, s, out);
    return STORE_OK;
}
