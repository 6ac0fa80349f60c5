#include "assignment/assignment.h"
#include "store/lines.h"

enum { TEXTS_MAX = 256 * 1024 /* bytes of one question's fields */ };

/* ---- versions ---- */

static bool same_line(const struct form *f, unsigned line, const struct form *g, unsigned other)
{
    if (line == 0 || other == 0)
        return line == other;
    return str_eq(f->lines[line - 1].declaration, g->lines[other - 1].declaration);
}

/* Asked in the same words of the grammar, with the same options, under the same option of the same question.
 */
static bool same_question(const struct form *f, const struct form_question *q, const struct form *g,
                          const struct form_question *r)
{
    if (!same_line(f, q->line, g, r->line) || q->n_options != r->n_options ||
        (q->parent < 0) != (r->parent < 0))
        return false;
    for (size_t i = 0; i < q->n_options; i++)
        if (!same_line(f, q->options[i].line, g, r->options[i].line))
            return false;
    return q->parent < 0 || (str_eq(f->questions[q->parent].id, g->questions[r->parent].id) &&
                             q->parent_option == r->parent_option);
}

/* Is every answered question of the draft the same in both? */
static bool draft_fits(struct store_db *db, struct str assignment, const struct form *f, const struct form *g)
{
    bool fits = true;
    struct store_rows rows = store_query(db, SQL_DRAFT_ANSWERS, STORE_ARGS(arg_text(assignment)));
    while (store_next(&rows)) {
        ptrdiff_t q = form_question_find(f, store_text(&rows, 0));
        ptrdiff_t r = form_question_find(g, store_text(&rows, 0));
        fits = fits && (q < 0 || (r >= 0 && same_question(f, &f->questions[q], g, &g->questions[r])));
    }
    return fits && rows.status == STORE_OK;
}

const struct definition *assignment_definition(struct store_db *db, struct arena *a, const struct site *site,
                                               const struct assignment *assignment)
{
    const struct definition *published = site_definition(site, assignment->definition);
    const struct definition *kept;
    struct definition_key key = {.id = assignment->definition, .version = assignment->version};
    if (key.version.n == 0 || (published != NULL && str_eq(published->version, key.version)))
        return published;
    if (definition_load(db, a, key, &kept) != STORE_OK)
        return NULL;
    bool moves = published != NULL && assignment->state != ASSIGNMENT_SENT &&
                 draft_fits(db, assignment->id, kept->form, published->form);
    return moves ? published : kept;
}

/* ---- reading ---- */

static struct form_raw raw_of(struct arena *a, struct str lines)
{
    struct {
        struct str *items;
        size_t count, cap;
    } texts = {0};
    struct str text;
    while (lines_next(a, &lines, &text))
        *ARENA_PUSH(a, &texts) = text;
    return (struct form_raw){.texts = texts.items, .n = texts.count};
}

static void load_raw(struct store_db *db, struct arena *a, struct str assignment, const struct form *form,
                     struct form_raw *raw)
{
    struct store_rows rows = store_query(db, SQL_DRAFT_ANSWERS, STORE_ARGS(arg_text(assignment)));
    while (store_next(&rows)) {
        ptrdiff_t q = form_question_find(form, store_text(&rows, 0));
        if (q >= 0)
            raw[q] = raw_of(a, store_text(&rows, 1));
    }
}

static void load_seen(struct store_db *db, struct str assignment, const struct form *form, bool *seen)
{
    struct store_rows rows = store_query(db, SQL_DRAFT_POINTS, STORE_ARGS(arg_text(assignment)));
    while (store_next(&rows)) {
        int64_t point = store_int(&rows, 0);
        if (point < (int64_t)form->n_points)
            seen[point] = true;
    }
}

struct draft *draft_load(struct store_db *db, struct arena *a, const struct assignment *assignment,
                         const struct form *form, int32_t today)
{
    struct draft *draft = ARENA_NEW(a, struct draft);
    struct form_raw *raw = ARENA_ARRAY(a, struct form_raw, form->n_questions + 1);
    draft->seen = ARENA_ARRAY(a, bool, form->n_points + 1);
    draft->asked = ARENA_ARRAY(a, bool, form->n_questions + 1);
    draft->answers = form_answers_new(a, form, today);
    load_raw(db, a, assignment->id, form, raw);
    load_seen(db, assignment->id, form, draft->seen);
    for (size_t i = 0; i < form->n_questions; i++)
        draft->answers->items[i] = form_answer_read(a, &form->questions[i], raw[i], today);
    draft->raw = raw;
    form_asked_all(form, draft->answers, draft->asked);
    return draft;
}

void draft_put(struct arena *a, struct draft *draft, const struct form *form, size_t question,
               struct form_raw raw)
{
    struct form_raw *changed = ARENA_ARRAY(a, struct form_raw, form->n_questions + 1);
    memcpy(changed, draft->raw, form->n_questions * sizeof(*changed));
    changed[question] = raw;
    draft->raw = changed;
    draft->answers->items[question] =
        form_answer_read(a, &form->questions[question], raw, draft->answers->today);
    form_asked_all(form, draft->answers, draft->asked);
}

/* ---- saving ---- */

/* The draft begins, or goes over to another version that asks the same of what was answered. What was seen
 * counts no more then: points may have moved. */
static enum store_status begin_or_move(struct store_db *db, struct arena *a, const struct draft_save *save)
{
    struct assignment before;
    const struct definition *kept = NULL;
    const struct definition *d = save->definition;
    enum store_status status = assignment_find(db, a, save->assignment, &before);
    if (status != STORE_OK)
        return status;
    if (before.state == ASSIGNMENT_SENT || !str_eq(before.client, save->client))
        return STORE_NONE;
    if (before.version.n > 0) {
        struct definition_key key = {.id = before.definition, .version = before.version};
        status = definition_load(db, a, key, &kept);
        if (status != STORE_OK)
            return status;
        if (!draft_fits(db, before.id, kept->form, d->form))
            return STORE_CONFLICT;
        status = store_run(db, SQL_DRAFT_POINTS_DELETE, STORE_ARGS(arg_text(before.id)));
    }
    if (status == STORE_OK)
        status = definition_keep(db, d, save->now);
    if (status != STORE_OK)
        return status;
    return store_run_one(
        db, SQL_ASSIGNMENT_BEGIN,
        STORE_ARGS(arg_text(before.id), arg_text(before.client), arg_text(d->version), arg_int(save->now)));
}

static bool is_blank(const struct form_raw *raw)
{
    for (size_t i = 0; i < raw->n; i++)
        if (raw->texts[i].n > 0)
            return false;
    return true;
}

static enum store_status save_answer(struct store_db *db, const struct draft_save *save, size_t i)
{
    struct str question = save->definition->form->questions[save->questions[i]].id;
    const struct form_raw *raw = &save->raw[i];
    if (is_blank(raw))
        return store_run(db, SQL_DRAFT_ANSWER_DELETE,
                         STORE_ARGS(arg_text(save->assignment), arg_text(question)));
    struct buf lines;
    buf_init(&lines, TEXTS_MAX);
    for (size_t k = 0; k < raw->n; k++)
        lines_add(&lines, raw->texts[k]);
    enum store_status status = lines.full
                                   ? STORE_FULL
                                   : store_run(db, SQL_DRAFT_ANSWER_PUT,
                                               STORE_ARGS(arg_text(save->assignment), arg_text(question),
                                                          arg_text(buf_str(&lines))));
    buf_release(&lines);
    return status;
}

static enum store_status touch(struct store_db *db, const struct draft_save *save)
{
    enum store_status status =
        store_run_one(db, SQL_ASSIGNMENT_SAVE,
                      STORE_ARGS(arg_text(save->assignment), arg_text(save->client),
                                 arg_text(save->definition->version), arg_int(save->now)));
    if (status != STORE_NONE)
        return status;
    struct arena *a = arena_new();
    status = begin_or_move(db, a, save);
    arena_free(a);
    return status;
}

enum store_status draft_save(struct store_db *db, const struct draft_save *save)
{
    enum store_status status = touch(db, save);
    for (size_t i = 0; status == STORE_OK && i < save->n; i++)
        status = save_answer(db, save, i);
    if (status != STORE_OK || !save->seen)
        return status;
    return store_run(db, SQL_DRAFT_POINT_PUT,
                     STORE_ARGS(arg_text(save->assignment), arg_int((int64_t)save->point)));
}
