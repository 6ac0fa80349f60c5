/* /espace/mot-de-passe and /cabinet/mot-de-passe: the mailed link where a new password is chosen. */
#include "pages/new_password.h"
#include "post/compose.h"
#include "post/outbox.h"

/* The same page for a link that never was and one that is over: nothing tells which. */
static void show_dead(struct request *r, struct response *out, const struct door *door)
{
    struct value *view = value_map(r->arena);
    value_set_text(view, "forgotten", page_url(r, door->forgotten));
    respond_page(r, out, STATUS_GONE, door_template(r, door, "mot-de-passe-perime"), view);
}

static void ask(struct request *r, struct response *out, const struct new_password *chosen)
{
    struct password_form form = {
        .name = "mot-de-passe",
        .action = chosen->door->reset,
        .token = chosen->link->token,
        .problem = chosen->problem,
        .person = chosen->link->person,
    };
    door_ask_password(r, out, chosen->door, &form);
}

/* The owner is told, in case it was somebody else. */
struct notice {
    struct outgoing mail;
    int64_t now;
};

static enum store_status write_notice(struct store_db *db, void *context)
{
    const struct notice *n = context;
    return outbox_put(db, &n->mail, n->now);
}

static bool make_notice(const struct request *r, const struct new_password *chosen, struct outgoing *mail)
{
    const struct person *person = &chosen->link->person;
    struct value *view = value_map(r->arena);
    value_set_text(view, "link",
                   page_link(r->app, r->arena, str_from(chosen->door->forgotten), person->language));
    struct letter letter = {
        .message = "mot-de-passe-change",
        .language = person->language,
        .to = person->email,
        .to_name = person_name(r, person),
        .view = view,
    };
    return compose(r->app, r->site, r->arena, &letter, mail);
}

static void choose(struct request *r, struct response *out, struct new_password *chosen)
{
    struct notice *notice = ARENA_NEW(r->arena, struct notice);
    notice->now = r->now;
    chosen->also = write_notice;
    chosen->context = notice;
    if (!make_notice(r, chosen, &notice->mail)) {
        respond_refusal(r, out, REFUSAL_BROKEN);
        return;
    }
    switch (link_choose(r, out, chosen)) {
    case CHOICE_MADE:
        respond_redirect(out, page_url_state(r, chosen->door->sign_in, "mot-de-passe"));
        break;
    case CHOICE_REFUSED:
        link_refuse(r, out, chosen, chosen->door->reset);
        break;
    case CHOICE_TOO_LATE:
        show_dead(r, out, chosen->door);
        break;
    case CHOICE_ANSWERED:
    case CHOICE__MAX:
        break;
    }
}

static void open_link(struct request *r, struct response *out, const struct door *door)
{
    struct link link = {.purpose = TOKEN_RESET};
    enum store_status status = link_look(r, door, &link);
    struct new_password chosen = {.door = door, .link = &link, .problem = link_problem(r)};
    if (status != STORE_OK)
        respond_store_failure(r, out, status);
    else if (link.state != TOKEN_GOOD)
        show_dead(r, out, door);
    else if (r->method == METHOD_GET)
        ask(r, out, &chosen);
    else
        choose(r, out, &chosen);
}

void page_espace_mot_de_passe_get(struct request *r, struct response *out)
{
    open_link(r, out, &door_space);
}

void page_espace_mot_de_passe_post(struct request *r, struct response *out)
{
    open_link(r, out, &door_space);
}

void page_cabinet_mot_de_passe_get(struct request *r, struct response *out)
{
    open_link(r, out, &door_office);
}

void page_cabinet_mot_de_passe_post(struct request *r, struct response *out)
{
    open_link(r, out, &door_office);
}
