#include "post/compose.h"

#include "log.h"
#include "store/id.h"
#include "theme/template.h"

/* A mail larger than this is a mistake: the answers of a questionnaire are some tens of kilobytes. */
enum { PART_MAX = 2 << 20 };

struct desk {
    const struct app *app;
    const struct site *site;
    struct arena *arena;
    const struct letter *letter;
    const struct catalogue *catalogue;
};

static void add_common(const struct desk *d, struct value *view)
{
    struct value *site = value_set_map(view, "site");
    value_set_text(site, "name", d->site->name);
    value_set_text(view, "lang", d->letter->language);
    value_set_text(view, "base", d->app->config->base_url);
}

static bool render(const struct desk *d, struct str name, struct value *view, struct str *out)
{
    struct buf buf;
    buf_init(&buf, PART_MAX);
    add_common(d, view);
    bool ok = templates_render(d->site->templates, name, view, d->catalogue, &buf);
    *out = arena_str(d->arena, buf_str(&buf));
    buf_release(&buf);
    return ok;
}

static struct str part_name(const struct desk *d, const char *end)
{
    return arena_printf(d->arena, "message/%s." STR_FMT "%s", d->letter->message,
                        STR_ARG(d->letter->language), end);
}

static bool render_subject(const struct desk *d, struct str *subject)
{
    struct value *view = d->letter->text_view ? d->letter->text_view : d->letter->view;
    if (!render(d, part_name(d, ".subject.txt"), view, subject))
        return false;
    *subject = str_trim(*subject);
    return true;
}

static bool render_html(const struct desk *d, struct str subject, struct str *html)
{
    struct str body;
    if (!render(d, part_name(d, ""), d->letter->view, &body))
        return false;
    struct value *shell = value_map(d->arena);
    value_set_text(shell, "subject", subject);
    value_set_html(shell, "body", html_trusted(body));
    return render(d, STR("mail/html"), shell, html);
}

static bool render_text(const struct desk *d, struct str *text)
{
    struct str body;
    if (!render(d, part_name(d, ".txt"), d->letter->text_view ? d->letter->text_view : d->letter->view,
                &body))
        return false;
    struct value *shell = value_map(d->arena);
    value_set_text(shell, "body", body);
    return render(d, STR("mail/text.txt"), shell, text);
}

/* What stands behind "://" in the base URL, without a port: the right side of message ids. */
static struct str our_host(const struct config *config)
{
    struct str host = config->base_url;
    ptrdiff_t start = str_find(host, STR("://"));
    if (start >= 0)
        host = str_sub(host, (size_t)start + 3, host.n);
    ptrdiff_t port = str_find_char(host, ':');
    return port < 0 ? host : str_sub(host, 0, (size_t)port);
}

/* What the outbox's row says of every mail. */
static struct outgoing envelope_of(const struct app *app, struct arena *a, const struct letter *letter)
{
    struct str id = id_new(a), host = our_host(app->config);
    return (struct outgoing){.id = id,
                             .kind = str_from(letter->message),
                             .to = letter->to,
                             .message_id = arena_printf(a, STR_FMT "@" STR_FMT, STR_ARG(id), STR_ARG(host)),
                             .token_hash = letter->token_hash,
                             .created_at = app->system->now()};
}

static bool build(const struct desk *d, const struct mail *mail, struct outgoing *out)
{
    struct buf mime;
    buf_init(&mime, PART_MAX * 4);
    bool ok = mail_build(mail, &mime);
    out->mime = arena_str(d->arena, buf_str(&mime));
    buf_release(&mime);
    return ok;
}

/* Where an answer goes: nobody reads the address that mails come from. */
static void set_reply(const struct desk *d, struct mail *mail)
{
    mail->reply_to = d->letter->reply_to;
    mail->reply_to_name = d->letter->reply_to_name;
    if (mail->reply_to.n == 0 && mail_address_is_valid(d->site->contact_email)) {
        mail->reply_to = d->site->contact_email;
        mail->reply_to_name = d->site->contact_name.n > 0 ? d->site->contact_name : d->site->name;
    }
}

bool compose(const struct app *app, const struct site *site, struct arena *a, const struct letter *letter,
             struct outgoing *out)
{
    struct desk d = {app, site, a, letter, catalogues_find(site->catalogues, letter->language)};
    *out = letter->row != NULL ? *letter->row : envelope_of(app, a, letter);
    struct mail mail = {
        .from = app->config->mail.from,
        .from_name = app->config->mail.from_name,
        .to = letter->to,
        .to_name = letter->to_name,
        .message_id = out->message_id,
        .language = letter->language,
        .date = out->created_at,
    };
    set_reply(&d, &mail);
    bool ok = render_subject(&d, &mail.subject) && render_html(&d, mail.subject, &mail.html) &&
              render_text(&d, &mail.text) && build(&d, &mail, out);
    if (!ok)
        LOG_EVENT(app->log, LOG_LEVEL_ERROR, "mail_not_composed",
                  LOG_TEXT("message", str_from(letter->message)), LOG_TEXT("language", letter->language));
    return ok;
}

void compose_later(const struct app *app, struct arena *a, const struct letter *letter, struct str submission,
                   struct outgoing *out)
{
    *out = envelope_of(app, a, letter);
    out->submission = submission;
    out->to_name = letter->to_name;
    out->language = letter->language;
}

struct str compose_link(const struct app *app, struct arena *a, const char *path, struct str token)
{
    return arena_printf(a, STR_FMT "%s%s" STR_FMT, STR_ARG(app->config->base_url), path,
                        token.n ? "?jeton=" : "", STR_ARG(token));
}
