#include "pages/new_password.h"

#include "http/sequel.h"

enum store_status link_look(struct request *r, const struct door *door, struct link *link)
{
    link->token = request_field(r, "jeton");
    struct token_claim claim = {link->token, link->purpose, r->now};
    link->state = token_look(request_db(r), r->arena, &claim, &link->account);
    if (link->state == TOKEN_UNKNOWN)
        return STORE_OK;
    if (link->account.door != door->kind) {
        link->state = TOKEN_UNKNOWN;
        return STORE_OK;
    }
    enum store_status status = door_person(r, &link->account, &link->person);
    if (status == STORE_OK)
        page_speak(r, link->person.language);
    return status;
}

void link_refuse(struct request *r, struct response *out, const struct new_password *chosen, const char *path)
{
    const struct link *link = chosen->link;
    struct str page = page_url(r, path);
    struct sequel sequel = {
        .path = arena_printf(r->arena, STR_FMT "%cjeton=" STR_FMT, STR_ARG(page),
                             str_find_char(page, '?') < 0 ? '?' : '&', STR_ARG(link->token)),
        .text = password_problem_name(chosen->problem),
    };
    if (!sequel_redirect(r, out, &sequel))
        respond_refusal(r, out, REFUSAL_BAD_FIELD);
}

enum password_problem link_problem(const struct request *r)
{
    struct str name = sequel_read(r);
    for (int i = PASSWORD_OK + 1; i < PASSWORD_PROBLEM__MAX; i++)
        if (str_eq(name, password_problem_name((enum password_problem)i)))
            return (enum password_problem)i;
    return PASSWORD_OK;
}

struct setting {
    const struct new_password *chosen;
    struct password_hash hash;
    int64_t now;
};

static enum store_status write_password(struct store_db *db, void *context)
{
    const struct setting *s = context;
    const struct link *link = s->chosen->link;
    struct token_claim claim = {link->token, link->purpose, s->now};
    enum store_status status = token_use(db, &claim);
    if (status == STORE_OK)
        status = account_set_password(db, link->account.id, &s->hash, s->now);
    return status == STORE_OK ? s->chosen->also(db, s->chosen->context) : status;
}

enum choice link_choose(struct request *r, struct response *out, struct new_password *chosen)
{
    struct setting setting = {.chosen = chosen, .now = r->now};
    struct str password = request_field(r, "mot-de-passe");
    chosen->problem = door_judge(r, chosen->door, &chosen->link->person, password);
    if (chosen->problem != PASSWORD_OK)
        return CHOICE_REFUSED;
    if (password_make(r->app->passwords, password, &setting.hash) != HASHING_RIGHT) {
        respond_refusal(r, out, REFUSAL_BUSY);
        return CHOICE_ANSWERED;
    }
    enum store_status status = store_write(r->app->store, write_password, &setting);
    if (status == STORE_OK)
        return CHOICE_MADE;
    if (status == STORE_NONE)
        return CHOICE_TOO_LATE;
    respond_store_failure(r, out, status);
    return CHOICE_ANSWERED;
}
