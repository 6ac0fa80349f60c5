/* /espace/activation and /cabinet/activation: the mailed link where the first password is chosen; and
 * …/renvoi, a new link for one that is dead. */
#include "pages/new_password.h"
#include "post/invite.h"

static void show_dead(struct request *r, struct response *out, const struct door *door,
                      const struct link *link)
{
    struct value *view = value_map(r->arena);
    value_set_text(view, "action", page_url(r, door->resend));
    value_set_text(view, "token", link->token);
    value_set_bool(view, "is_used", link->account.has_password);
    value_set_text(view, "signin", page_url(r, door->sign_in));
    if (link->account.has_password && str_eq(r->session->account, link->account.id))
        value_set_text(view, "inside", str_from(door->home));
    respond_page(r, out, STATUS_GONE, door_template(r, door, "activation-perime"), view);
}

static void ask(struct request *r, struct response *out, const struct new_password *chosen)
{
    struct password_form form = {
        .name = "activation",
        .action = chosen->door->activation,
        .token = chosen->link->token,
        .problem = chosen->problem,
        .person = chosen->link->person,
    };
    door_ask_password(r, out, chosen->door, &form);
}

/* Who has activated is inside at once. */
struct entering {
    struct request *r;
    struct response *out;
    struct str account;
};

static enum store_status write_session(struct store_db *db, void *context)
{
    const struct entering *e = context;
    return session_begin(e->r, e->out, db, e->account);
}

static void choose(struct request *r, struct response *out, struct new_password *chosen)
{
    struct entering *entering = arena_alloc(r->arena, sizeof(*entering));
    *entering = (struct entering){r, out, chosen->link->account.id};
    chosen->also = write_session;
    chosen->context = entering;
    struct link used = *chosen->link;
    used.account.has_password = true;
    switch (link_choose(r, out, chosen)) {
    case CHOICE_MADE:
        respond_redirect(out, arena_printf(r->arena, "%s?etat=bienvenue", chosen->door->home));
        break;
    case CHOICE_REFUSED:
        link_refuse(r, out, chosen, chosen->door->activation);
        break;
    case CHOICE_TOO_LATE:
        out->set_cookie = (struct str){0};
        show_dead(r, out, chosen->door, &used);
        break;
    case CHOICE_ANSWERED:
    case CHOICE__MAX:
        break;
    }
}

/* The same whether a mail went out or not. */
static void show_resent(struct request *r, struct response *out, const struct door *door)
{
    struct value *view = value_map(r->arena);
    value_set_text(view, "action", page_url(r, door->resend));
    value_set_text(view, "token", (struct str){0});
    value_set_bool(view, "is_resent", true);
    value_set_text(view, "signin", page_url(r, door->sign_in));
    respond_page(r, out, STATUS_OK, door_template(r, door, "activation-perime"), view);
}

static void open_link(struct request *r, struct response *out, const struct door *door)
{
    struct link link = {.purpose = TOKEN_ACTIVATION};
    enum store_status status = link_look(r, door, &link);
    struct new_password chosen = {.door = door, .link = &link, .problem = link_problem(r)};
    if (status != STORE_OK)
        respond_store_failure(r, out, status);
    else if (link.state == TOKEN_UNKNOWN)
        respond_refusal(r, out, REFUSAL_LINK_DEAD);
    else if (link.state != TOKEN_GOOD)
        show_dead(r, out, door, &link);
    else if (r->method == METHOD_GET)
        ask(r, out, &chosen);
    else
        choose(r, out, &chosen);
}

static void send_again(struct request *r, struct response *out, const struct door *door)
{
    struct link link = {.purpose = TOKEN_ACTIVATION};
    struct str address;
    enum store_status status = link_look(r, door, &link);
    bool waits = status == STORE_OK && link.state != TOKEN_UNKNOWN && !link.account.has_password;
    if (waits)
        status = door_count_request(r, link.account.email);
    if (waits && status == STORE_OK)
        status = invite_again(r->app, r->site, r->arena, &link.account, &address);
    if (status != STORE_OK && status != STORE_NONE) {
        respond_store_failure(r, out, status);
        return;
    }
    respond_redirect(out, page_url_state(r, door->activation, "envoye"));
}

static void open_page(struct request *r, struct response *out, const struct door *door)
{
    if (page_is_state(r, "envoye"))
        show_resent(r, out, door);
    else
        open_link(r, out, door);
}

void page_espace_activation_get(struct request *r, struct response *out)
{
    open_page(r, out, &door_space);
}

void page_espace_activation_post(struct request *r, struct response *out)
{
    open_link(r, out, &door_space);
}

void page_espace_activation_renvoi_post(struct request *r, struct response *out)
{
    send_again(r, out, &door_space);
}

void page_cabinet_activation_get(struct request *r, struct response *out)
{
    open_page(r, out, &door_office);
}

void page_cabinet_activation_post(struct request *r, struct response *out)
{
    open_link(r, out, &door_office);
}

void page_cabinet_activation_renvoi_post(struct request *r, struct response *out)
{
    send_again(r, out, &door_office);
}
