/* /espace/connexion and /cabinet/connexion: signing in. Shown too in the place of a page that asks for it;
 * then it carries what was asked for, which is answered after signing in. */
#include "http/resume.h"
#include "pages/door.h"
#include "post/compose.h"
#include "post/outbox.h"

enum { RETRY_SECONDS = 5 };

static void show(struct request *r, struct response *out, const struct door *door, int status,
                 struct value *errors)
{
    bool posted = r->method == METHOD_POST;
    struct str reprise = posted ? request_field(r, "reprise") : r->reprise;
    bool is_kept = posted ? resume_is_form(r, reprise) : r->kept;
    struct value *view = value_map(r->arena);
    page_set_errors(view, errors);
    value_set_text(view, "action", page_url(r, door->sign_in));
    value_set_text(view, "forgotten", page_url(r, door->forgotten));
    value_set_text(view, "email", request_field(r, "email"));
    value_set_text(view, "reprise", reprise);
    if (reprise.n > 0)
        value_set_text(view, "language_form", STR("connexion"));
    value_set_bool(view, "is_kept", is_kept);
    value_set_bool(view, "is_expired", !posted && r->session->expired && !is_kept);
    value_set_bool(view, "is_signed_out", page_is_state(r, "deconnecte"));
    value_set_bool(view, "is_password_set", page_is_state(r, "mot-de-passe"));
    respond_page(r, out, status, door_template(r, door, "connexion"), view);
}

static void ask(struct request *r, struct response *out, const struct door *door)
{
    bool inside = door->kind == DOOR_CLIENT ? r->session->role == ROLE_CLIENT : page_is_member(r);
    if (inside)
        respond_redirect(out, str_from(door->home));
    else
        show(r, out, door, STATUS_OK, value_list(r->arena));
}

/* The owner of an address is told of the tenth wrong try in a row; that it cannot be told changes nothing for
 * who tries. */
struct warning {
    struct outgoing mail;
    int64_t now;
};

static enum store_status write_warning(struct store_db *db, void *context)
{
    const struct warning *w = context;
    return outbox_put(db, &w->mail, w->now);
}

static void warn_owner(struct request *r, const struct door *door, const struct account *account)
{
    struct person person;
    struct warning warning = {.now = r->now};
    if (door_person(r, account, &person) != STORE_OK)
        return;
    struct value *view = value_map(r->arena);
    value_set_text(view, "link", page_link(r->app, r->arena, str_from(door->forgotten), person.language));
    struct letter letter = {
        .message = "connexions-refusees",
        .language = person.language,
        .to = account->email,
        .to_name = person_name(r, &person),
        .view = view,
    };
    if (compose(r->app, r->site, r->arena, &letter, &warning.mail))
        store_write(r->app->store, write_warning, &warning);
}

struct beginning {
    struct request *r;
    struct response *out;
    struct str account;
};

static enum store_status write_session(struct store_db *db, void *context)
{
    const struct beginning *b = context;
    return session_begin(b->r, b->out, db, b->account);
}

/* The page again, with what it carries, which a page of refusal would not. */
static void ask_later(struct request *r, struct response *out, const struct door *door)
{
    struct value *errors = value_list(r->arena);
    page_mistake(errors, STR("mot-de-passe"), page_text(r, "signin.problem.busy", NULL));
    out->set_cookie = (struct str){0};
    out->retry_after = RETRY_SECONDS;
    show(r, out, door, STATUS_BUSY, errors);
}

static void let_in(struct request *r, struct response *out, const struct door *door, struct str account)
{
    struct beginning b = {r, out, account};
    enum store_status status = store_write(r->app->store, write_session, &b);
    if (status != STORE_OK)
        ask_later(r, out, door);
    else if (!resume_answer(r, out, request_field(r, "reprise")))
        respond_redirect(out, str_from(door->home));
}

static void refuse(struct request *r, struct response *out, const struct door *door, int64_t wait)
{
    struct value *errors = value_list(r->arena);
    struct value *arguments = value_map(r->arena);
    value_set_int(arguments, "minutes", (wait + 59) / 60);
    page_mistake(errors, STR("mot-de-passe"),
                 page_text(r, wait > 0 ? "signin.problem.wait" : "signin.problem.wrong", arguments));
    out->retry_after = (int)wait;
    show(r, out, door, wait > 0 ? STATUS_TOO_MANY : STATUS_WRONG, errors);
}

static void try(struct request *r, struct response *out, const struct door *door)
{
    struct str email = str_trim(request_field(r, "email")), password = request_field(r, "mot-de-passe");
    struct sign_in_result result = account_sign_in(r->app, r->arena, email, password, door->kind);
    if (result.warn_owner)
        warn_owner(r, door, &result.account);
    switch (result.outcome) {
    case SIGN_IN_RIGHT:
        let_in(r, out, door, result.account.id);
        return;
    case SIGN_IN_OTHER_DOOR:
        respond_refusal(r, out, REFUSAL_WRONG_DOOR);
        return;
    case SIGN_IN_BUSY:
        ask_later(r, out, door);
        return;
    case SIGN_IN_LATER:
        refuse(r, out, door, result.retry_after > 0 ? result.retry_after : 60);
        return;
    case SIGN_IN_WRONG:
    case SIGN_IN__MAX:
        refuse(r, out, door, 0);
    }
}

static void sign_in(struct request *r, struct response *out, const struct door *door)
{
    struct value *errors = value_list(r->arena);
    if (page_is_other_language(r)) {
        show(r, out, door, STATUS_OK, errors);
        return;
    }
    if (str_trim(request_field(r, "email")).n == 0)
        page_mistake(errors, STR("email"), page_text(r, "signin.problem.missing_email", NULL));
    if (request_field(r, "mot-de-passe").n == 0)
        page_mistake(errors, STR("mot-de-passe"), page_text(r, "signin.problem.missing_password", NULL));
    if (value_count(errors) > 0)
        show(r, out, door, STATUS_WRONG, errors);
    else
        try(r, out, door);
}

void page_espace_connexion_get(struct request *r, struct response *out)
{
    ask(r, out, &door_space);
}

void page_espace_connexion_post(struct request *r, struct response *out)
{
    sign_in(r, out, &door_space);
}

void page_cabinet_connexion_get(struct request *r, struct response *out)
{
    ask(r, out, &door_office);
}

void page_cabinet_connexion_post(struct request *r, struct response *out)
{
    sign_in(r, out, &door_office);
}
