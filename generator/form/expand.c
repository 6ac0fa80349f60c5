/* The definition out of the draft: of each row and each item there is a question, and each expression says
 * which of them it reads. */
#include "form/draft.h"

struct expansion {
    struct draft *d;
    struct form *f;
    size_t *place;               /* by question of the draft: where it stands now, or the first it became */
    size_t *score_place;         /* by score of the draft */
    const struct declared *line; /* whose expression is at hand */
    size_t n_nodes;              /* that were copied so far */
};

/* Which item and element an expression is put in terms of. */
struct at {
    size_t item;    /* of the repeat in whose items the expression stands */
    ptrdiff_t list; /* the grid or repeat, a question of the draft, whose element this is, or -1 */
    size_t element;
};

static size_t n_elements(const struct expansion *x, const struct form_question *list)
{
    return list->type == FORM_GRID ? x->d->grids.items[list->grid].n_rows : (size_t)list->high.value.num;
}

static const struct draft_repeat *repeat_of(const struct expansion *x, size_t question)
{
    ptrdiff_t repeat = x->d->questions.items[question].q.repeat;
    return repeat < 0 ? NULL : &x->d->repeats.items[repeat];
}

static size_t place_of(const struct expansion *x, size_t question, struct at at)
{
    const struct draft_repeat *repeat = repeat_of(x, question);
    if (x->d->questions.items[question].q.type == FORM_GRID)
        return x->place[question] + at.element;
    if (repeat == NULL)
        return x->place[question];
    size_t item = (ptrdiff_t)repeat->question == at.list ? at.element : at.item;
    return x->place[question] + item * repeat->n_each;
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

/* Behind the argument as written stand its elements. */
static void settle_each(struct expansion *x, struct form_expr *e, struct at at)
{
    const struct form_question *list = &x->d->questions.items[e->index].q;
    size_t n = n_elements(x, list);
    struct form_expr **args = ARENA_ARRAY(x->d->arena, struct form_expr *, n + 1);
    struct form_expr *written = e->args[0];
    at.list = (ptrdiff_t)e->index;
    args[0] = written;
    for (at.element = 0; at.element < n; at.element++) {
        args[at.element + 1] = copy(x, written);
        settle(x, args[at.element + 1], at);
    }
    e->index = list->type == FORM_GRID ? FORM_NO_COUNT : x->place[e->index];
    e->args = args;
    e->n_args = n + 1;
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
        settle(x, line->expr, (struct at){.list = -1});
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
        bool is_last = repeat != NULL && i == repeat->question + repeat->n_each;
        x->place[i] = next;
        next += q->type != FORM_GRID;
        if (is_last)
            next += repeat->n_each * (n_elements(x, &d->questions.items[repeat->question].q) - 1);
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
    q.id = arena_printf(x->d->arena, STR_FMT ".%zu." STR_FMT,
                        STR_ARG(x->d->questions.items[repeat->question].q.id), at.item + 1, STR_ARG(q.name));
    if (from->line->expr != NULL) {
        struct form_expr *condition = copy(x, from->line->expr);
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
    size_t n = repeat == NULL ? 1 : n_elements(x, &x->d->questions.items[repeat->question].q);
    x->line = from->line;
    /* A row shares its grid's condition. */
    if (repeat == NULL && !is_row)
        settle_line(x, from->line);
    if (from->q.type == FORM_GRID)
        return;
    for (size_t item = 0; item < n && x->n_nodes <= FORM_MAX_EXPANDED; item++)
        questions[x->place[index] + (repeat == NULL ? 0 : item * repeat->n_each)] =
            question_in(x, index, (struct at){.item = item, .list = -1});
}

static void expand_questions(struct expansion *x)
{
    size_t n = find_places(x);
    struct form_question *questions = ARENA_ARRAY(x->d->arena, struct form_question, n);
    for (size_t i = 0; i < x->d->points.count; i++)
        if (x->d->points.items[i].condition != NULL)
            settle_line(x, &x->d->lines[x->d->points.items[i].line - 1]);
    for (size_t i = 0; i < x->d->questions.count; i++)
        expand_question(x, i, questions);
    x->f->questions = questions;
    x->f->n_questions = n;
}

static void expand_lists(struct expansion *x)
{
    const struct draft *d = x->d;
    struct form_grid *grids = ARENA_ARRAY(d->arena, struct form_grid, d->grids.count);
    struct form_repeat *repeats = ARENA_ARRAY(d->arena, struct form_repeat, d->repeats.count);
    for (size_t i = 0; i < d->grids.count; i++) {
        size_t own = d->grids.items[i].question;
        const struct form_question *q = &d->questions.items[own].q;
        grids[i] = (struct form_grid){q->id, q->line, x->place[own], d->grids.items[i].n_rows};
    }
    for (size_t i = 0; i < d->repeats.count; i++) {
        size_t own = d->repeats.items[i].question;
        const struct form_question *q = &d->questions.items[own].q;
        repeats[i] =
            (struct form_repeat){q->id, q->line, x->place[own], d->repeats.items[i].n_each, n_elements(x, q)};
    }
    x->f->grids = grids;
    x->f->n_grids = d->grids.count;
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
    size_t n = repeat == NULL ? 1 : n_elements(x, &x->d->questions.items[repeat->question].q);
    return (ptrdiff_t)(x->place[question] + (repeat == NULL ? 0 : (n - 1) * repeat->n_each));
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
