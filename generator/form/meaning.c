/* Every expression of a draft: names, types, and that conditions only use what was asked before. */
#include "form/resolve.h"

static ptrdiff_t later(ptrdiff_t a, ptrdiff_t b)
{
    return a > b ? a : b;
}

struct resolver resolver_of(struct draft *d, const struct declared *line)
{
    return (struct resolver){.d = d, .line = line, .scope = -1, .list = -1};
}

static ptrdiff_t last_row(const struct draft *d, size_t question)
{
    const struct form_question *q = &d->questions.items[question].q;
    return (ptrdiff_t)(question + (q->type == FORM_GRID ? d->grids.items[q->grid].n_rows : 0));
}

/* The last question that a node names itself. */
static ptrdiff_t own_latest(const struct draft *d, const struct form_expr *e)
{
    if (e->act == OP_SCORE)
        return d->scores.items[e->index].s.latest;
    return form_reads_question(e) ? last_row(d, e->index) : -1;
}

static ptrdiff_t latest(const struct draft *d, const struct form_expr *e)
{
    ptrdiff_t last = own_latest(d, e);
    for (size_t i = 0; i < e->n_args && e->act != OP_CHOSEN; i++)
        last = later(last, latest(d, e->args[i]));
    return last;
}

/* A score that is computed from all items of the repeat in whose items it is used. */
static bool needs_all_items(const struct resolver *r, const struct form_expr *e)
{
    ptrdiff_t last = own_latest(r->d, e);
    return e->act == OP_SCORE && last >= 0 && r->scope >= 0 &&
           r->d->questions.items[last].q.repeat == r->scope;
}

/* Reports every node that uses question `self` or one behind it. */
static void check_earlier(struct resolver *r, struct form_expr *e, size_t self)
{
    if (own_latest(r->d, e) >= (ptrdiff_t)self || needs_all_items(r, e)) {
        const struct form_question *last = &r->d->questions.items[own_latest(r->d, e)].q;
        enum diag_code code = (size_t)own_latest(r->d, e) == self && e->act != OP_SCORE
                                  ? D_FORM_CONDITION_ON_ITSELF
                                  : D_FORM_CONDITION_ON_LATER;
        form_wrong(r, e, code, last->id, r->d->questions.items[self].q.id);
        return;
    }
    for (size_t i = 0; i < e->n_args && e->act != OP_CHOSEN; i++)
        check_earlier(r, e->args[i], self);
}

/* The same for what is shown or not before question `first` is asked. */
static void check_shown(struct resolver *r, struct form_expr *e, size_t first)
{
    if (own_latest(r->d, e) >= (ptrdiff_t)first || needs_all_items(r, e)) {
        form_wrong(r, e, D_FORM_SHOWN_BY_LATER, r->d->questions.items[own_latest(r->d, e)].q.id,
                   (struct str){0});
        return;
    }
    for (size_t i = 0; i < e->n_args && e->act != OP_CHOSEN; i++)
        check_shown(r, e->args[i], first);
}

/* Scores are evaluated while the questions are gone through: in the order of the last question each depends
 * on. What a score uses never depends on a later question than it does itself, so a stable sort keeps it in
 * front. */
static void sort_by_latest(struct draft *d)
{
    size_t n_slots = d->questions.count + 1;
    size_t *start = ARENA_ARRAY(d->arena, size_t, n_slots + 1);
    size_t *sorted = ARENA_ARRAY(d->arena, size_t, d->n_ordered);
    for (size_t i = 0; i < d->n_ordered; i++)
        start[d->scores.items[d->score_order[i]].s.latest + 2]++;
    for (size_t i = 0; i < n_slots; i++)
        start[i + 1] += start[i];
    for (size_t i = 0; i < d->n_ordered; i++)
        sorted[start[d->scores.items[d->score_order[i]].s.latest + 1]++] = d->score_order[i];
    d->score_order = sorted;
}

static void resolve_scores(struct draft *d)
{
    for (size_t i = 0; i < d->n_ordered; i++) {
        struct draft_score *score = &d->scores.items[d->score_order[i]];
        struct resolver r = resolver_of(d, score->line);
        struct form_expr *e = score->line->expr;
        if (score->line->wrong || e == NULL)
            continue;
        form_resolve(&r, e);
        score->type = form_use_value(&r, e);
        if (score->type == VALUE_WRONG)
            score->line->wrong = true;
        else
            score->s.latest = latest(d, e);
    }
    sort_by_latest(d);
}

static void resolve_condition(struct resolver *r, struct declared *line)
{
    if (line->wrong || line->expr == NULL)
        return;
    form_resolve(r, line->expr);
    if (!form_use_truth(r, line->expr))
        line->wrong = true;
}

/* The condition of a rule or check. */
static void resolve_final(struct draft *d, struct declared *line)
{
    struct resolver r = resolver_of(d, line);
    r.levels = true;
    resolve_condition(&r, line);
}

static void resolve_questions(struct draft *d)
{
    for (size_t i = 0; i < d->questions.count; i++) {
        struct declared *line = d->questions.items[i].line;
        struct resolver r = resolver_of(d, line);
        r.scope = d->questions.items[i].q.repeat;
        if (line->wrong || line->expr == NULL)
            continue;
        resolve_condition(&r, line);
        if (!line->wrong)
            check_earlier(&r, line->expr, i);
    }
}

/* The condition of a point: nothing of it, and nothing behind it, has been asked by then. */
static void resolve_points(struct draft *d)
{
    for (size_t i = 0; i < d->points.count; i++) {
        struct declared *line = &d->lines[d->points.items[i].line - 1];
        struct resolver r = resolver_of(d, line);
        if (line->wrong || d->points.items[i].condition == NULL)
            continue;
        resolve_condition(&r, line);
        if (!line->wrong)
            check_shown(&r, line->expr, d->points.items[i].first_question);
    }
}

/* The condition of an option: its question is not answered by then. */
static void resolve_option(struct draft *d, size_t question, const struct form_option *option)
{
    struct declared *line = &d->lines[option->line - 1];
    struct resolver r = resolver_of(d, line);
    r.scope = d->questions.items[question].q.repeat;
    if (line->wrong || option->condition == NULL)
        return;
    resolve_condition(&r, line);
    if (!line->wrong)
        check_shown(&r, line->expr, question);
}

static void resolve_options(struct draft *d)
{
    for (size_t i = 0; i < d->questions.count; i++)
        for (size_t j = 0; j < d->questions.items[i].options.count; j++)
            if (d->questions.items[i].options.items[j].condition != NULL)
                resolve_option(d, i, &d->questions.items[i].options.items[j]);
}

static void resolve_results(struct draft *d)
{
    for (size_t i = 0; i < d->results.count; i++) {
        struct declared *line = d->results.items[i].line;
        struct resolver r = resolver_of(d, line);
        if (line->wrong || line->expr == NULL)
            continue;
        form_resolve(&r, line->expr);
        if (!form_use_number(&r, line->expr))
            line->wrong = true;
    }
}

static struct str nearest_result(struct draft *d, struct str word)
{
    struct str *ids = ARENA_ARRAY(d->arena, struct str, d->results.count);
    for (size_t i = 0; i < d->results.count; i++)
        ids[i] = d->results.items[i].r.id;
    return diag_nearest(word, ids, d->results.count);
}

static void resolve_rule(struct draft *d, struct form_rule *rule)
{
    struct declared *line = &d->lines[rule->line - 1];
    const struct name *name = names_find(&d->names, line->id);
    struct str levels[FORM_MAX_LEVELS];
    if (line->wrong)
        return;
    resolve_final(d, line);
    if (name == NULL || name->kind != NAME_RESULT) {
        DIAG_AT(d->diags, D_FORM_UNKNOWN_RESULT, draft_part_place(line, line->id), line->id,
                nearest_result(d, line->id));
        return;
    }
    const struct draft_result *result = &d->results.items[name->index];
    rule->result = name->index;
    for (size_t i = 0; i < result->levels.count; i++) {
        levels[i] = result->levels.items[i].code;
        if (str_eq(levels[i], line->level)) {
            rule->level = i;
            return;
        }
    }
    if (!result->partial)
        DIAG_AT(d->diags, D_FORM_UNKNOWN_CODE, draft_part_place(line, line->level), line->level, line->id,
                diag_nearest(line->level, levels, result->levels.count),
                diag_list(d->diags, levels, result->levels.count));
}

void draft_resolve(struct draft *d)
{
    resolve_scores(d);
    resolve_points(d);
    resolve_questions(d);
    resolve_options(d);
    resolve_results(d);
    for (size_t i = 0; i < d->rules.count; i++)
        resolve_rule(d, &d->rules.items[i]);
    for (size_t i = 0; i < d->checks.count; i++)
        resolve_final(d, &d->lines[d->checks.items[i].line - 1]);
}
