#include "assignment/assignment.h"
#include "store/lines.h"

enum { DRAFT_MAX = 4 << 20 /* bytes of all that is typed */ };

/* ---- versions ---- */

static bool same_line(const struct form *f, unsigned line, const struct form *g, unsigned other)
{
    if (line == 0 || other == 0)
        return line == other;
    return str_eq(f->lines[line - 1].declaration, g->lines[other - 1].declaration);
}

/* The same row of the same grid, of the same repeat. */
static bool same_list(const struct form *f, const struct form_question *q, const struct form *g,
                      const struct form_question *r)
{
    if ((q->grid < 0) != (r->grid < 0) || (q->repeat < 0) != (r->repeat < 0))
        return false;
    return (q->grid < 0 || same_line(f, f->grids[q->grid].line, g, g->grids[r->grid].line)) &&
           (q->repeat < 0 || same_line(f, f->repeats[q->repeat].line, g, g->repeats[r->repeat].line));
}

/* Asked in the same words of the grammar, with the same options, under the same option of the same question.
 */
static bool same_question(const struct form *f, const struct form_question *q, const struct form *g,
                          const struct form_question *r)
{
    if (!same_line(f, q->line, g, r->line) || q->n_options != r->n_options ||
        (q->parent < 0) != (r->parent < 0) || !same_list(f, q, g, r))
        return false;
    for (size_t i = 0; i < q->n_options; i++)
        if (!same_line(f, q->options[i].line, g, r->options[i].line))
            return false;
    return q->parent < 0 || (str_eq(f->questions[q->parent].id, g->questions[r->parent].id) &&
                             q->parent_option == r->parent_option);
}

/* The same question of another version, or NULL: it is asked otherwise there, or not at all. */
static const struct form_question *same_in(const struct form *f, const struct form_question *q,
                                           const struct form *g)
{
    ptrdiff_t r = form_question_find(g, q->id);
    return r >= 0 && same_question(f, q, g, &g->questions[r]) ? &g->questions[r] : NULL;
}

/* Lines of a form, each once. */
struct lines_seen {
    unsigned *items;
    size_t count, cap;
};

static void add_once(struct arena *a, struct lines_seen *lines, unsigned line)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i] == line)
            return;
    *ARENA_PUSH(a, lines) = line;
}

/* Which questions are answered in the draft: by index. */
static bool *find_answered(struct arena *a, const struct assignment *assignment, const struct form *f)
{
    struct str lines = assignment->draft.answers, line;
    bool *answered = ARENA_ARRAY(a, bool, f->n_questions + 1);
    while (str_line(&lines, &line)) {
        ptrdiff_t q = form_question_find(f, str_cut(&line, '='));
        if (q >= 0)
            answered[q] = true;
    }
    return answered;
}

/* The answered questions that the other version asks otherwise. */
static struct lines_seen asked_otherwise(struct arena *a, const struct form *f, const bool *answered,
                                         const struct form *g)
{
    struct lines_seen lines = {0};
    for (size_t i = 0; i < f->n_questions; i++)
        if (answered[i] && same_in(f, &f->questions[i], g) == NULL)
            add_once(a, &lines, f->questions[i].line);
    return lines;
}

/* The questions of the new version that the draft's own did not ask so. */
static struct lines_seen asked_newly(struct arena *a, const struct form *g, const struct form *f)
{
    struct lines_seen lines = {0};
    for (size_t i = 0; i < g->n_questions; i++)
        if (same_in(g, &g->questions[i], f) == NULL)
            add_once(a, &lines, g->questions[i].line);
    return lines;
}

static bool draft_fits(struct arena *a, const struct assignment *assignment, const struct form *f,
                       const struct form *g)
{
    return asked_otherwise(a, f, find_answered(a, assignment, f), g).count == 0;
}

/* The draft's own version is not the published one. */
static void compare_versions(struct arena *a, const struct assignment *assignment,
                             const struct definition *kept, struct draft_version *out)
{
    const struct form *f = kept->form, *g = out->definition->form;
    const bool *answered = find_answered(a, assignment, f);
    struct lines_seen lines = asked_otherwise(a, f, answered, g);
    out->standing = lines.count == 0 ? DRAFT_MOVES : DRAFT_STAYS;
    if (out->standing == DRAFT_STAYS)
        out->definition = kept;
    else
        lines = asked_newly(a, g, f);
    out->lines = lines.items;
    out->n_lines = lines.count;
    for (size_t i = 0; i < f->n_questions; i++)
        out->n_answered += answered[i];
}

struct draft_version assignment_version(struct store_db *db, struct arena *a, const struct site *site,
                                        const struct assignment *assignment)
{
    const struct definition *kept;
    struct draft_version version = {.definition = site_definition(site, assignment->definition)};
    struct definition_key key = {.id = assignment->definition, .version = assignment->version};
    bool is_sent = assignment->state == ASSIGNMENT_SENT;
    if (key.version.n == 0 ||
        (version.definition != NULL && str_eq(version.definition->version, key.version)))
        return version;
    enum store_status status = definition_load(db, a, key, &kept);
    if (status != STORE_OK)
        return (struct draft_version){.status = status == STORE_NONE ? STORE_BROKEN : status};
    if (version.definition == NULL || is_sent)
        version.definition = kept;
    else
        compare_versions(a, assignment, kept, &version);
    return version;
}

const struct definition *assignment_definition(struct store_db *db, struct arena *a, const struct site *site,
                                               const struct assignment *assignment)
{
    return assignment_version(db, a, site, assignment).definition;
}

/* ---- reading ---- */

/* Of all questions, one after another. */
struct texts {
    struct str *items;
    size_t count, cap;
};

/* The texts of the next question: its lines stand together. */
static struct form_raw take_question(struct arena *a, struct str *lines, struct str *question,
                                     struct texts *texts)
{
    struct str text;
    size_t first = texts->count;
    do {
        lines_next_pair(a, lines, question, &text);
        *ARENA_PUSH(a, texts) = text;
    } while (lines->n > question->n && lines->p[question->n] == '=' && str_starts(*lines, *question));
    return (struct form_raw){.texts = texts->items + first, .n = texts->count - first};
}

/* Drafts are kept in the order they are filled in, mostly the form's: the next question is looked at first.
 */
static ptrdiff_t find_question(const struct form *form, struct str id, ptrdiff_t before)
{
    size_t next = (size_t)(before + 1);
    if (next < form->n_questions && str_eq(form->questions[next].id, id))
        return (ptrdiff_t)next;
    return form_question_find(form, id);
}

static void restore_raw(struct arena *a, struct str answers, const struct form *form, struct form_raw *raw)
{
    ptrdiff_t q = -1;
    struct texts texts = {0};
    while (answers.n > 0) {
        struct str question;
        struct form_raw found = take_question(a, &answers, &question, &texts);
        q = find_question(form, question, q);
        if (q >= 0)
            raw[q] = found;
    }
}

static void restore_seen(struct str lines, const struct form *form, bool *seen)
{
    struct str line;
    int64_t point;
    while (str_line(&lines, &line))
        if (str_to_int64(line, &point) && point >= 0 && point < (int64_t)form->n_points)
            seen[point] = true;
}

static void understand(struct arena *a, struct draft *draft, const struct form *form,
                       const struct form_raw *raw)
{
    draft->raw = raw;
    for (size_t i = 0; i < form->n_questions; i++)
        draft->answers->items[i] = form_answer_read(a, &form->questions[i], raw[i], draft->answers->today);
    form_point_states(form, draft->answers, draft->seen, draft->asked, draft->points);
}

struct draft *draft_load(struct arena *a, const struct assignment *assignment, const struct form *form,
                         int32_t today)
{
    struct draft *draft = ARENA_NEW(a, struct draft);
    struct form_raw *raw = ARENA_ARRAY(a, struct form_raw, form->n_questions + 1);
    draft->seen = ARENA_ARRAY(a, bool, form->n_points + 1);
    draft->asked = ARENA_ARRAY(a, bool, form->n_questions + 1);
    draft->points = ARENA_ARRAY(a, enum form_point_state, form->n_points + 1);
    draft->answers = form_answers_new(a, form, today);
    restore_raw(a, assignment->draft.answers, form, raw);
    restore_seen(assignment->draft.seen, form, draft->seen);
    understand(a, draft, form, raw);
    return draft;
}

void draft_put(struct arena *a, struct draft *draft, const struct form *form, const struct form_raw *raw)
{
    understand(a, draft, form, raw);
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
        if (!draft_fits(a, &before, kept->form, d->form))
            return STORE_CONFLICT;
        status = store_run(db, SQL_DRAFT_FORGET_SEEN, STORE_ARGS(arg_text(before.id)));
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

/* The lines of questions that are not saved anew. */
static void keep_others(struct buf *out, const struct draft_save *save, struct str lines)
{
    struct str line;
    while (str_line(&lines, &line)) {
        struct str rest = line, name = str_cut(&rest, '=');
        bool replaced = false;
        for (size_t i = 0; i < save->n && !replaced; i++)
            replaced = str_eq(name, save->definition->form->questions[save->questions[i]].id);
        if (!replaced) {
            buf_add(out, line);
            buf_add_char(out, '\n');
        }
    }
}

static void add_answers(struct buf *out, const struct draft_save *save)
{
    for (size_t i = 0; i < save->n; i++) {
        const struct form_raw *raw = &save->raw[i];
        for (size_t k = 0; k < raw->n && !is_blank(raw); k++)
            lines_add_pair(out, save->definition->form->questions[save->questions[i]].id, raw->texts[k]);
    }
}

static struct str with_point(struct arena *a, struct str seen, size_t point)
{
    struct str rest = seen, line;
    int64_t n;
    while (str_line(&rest, &line))
        if (str_to_int64(line, &n) && n == (int64_t)point)
            return seen;
    return arena_printf(a, STR_FMT "%zu\n", STR_ARG(seen), point);
}

static enum store_status read_kept(struct store_db *db, struct arena *a, struct str assignment,
                                   struct draft_kept *out)
{
    *out = (struct draft_kept){0};
    struct store_rows rows = store_query(db, SQL_DRAFT_FIND, STORE_ARGS(arg_text(assignment)));
    if (!store_next(&rows))
        return rows.status;
    out->answers = arena_str(a, store_text(&rows, 0));
    out->seen = arena_str(a, store_text(&rows, 1));
    store_end(&rows);
    return rows.status;
}

static enum store_status put_answers(struct store_db *db, struct arena *a, const struct draft_save *save)
{
    struct draft_kept kept;
    enum store_status status = read_kept(db, a, save->assignment, &kept);
    if (status != STORE_OK)
        return status;
    struct buf answers;
    buf_init(&answers, DRAFT_MAX);
    keep_others(&answers, save, kept.answers);
    add_answers(&answers, save);
    struct str seen = save->seen ? with_point(a, kept.seen, save->point) : kept.seen;
    status =
        answers.full
            ? STORE_FULL
            : store_run(db, SQL_DRAFT_PUT,
                        STORE_ARGS(arg_text(save->assignment), arg_text(buf_str(&answers)), arg_text(seen)));
    buf_release(&answers);
    return status;
}

static enum store_status touch(struct store_db *db, struct arena *a, const struct draft_save *save)
{
    enum store_status status =
        store_run_one(db, SQL_ASSIGNMENT_SAVE,
                      STORE_ARGS(arg_text(save->assignment), arg_text(save->client),
                                 arg_text(save->definition->version), arg_int(save->now)));
    return status == STORE_NONE ? begin_or_move(db, a, save) : status;
}

enum store_status draft_save(struct store_db *db, const struct draft_save *save)
{
    struct arena *a = arena_new();
    enum store_status status = touch(db, a, save);
    if (status == STORE_OK)
        status = put_answers(db, a, save);
    arena_free(a);
    return status;
}
