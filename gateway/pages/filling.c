#include "pages/filling.h"

enum store_status filling_open(struct request *r, struct str assignment_id, struct filling *f)
{
    struct assignment assignment;
    enum store_status status = assignment_find(request_db(r), r->arena, assignment_id, &assignment);
    return status == STORE_OK ? filling_of(r, &assignment, f) : status;
}

bool filling_enter(struct request *r, struct response *out, struct filling *f)
{
    enum store_status status = filling_open(r, r->params[0], f);
    bool is_sent = status == STORE_OK && f->assignment.state == ASSIGNMENT_SENT;
    if (is_sent)
        respond_redirect(out, filling_url(r, f, "recu"));
    else if (status != STORE_OK)
        respond_store_failure(r, out, status);
    return status == STORE_OK && !is_sent;
}

enum store_status filling_of(struct request *r, const struct assignment *assignment, struct filling *f)
{
    *f = (struct filling){.assignment = *assignment, .today = page_day(r, r->now)};
    struct store_db *db = request_db(r);
    if (!str_eq(f->assignment.client, r->session->subject))
        return STORE_NONE;
    if (f->assignment.state == ASSIGNMENT_SENT)
        return STORE_OK;
    f->version = assignment_version(db, r->arena, r->site, &f->assignment);
    f->definition = f->version.definition;
    if (f->version.status != STORE_OK)
        return f->version.status;
    if (f->definition == NULL)
        return STORE_NONE;
    f->words = words_of(r->arena, r->site, f->definition, r->language);
    f->words.files = STR("/espace/fichier/");
    f->draft = draft_load(r->arena, &f->assignment, f->definition->form, f->today);
    f->points = f->draft->points;
    return STORE_OK;
}

static bool is_skipped(const struct filling *f, size_t point)
{
    return f->points[point] == FORM_POINT_SKIPPED;
}

size_t filling_number(const struct filling *f, size_t point)
{
    size_t n = 1;
    for (size_t i = 0; i < point; i++)
        n += !is_skipped(f, i);
    return n;
}

size_t filling_total(const struct filling *f)
{
    return filling_number(f, f->definition->form->n_points) - 1;
}

size_t filling_complete(const struct filling *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->definition->form->n_points; i++)
        n += f->points[i] == FORM_POINT_COMPLETE;
    return n;
}

size_t filling_first_incomplete(const struct filling *f)
{
    size_t i = 0;
    while (i < f->definition->form->n_points && (f->points[i] == FORM_POINT_COMPLETE || is_skipped(f, i)))
        i++;
    return i;
}

size_t filling_next(const struct filling *f, size_t point)
{
    do
        point++;
    while (point < f->definition->form->n_points && is_skipped(f, point));
    return point;
}

size_t filling_previous(const struct filling *f, size_t point)
{
    for (size_t i = point; i-- > 0;)
        if (!is_skipped(f, i))
            return i;
    return point;
}

bool filling_is_ready(const struct filling *f, size_t but)
{
    for (size_t i = 0; i < f->definition->form->n_points; i++)
        if (i != but && f->points[i] != FORM_POINT_COMPLETE && !is_skipped(f, i))
            return false;
    return true;
}

struct str filling_url(const struct request *r, const struct filling *f, const char *page)
{
    return arena_printf(r->arena, "/espace/q/" STR_FMT "/%s", STR_ARG(f->assignment.id), page);
}

struct str filling_point_url(const struct request *r, const struct filling *f, size_t point)
{
    return arena_printf(r->arena, "/espace/q/" STR_FMT "/%zu", STR_ARG(f->assignment.id), point + 1);
}

struct str filling_page_url(const void *context, size_t point)
{
    const struct filling_pages *pages = context;
    return filling_point_url(pages->request, pages->filling, point);
}

struct question_input filling_input(const struct request *r, const struct filling *f,
                                    enum form_problem **problems)
{
    *problems = ARENA_ARRAY(r->arena, enum form_problem, f->definition->form->n_questions);
    return (struct question_input){
        .raw = f->draft->raw, .answers = f->draft->answers, .asked = f->draft->asked, .problems = *problems};
}

void filling_version_view(const struct filling *f, struct value *view)
{
    enum { MOST = 5 }; /* questions named; the others are counted */
    const struct draft_version *v = &f->version;
    if (v->standing == DRAFT_CURRENT)
        return;
    struct value *renewed = value_set_map(view, "renewed");
    value_set_bool(renewed, "is_moved", v->standing == DRAFT_MOVES);
    value_set_bool(renewed, "is_kept", v->standing == DRAFT_STAYS);
    value_set_int(renewed, "answers", (int64_t)v->n_answered);
    value_set_bool(renewed, "has_changes", v->n_lines > 0);
    struct value *changes = value_set_list(renewed, "changes");
    for (size_t i = 0; i < v->n_lines && i < MOST; i++)
        value_set_text(value_add_map(changes), "title", words_title(&f->words, v->lines[i]));
    value_set_bool(renewed, "has_more", v->n_lines > MOST);
    value_set_int(renewed, "more", v->n_lines > MOST ? (int64_t)v->n_lines - MOST : 0);
}

struct str filling_state(const struct request *r, const struct filling *f, size_t point, bool current)
{
    enum form_point_state state = f->points[point];
    if (current)
        return page_text(r, state == FORM_POINT_COMPLETE ? "state.current_complete" : "state.current", NULL);
    static const char *const keys[FORM_POINT_STATE__MAX] = {
        [FORM_POINT_TODO] = "state.todo",
        [FORM_POINT_PARTIAL] = "state.partial",
        [FORM_POINT_COMPLETE] = "state.complete",
        [FORM_POINT_SKIPPED] = "state.skipped",
    };
    return page_text(r, keys[state], NULL);
}
