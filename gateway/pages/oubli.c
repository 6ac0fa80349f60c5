/* /espace/oubli and /cabinet/oubli: asking for a link to choose a new password. The answer and its time are
 * the same whether the address is known or not. */
#include "pages/door.h"
#include "post/invite.h"
#include "post/message.h"

static void show(struct request *r, struct response *out, const struct door *door, struct str problem)
{
    struct value *view = value_map(r->arena);
    struct value *errors = value_list(r->arena);
    if (problem.n > 0)
        page_mistake(errors, STR("email"), problem);
    page_set_errors(view, errors);
    value_set_text(view, "action", page_url(r, door->forgotten));
    value_set_text(view, "email", r->method == METHOD_POST ? request_field(r, "email") : (struct str){0});
    value_set_text(view, "email_error", problem);
    value_set_text(view, "signin", page_url(r, door->sign_in));
    respond_page(r, out, problem.n > 0 ? STATUS_WRONG : STATUS_OK, door_template(r, door, "oubli"), view);
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
        show(r, out, door,
             page_text(r, email.n == 0 ? "signin.problem.missing_email" : "form.problem.not_an_email", NULL));
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
    struct value *view = value_map(r->arena);
    value_set_text(view, "signin", page_url(r, door->sign_in));
    respond_page(r, out, STATUS_OK, door_template(r, door, "oubli-envoye"), view);
}

void page_espace_oubli_get(struct request *r, struct response *out)
{
    show(r, out, &door_space, (struct str){0});
}

void page_espace_oubli_post(struct request *r, struct response *out)
{
    forgotten(r, out, &door_space);
}

void page_cabinet_oubli_get(struct request *r, struct response *out)
{
    show(r, out, &door_office, (struct str){0});
}

void page_cabinet_oubli_post(struct request *r, struct response *out)
{
    forgotten(r, out, &door_office);
}
