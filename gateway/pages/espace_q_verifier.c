/* /espace/q/ASSIGNMENT/verifier: check your answers, change them, send them. */
#include "http/sequel.h"
#include "pages/review.h"
#include "pages/stops.h"
#include "pages/submission_view.h"

struct str review_version(const struct request *r, const struct filling *f)
{
    return arena_printf(r->arena, STR_FMT "-%lld", STR_ARG(f->definition->version),
                        (long long)f->assignment.revision);
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

/* Each leads to the questions that it is about. Gives how many there are. */
static size_t add_stops(const struct request *r, const struct filling *f, struct value *errors)
{
    enum form_problem *problems;
    struct question_input input = filling_input(r, f, &problems);
    struct filling_pages pages = {r, f};
    struct stop_places places = {filling_page_url, &pages, (ptrdiff_t)f->definition->form->n_points,
                                 "reponses"};
    struct stops stops = stops_find(&f->words, &input, NULL);
    stops_view(&f->words, &stops, &places, errors);
    return stops.n;
}

static void show(struct request *r, struct response *out, const struct filling *f,
                 enum review_mistake mistake)
{
    size_t total = filling_total(f), complete = filling_complete(f);
    struct value *view = value_map(r->arena);
    struct value *errors = value_list(r->arena);
    if (mistake == REVIEW_STALE)
        page_mistake(errors, STR("contenu"), page_text(r, "review.stale", NULL));
    size_t stops = add_stops(r, f, errors);
    page_set_errors(view, errors);
    value_set_text(view, "action", filling_url(r, f, "envoyer"));
    value_set_text(view, "back", filling_url(r, f, ""));
    value_set_text(view, "version", review_version(r, f));
    value_set_text(value_set_map(view, "questionnaire"), "title", f->words.wording->title);
    value_set_int(view, "points_todo", (int64_t)(total - complete));
    value_set_bool(view, "is_ready", complete == total && stops == 0);
    struct value *points = value_set_list(view, "points");
    for (size_t i = 0; i < f->definition->form->n_points; i++)
        if (f->points[i] != FORM_POINT_SKIPPED)
            add_point(r, f, i, points);
    set_hidden(r, f, view);
    static const int statuses[REVIEW_MISTAKE__MAX] = {STATUS_OK, STATUS_CONFLICT, STATUS_WRONG};
    respond_page(r, out, statuses[mistake], "espace/verifier", view);
}

/* ---- from one address to the other ---- */

static const char *const mistakes[REVIEW_MISTAKE__MAX] = {"", "change", "incomplet"};

void review_leave(struct request *r, struct response *out, const struct filling *f,
                  enum review_mistake mistake)
{
    struct sequel sequel = {.path = filling_url(r, f, "verifier"), .text = str_from(mistakes[mistake])};
    if (!sequel_redirect(r, out, &sequel))
        show(r, out, f, mistake);
}

static enum review_mistake mistake_read(const struct request *r)
{
    struct str text = sequel_read(r);
    for (int i = REVIEW_FINE + 1; i < REVIEW_MISTAKE__MAX; i++)
        if (str_eq_z(text, mistakes[i]))
            return (enum review_mistake)i;
    return REVIEW_FINE;
}

void page_espace_q_verifier_get(struct request *r, struct response *out)
{
    struct filling f;
    if (filling_enter(r, out, &f))
        show(r, out, &f, mistake_read(r));
}
