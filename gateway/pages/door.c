#include "pages/door.h"

#include "client/client.h"
#include "member/member.h"

const struct door door_space = {
    .kind = DOOR_CLIENT,
    .folder = "espace",
    .home = "/espace/",
    .sign_in = "/espace/connexion",
    .activation = "/espace/activation",
    .resend = "/espace/activation/renvoi",
    .forgotten = "/espace/oubli",
    .reset = "/espace/mot-de-passe",
    .password_min = PASSWORD_MIN_CLIENT,
};

const struct door door_office = {
    .kind = DOOR_MEMBER,
    .folder = "cabinet",
    .home = "/cabinet/",
    .sign_in = "/cabinet/connexion",
    .activation = "/cabinet/activation",
    .resend = "/cabinet/activation/renvoi",
    .forgotten = "/cabinet/oubli",
    .reset = "/cabinet/mot-de-passe",
    .password_min = PASSWORD_MIN_MEMBER,
};

const char *door_template(const struct request *r, const struct door *door, const char *name)
{
    return arena_printf(r->arena, "%s/%s", door->folder, name).p;
}

enum store_status door_person(struct request *r, const struct account *account, struct person *out)
{
    struct client client;
    struct member member;
    enum store_status status;
    if (account->door == DOOR_CLIENT) {
        status = client_find(request_db(r), r->arena, account->owner, &client);
        if (status == STORE_OK)
            *out = (struct person){client.first_name, client.last_name, client.company, account->email,
                                   client.language};
        return status;
    }
    status = member_find(request_db(r), r->arena, account->owner, &member);
    if (status == STORE_OK)
        *out = (struct person){member.first_name, member.last_name, {0}, account->email, member.language};
    return status;
}

struct str person_name(const struct request *r, const struct person *person)
{
    return arena_printf(r->arena, STR_FMT " " STR_FMT, STR_ARG(person->first_name),
                        STR_ARG(person->last_name));
}

struct counting {
    struct str email;
    int64_t now;
};

static enum store_status write_count(struct store_db *db, void *context)
{
    const struct counting *c = context;
    return account_count_request(db, c->email, c->now);
}

enum store_status door_count_request(struct request *r, struct str email)
{
    struct counting counting = {email, r->now};
    return store_write(r->app->store, write_count, &counting);
}

enum password_problem door_judge(const struct request *r, const struct door *door,
                                 const struct person *person, struct str password)
{
    struct str words[] = {person->first_name, person->last_name, person->company,
                          person->email,      r->site->name,     STR("portillon")};
    return password_judge(password, door->password_min, words, sizeof words / sizeof *words);
}

static struct str problem_text(const struct request *r, const struct door *door,
                               enum password_problem problem)
{
    struct value *arguments = value_map(r->arena);
    if (problem == PASSWORD_OK)
        return (struct str){0};
    value_set_int(arguments, "password_min", (int64_t)door->password_min);
    struct str key =
        arena_printf(r->arena, "password.problem." STR_FMT, STR_ARG(password_problem_name(problem)));
    return page_text(r, key.p, arguments);
}

void door_ask_password(struct request *r, struct response *out, const struct door *door,
                       const struct password_form *form)
{
    struct value *view = value_map(r->arena);
    struct value *errors = value_list(r->arena);
    struct str problem = problem_text(r, door, form->problem);
    if (problem.n > 0)
        page_mistake(errors, STR("mot-de-passe"), problem);
    page_set_errors(view, errors);
    value_set_text(view, "password_error", problem);
    value_set_text(view, "action", page_url(r, form->action));
    value_set_text(view, "token", form->token);
    value_set_text(view, "email", form->person.email);
    value_set_int(view, "password_min", (int64_t)door->password_min);
    if (str_eq_z(str_from(form->name), "activation"))
        value_set_text(view, "first_name", form->person.first_name);
    respond_page(r, out, problem.n > 0 ? STATUS_WRONG : STATUS_OK, door_template(r, door, form->name), view);
}
