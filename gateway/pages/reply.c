#include "pages/reply.h"

#include "http/sequel.h"
#include "post/compose.h"
#include "store/id.h"
#include "store/lines.h"

enum { LINES_MAX = 64 * 1024 };

static const char *const outcomes[REPLY_OUTCOME__MAX] = {[REPLY_JUDGED] = "juge",
                                                         [REPLY_STALE] = "perime",
                                                         [REPLY_AGAIN] = "autrement",
                                                         [REPLY_TOO_MANY] = "trop"};

bool reply_open(struct request *r, struct reply *reply)
{
    const struct definition *definition = site_definition(r->site, r->params[0]);
    if (definition == NULL || !definition->is_public)
        return false;
    size_t n = definition->form->n_questions;
    *reply = (struct reply){
        .definition = definition,
        .words = words_of(r->arena, r->site, definition, r->language),
        .key = id_new(r->arena),
        .raw = ARENA_ARRAY(r->arena, struct form_raw, n),
        .answers = form_answers_new(r->arena, definition->form, page_day(r, r->now)),
        .asked = ARENA_ARRAY(r->arena, bool, n),
        .problems = ARENA_ARRAY(r->arena, enum form_problem, n),
    };
    reply->news = question_news_none(&reply->words);
    form_asked_all(definition->form, reply->answers, reply->asked);
    return true;
}

/* After reply->raw was filled. */
static void understand(const struct request *r, struct reply *reply)
{
    const struct form *f = reply->definition->form;
    for (size_t i = 0; i < f->n_questions; i++)
        reply->answers->items[i] =
            form_answer_read(r->arena, &f->questions[i], reply->raw[i], reply->answers->today);
    form_asked_all(f, reply->answers, reply->asked);
}

bool reply_read_form(const struct request *r, struct reply *reply)
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
    if (reply->change.act == REPEAT_ASKED)
        reply->removing = repeat_item_code(r->arena, reply->change.repeat, reply->change.item);
    understand(r, reply);
    reply->key = request_field(r, "cle");
    reply->email = str_trim(request_field(r, "email"));
    return fits && reply->change.act != REPEAT_WRONG;
}

struct question_input reply_input(const struct reply *reply)
{
    return (struct question_input){.raw = reply->raw,
                                   .answers = reply->answers,
                                   .asked = reply->asked,
                                   .problems = reply->problems,
                                   .removing = reply->removing,
                                   .news = reply->news.questions,
                                   .stops = stops_notes(&reply->words, &reply->stops, -1)};
}

/* ---- what is wrong ---- */

static struct str judge_email(const struct request *r, struct str email)
{
    if (email.n == 0)
        return page_text(r, "form.problem.missing_email", NULL);
    return !mail_address_is_valid(email) ? page_text(r, "form.problem.not_an_email", NULL) : (struct str){0};
}

bool reply_judge(const struct request *r, struct reply *reply)
{
    const struct form *f = reply->definition->form;
    struct question_input input = reply_input(reply);
    bool *seen = ARENA_ARRAY(r->arena, bool, f->n_points); /* all points are on the page */
    memset(seen, true, f->n_points);
    size_t wrong = question_problems(f, &input, -1, true, reply->problems);
    reply->stops = stops_find(&reply->words, &input, seen);
    reply->email_error = judge_email(r, reply->email);
    return wrong + reply->news.n + reply->stops.n + reply->email_error.n == 0;
}

/* ---- from one address to the other ---- */

static struct str field_of(const struct reply *reply, size_t question)
{
    return arena_join(reply->words.arena, STR("q."), reply->definition->form->questions[question].id);
}

/* All that was typed, and what there is to say of it; in no language. */
static struct str lines_of(const struct request *r, const struct reply *reply)
{
    const struct form *f = reply->definition->form;
    struct buf lines;
    buf_init(&lines, LINES_MAX);
    lines_add_pair(&lines, STR("cle"), reply->key);
    lines_add_pair(&lines, STR("email"), reply->email);
    if (reply->outcome != REPLY_OPEN)
        lines_add_pair(&lines, STR("issue"), str_from(outcomes[reply->outcome]));
    if (reply->removing.n > 0)
        lines_add_pair(&lines, STR("retirer"), reply->removing);
    for (size_t i = 0; i < f->n_questions; i++)
        for (size_t k = 0; k < reply->raw[i].n; k++)
            lines_add_pair(&lines, field_of(reply, i), reply->raw[i].texts[k]);
    question_news_write(f, &reply->news, &lines);
    struct str text = arena_str(r->arena, buf_str(&lines));
    buf_release(&lines);
    return text;
}

/* The texts of a question stand in lines that follow each other. */
static void add_text(struct reply *reply, size_t question, struct str text)
{
    struct form_raw *raw = &reply->raw[question];
    struct str *texts = ARENA_ARRAY(reply->words.arena, struct str, raw->n + 1);
    for (size_t i = 0; i < raw->n; i++)
        texts[i] = raw->texts[i];
    texts[raw->n] = text;
    *raw = (struct form_raw){texts, raw->n + 1};
}

static void read_line(struct reply *reply, struct str name, struct str text)
{
    const struct form *f = reply->definition->form;
    ptrdiff_t question = question_of_field(f, name);
    if (question >= 0)
        add_text(reply, (size_t)question, text);
    else if (str_eq_z(name, "cle"))
        reply->key = text;
    else if (str_eq_z(name, "email"))
        reply->email = text;
    else if (str_eq_z(name, "retirer"))
        reply->removing = text;
    for (size_t i = REPLY_OPEN + 1; i < REPLY_OUTCOME__MAX && str_eq_z(name, "issue"); i++)
        if (str_eq_z(text, outcomes[i]))
            reply->outcome = (enum reply_outcome)i;
}

void reply_read_address(const struct request *r, struct reply *reply)
{
    struct str left = sequel_read(r), lines = left, name, text;
    struct question_input input = {.answers = reply->answers, .asked = reply->asked};
    while (lines_next_pair(r->arena, &lines, &name, &text))
        read_line(reply, name, text);
    understand(r, reply);
    /* What is news is known once all answers are. */
    for (lines = left; lines_next_pair(r->arena, &lines, &name, &text);)
        question_news_line(reply->definition->form, &input, name, text, &reply->news);
    if (reply->outcome == REPLY_JUDGED)
        reply_judge(r, reply);
}

struct str reply_path(const struct reply *reply, const char *page)
{
    return arena_printf(reply->words.arena, "/repondre/" STR_FMT "%s", STR_ARG(reply->definition->id), page);
}

static struct sequel sequel_of(const struct request *r, const struct reply *reply, const char *page)
{
    return (struct sequel){.path = page_url(r, reply_path(reply, page).p), .text = lines_of(r, reply)};
}

struct str reply_address(const struct request *r, const struct reply *reply, const char *page)
{
    struct sequel sequel = sequel_of(r, reply, page);
    return sequel_address(r, &sequel);
}

static const char *anchor_at(const struct request *r, struct str id)
{
    return arena_printf(r->arena, STR_FMT, STR_ARG(question_anchor(r->arena, id))).p;
}

/* What there is to look at first. */
static const char *anchor_of(const struct request *r, const struct reply *reply)
{
    const struct repeat_change *change = &reply->change;
    if (change->act == REPEAT_ADDED || change->act == REPEAT_ASKED)
        return anchor_at(r, repeat_item_code(r->arena, change->repeat, change->item));
    if (change->act != REPEAT_NONE)
        return anchor_at(r, change->repeat->id);
    if (reply->outcome == REPLY_OPEN)
        return NULL;
    bool wrong = reply->outcome != REPLY_JUDGED || reply->email_error.n + reply->stops.n > 0;
    for (size_t i = 0; i < reply->definition->form->n_questions; i++)
        wrong = wrong || reply->problems[i] != FORM_OK;
    return wrong ? "a-corriger" : "de-plus";
}

void reply_leave(struct request *r, struct response *out, struct reply *reply)
{
    struct sequel sequel = sequel_of(r, reply, "");
    sequel.anchor = anchor_of(r, reply);
    if (!sequel_redirect(r, out, &sequel))
        reply_show(r, out, reply);
}
