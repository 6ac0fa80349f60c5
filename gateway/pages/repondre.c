/* /repondre/DEFINITION: a questionnaire that anyone may fill in, on one page. Its answers wait until the
 * address is confirmed by a mailed link. */
#include <jansson.h>

#include "account/account.h"
#include "pages/page.h"
#include "pages/question_news.h"
#include "pages/repeat.h"
#include "pages/stops.h"
#include "post/compose.h"
#include "store/id.h"
#include "submission/visitor.h"

/* One form as it is shown or was posted. */
struct reply {
    const struct definition *definition;
    struct words words;
    struct str key, email;
    struct form_raw *raw;
    struct form_answers *answers;
    bool *asked;
    enum form_problem *problems;
    struct question_news news;
    struct stops stops; /* that stop it */
    struct repeat_change change;
};

static bool open_reply(struct request *r, struct reply *reply)
{
    const struct definition *definition = site_definition(r->site, r->params[0]);
    if (definition == NULL || !definition->is_public)
        return false;
    size_t n = definition->form->n_questions;
    *reply = (struct reply){
        .definition = definition,
        .words = words_of(r->arena, r->site, definition, r->language),
        .raw = ARENA_ARRAY(r->arena, struct form_raw, n),
        .answers = form_answers_new(r->arena, definition->form, page_day(r, r->now)),
        .asked = ARENA_ARRAY(r->arena, bool, n),
        .problems = ARENA_ARRAY(r->arena, enum form_problem, n),
    };
    reply->news = question_news_none(&reply->words);
    form_asked_all(definition->form, reply->answers, reply->asked);
    return true;
}

static struct question_input input_of(const struct reply *reply)
{
    struct question_input input = {.raw = reply->raw,
                                   .answers = reply->answers,
                                   .asked = reply->asked,
                                   .problems = reply->problems,
                                   .news = reply->news.questions,
                                   .stops = stops_notes(&reply->words, &reply->stops, -1)};
    if (reply->change.act == REPEAT_ASKED)
        input.removing = repeat_item_code(reply->words.arena, reply->change.repeat, reply->change.item);
    return input;
}

/* ---- the form ---- */

/* A point is there when anything of it is asked; when all of it has a condition, it waits. */
static void set_condition(const struct reply *reply, size_t point, struct value *item)
{
    const struct form *f = reply->definition->form;
    const struct form_point *p = &f->points[point];
    bool is_asked = p->n_questions == 0, is_conditional = p->n_questions > 0;
    for (size_t i = p->first_question; i < p->first_question + p->n_questions; i++) {
        is_asked = is_asked || reply->asked[i];
        is_conditional = is_conditional && (f->questions[i].condition != NULL ||
                                            f->questions[i].parent >= 0 || f->questions[i].repeat >= 0);
    }
    value_set_bool(item, "is_conditional", is_conditional);
    value_set_bool(item, "is_waiting", is_conditional && !is_asked);
}

static struct str point_id(const struct reply *reply, size_t point)
{
    return arena_printf(reply->words.arena, "point-%zu", point + 1);
}

static void add_points(const struct reply *reply, struct value *view)
{
    const struct form *f = reply->definition->form;
    struct question_input input = input_of(reply);
    struct value *points = value_set_list(view, "points");
    int64_t n = 0;
    for (size_t i = 0; i < f->n_points; i++) {
        struct value *item = value_add_map(points);
        question_view(&reply->words, &input, i, item);
        set_condition(reply, i, item);
        n += !value_is_true(value_get(item, STR("is_waiting")));
        value_set_text(item, "id", point_id(reply, i));
        value_set_int(item, "n", n);
        value_set_text(item, "title", words_title(&reply->words, f->points[i].line));
        value_set_html(item, "hint", words_hint(&reply->words, f->points[i].line));
    }
    value_set_int(view, "points_total", n);
}

struct reply_page {
    int status;
    struct str notice;      /* said at the head of the mistakes, or empty */
    struct str email_error; /* or empty */
};

static void show(struct request *r, struct response *out, const struct reply *reply,
                 const struct reply_page *page)
{
    struct value *view = value_map(r->arena), *errors = value_list(r->arena);
    struct question_input input = input_of(reply);
    struct str path = arena_printf(r->arena, "/repondre/" STR_FMT, STR_ARG(reply->definition->id));
    if (page->notice.n > 0)
        page_mistake(errors, STR("contenu"), page->notice);
    question_mistakes(&reply->words, &input, -1, errors);
    stops_view(&reply->words, &reply->stops, &(struct stop_places){.point = -1}, errors);
    if (page->email_error.n > 0)
        page_mistake(errors, STR("email"), page->email_error);
    page_set_errors(view, errors);
    value_set_text(view, "action", page_url(r, path.p));
    value_set_text(view, "asks", arena_join(r->arena, path, STR("/questions")));
    value_set_text(view, "language_form", STR("reponses"));
    value_set_text(view, "version", reply->definition->version);
    value_set_text(view, "key", reply->key);
    value_set_text(value_set_map(view, "questionnaire"), "title", reply->words.wording->title);
    value_set_html(view, "intro", reply->words.wording->intro);
    value_set_text(view, "email", reply->email);
    value_set_text(view, "email_error", page->email_error);
    question_news_view(&reply->words, &reply->news, view);
    add_points(reply, view);
    respond_page(r, out, page->status, "repondre/formulaire", view);
}

void page_repondre_get(struct request *r, struct response *out)
{
    struct reply reply;
    if (!open_reply(r, &reply)) {
        respond_refusal(r, out, REFUSAL_NOT_FOUND);
        return;
    }
    reply.key = id_new(r->arena);
    show(r, out, &reply, &(struct reply_page){.status = STATUS_OK});
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

/* False when a field belongs to no question; what fits is read all the same. */
static bool read_reply(const struct request *r, struct reply *reply)
{
    const struct form *f = reply->definition->form;
    struct question_post post = {
        .first = 0,
        .n = f->n_points,
        .raw = reply->raw,
        .posted = ARENA_ARRAY(r->arena, bool, f->n_questions),
    };
    bool fits = question_read(r, f, &post);
    reply->change = repeat_change(r, f, &post);
    for (size_t i = 0; i < f->n_questions; i++)
        reply->answers->items[i] =
            form_answer_read(r->arena, &f->questions[i], reply->raw[i], reply->answers->today);
    form_asked_all(f, reply->answers, reply->asked);
    reply->key = request_field(r, "cle");
    reply->email = str_trim(request_field(r, "email"));
    return fits && reply->change.act != REPEAT_WRONG;
}

static struct str judge_email(const struct request *r, struct str email)
{
    if (email.n == 0)
        return page_text(r, "form.problem.missing_email", NULL);
    return !mail_address_is_valid(email) ? page_text(r, "form.problem.not_an_email", NULL) : (struct str){0};
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

static void show_pending(struct request *r, struct response *out, const struct reply *reply)
{
    struct value *view = value_map(r->arena);
    value_set_text(value_set_map(view, "questionnaire"), "title", reply->words.wording->title);
    value_set_bool(view, "is_pending", true);
    value_set_text(view, "email", reply->email);
    respond_page(r, out, STATUS_OK, "repondre/merci", view);
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
        show_pending(r, out, reply);
    } else if (status == STORE_CONFLICT) {
        reply->key = id_new(r->arena);
        show(r, out, reply,
             &(struct reply_page){.status = STATUS_CONFLICT, .notice = page_text(r, "reply.again", NULL)});
    } else if (status == STORE_NONE) {
        show(r, out, reply,
             &(struct reply_page){.status = STATUS_TOO_MANY,
                                  .email_error = page_text(r, "reply.too_many", NULL)});
    } else {
        respond_store_failure(r, out, status);
    }
}

/* All points are on the page. */
static const bool *all_seen(const struct request *r, const struct reply *reply)
{
    bool *seen = ARENA_ARRAY(r->arena, bool, reply->definition->form->n_points);
    memset(seen, true, reply->definition->form->n_points);
    return seen;
}

void page_repondre_post(struct request *r, struct response *out)
{
    struct reply reply;
    if (!open_reply(r, &reply)) {
        respond_refusal(r, out, REFUSAL_NOT_FOUND);
        return;
    }
    bool is_stale = !str_eq(request_field(r, "version"), reply.definition->version);
    bool fits = read_reply(r, &reply);
    if (!knows_fields(r) || (!fits && !is_stale)) {
        respond_refusal(r, out, REFUSAL_BAD_FIELD);
        return;
    }
    bool is_sent = reply.change.act == REPEAT_NONE && !page_is_other_language(r);
    if (!is_sent && !is_stale) {
        show(r, out, &reply, &(struct reply_page){.status = STATUS_OK});
        return;
    }
    struct question_input input = input_of(&reply);
    reply.news = question_news(r, &reply.words, &input, -1);
    input.news = reply.news.questions;
    struct reply_page page = {.status = STATUS_WRONG, .email_error = judge_email(r, reply.email)};
    size_t wrong = question_problems(reply.definition->form, &input, -1, true, reply.problems);
    const struct submission *s = NULL;
    if (is_stale)
        page = (struct reply_page){.status = STATUS_CONFLICT, .notice = page_text(r, "reply.stale", NULL)};
    else if (wrong == 0 && reply.news.n == 0 && page.email_error.n == 0)
        s = submission_of_answers(r->arena, reply.definition, reply.answers);
    if (s == NULL && !is_stale)
        reply.stops = stops_find(&reply.words, &input, all_seen(r, &reply));
    if (s == NULL)
        show(r, out, &reply, &page);
    else
        keep(r, out, &reply);
}

/* ---- for the script ---- */

/* The ids of all that has a condition and applies; the points that are there, with their numbers. */
static void tell_script(const struct reply *reply, struct response *out)
{
    struct question_input input = input_of(reply);
    struct value *view = value_map(reply->words.arena), *ids = value_list(reply->words.arena);
    json_t *answer = json_object(), *asked = json_array(), *numbers = json_object();
    add_points(reply, view);
    const struct value *points = value_get(view, STR("points"));
    for (size_t i = 0; i < value_count(points); i++) {
        const struct value *point = value_at(points, i);
        if (value_is_true(value_get(point, STR("is_waiting"))))
            continue;
        value_add(ids, value_text(reply->words.arena, point_id(reply, i)));
        json_object_set_new(numbers, point_id(reply, i).p,
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
    char *text = json_dumps(answer, JSON_COMPACT);
    respond_json(out, str_from(text));
    free(text);
    json_decref(answer);
}

/* What applies by what is typed so far; nothing is kept. */
void page_repondre_questions_post(struct request *r, struct response *out)
{
    struct reply reply;
    if (!open_reply(r, &reply))
        respond_refusal(r, out, REFUSAL_NOT_FOUND);
    else if (!str_eq(request_field(r, "version"), reply.definition->version))
        respond_refusal(r, out, REFUSAL_STALE);
    else if (!read_reply(r, &reply) || !knows_fields(r))
        respond_refusal(r, out, REFUSAL_BAD_FIELD);
    else
        tell_script(&reply, out);
}
