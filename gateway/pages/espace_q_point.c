/* /espace/q/ASSIGNMENT/N: one point of a questionnaire. Every post saves what was typed, even when it is
 * wrong. */
#include <jansson.h>

#include "pages/point_files.h"
#include "pages/point_page.h"
#include "pages/repeat.h"
#include "pages/submission_view.h"
#include "pages/untouched.h"

/* ---- what the script is told ---- */

static json_t *json_text(struct str s)
{
    return json_stringn(s.p == NULL ? "" : s.p, s.n);
}

/* The files of a question, as they are now, what was not taken, and whether they are what was asked for. */
static json_t *json_question(const struct filling *f, size_t question, struct str note, bool is_enough)
{
    const struct form_question *q = &f->definition->form->questions[question];
    struct value *view = value_map(f->words.arena);
    json_t *told = json_object(), *files = json_array();
    files_view(&f->words, f->draft->answers->items[question].text, view);
    const struct value *list = value_get(view, STR("files"));
    for (size_t i = 0; i < value_count(list); i++) {
        static const char *const names[] = {"id", "name", "size", "url"};
        json_t *file = json_object();
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            char scratch[24];
            struct str text = value_as_text(value_get(value_at(list, i), str_from(names[k])), scratch);
            json_object_set_new(file, names[k], json_text(text));
        }
        json_array_append_new(files, file);
    }
    json_object_set_new(told, "name", json_text(arena_join(f->words.arena, STR("q."), q->id)));
    json_object_set_new(told, "files", files);
    json_object_set_new(told, "problem", json_text(note));
    json_object_set_new(told, "enough", json_boolean(is_enough));
    return told;
}

static json_t *json_files(const struct request *r, const struct filling *f, const struct point_files *files)
{
    json_t *list = json_array();
    enum form_problem *problems;
    struct question_input input = filling_input(r, f, &problems);
    question_problems(f->definition->form, &input, -1, true, problems);
    const struct str *notes = point_files_notes(files);
    for (size_t i = 0; i < files->n_changes; i++) {
        size_t question = files->changes[i].question;
        json_array_append_new(list,
                              json_question(f, question, notes[question], problems[question] == FORM_OK));
    }
    return list;
}

/* "Point 2": numbers change when points before are shown or not. */
static struct str point_name(const struct request *r, const struct filling *f, size_t point)
{
    struct value *arguments = value_map(r->arena);
    value_set_int(arguments, "n", (int64_t)filling_number(f, point));
    return page_text(r, "point.number", arguments);
}

/* What applies of the point: theme/shapes.def. */
static json_t *json_asked(const struct request *r, const struct filling *f, size_t current)
{
    enum form_problem *problems;
    struct question_input input = filling_input(r, f, &problems);
    struct value *ids = value_list(r->arena);
    json_t *list = json_array();
    question_asked(&f->words, &input, (ptrdiff_t)current, ids);
    for (size_t i = 0; i < value_count(ids); i++) {
        char scratch[24];
        json_array_append_new(list, json_text(value_as_text(value_at(ids, i), scratch)));
    }
    return list;
}

static void tell_script(struct request *r, struct response *out, const struct filling *f, size_t current,
                        const struct point_files *files)
{
    json_t *answer = json_object(), *points = json_array();
    for (size_t i = 0; i < f->definition->form->n_points; i++) {
        const char *state = i == current                          ? "current"
                            : f->points[i] == FORM_POINT_COMPLETE ? "complete"
                            : f->points[i] == FORM_POINT_SKIPPED  ? "skipped"
                                                                  : "todo";
        json_t *point = json_object();
        json_object_set_new(point, "n", json_integer((json_int_t)i + 1));
        json_object_set_new(point, "number", json_integer((json_int_t)filling_number(f, i)));
        json_object_set_new(point, "name", json_text(point_name(r, f, i)));
        json_object_set_new(point, "state", json_string(state));
        json_object_set_new(point, "label", json_text(filling_state(r, f, i, i == current)));
        json_array_append_new(points, point);
    }
    struct value *tally = value_map(r->arena);
    point_set_tally(f, tally);
    json_object_set_new(answer, "points", points);
    json_object_set_new(answer, "asked", json_asked(r, f, current));
    json_object_set_new(answer, "tally", json_text(page_text(r, "point.tally", tally)));
    json_object_set_new(answer, "ready", json_boolean(filling_is_ready(f, current)));
    json_object_set_new(answer, "saved", json_text(page_time(r, r->now)));
    if (files->n_changes > 0)
        json_object_set_new(answer, "files", json_files(r, f, files));
    char *text = json_dumps(answer, JSON_COMPACT);
    respond_json(out, str_from(text));
    free(text);
    json_decref(answer);
}

/* ---- saving ---- */

/* One save for each point that something was posted of. */
struct saving {
    struct draft_save *saves;
    size_t n;
    struct point_files *files;
};

static enum store_status write_draft(struct store_db *db, void *context)
{
    const struct saving *s = context;
    enum store_status status = STORE_OK;
    for (size_t i = 0; i < s->n && status == STORE_OK; i++)
        status = draft_save(db, &s->saves[i]);
    return status == STORE_OK ? point_files_write(db, s->files) : status;
}

static struct draft_save save_of(struct request *r, const struct filling *f, const struct question_post *post,
                                 size_t point)
{
    const struct form_point *p = &f->definition->form->points[point];
    size_t *questions = ARENA_ARRAY(r->arena, size_t, p->n_questions);
    struct form_raw *raw = ARENA_ARRAY(r->arena, struct form_raw, p->n_questions);
    struct draft_save save = {
        .assignment = f->assignment.id,
        .client = f->assignment.client,
        .definition = f->definition,
        .point = point,
        .questions = questions,
        .raw = raw,
        .now = r->now,
    };
    for (size_t i = p->first_question; i < p->first_question + p->n_questions; i++) {
        if (!post->posted[i])
            continue;
        questions[save.n] = i;
        raw[save.n++] = post->raw[i];
    }
    return save;
}

/* Saves the point of the page, seen or not, and whatever was posted of others. */
static enum store_status save(struct request *r, struct filling *f, const struct question_post *post,
                              size_t current, struct point_files *files)
{
    const struct form *form = f->definition->form;
    struct saving saving = {.saves = ARENA_ARRAY(r->arena, struct draft_save, form->n_points),
                            .files = files};
    for (size_t i = 0; i < form->n_points; i++) {
        struct draft_save one = save_of(r, f, post, i);
        one.seen = i == current && !r->script;
        if (one.n > 0 || i == current)
            saving.saves[saving.n++] = one;
    }
    enum store_status status = point_files_keep(files);
    if (status == STORE_OK)
        status = store_write(r->app->store, write_draft, &saving);
    point_files_end(files);
    if (status != STORE_OK)
        return status;
    for (size_t i = 0; i < files->n_changes; i++)
        post->raw[files->changes[i].question] = files->changes[i].raw;
    f->draft->seen[current] = f->draft->seen[current] || !r->script;
    f->assignment.saved_at = r->now;
    draft_put(r->arena, f->draft, form, post->raw);
    return STORE_OK;
}

/* ---- where to, after saving ---- */

enum next { NEXT_POINT, NEXT_LATER, NEXT_PREVIOUS, NEXT_REVIEW, NEXT_HERE, NEXT__MAX };

/* Without a button's value a form was sent by the Enter key, or by a script: the first button's. */
static enum next next_of(struct str name)
{
    static const char *const names[NEXT__MAX] = {[NEXT_POINT] = "continuer",
                                                 [NEXT_LATER] = "plus-tard",
                                                 [NEXT_PREVIOUS] = "precedent",
                                                 [NEXT_REVIEW] = "verifier",
                                                 [NEXT_HERE] = "joindre"};
    for (size_t i = 0; i < NEXT__MAX; i++)
        if (str_eq_z(name, names[i]))
            return (enum next)i;
    return name.n == 0 ? NEXT_POINT : NEXT__MAX;
}

/* The page again, at the question whose files changed. */
static struct str here(const struct request *r, const struct filling *f, size_t point,
                       const struct point_files *files)
{
    struct str url = filling_point_url(r, f, point);
    if (files->n_changes == 0)
        return url;
    struct str id = f->definition->form->questions[files->changes[0].question].id;
    struct str at = question_anchor(r->arena, id);
    return arena_printf(r->arena, STR_FMT "#" STR_FMT, STR_ARG(url), STR_ARG(at));
}

/* What is to be said before going on; false when there is nothing. */
static bool must_stay(const struct request *r, const struct filling *f, const struct point_files *files,
                      bool forward, struct point_page *page)
{
    enum form_problem *problems;
    struct question_input input = filling_input(r, f, &problems);
    page->has_lost = request_field(r, "perdus").n > 0;
    page->complains = forward && !page->has_lost;
    memcpy(page->notes, point_files_notes(files), f->definition->form->n_questions * sizeof *page->notes);
    if (forward)
        page->news = question_news(r, &f->words, &input, (ptrdiff_t)page->point);
    return point_files_are_refused(files) || page->has_lost || page->news.n > 0 ||
           (forward && point_has_mistakes(r, f, page));
}

static void go_on(struct request *r, struct response *out, const struct filling *f, size_t point,
                  const struct point_files *files)
{
    enum next next = files->removed.id.n > 0 ? NEXT_HERE : next_of(request_field(r, "suite"));
    bool forward = next == NEXT_POINT || next == NEXT_REVIEW;
    size_t following = filling_next(f, point);
    bool is_last = following == f->definition->form->n_points;
    struct point_page page = point_page_of(f, point);
    if (must_stay(r, f, files, forward, &page))
        point_page_leave(r, out, f, &page, point_files_refused(files));
    else if (next == NEXT_HERE)
        respond_redirect(out, here(r, f, point, files));
    else if (next == NEXT_LATER)
        respond_redirect(out, STR("/espace/"));
    else if (next == NEXT_PREVIOUS)
        respond_redirect(out, filling_point_url(r, f, filling_previous(f, point)));
    else if (next == NEXT_REVIEW || is_last || filling_is_ready(f, point))
        respond_redirect(out, filling_url(r, f, "verifier"));
    else
        respond_redirect(out, filling_point_url(r, f, following));
}

/* After a button of a repeat: back to the page, where something changed. */
static void follow(struct request *r, struct response *out, const struct filling *f, size_t point,
                   const struct repeat_change *change)
{
    struct str url = filling_point_url(r, f, point);
    struct str item = repeat_item_code(r->arena, change->repeat, change->item);
    bool at_item = change->act == REPEAT_ADDED || change->act == REPEAT_ASKED;
    if (change->act == REPEAT_CHANGED) {
        struct point_page page = point_page_of(f, point);
        page.is_list_changed = true;
        point_page_leave(r, out, f, &page, (struct str){0});
        return;
    }
    if (change->act == REPEAT_ASKED)
        url = arena_printf(r->arena, STR_FMT "?retirer=" STR_FMT, STR_ARG(url), STR_ARG(item));
    struct str at = question_anchor(r->arena, at_item ? item : change->repeat->id);
    respond_redirect(out, arena_printf(r->arena, STR_FMT "#" STR_FMT, STR_ARG(url), STR_ARG(at)));
}

/* What was posted from an older page is saved; the page of today shows it. */
static void show_stale(struct request *r, struct response *out, const struct filling *f, size_t point)
{
    struct point_page page = point_page_of(f, point);
    page.is_stale = true;
    point_page_leave(r, out, f, &page, (struct str){0});
}

/* ---- handlers ---- */

/* False after answering: no such point, or sent already. */
static bool open_point(struct request *r, struct response *out, struct filling *f, size_t *point)
{
    int64_t n;
    enum store_status status = filling_open(r, r->params[0], f);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return false;
    }
    if (f->assignment.state == ASSIGNMENT_SENT) {
        if (r->method == METHOD_GET)
            respond_redirect(out, filling_url(r, f, "recu"));
        else
            respond_refusal(r, out, REFUSAL_STALE);
        return false;
    }
    if (!str_to_int64(r->params[1], &n) || n < 1 || (uint64_t)n > f->definition->form->n_points) {
        respond_refusal(r, out, REFUSAL_NOT_FOUND);
        return false;
    }
    *point = (size_t)n - 1;
    return true;
}

static bool knows_fields(const struct request *r)
{
    static const char *const names[] = {"version", "avant",    "touche", "suite",
                                        "auto",    "detacher", "perdus", "posee"};
    for (size_t i = 0; i < r->n_fields; i++) {
        struct str name = r->fields[i].name;
        bool own = false;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            own = own || str_eq_z(name, names[k]);
        if (!own && !question_is_field(name) && !repeat_is_button(name))
            return false;
    }
    return next_of(request_field(r, "suite")) != NEXT__MAX;
}

void page_espace_q_point_get(struct request *r, struct response *out)
{
    struct filling f;
    size_t point;
    if (!open_point(r, out, &f, &point))
        return;
    if (f.points[point] == FORM_POINT_SKIPPED) {
        respond_redirect(out, filling_url(r, &f, ""));
        return;
    }
    struct point_page page = point_page_of(&f, point);
    point_page_read(r, &f, &page);
    point_page_show(r, out, &f, &page);
}

void page_espace_q_point_post(struct request *r, struct response *out)
{
    struct filling f;
    size_t point;
    if (!open_point(r, out, &f, &point))
        return;
    const struct form *form = f.definition->form;
    bool is_stale = !str_eq(request_field(r, "version"), f.definition->version);
    struct question_post post = {
        .before = f.draft->raw,
        .first = is_stale ? 0 : point,
        .n = is_stale ? form->n_points : 1,
        .raw = ARENA_ARRAY(r->arena, struct form_raw, form->n_questions),
        .posted = ARENA_ARRAY(r->arena, bool, form->n_questions),
    };
    struct point_files files;
    bool fits = question_read(r, form, &post);
    if (!is_stale)
        untouched_leave(r, form, point, &post);
    fits = point_files_read(r, &f, is_stale ? -1 : (ptrdiff_t)point, &files) && fits;
    struct repeat_change change = repeat_change(r, form, &post);
    if (!knows_fields(r) || ((!fits || change.act == REPEAT_WRONG) && !is_stale)) {
        respond_refusal(r, out, REFUSAL_BAD_FIELD);
        return;
    }
    point_files_follow(&files, &change);
    enum store_status status = save(r, &f, &post, point, &files);
    if (status == STORE_NONE)
        respond_refusal(r, out, REFUSAL_STALE);
    else if (status != STORE_OK)
        respond_store_failure(r, out, status);
    else if (r->script && is_stale)
        respond_refusal(r, out, REFUSAL_STALE);
    else if (r->script)
        tell_script(r, out, &f, point, &files);
    else if (is_stale)
        show_stale(r, out, &f, point);
    else if (change.act != REPEAT_NONE)
        follow(r, out, &f, point, &change);
    else
        go_on(r, out, &f, point, &files);
}
