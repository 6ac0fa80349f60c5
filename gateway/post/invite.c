#include "post/invite.h"

#include "assignment/assignment.h"
#include "event/event.h"
#include "post/compose.h"
#include "post/outbox.h"
#include "theme/format.h"

/* The mail is composed before the write, for what the store said then; the write refuses when it says
 * something else by now, and the whole is done again. */
enum { TRIES = 3 };

struct inviting {
    const struct app *app;
    const struct site *site;
    struct arena *arena;
    const struct invitation *invitation;
    struct token token;
    bool activated; /* as it was when the mail was composed */
    struct outgoing mail;
};

static struct str expiry(const struct app *app, struct arena *a, struct str language)
{
    return format_date_time(a, language, app->config->time_zone, app->system->now() + TOKEN_ACTIVATION_LIFE);
}

static void add_title(const struct inviting *in, struct value *list, struct str id)
{
    const struct definition *definition = site_definition(in->site, id);
    if (!definition)
        return;
    const struct wording *wording = definition_wording(definition, in->invitation->client->language);
    value_set_text(value_add_map(list), "title", wording->title);
}

static bool is_asked_now(const struct invitation *invitation, struct str id)
{
    for (size_t i = 0; i < invitation->n_questionnaires; i++)
        if (str_eq(invitation->questionnaires[i], id))
            return true;
    return false;
}

/* What is to be filled in: what is asked now, and what was asked before and is still open. */
static enum store_status add_questionnaires(const struct inviting *in, struct store_db *db,
                                            struct value *view)
{
    const struct invitation *invitation = in->invitation;
    struct value *list = value_set_list(view, "questionnaires");
    for (size_t i = 0; i < invitation->n_questionnaires; i++)
        add_title(in, list, invitation->questionnaires[i]);
    struct assignments before;
    enum store_status status = assignment_list(db, in->arena, invitation->client->id, &before);
    for (size_t i = 0; i < before.count; i++)
        if (before.items[i].state != ASSIGNMENT_SENT && !is_asked_now(invitation, before.items[i].definition))
            add_title(in, list, before.items[i].definition);
    return status;
}

static struct str invitation_link(const struct inviting *in)
{
    if (in->activated)
        return arena_printf(in->arena, STR_FMT "/espace/?langue=" STR_FMT, STR_ARG(in->app->config->base_url),
                            STR_ARG(in->invitation->client->language));
    return compose_link(in->app, in->arena, "/espace/activation", in->token.text);
}

static enum store_status compose_invitation(struct inviting *in, struct store_db *db)
{
    const struct client *client = in->invitation->client;
    struct member adviser;
    enum store_status status = member_find(db, in->arena, client->adviser, &adviser);
    if (status != STORE_OK)
        return status;
    struct value *view = value_map(in->arena);
    struct str name = client_contact(in->arena, client);
    value_set_text(value_set_map(view, "client"), "name", name);
    value_set_text(value_set_map(view, "adviser"), "name", member_name(in->arena, &adviser));
    value_set_text(view, "link", invitation_link(in));
    status = add_questionnaires(in, db, view);
    if (status != STORE_OK)
        return status;
    if (!in->activated)
        value_set_text(view, "expires", expiry(in->app, in->arena, client->language));
    struct letter letter = {
        .message = in->activated ? "questionnaire" : "invitation",
        .language = client->language,
        .to = client->email,
        .to_name = name,
        .reply_to = adviser.email,
        .reply_to_name = member_name(in->arena, &adviser),
        .view = view,
        .token_hash = in->activated ? STR("") : in->token.hash,
    };
    return compose(in->app, in->site, in->arena, &letter, &in->mail) ? STORE_OK : STORE_BROKEN;
}

static enum store_status prepare(struct inviting *in)
{
    struct store_db *db = store_borrow(in->app->store);
    struct account account;
    enum store_status status = account_find_by_owner(db, in->arena, in->invitation->client->id, &account);
    in->activated = status == STORE_OK && account.has_password;
    in->token = token_make(in->app, in->arena);
    if (status == STORE_NONE)
        status = STORE_OK;
    if (status == STORE_OK && in->invitation->mailed)
        status = compose_invitation(in, db);
    store_release(in->app->store, db);
    return status;
}

static enum store_status assign_all(const struct inviting *in, struct store_db *db)
{
    const struct invitation *invitation = in->invitation;
    for (size_t i = 0; i < invitation->n_questionnaires; i++) {
        struct assignment_order order = {
            .client = invitation->client->id,
            .definition = invitation->questionnaires[i],
            .author = invitation->author,
            .now = invitation->now,
        };
        struct assignment made;
        enum store_status status = assignment_create(db, in->arena, &order, &made);
        if (status != STORE_OK)
            return status;
    }
    return STORE_OK;
}

static enum store_status note_invited(struct store_db *db, const struct invitation *invitation)
{
    struct event event = {
        .at = invitation->now,
        .actor = invitation->author,
        .action = STR("invited"),
        .subject = invitation->client->id,
        .detail = invitation->mailed ? STR("mail") : STR("link"),
    };
    return event_append(db, &event);
}

static enum store_status invite(struct store_db *db, void *context)
{
    struct inviting *in = context;
    const struct invitation *invitation = in->invitation;
    struct account account;
    enum store_status status = account_open(db, in->arena, invitation->client->id, invitation->now, &account);
    if (status == STORE_OK && account.has_password != in->activated)
        return STORE_BUSY;
    if (status == STORE_OK && !in->activated)
        status = token_put(db, &in->token, TOKEN_ACTIVATION, account.id, invitation->now);
    if (status == STORE_OK)
        status = assign_all(in, db);
    if (status == STORE_OK && invitation->mailed)
        status = outbox_put(db, &in->mail, invitation->now);
    return status == STORE_OK ? note_invited(db, invitation) : status;
}

size_t invite_usual(const struct config *config, const struct site *site, struct arena *a,
                    const struct str **out)
{
    const struct yaml_texts *chosen = &config->invitation;
    struct str *ids = ARENA_ARRAY(a, struct str, site->n_definitions);
    size_t n = 0;
    for (size_t i = 0; i < site->n_definitions; i++) {
        const struct definition *d = &site->definitions[i];
        bool is_chosen = chosen->count == 0 && !d->is_public;
        for (size_t j = 0; j < chosen->count; j++)
            is_chosen = is_chosen || str_eq(chosen->items[j], d->id);
        if (is_chosen)
            ids[n++] = d->id;
    }
    *out = ids;
    return n;
}

enum store_status invite_client(const struct app *app, const struct site *site, struct arena *a,
                                const struct invitation *invitation, struct str *link)
{
    struct inviting in = {.app = app, .site = site, .arena = a, .invitation = invitation};
    enum store_status status = STORE_BUSY;
    for (int i = 0; i < TRIES && status == STORE_BUSY; i++) {
        status = prepare(&in);
        if (status == STORE_OK)
            status = store_write(app->store, invite, &in);
    }
    *link = invitation_link(&in);
    return status == STORE_OK && in.activated ? STORE_NONE : status;
}

/* A link to an account that is there already, and its mail. */
struct relinking {
    const struct account *account;
    struct token token;
    enum token_purpose purpose;
    bool mailed;
    struct outgoing mail;
    int64_t now;
};

static enum store_status put_link(struct store_db *db, void *context)
{
    struct relinking *r = context;
    enum store_status status = token_put(db, &r->token, r->purpose, r->account->id, r->now);
    return status == STORE_OK && r->mailed ? outbox_put(db, &r->mail, r->now) : status;
}

/* Whom a mail to an account speaks to, and who reads an answer: a client's adviser. */
struct addressee {
    struct str name, email, language;
    struct str adviser, adviser_name;
};

static enum store_status find_addressee(struct store_db *db, struct arena *a, const struct account *account,
                                        struct addressee *out)
{
    struct client client;
    struct member member;
    bool is_client = account->door == DOOR_CLIENT;
    enum store_status status = STORE_OK;
    if (is_client)
        status = client_find(db, a, account->owner, &client);
    if (status == STORE_OK)
        status = member_find(db, a, is_client ? client.adviser : account->owner, &member);
    if (status != STORE_OK)
        return status;
    if (is_client)
        *out = (struct addressee){client_contact(a, &client), client.email, client.language, member.email,
                                  member_name(a, &member)};
    else
        *out = (struct addressee){
            .name = member_name(a, &member), .email = member.email, .language = member.language};
    return STORE_OK;
}

static const char *link_path(const struct relinking *r)
{
    bool client = r->account->door == DOOR_CLIENT;
    if (r->purpose == TOKEN_ACTIVATION)
        return client ? "/espace/activation" : "/cabinet/activation";
    return client ? "/espace/mot-de-passe" : "/cabinet/mot-de-passe";
}

static const char *link_message(const struct relinking *r)
{
    if (r->purpose == TOKEN_RESET)
        return "mot-de-passe";
    return r->account->door == DOOR_CLIENT ? "activation-renvoi" : "membre";
}

static enum store_status compose_relink(const struct app *app, const struct site *site, struct arena *a,
                                        struct relinking *r)
{
    struct addressee to;
    struct store_db *db = store_borrow(app->store);
    enum store_status status = find_addressee(db, a, r->account, &to);
    store_release(app->store, db);
    if (status != STORE_OK)
        return status;
    bool activation = r->purpose == TOKEN_ACTIVATION;
    struct value *view = value_map(a);
    value_set_text(view, "link", compose_link(app, a, link_path(r), r->token.text));
    if (activation) {
        const char *person = r->account->door == DOOR_CLIENT ? "client" : "member";
        value_set_text(value_set_map(view, person), "name", to.name);
        value_set_text(view, "expires", expiry(app, a, to.language));
    } else {
        value_set_int(view, "minutes", TOKEN_RESET_LIFE / 60);
    }
    struct letter letter = {
        .message = link_message(r),
        .language = to.language,
        .to = to.email,
        .to_name = to.name,
        .reply_to = to.adviser,
        .reply_to_name = to.adviser_name,
        .view = view,
        .token_hash = r->token.hash,
    };
    return compose(app, site, a, &letter, &r->mail) ? STORE_OK : STORE_BROKEN;
}

static enum store_status relink(const struct app *app, const struct site *site, struct arena *a,
                                struct relinking *r)
{
    r->token = token_make(app, a);
    r->now = app->system->now();
    enum store_status status = r->mailed ? compose_relink(app, site, a, r) : STORE_OK;
    return status == STORE_OK ? store_write(app->store, put_link, r) : status;
}

enum store_status invite_again(const struct app *app, const struct site *site, struct arena *a,
                               const struct account *account, struct str *link)
{
    if (account->has_password)
        return STORE_NONE;
    struct relinking r = {.account = account, .purpose = TOKEN_ACTIVATION, .mailed = true};
    enum store_status status = relink(app, site, a, &r);
    *link = compose_link(app, a, link_path(&r), r.token.text);
    return status;
}

enum store_status invite_reset(const struct app *app, const struct site *site, struct arena *a,
                               const struct account *account)
{
    struct relinking r = {.account = account, .purpose = TOKEN_RESET, .mailed = true};
    return relink(app, site, a, &r);
}
