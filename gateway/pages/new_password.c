#include "pages/new_password.h"

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
    if (chosen->problem.n > 0)
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
