#include "pages/point_page.h"

#include "http/sequel.h"
#include "pages/point_files.h"
#include "pages/stops.h"
#include "pages/untouched.h"
#include "store/lines.h"

enum { LINES_MAX = 64 * 1024 };

struct point_page point_page_of(const struct filling *f, size_t point)
{
    return (struct point_page){
        .point = point,
        .notes = ARENA_ARRAY(f->words.arena, struct str, f->definition->form->n_questions),
        .news = question_news_none(&f->words),
        .status = STATUS_OK,
    };
}

/* ---- what is wrong ---- */

/* Of one page: what was typed and what is said of it. */
struct judged {
    struct question_input input;
    enum form_problem *problems;
    struct stops stops;
    size_t n; /* mistakes */
};

static struct judged judge(const struct request *r, const struct filling *f, const struct point_page *page)
{
    struct judged j;
    ptrdiff_t point = (ptrdiff_t)page->point;
    j.input = filling_input(r, f, &j.problems);
    if (r->method == METHOD_GET)
        j.input.removing = request_field(r, "retirer");
    j.input.notes = page->notes;
    j.input.news = page->news.questions;
    j.n = question_problems(f->definition->form, &j.input, point, page->complains, j.problems);
    struct stops all = stops_find(&f->words, &j.input, f->draft->seen);
    j.stops = stops_of_point(&f->words, &all, page->point);
    j.input.stops = stops_notes(&f->words, &j.stops, point);
    j.n += j.stops.n;
    return j;
}

bool point_has_mistakes(const struct request *r, const struct filling *f, const struct point_page *page)
{
    return judge(r, f, page).n > 0;
}

/* ---- the view ---- */

static void add_points(const struct request *r, const struct filling *f, size_t current, struct value *view)
{
    struct value *points = value_set_list(view, "points");
    for (size_t i = 0; i < f->definition->form->n_points; i++) {
        struct value *item = value_add_map(points);
        value_set_int(item, "n", (int64_t)filling_number(f, i));
        value_set_int(item, "step", (int64_t)i + 1);
        value_set_bool(item, "is_skipped", f->points[i] == FORM_POINT_SKIPPED);
        value_set_text(item, "title", words_title(&f->words, f->definition->form->points[i].line));
        value_set_text(item, "url", filling_point_url(r, f, i));
        value_set_bool(item, "is_current", i == current);
        value_set_bool(item, "is_complete", f->points[i] == FORM_POINT_COMPLETE);
        value_set_bool(item, "is_todo", f->points[i] != FORM_POINT_COMPLETE);
        value_set_bool(item, "is_partial", f->points[i] == FORM_POINT_PARTIAL);
    }
}

void point_set_tally(const struct filling *f, struct value *view)
{
    size_t total = filling_total(f), complete = filling_complete(f);
    value_set_int(view, "points_total", (int64_t)total);
    value_set_int(view, "points_complete", (int64_t)complete);
    value_set_int(view, "points_todo", (int64_t)(total - complete));
}

static void set_point(const struct filling *f, size_t n, struct value *view)
{
    const struct form_point *p = &f->definition->form->points[n];
    struct value *point = value_set_map(view, "point");
    value_set_int(point, "n", (int64_t)filling_number(f, n));
    value_set_text(point, "title", words_title(&f->words, p->line));
    value_set_html(point, "hint", words_hint(&f->words, p->line));
    value_set_bool(view, "is_first", filling_previous(f, n) == n);
    value_set_bool(view, "is_last", filling_next(f, n) == f->definition->form->n_points);
    value_set_bool(view, "is_ready", filling_is_ready(f, n));
}

/* An hour says something on its own day only. */
static void set_saved(const struct request *r, const struct filling *f, struct value *view)
{
    int64_t at = f->assignment.saved_at;
    if (at > 0 && page_day(r, at) == f->today)
        value_set_text(view, "saved_at", page_time(r, at));
}

static void set_questions(const struct request *r, const struct filling *f, const struct point_page *page,
                          struct value *view)
{
    struct filling_pages pages = {r, f};
    struct stop_places places = {filling_page_url, &pages, (ptrdiff_t)page->point, NULL};
    struct judged j = judge(r, f, page);
    struct value *errors = value_list(r->arena);
    question_mistakes(&f->words, &j.input, (ptrdiff_t)page->point, errors);
    stops_view(&f->words, &j.stops, &places, errors);
    page_set_errors(view, errors);
    question_news_view(&f->words, &page->news, view);
    question_view(&f->words, &j.input, page->point, view);
}

/* Whether or not it is asked now: a page without a script may come to show it. */
static bool asks_for_files(const struct filling *f, size_t point)
{
    const struct form_point *p = &f->definition->form->points[point];
    for (size_t i = p->first_question; i < p->first_question + p->n_questions; i++)
        if (f->definition->form->questions[i].type == FORM_FILE)
            return true;
    return false;
}

void point_page_show(struct request *r, struct response *out, const struct filling *f,
                     const struct point_page *page)
{
    struct value *view = value_map(r->arena);
    struct str url = filling_point_url(r, f, page->point);
    bool files = asks_for_files(f, page->point);
    value_set_text(view, "save", url);
    value_set_text(view, "action", files ? arena_join(r->arena, url, STR("/joindre")) : url);
    value_set_bool(view, "has_files", files);
    value_set_bool(view, "has_lost", page->has_lost);
    value_set_text(view, "version", f->definition->version);
    value_set_text(view, "marks", untouched_marks(r->arena, f->definition->form, page->point, f->draft->raw));
    value_set_text(value_set_map(view, "questionnaire"), "title", f->words.wording->title);
    point_set_tally(f, view);
    add_points(r, f, page->point, view);
    set_point(f, page->point, view);
    set_saved(r, f, view);
    filling_version_view(f, view);
    value_set_bool(view, "is_stale", page->is_stale);
    value_set_bool(view, "is_list_changed", page->is_list_changed);
    set_questions(r, f, page, view);
    respond_page(r, out, page->status, "espace/point", view);
}

/* ---- from one address to the other ---- */

/* Flags of the page, as lines. */
enum flag { FLAG_COMPLAINS, FLAG_STALE, FLAG_LIST_CHANGED, FLAG_LOST, FLAG__MAX };
static const char *const flags[FLAG__MAX] = {[FLAG_COMPLAINS] = "incomplet",
                                             [FLAG_STALE] = "perime",
                                             [FLAG_LIST_CHANGED] = "liste",
                                             [FLAG_LOST] = "perdus"};

static bool *flag_of(struct point_page *page, enum flag flag)
{
    bool *of[FLAG__MAX] = {[FLAG_COMPLAINS] = &page->complains,
                           [FLAG_STALE] = &page->is_stale,
                           [FLAG_LIST_CHANGED] = &page->is_list_changed,
                           [FLAG_LOST] = &page->has_lost};
    return of[flag];
}

static bool has_refused(const struct filling *f, const struct point_page *page)
{
    for (size_t i = 0; i < f->definition->form->n_questions; i++)
        if (page->notes[i].n > 0)
            return true;
    return false;
}

/* Which status the page has: that of what became of the form. */
static void set_status(const struct request *r, const struct filling *f, struct point_page *page)
{
    if (page->is_stale || page->is_list_changed)
        page->status = STATUS_CONFLICT;
    else if (page->has_lost || has_refused(f, page) || point_has_mistakes(r, f, page))
        page->status = STATUS_WRONG;
}

void point_page_read(const struct request *r, const struct filling *f, struct point_page *page)
{
    struct str lines = sequel_read(r), name, text;
    bool was_posted = lines.n > 0;
    struct question_input input = {.answers = f->draft->answers, .asked = f->draft->asked};
    page->complains = page_is_state(r, "incomplet");
    while (lines_next_pair(r->arena, &lines, &name, &text)) {
        for (int i = 0; i < FLAG__MAX; i++)
            if (str_eq_z(name, flags[i]))
                *flag_of(page, (enum flag)i) = true;
        point_files_refused_line(r, f, name, text, page->notes);
        question_news_line(f->definition->form, &input, name, text, &page->news);
    }
    if (was_posted)
        set_status(r, f, page);
}

/* What there is to look at first. */
static const char *anchor_of(const struct request *r, const struct filling *f, const struct point_page *page)
{
    if (page->is_stale || page->is_list_changed || page->has_lost)
        return NULL;
    bool wrong = has_refused(f, page) || point_has_mistakes(r, f, page);
    return wrong ? "a-corriger" : page->news.n > 0 ? "de-plus" : NULL;
}

void point_page_leave(struct request *r, struct response *out, const struct filling *f,
                      const struct point_page *page, struct str refused)
{
    struct point_page copy = *page;
    struct buf lines;
    buf_init(&lines, LINES_MAX);
    for (int i = 0; i < FLAG__MAX; i++)
        if (*flag_of(&copy, (enum flag)i))
            lines_add_pair(&lines, str_from(flags[i]), (struct str){0});
    question_news_write(f->definition->form, &page->news, &lines);
    buf_add(&lines, refused);
    struct sequel sequel = {
        .path = filling_point_url(r, f, page->point),
        .anchor = anchor_of(r, f, page),
        .text = arena_str(r->arena, buf_str(&lines)),
    };
    buf_release(&lines);
    if (!sequel_redirect(r, out, &sequel)) {
        set_status(r, f, &copy);
        point_page_show(r, out, f, &copy);
    }
}
