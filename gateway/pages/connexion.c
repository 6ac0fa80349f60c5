/* /espace/connexion and /cabinet/connexion: signing in. Shown too in the place of a page that asks for it;
 * then it carries what was asked for, which is answered after signing in. */
#include "http/resume.h"
#include "http/sequel.h"
#include "pages/door.h"
#include "post/compose.h"
#include "post/outbox.h"
#include "store/lines.h"

enum { RETRY_SECONDS = 5, LINES_MAX = 256 * 1024 };

/* What was tried, and what it came to. */
enum trial { TRIAL_NONE, TRIAL_NO_EMAIL, TRIAL_NO_PASSWORD, TRIAL_WRONG, TRIAL_WAIT, TRIAL_BUSY, TRIAL__MAX };
static const char *const trials[TRIAL__MAX] = {[TRIAL_NO_EMAIL] = "missing_email",
                                               [TRIAL_NO_PASSWORD] = "missing_password",
                                               [TRIAL_WRONG] = "wrong",
                                               [TRIAL_WAIT] = "wait",
                                               [TRIAL_BUSY] = "busy"};
struct attempt {
    struct str email, reprise;
    bool failed[TRIAL__MAX]; /* why, if it did */
    int64_t until;           /* TRIAL_WAIT: when the next may be */
};

static struct value *problems(const struct request *r, const struct attempt *attempt)
{
    struct value *errors = value_list(r->arena);
    for (size_t i = TRIAL_NONE + 1; i < TRIAL__MAX; i++) {
        struct value *arguments = value_map(r->arena);
        value_set_int(arguments, "minutes", (attempt->until - r->now + 59) / 60);
        if (attempt->failed[i])
            page_mistake(errors, i == TRIAL_NO_EMAIL ? STR("email") : STR("mot-de-passe"),
                         page_text(r, arena_printf(r->arena, "signin.problem.%s", trials[i]).p, arguments));
    }
    return errors;
}

static void show(struct request *r, struct response *out, const struct door *door,
                 const struct attempt *attempt)
{
    struct value *view = value_map(r->arena), *errors = problems(r, attempt);
    bool is_kept = r->kept || resume_is_form(r, attempt->reprise);
    int status = attempt->failed[TRIAL_BUSY]   ? STATUS_BUSY
                 : attempt->failed[TRIAL_WAIT] ? STATUS_TOO_MANY
                 : value_count(errors) > 0     ? STATUS_WRONG
                                               : STATUS_OK;
    page_set_errors(view, errors);
    value_set_text(view, "action", page_url(r, door->sign_in));
    value_set_text(view, "forgotten", page_url(r, door->forgotten));
    value_set_text(view, "email", attempt->email);
    value_set_text(view, "reprise", attempt->reprise);
    if (attempt->reprise.n > 0)
        value_set_text(view, "language_form", STR("connexion"));
    value_set_bool(view, "is_kept", is_kept);
    value_set_bool(view, "is_expired",
                   r->method == METHOD_GET && r->session->expired && !is_kept && status == STATUS_OK);
    value_set_bool(view, "is_signed_out", page_is_state(r, "deconnecte"));
    value_set_bool(view, "is_password_set", page_is_state(r, "mot-de-passe"));
    respond_page(r, out, status, door_template(r, door, "connexion"), view);
}

/* ---- from one address to the other ---- */

/* To the page that says so; what it carries may be too long for an address. */
static void leave(struct request *r, struct response *out, const struct door *door,
                  const struct attempt *attempt)
{
    struct buf lines;
    buf_init(&lines, LINES_MAX);
    lines_add_pair(&lines, STR("email"), attempt->email);
    lines_add_pair(&lines, STR("reprise"), attempt->reprise);
    lines_add_pair(&lines, STR("jusque"), arena_printf(r->arena, "%lld", (long long)attempt->until));
    for (size_t i = TRIAL_NONE + 1; i < TRIAL__MAX; i++)
        if (attempt->failed[i])
            lines_add_pair(&lines, STR("echec"), str_from(trials[i]));
    struct sequel sequel = {.path = page_url(r, door->sign_in), .text = arena_str(r->arena, buf_str(&lines))};
    buf_release(&lines);
    if (!sequel_redirect(r, out, &sequel))
        show(r, out, door, attempt);
}

static struct attempt attempt_read(const struct request *r)
{
    struct attempt attempt = {.reprise = r->reprise};
    struct str lines = sequel_read(r), name, text;
    while (lines_next_pair(r->arena, &lines, &name, &text)) {
        if (str_eq_z(name, "email"))
            attempt.email = text;
        else if (str_eq_z(name, "reprise"))
            attempt.reprise = text;
        else if (str_eq_z(name, "jusque") && !str_to_int64(text, &attempt.until))
            attempt.until = 0;
        for (size_t i = TRIAL_NONE + 1; i < TRIAL__MAX && str_eq_z(name, "echec"); i++)
            attempt.failed[i] = attempt.failed[i] || str_eq_z(text, trials[i]);
    }
    attempt.failed[TRIAL_WAIT] = attempt.failed[TRIAL_WAIT] && attempt.until > r->now;
    return attempt;
}

static void ask(struct request *r, struct response *out, const struct door *door)
{
    bool inside = door->kind == DOOR_CLIENT ? r->session->role == ROLE_CLIENT : page_is_member(r);
    struct attempt attempt = attempt_read(r);
    out->retry_after = attempt.failed[TRIAL_WAIT] ? (int)(attempt.until - r->now) : 0;
    if (inside)
        respond_redirect(out, str_from(door->home));
    else
        show(r, out, door, &attempt);
}

/* ---- trying ---- */

static struct attempt attempt_posted(const struct request *r)
{
    return (struct attempt){.email = request_field(r, "email"), .reprise = request_field(r, "reprise")};
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

/* The page at once, with what it carries, which a page of refusal would not have. */
static void ask_later(struct request *r, struct response *out, const struct door *door)
{
    struct attempt attempt = attempt_posted(r);
    attempt.failed[TRIAL_BUSY] = true;
    out->set_cookie = (struct str){0};
    out->retry_after = RETRY_SECONDS;
    show(r, out, door, &attempt);
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
    struct attempt attempt = attempt_posted(r);
    attempt.failed[wait > 0 ? TRIAL_WAIT : TRIAL_WRONG] = true;
    attempt.until = r->now + wait;
    leave(r, out, door, &attempt);
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
    struct attempt attempt = attempt_posted(r);
    if (page_is_other_language(r)) {
        leave(r, out, door, &attempt);
        return;
    }
    attempt.failed[TRIAL_NO_EMAIL] = str_trim(attempt.email).n == 0;
    attempt.failed[TRIAL_NO_PASSWORD] = request_field(r, "mot-de-passe").n == 0;
    if (attempt.failed[TRIAL_NO_EMAIL] || attempt.failed[TRIAL_NO_PASSWORD])
        leave(r, out, door, &attempt);
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
