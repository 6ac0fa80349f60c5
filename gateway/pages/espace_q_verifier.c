/* /espace/q/ASSIGNMENT/verifier: check your answers, change them, send them. */
#include "form/score.h"
#include "pages/review.h"
#include "pages/submission_view.h"

struct str review_version(const struct request *r, const struct filling *f)
{
    return arena_printf(r->arena, STR_FMT "-%lld", STR_ARG(f->definition->version),
                        (long long)f->assignment.revision);
}

/* ---- checks that stop the sending ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The question that a word of an expression names: also a row, or what is asked of items, by its own name,
 * and a grid by its first row. */
static ptrdiff_t find_named(const struct form *form, struct str word)
{
    for (size_t i = 0; i < form->n_questions; i++) {
        const struct form_question *q = &form->questions[i];
        if (str_eq(q->id, word) || str_eq(q->name, word) ||
            (q->grid >= 0 && str_eq(form->grids[q->grid].id, word)))
            return (ptrdiff_t)i;
    }
    return -1;
}

/* The last question that a check names, or -1: scores are not looked into. */
static ptrdiff_t last_question(const struct form *form, const struct form_check *check)
{
    struct str text = form->lines[check->line - 1].declaration;
    ptrdiff_t last = -1;
    for (size_t i = 0, start = 0; i <= text.n; i++) {
        if (i < text.n && is_word(text.p[i]))
            continue;
        ptrdiff_t found = find_named(form, str_sub(text, start, i));
        last = found > last ? found : last;
        start = i + 1;
    }
    return last;
}

/* Leads to the point that has the last question of the check. */
static void add_block(const struct request *r, const struct filling *f, const struct form_check *check,
                      struct value *errors)
{
    const struct form *form = f->definition->form;
    ptrdiff_t question = last_question(form, check);
    size_t point = question < 0 ? 0 : form->questions[question].point;
    page_mistake(errors, arena_printf(r->arena, "point-%zu", point + 1), words_title(&f->words, check->line));
}

/* Gives how many there are. */
static size_t add_blocks(const struct request *r, const struct filling *f, struct value *errors)
{
    size_t n = 0;
    const struct form *form = f->definition->form;
    const struct form_scored *scored = form_score(r->arena, form, f->draft->answers, false);
    for (size_t i = 0; i < form->n_checks; i++)
        if (form->checks[i].severity == FORM_BLOCK && scored->raised[i]) {
            add_block(r, f, &form->checks[i], errors);
            n++;
        }
    return n;
}

/* ---- the page ---- */

static void add_point(const struct request *r, const struct filling *f, size_t point, struct value *points)
{
    const struct form_point *p = &f->definition->form->points[point];
    bool is_complete = f->points[point] == FORM_POINT_COMPLETE;
    struct str url = filling_point_url(r, f, point);
    struct value *item = value_add_map(points);
    value_set_int(item, "n", (int64_t)filling_number(f, point));
    value_set_text(item, "title", words_title(&f->words, p->line));
    value_set_bool(item, "is_complete", is_complete);
    value_set_text(item, "url", is_complete ? url : page_url_state(r, url.p, "incomplet"));
    struct reading reading = {&f->words, f->draft->answers, f->draft->asked, url};
    point_answers(&reading, point, value_set_list(item, "answers"));
}

static void set_hidden(const struct request *r, const struct filling *f, struct value *view)
{
    struct form_answers *hidden = form_answers_new(r->arena, f->definition->form, f->today);
    for (size_t i = 0; i < hidden->n; i++)
        if (!f->draft->asked[i])
            hidden->items[i] = f->draft->answers->items[i];
    hidden_view(&f->words, hidden, view);
}

void review_show(struct request *r, struct response *out, const struct filling *f, int status,
                 struct str mistake)
{
    size_t total = filling_total(f), complete = filling_complete(f);
    struct value *view = value_map(r->arena);
    struct value *errors = value_list(r->arena);
    if (mistake.n > 0)
        page_mistake(errors, STR("contenu"), mistake);
    size_t blocks = add_blocks(r, f, errors);
    page_set_errors(view, errors);
    value_set_text(view, "action", filling_url(r, f, "envoyer"));
    value_set_text(view, "back", filling_url(r, f, ""));
    value_set_text(view, "version", review_version(r, f));
    value_set_text(value_set_map(view, "questionnaire"), "title", f->words.wording->title);
    value_set_int(view, "points_todo", (int64_t)(total - complete));
    value_set_bool(view, "is_ready", complete == total && blocks == 0);
    struct value *points = value_set_list(view, "points");
    for (size_t i = 0; i < f->definition->form->n_points; i++)
        if (f->points[i] != FORM_POINT_SKIPPED)
            add_point(r, f, i, points);
    set_hidden(r, f, view);
    respond_page(r, out, status, "espace/verifier", view);
}

void page_espace_q_verifier_get(struct request *r, struct response *out)
{
    struct filling f;
    enum store_status status = filling_open(r, r->params[0], &f);
    if (status != STORE_OK)
        respond_store_failure(r, out, status);
    else if (f.assignment.state == ASSIGNMENT_SENT)
        respond_redirect(out, filling_url(r, &f, "recu"));
    else
        review_show(r, out, &f, STATUS_OK, (struct str){0});
}
