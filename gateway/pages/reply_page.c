#include "pages/reply.h"

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

struct str reply_point_id(const struct reply *reply, size_t point)
{
    return arena_printf(reply->words.arena, "point-%zu", point + 1);
}

void reply_points(const struct reply *reply, struct value *view)
{
    const struct form *f = reply->definition->form;
    struct question_input input = reply_input(reply);
    struct value *points = value_set_list(view, "points");
    int64_t n = 0;
    for (size_t i = 0; i < f->n_points; i++) {
        struct value *item = value_add_map(points);
        question_view(&reply->words, &input, i, item);
        set_condition(reply, i, item);
        n += !value_is_true(value_get(item, STR("is_waiting")));
        value_set_text(item, "id", reply_point_id(reply, i));
        value_set_int(item, "n", n);
        value_set_text(item, "title", words_title(&reply->words, f->points[i].line));
        value_set_html(item, "hint", words_hint(&reply->words, f->points[i].line));
    }
    value_set_int(view, "points_total", n);
}

/* ---- what became of it ---- */

/* Of the outcomes that are no mistakes of a question. */
struct said {
    int status;
    const char *notice; /* at the head of the mistakes */
    const char *email;  /* beside the address */
};
static const struct said said[REPLY_OUTCOME__MAX] = {
    [REPLY_OPEN] = {.status = STATUS_OK},
    [REPLY_JUDGED] = {.status = STATUS_OK},
    [REPLY_STALE] = {.status = STATUS_CONFLICT, .notice = "reply.stale"},
    [REPLY_AGAIN] = {.status = STATUS_CONFLICT, .notice = "reply.again"},
    [REPLY_TOO_MANY] = {.status = STATUS_TOO_MANY, .email = "reply.too_many"},
};

static struct value *mistakes(const struct request *r, struct reply *reply)
{
    struct value *errors = value_list(r->arena);
    struct question_input input = reply_input(reply);
    const struct said *s = &said[reply->outcome];
    if (s->notice != NULL)
        page_mistake(errors, STR("contenu"), page_text(r, s->notice, NULL));
    if (s->email != NULL)
        reply->email_error = page_text(r, s->email, NULL);
    question_mistakes(&reply->words, &input, -1, errors);
    stops_view(&reply->words, &reply->stops, &(struct stop_places){.point = -1}, errors);
    if (reply->email_error.n > 0)
        page_mistake(errors, STR("email"), reply->email_error);
    return errors;
}

/* A form that is complete but for what has come to be asked is wrong too: it was not sent. */
static int status_of(const struct reply *reply, const struct value *errors)
{
    bool wrong = value_count(errors) + reply->news.n > 0;
    return reply->outcome == REPLY_JUDGED && wrong ? STATUS_WRONG : said[reply->outcome].status;
}

void reply_show(struct request *r, struct response *out, struct reply *reply)
{
    struct value *view = value_map(r->arena), *errors = mistakes(r, reply);
    page_set_errors(view, errors);
    value_set_text(view, "action", page_url(r, reply_path(reply, "").p));
    value_set_text(view, "asks", reply_path(reply, "/questions"));
    value_set_text(view, "language_form", STR("reponses"));
    value_set_text(view, "version", reply->definition->version);
    value_set_text(view, "key", reply->key);
    value_set_text(value_set_map(view, "questionnaire"), "title", reply->words.wording->title);
    value_set_html(view, "intro", reply->words.wording->intro);
    value_set_text(view, "email", reply->email);
    value_set_text(view, "email_error", reply->email_error);
    question_news_view(&reply->words, &reply->news, view);
    reply_points(reply, view);
    respond_page(r, out, status_of(reply, errors), "repondre/formulaire", view);
}
