/* The definition out of the draft: of each row and each item there is a question, and each expression says
 * which of them it reads. */
#include "form/draft.h"

struct expansion {
    struct draft *d;
    struct form *f;
    size_t *place;               /* by question of the draft: where it stands now, or the first it became */
    size_t *grid_place;          /* by grid of the draft: the same */
    size_t *score_place;         /* by score of the draft */
    const struct declared *line; /* whose expression is at hand */
    size_t n_nodes;              /* that were copied so far */
};

/* Which item and element an expression is put in terms of. */
struct at {
    ptrdiff_t repeat; /* the one in whose items the expression stands, or -1 */
    size_t item;
    size_t element; /* the item of the list whose element this is, when that is of another repeat; */
    size_t row;     /* and the row of its grid */
};

static const struct draft_repeat *repeat_of(const struct expansion *x, size_t question)
{
    ptrdiff_t repeat = x->d->questions.items[question].q.repeat;
    return repeat < 0 ? NULL : &x->d->repeats.items[repeat];
}

/* How many items of its repeat there are of a question, 1 without a repeat. */
static size_t n_items(const struct expansion *x, size_t question)
{
    const struct draft_repeat *repeat = repeat_of(x, question);
    return repeat == NULL ? 1 : (size_t)x->d->questions.items[repeat->question].q.high.value.num;
}

static size_t n_rows(const struct expansion *x, const struct form_question *grid)
{
    return x->d->grids.items[grid->grid].n_rows;
}

static size_t place_of(const struct expansion *x, size_t question, struct at at)
{
    const struct form_question *q = &x->d->questions.items[question].q;
    const struct draft_repeat *repeat = repeat_of(x, question);
    size_t item = q->repeat == at.repeat ? at.item : at.element;
    return x->place[question] + (repeat == NULL ? 0 : item * repeat->n_each) +
           (q->type == FORM_GRID ? at.row : 0);
}

static struct form_expr *copy(struct expansion *x, const struct form_expr *e)
{
    struct form_expr *own = ARENA_NEW(x->d->arena, struct form_expr);
    *own = *e;
    if (++x->n_nodes > FORM_MAX_EXPANDED)
        return own;
    own->args = ARENA_ARRAY(x->d->arena, struct form_expr *, e->n_args);
    for (size_t i = 0; i < e->n_args; i++)
        own->args[i] = copy(x, e->args[i]);
    return own;
}

static void settle(struct expansion *x, struct form_expr *e, struct at at);

/* The question of the draft that counts the items over which a list goes; -1 when it is a grid alone, or one
 * of the item in which the expression stands. */
static ptrdiff_t count_of(const struct expansion *x, size_t list, struct at at)
{
    const struct form_question *q = &x->d->questions.items[list].q;
    if (q->type != FORM_GRID)
        return (ptrdiff_t)list;
    return q->repeat < 0 || q->repeat == at.repeat ? -1 : (ptrdiff_t)repeat_of(x, list)->question;
}

/* Behind the argument as written stand its elements. */
static void settle_each(struct expansion *x, struct form_expr *e, struct at at)
{
    const struct form_question *list = &x->d->questions.items[e->index].q;
    ptrdiff_t count = count_of(x, e->index, at);
    size_t items = count < 0 ? 1 : (size_t)x->d->questions.items[count].q.high.value.num;
    size_t rows = list->type == FORM_GRID ? n_rows(x, list) : 1;
    struct form_expr **args = ARENA_ARRAY(x->d->arena, struct form_expr *, items * rows + 1);
    args[0] = e->args[0];
    e->n_args = 1;
    for (at.element = 0; at.element < items; at.element++) {
        for (at.row = 0; at.row < rows; at.row++) {
            args[e->n_args] = copy(x, args[0]);
            settle(x, args[e->n_args++], at);
        }
    }
    e->index = count < 0 ? FORM_NO_COUNT : x->place[count];
    e->per_item = rows;
    e->args = args;
}

static void settle(struct expansion *x, struct form_expr *e, struct at at)
{
    if (x->n_nodes > FORM_MAX_EXPANDED)
        return;
    if (e->act == OP_EACH)
        settle_each(x, e, at);
    else if (e->act == OP_SCORE)
        e->index = x->score_place[e->index];
    else if (form_reads_question(e))
        e->index = place_of(x, e->index, at);
    else
        for (size_t i = 0; i < e->n_args; i++)
            settle(x, e->args[i], at);
}

static void settle_line(struct expansion *x, const struct declared *line)
{
    x->line = line;
    if (line->expr != NULL)
        settle(x, line->expr, (struct at){.repeat = -1});
}

/* Reports once, where it became too much. */
static bool is_too_much(const struct expansion *x)
{
    if (x->n_nodes > FORM_MAX_EXPANDED)
        DIAG_AT(x->d->diags, D_FORM_EXPANDED, draft_line_place(x->line));
    return x->n_nodes > FORM_MAX_EXPANDED;
}

/* Gives how many questions there will be. */
static size_t find_places(struct expansion *x)
{
    struct draft *d = x->d;
    size_t next = 0;
    x->place = ARENA_ARRAY(d->arena, size_t, d->questions.count);
    for (size_t i = 0; i < d->questions.count; i++) {
        const struct form_question *q = &d->questions.items[i].q;
        const struct draft_repeat *repeat = repeat_of(x, i);
        bool is_last = repeat != NULL && i == repeat->question + repeat->n_drafts;
        x->place[i] = next;
        next += q->type != FORM_GRID;
        if (is_last)
            next += repeat->n_each * (n_items(x, i) - 1);
    }
    return next;
}

static size_t n_grids(const struct draft_repeat *repeat)
{
    return repeat->n_drafts - repeat->n_each;
}

/* The grids of the first item stand together, then those of the second. Gives how many there will be. */
static size_t find_grid_places(struct expansion *x)
{
    struct draft *d = x->d;
    size_t next = 0;
    x->grid_place = ARENA_ARRAY(d->arena, size_t, d->grids.count);
    for (size_t i = 0; i < d->grids.count; i++) {
        size_t own = d->grids.items[i].question;
        const struct draft_repeat *repeat = repeat_of(x, own);
        bool is_last = repeat != NULL &&
                       (i + 1 == d->grids.count || repeat_of(x, d->grids.items[i + 1].question) != repeat);
        x->grid_place[i] = next++;
        if (is_last)
            next += n_grids(repeat) * (n_items(x, own) - 1);
    }
    return next;
}

/* A question is asked under the condition of its point and its own; of what is nested, the parent is. */
static const struct form_expr *condition_in_point(struct expansion *x, const struct form_question *q)
{
    const struct form_expr *point = x->d->points.items[q->point].condition;
    if (point == NULL || q->parent >= 0 || q->condition == NULL)
        return q->parent >= 0 || point == NULL ? q->condition : point;
    struct form_expr *both = ARENA_NEW(x->d->arena, struct form_expr);
    *both = (struct form_expr){.op = OP_AND, .act = OP_AND, .type = VALUE_TRUTH, .n_args = 2};
    both->args = ARENA_ARRAY(x->d->arena, struct form_expr *, 2);
    both->args[0] = copy(x, point);
    both->args[1] = copy(x, q->condition);
    return both;
}

/* The options of one item, whose conditions speak of that item. */
static const struct form_option *options_in(struct expansion *x, const struct draft_options *from,
                                            struct at at)
{
    struct form_option *options = ARENA_ARRAY(x->d->arena, struct form_option, from->count);
    for (size_t i = 0; i < from->count; i++) {
        options[i] = from->items[i];
        if (options[i].condition == NULL)
            continue;
        struct form_expr *condition = copy(x, options[i].condition);
        settle(x, condition, at);
        options[i].condition = condition;
    }
    return options;
}

/* "enfants.2.age" */
static struct str id_in_item(const struct expansion *x, size_t question, size_t item)
{
    struct str path = draft_path_in_item(x->d, question);
    return arena_printf(x->d->arena, STR_FMT ".%zu." STR_FMT,
                        STR_ARG(x->d->questions.items[repeat_of(x, question)->question].q.id), item + 1,
                        STR_ARG(path));
}

static struct form_question question_in(struct expansion *x, size_t index, struct at at)
{
    const struct draft_question *from = &x->d->questions.items[index];
    const struct draft_repeat *repeat = repeat_of(x, index);
    struct form_question q = from->q;
    q.options = from->options.items;
    q.n_options = from->options.count;
    for (size_t i = 0; i < q.n_options; i++) {
        q.alone |= (uint64_t)q.options[i].alone << i;
        q.conditional |= (uint64_t)(q.options[i].condition != NULL) << i;
    }
    if (q.conditional != 0)
        q.options = options_in(x, &from->options, at);
    q.item = at.item;
    if (q.parent >= 0)
        q.parent = (ptrdiff_t)place_of(x, (size_t)q.parent, at);
    if (repeat == NULL) {
        q.condition = condition_in_point(x, &q);
        return q;
    }
    q.id = id_in_item(x, index, at.item);
    if (q.grid >= 0)
        q.grid = (ptrdiff_t)(x->grid_place[q.grid] + at.item * n_grids(repeat));
    if (from->q.condition != NULL) {
        struct form_expr *condition = copy(x, from->q.condition);
        settle(x, condition, at);
        q.condition = condition;
    }
    return q;
}

static void expand_question(struct expansion *x, size_t index, struct form_question *questions)
{
    const struct draft_repeat *repeat = repeat_of(x, index);
    const struct draft_question *from = &x->d->questions.items[index];
    bool is_row = from->q.grid >= 0 && from->q.type == FORM_ONE;
    size_t n = n_items(x, index);
    x->line = from->line;
    /* A row shares its grid's condition. */
    if (repeat == NULL && !is_row)
        settle_line(x, from->line);
    if (from->q.type == FORM_GRID)
        return;
    for (size_t item = 0; item < n && x->n_nodes <= FORM_MAX_EXPANDED; item++)
        questions[x->place[index] + (repeat == NULL ? 0 : item * repeat->n_each)] =
            question_in(x, index, (struct at){.repeat = from->q.repeat, .item = item});
}

static void expand_questions(struct expansion *x)
{
    size_t n = find_places(x);
    x->f->n_grids = find_grid_places(x);
    struct form_question *questions = ARENA_ARRAY(x->d->arena, struct form_question, n);
    for (size_t i = 0; i < x->d->points.count; i++)
        if (x->d->points.items[i].condition != NULL)
            settle_line(x, &x->d->lines[x->d->points.items[i].line - 1]);
    for (size_t i = 0; i < x->d->questions.count; i++)
        expand_question(x, i, questions);
    x->f->questions = questions;
    x->f->n_questions = n;
}

/* What a grid of the draft becomes: one, or one for each item. */
static void add_grids(const struct expansion *x, size_t index, struct form_grid *grids)
{
    size_t own = x->d->grids.items[index].question;
    const struct form_question *q = &x->d->questions.items[own].q;
    const struct draft_repeat *repeat = repeat_of(x, own);
    for (size_t item = 0; item < n_items(x, own); item++) {
        size_t place = x->grid_place[index] + (repeat == NULL ? 0 : item * n_grids(repeat));
        grids[place] = (struct form_grid){
            .id = repeat == NULL ? q->id : id_in_item(x, own, item),
            .line = q->line,
            .first_row = x->place[own] + (repeat == NULL ? 0 : item * repeat->n_each),
            .n_rows = n_rows(x, q),
        };
    }
}

static void expand_lists(struct expansion *x)
{
    const struct draft *d = x->d;
    struct form_grid *grids = ARENA_ARRAY(d->arena, struct form_grid, x->f->n_grids);
    struct form_repeat *repeats = ARENA_ARRAY(d->arena, struct form_repeat, d->repeats.count);
    for (size_t i = 0; i < d->grids.count; i++)
        add_grids(x, i, grids);
    for (size_t i = 0; i < d->repeats.count; i++) {
        size_t own = d->repeats.items[i].question;
        const struct form_question *q = &d->questions.items[own].q;
        repeats[i] = (struct form_repeat){q->id, q->line, x->place[own], d->repeats.items[i].n_each,
                                          (size_t)q->high.value.num};
    }
    x->f->grids = grids;
    x->f->repeats = repeats;
    x->f->n_repeats = d->repeats.count;
}

static void expand_points(struct expansion *x)
{
    struct form_point *points = x->d->points.items;
    size_t next = 0;
    for (size_t i = 0; i < x->d->points.count; i++) {
        points[i].first_question = next;
        while (next < x->f->n_questions && x->f->questions[next].point == i)
            next++;
        points[i].n_questions = next - points[i].first_question;
    }
    x->f->points = points;
    x->f->n_points = x->d->points.count;
}

/* The last question that a question of the draft became. */
static ptrdiff_t last_place(const struct expansion *x, ptrdiff_t question)
{
    if (question < 0)
        return -1;
    const struct draft_repeat *repeat = repeat_of(x, (size_t)question);
    size_t last_item = n_items(x, (size_t)question) - 1;
    return (ptrdiff_t)(x->place[question] + (repeat == NULL ? 0 : last_item * repeat->n_each));
}

/* Scores are kept in order of evaluation. */
static void order_scores(struct expansion *x)
{
    struct draft *d = x->d;
    x->score_place = ARENA_ARRAY(d->arena, size_t, d->scores.count);
    for (size_t i = 0; i < d->n_ordered; i++)
        x->score_place[d->score_order[i]] = i;
}

static void keep_scores(struct expansion *x)
{
    struct draft *d = x->d;
    struct form_score *scores = ARENA_ARRAY(d->arena, struct form_score, d->scores.count);
    for (size_t i = 0; i < d->n_ordered; i++) {
        scores[i] = d->scores.items[d->score_order[i]].s;
        scores[i].latest = last_place(x, scores[i].latest);
    }
    x->f->scores = scores;
    x->f->n_scores = d->n_ordered;
}

static void keep_results(struct draft *d, struct form *f)
{
    struct form_result *results = ARENA_ARRAY(d->arena, struct form_result, d->results.count);
    for (size_t i = 0; i < d->results.count; i++) {
        results[i] = d->results.items[i].r;
        results[i].levels = d->results.items[i].levels.items;
        results[i].n_levels = d->results.items[i].levels.count;
    }
    f->results = results;
    f->n_results = d->results.count;
    f->rules = d->rules.items;
    f->n_rules = d->rules.count;
    f->checks = d->checks.items;
    f->n_checks = d->checks.count;
}

struct form *draft_expand(struct draft *d)
{
    struct form *f = ARENA_NEW(d->arena, struct form);
    struct expansion x = {.d = d, .f = f};
    order_scores(&x);
    expand_questions(&x);
    for (size_t i = 0; i < d->n_lines && x.n_nodes <= FORM_MAX_EXPANDED; i++)
        if (d->lines[i].kind != FORM_QUESTION && d->lines[i].kind != FORM_POINT)
            settle_line(&x, &d->lines[i]);
    if (is_too_much(&x))
        return NULL;
    expand_lists(&x);
    expand_points(&x);
    keep_scores(&x);
    keep_results(d, f);
    return f;
}
