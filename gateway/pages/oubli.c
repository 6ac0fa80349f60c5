/* /espace/oubli and /cabinet/oubli: asking for a link to choose a new password. The answer and its time are
 * the same whether the address is known or not. */
#include "http/sequel.h"
#include "pages/door.h"
#include "post/invite.h"
#include "post/message.h"
#include "store/lines.h"

enum { LINE_MAX_BYTES = 2 * 1024 };

/* What was typed, when it is no address: empty when nothing was. */
struct typed {
    bool is_wrong;
    struct str email;
};

static void show(struct request *r, struct response *out, const struct door *door, const struct typed *typed)
{
    struct value *view = value_map(r->arena);
    struct value *errors = value_list(r->arena);
    bool is_empty = str_trim(typed->email).n == 0;
    const char *key = is_empty ? "signin.problem.missing_email" : "form.problem.not_an_email";
    struct str problem = typed->is_wrong ? page_text(r, key, NULL) : (struct str){0};
    if (problem.n > 0)
        page_mistake(errors, STR("email"), problem);
    page_set_errors(view, errors);
    value_set_text(view, "action", page_url(r, door->forgotten));
    value_set_text(view, "email", typed->email);
    value_set_text(view, "email_error", problem);
    value_set_text(view, "signin", page_url(r, door->sign_in));
    respond_page(r, out, problem.n > 0 ? STATUS_WRONG : STATUS_OK, door_template(r, door, "oubli"), view);
}

static void leave(struct request *r, struct response *out, const struct door *door, struct str email)
{
    struct buf line;
    buf_init(&line, LINE_MAX_BYTES);
    lines_add(&line, email);
    struct sequel sequel = {.path = page_url(r, door->forgotten),
                            .text = arena_str(r->arena, buf_str(&line))};
    buf_release(&line);
    if (!sequel_redirect(r, out, &sequel))
        show(r, out, door, &(struct typed){true, email});
}

static void show_sent(struct request *r, struct response *out, const struct door *door)
{
    struct value *view = value_map(r->arena);
    value_set_text(view, "signin", page_url(r, door->sign_in));
    respond_page(r, out, STATUS_OK, door_template(r, door, "oubli-envoye"), view);
}

static void ask(struct request *r, struct response *out, const struct door *door)
{
    struct typed typed = {0};
    struct str lines = sequel_read(r);
    typed.is_wrong = lines_next(r->arena, &lines, &typed.email);
    if (page_is_state(r, "envoye"))
        show_sent(r, out, door);
    else
        show(r, out, door, &typed);
}

/* Who never chose a password gets another activation link: that is what was lost. */
static enum store_status send_link(struct request *r, struct str email)
{
    struct account account;
    struct str link;
    enum store_status status = account_find_by_email(request_db(r), r->arena, email, &account);
    if (status != STORE_OK)
        return status;
    if (account.has_password)
        return invite_reset(r->app, r->site, r->arena, &account);
    return invite_again(r->app, r->site, r->arena, &account, &link);
}

static void forgotten(struct request *r, struct response *out, const struct door *door)
{
    struct str email = str_trim(request_field(r, "email"));
    if (!mail_address_is_valid(email)) {
        leave(r, out, door, request_field(r, "email"));
        return;
    }
    /* What making a mail takes is hidden behind the work of a password that nobody has. */
    if (password_check(r->app->passwords, STR(""), NULL) == HASHING_BUSY) {
        respond_refusal(r, out, REFUSAL_BUSY);
        return;
    }
    enum store_status status = door_count_request(r, email);
    if (status == STORE_OK)
        status = send_link(r, email);
    if (status != STORE_OK && status != STORE_NONE) {
        respond_store_failure(r, out, status);
        return;
    }
    respond_redirect(out, page_url_state(r, door->forgotten, "envoye"));
}

void page_espace_oubli_get(struct request *r, struct response *out)
{
    ask(r, out, &door_space);
}

void page_espace_oubli_post(struct request *r, struct response *out)
{
    forgotten(r, out, &door_space);
}

void page_cabinet_oubli_get(struct request *r, struct response *out)
{
    ask(r, out, &door_office);
}

void page_cabinet_oubli_post(struct request *r, struct response *out)
{
    forgotten(r, out, &door_office);
}
