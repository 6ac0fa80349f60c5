/* /repondre/DEFINITION: a questionnaire that anyone may fill in, on one page. Its answers wait until the
 * address is confirmed by a mailed link. */
#include <jansson.h>

#include "account/account.h"
#include "pages/reply.h"
#include "post/compose.h"
#include "store/id.h"
#include "submission/visitor.h"

void page_repondre_get(struct request *r, struct response *out)
{
    struct reply reply;
    if (!reply_open(r, &reply)) {
        respond_refusal(r, out, REFUSAL_NOT_FOUND);
        return;
    }
    reply_read_address(r, &reply);
    reply_show(r, out, &reply);
}

/* ---- what was posted ---- */

static bool knows_fields(const struct request *r)
{
    for (size_t i = 0; i < r->n_fields; i++) {
        struct str name = r->fields[i].name;
        bool own = str_eq_z(name, "version") || str_eq_z(name, "cle") || str_eq_z(name, "email") ||
                   str_eq_z(name, "posee") || str_eq_z(name, "autre-langue") || str_eq_z(name, "auto");
        if (!own && !question_is_field(name) && !repeat_is_button(name))
            return false;
    }
    return request_field(r, "cle").n > 0;
}

struct keeping {
    struct visitor visitor;
    struct token token;
    struct outgoing mail;
};

static enum store_status write_visitor(struct store_db *db, void *context)
{
    const struct keeping *k = context;
    return visitor_keep(db, &k->visitor, &k->token, &k->mail);
}

/* The mail says only what the visitor is asked to confirm: it may have been sent to somebody else's address.
 */
static bool compose_confirmation(const struct request *r, const struct reply *reply, struct keeping *k)
{
    struct value *view = value_map(r->arena);
    value_set_text(view, "questionnaire", reply->words.wording->title);
    value_set_text(view, "link", compose_link(r->app, r->arena, "/repondre/confirmer", k->token.text));
    struct letter letter = {
        .message = "confirmation",
        .language = r->language,
        .to = reply->email,
        .view = view,
    };
    return compose(r->app, r->site, r->arena, &letter, &k->mail);
}

/* Where it is said that the mail is on its way, and from where one can come back to the answers, unless they
 * are too long for its address. */
static void thank(struct request *r, struct response *out, const struct reply *reply)
{
    struct str address = reply_address(r, reply, "/merci");
    struct reply brief = *reply;
    brief.raw = ARENA_ARRAY(r->arena, struct form_raw, reply->definition->form->n_questions);
    respond_redirect(out, address.n > 0 ? address : reply_address(r, &brief, "/merci"));
}

static void keep(struct request *r, struct response *out, struct reply *reply)
{
    struct keeping k = {
        .visitor = {.id = id_new(r->arena),
                    .key = reply->key,
                    .email = reply->email,
                    .language = r->language,
                    .definition = reply->definition,
                    .answers = reply->answers,
                    .created_at = r->now},
        .token = token_make(r->app, r->arena),
    };
    enum store_status status = STORE_BROKEN;
    if (compose_confirmation(r, reply, &k))
        status = store_write(r->app->store, write_visitor, &k);
    if (status == STORE_OK) {
        thank(r, out, reply);
    } else if (status == STORE_CONFLICT) {
        reply->key = id_new(r->arena);
        reply->outcome = REPLY_AGAIN;
        reply_leave(r, out, reply);
    } else if (status == STORE_NONE) {
        reply->outcome = REPLY_TOO_MANY;
        reply_leave(r, out, reply);
    } else {
        respond_store_failure(r, out, status);
    }
}

/* Was it sent, rather than shown again by another button? */
static bool is_sent(const struct request *r, const struct reply *reply)
{
    return reply->change.act == REPEAT_NONE && !page_is_other_language(r);
}

void page_repondre_post(struct request *r, struct response *out)
{
    struct reply reply;
    if (!reply_open(r, &reply)) {
        respond_refusal(r, out, REFUSAL_NOT_FOUND);
        return;
    }
    bool is_stale = !str_eq(request_field(r, "version"), reply.definition->version);
    bool fits = reply_read_form(r, &reply);
    if (!knows_fields(r) || (!fits && !is_stale)) {
        respond_refusal(r, out, REFUSAL_BAD_FIELD);
        return;
    }
    const struct submission *s = NULL;
    struct question_input input = reply_input(&reply);
    if (is_stale) {
        reply.outcome = REPLY_STALE;
    } else if (is_sent(r, &reply)) {
        reply.outcome = REPLY_JUDGED;
        reply.news = question_news(r, &reply.words, &input, -1);
        if (reply_judge(r, &reply))
            s = submission_of_answers(r->arena, reply.definition, reply.answers);
    }
    if (s == NULL)
        reply_leave(r, out, &reply);
    else
        keep(r, out, &reply);
}

/* ---- for the script ---- */

/* The ids of all that has a condition and applies; the points that are there, with their numbers. */
static void tell_script(const struct request *r, struct response *out, const struct reply *reply)
{
    struct question_input input = reply_input(reply);
    struct value *view = value_map(reply->words.arena), *ids = value_list(reply->words.arena);
    json_t *answer = json_object(), *asked = json_array(), *numbers = json_object();
    reply_points(reply, view);
    const struct value *points = value_get(view, STR("points"));
    for (size_t i = 0; i < value_count(points); i++) {
        const struct value *point = value_at(points, i);
        if (value_is_true(value_get(point, STR("is_waiting"))))
            continue;
        value_add(ids, value_text(reply->words.arena, reply_point_id(reply, i)));
        json_object_set_new(numbers, reply_point_id(reply, i).p,
                            json_integer(value_as_int(value_get(point, STR("n")))));
    }
    question_asked(&reply->words, &input, -1, ids);
    for (size_t i = 0; i < value_count(ids); i++) {
        char scratch[24];
        struct str id = value_as_text(value_at(ids, i), scratch);
        json_array_append_new(asked, json_stringn(id.p, id.n));
    }
    json_object_set_new(answer, "asked", asked);
    json_object_set_new(answer, "numbers", numbers);
    struct str here = reply_address(r, reply, "");
    if (here.n > 0)
        json_object_set_new(answer, "here", json_stringn(here.p, here.n));
    char *text = json_dumps(answer, JSON_COMPACT);
    respond_json(out, str_from(text));
    free(text);
    json_decref(answer);
}

/* What applies by what is typed so far; nothing is kept. */
void page_repondre_questions_post(struct request *r, struct response *out)
{
    struct reply reply;
    if (!reply_open(r, &reply))
        respond_refusal(r, out, REFUSAL_NOT_FOUND);
    else if (!str_eq(request_field(r, "version"), reply.definition->version))
        respond_refusal(r, out, REFUSAL_STALE);
    else if (!reply_read_form(r, &reply) || !knows_fields(r))
        respond_refusal(r, out, REFUSAL_BAD_FIELD);
    else
        tell_script(r, out, &reply);
}
