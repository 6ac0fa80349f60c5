#include "form/term.h"

static struct term *new_term(struct terms *t, int act, bool truth, size_t n_args)
{
    struct term *term = ARENA_NEW(t->arena, struct term);
    term->id = ++t->n_terms;
    term->act = act;
    term->truth = truth;
    term->args = ARENA_ARRAY(t->arena, struct term *, n_args);
    term->n_args = n_args;
    return term;
}

static void depend_on_args(const struct terms *t, struct term *term, bool linearly)
{
    for (size_t i = 0; i < term->n_args; i++)
        support_add(t->arena, &term->support, &term->args[i]->support, linearly);
}

struct term *terms_constant(struct terms *t, int64_t n, bool truth)
{
    struct term *term = new_term(t, OP_CONSTANT, truth, 0);
    term->constant = number_of(n);
    return term;
}

struct term *terms_two(struct terms *t, int act, struct term *x, struct term *y)
{
    struct term *term = new_term(t, act, y->truth, 2);
    term->args[0] = x;
    term->args[1] = y;
    depend_on_args(t, term, true);
    return term;
}

struct term *terms_opposite(struct terms *t, struct term *condition)
{
    struct term *term = new_term(t, OP_NOT, true, 1);
    term->args[0] = condition;
    depend_on_args(t, term, true);
    return term;
}

struct term *terms_certain(struct terms *t, struct term *condition)
{
    return terms_two(t, OP_COALESCE, condition, terms_constant(t, 0, true));
}

struct term *terms_guard(struct terms *t, struct term *inner)
{
    return t->blocked == NULL ? inner : terms_two(t, TERM_GUARD, t->blocked, inner);
}

struct term *terms_part(struct terms *t, struct term *chain, uint64_t which)
{
    for (const struct part *part = chain->parts; part != NULL; part = part->next)
        if (part->which == which)
            return part->term;
    struct part *part = ARENA_NEW(t->arena, struct part);
    struct term *term = new_term(t, chain->act, chain->truth, (size_t)__builtin_popcountll(which));
    size_t n = 0;
    term->inverse = chain->inverse == NULL ? NULL : ARENA_ARRAY(t->arena, bool, term->n_args);
    for (uint64_t rest = which; rest != 0; rest &= rest - 1, n++) {
        term->args[n] = chain->args[__builtin_ctzll(rest)];
        if (chain->inverse != NULL)
            term->inverse[n] = chain->inverse[__builtin_ctzll(rest)];
    }
    depend_on_args(t, term, true);
    *part = (struct part){.which = which, .term = term, .next = chain->parts};
    chain->parts = part;
    return term;
}

/* A term that reads the answer to a question depends on it, and on what decides whether it is asked. */
static struct term *answer_term(struct terms *t, int act, size_t question)
{
    struct term *term = new_term(t, act, act == OP_CHOSEN || act == OP_YES || act == OP_ANSWERED, 0);
    term->index = question;
    support_set(t->arena, &term->support, question, act == OP_VALUE || act == OP_LIST);
    if (t->variables[question].by_today)
        support_set(t->arena, &term->support, terms_today(t), true);
    if (t->asked[question] != NULL)
        support_add(t->arena, &term->support, &t->asked[question]->support, false);
    return term;
}

struct term *terms_chosen(struct terms *t, size_t question, uint64_t mask)
{
    struct term *term = answer_term(t, OP_CHOSEN, question);
    term->mask = mask;
    return term;
}

/* The question whose number, day or age this is, or the variable of the day of evaluation; -1 when it is
 * computed otherwise. */
static ptrdiff_t plain_answer(const struct terms *t, const struct term *term)
{
    if (term->act == OP_VALUE)
        return (ptrdiff_t)term->index;
    if (term->act == OP_YEARS && term->args[0]->act == OP_VALUE)
        return (ptrdiff_t)term->args[0]->index;
    return term->act == OP_TODAY ? (ptrdiff_t)terms_today(t) : -1;
}

static void add_point(struct terms *t, struct numbers *points, struct number at)
{
    for (size_t i = 0; i < points->count; i++)
        if (number_cmp(points->items[i], at) == 0)
            return;
    *ARENA_PUSH(t->arena, points) = at;
}

/* Years up to the day of evaluation, other than those of an answer that is nothing but an age. */
static bool counts_to_today(const struct terms *t, const struct term *term)
{
    return term->act == OP_YEARS &&
           (term->args[0]->act != OP_VALUE || t->variables[term->args[0]->index].by_today);
}

static bool is_relation(int act)
{
    return act == OP_EQUAL || act == OP_UNEQUAL || act == OP_LESS || act == OP_AT_MOST || act == OP_MORE ||
           act == OP_AT_LEAST || act == OP_IN || act == OP_STEP;
}

/* A date and the day of evaluation: given that day, it is a constant (form/moment.c). */
static bool compares_with_today(struct terms *t, const struct term *term)
{
    if (!is_relation(term->act) || term->n_args != 2)
        return false;
    size_t today = term->args[0]->act == OP_TODAY ? 0 : 1;
    const struct term *date = term->args[1 - today];
    if (term->args[today]->act != OP_TODAY || date->act != OP_VALUE)
        return false;
    t->variables[date->index].comparisons++;
    return true;
}

/* What decides between other values, or passes one of them on, and computes nothing. */
static bool passes_on(const struct term *term)
{
    return term->act == OP_MIN || term->act == OP_MAX || term->act == OP_COALESCE || term->act == OP_IF ||
           term->act == OP_PICK || term->act == TERM_ELEMENT;
}

/* Notes whether a term comes to such years. Those that are neither compared with constants nor passed on
 * are computed with: which of them matter is not known then. */
static void note_years(struct terms *t, struct term *term, bool only_compares)
{
    bool counts = false;
    for (size_t i = 0; i < term->n_args; i++)
        counts = counts || term->args[i]->counts_years;
    term->counts_years = counts_to_today(t, term) || (counts && passes_on(term));
    if (counts && !passes_on(term) && !only_compares)
        t->computes_years = true;
}

/* Years are whole: what is compared with a constant reaches a number of them, or does not. */
static void add_age(struct terms *t, struct numbers *ages, struct number at, bool beyond)
{
    int64_t years = beyond ? number_floor(at) + 1 : -number_floor(number_neg(at));
    add_point(t, ages, number_of(years));
}

static void add_ages(struct terms *t, struct numbers *ages, const struct term *term, size_t constant)
{
    struct number at = term->args[constant]->constant;
    bool first = constant == 0;
    int act = term->act;
    bool reaches =
        act == OP_STEP || act == (first ? OP_AT_MOST : OP_AT_LEAST) || act == (first ? OP_MORE : OP_LESS);
    bool exceeds = act == (first ? OP_AT_LEAST : OP_AT_MOST) || act == (first ? OP_LESS : OP_MORE);
    if (!exceeds)
        add_age(t, ages, at, false);
    if (!reaches)
        add_age(t, ages, at, true);
}

/* Comparing one answer with constants: between the constants, all answers are alike. */
static bool compares_one_answer(struct terms *t, struct term *term)
{
    struct term *compared = NULL;
    size_t constants = 0;
    for (size_t i = 0; i < term->n_args && is_relation(term->act); i++) {
        if (term->args[i]->act == OP_CONSTANT)
            constants++;
        else
            compared = term->args[i];
    }
    bool with_constants = compared != NULL && constants + 1 == term->n_args;
    note_years(t, term, with_constants);
    if (!with_constants)
        return compares_with_today(t, term);
    ptrdiff_t question = plain_answer(t, compared);
    if (question < 0 && !compared->counts_years)
        return false;
    struct variable *variable = &t->variables[question < 0 ? (ptrdiff_t)terms_today(t) : question];
    bool is_age = compared->act == OP_YEARS || compared->counts_years;
    variable->comparisons++;
    for (size_t i = 0; i < term->n_args; i++)
        if (term->args[i]->act == OP_CONSTANT && is_age && (question < 0 || variable->by_today))
            add_ages(t, &variable->ages, term, i);
        else if (term->args[i]->act == OP_CONSTANT)
            add_point(t, &variable->points, term->args[i]->constant);
    return question >= 0;
}

/* The repeat whose items question `count` counts has an item. */
static struct term *has_item(struct terms *t, size_t count, size_t item)
{
    struct term *term = new_term(t, OP_MORE, true, 2);
    term->args[0] = answer_term(t, OP_VALUE, count);
    term->args[1] = terms_constant(t, (int64_t)item, false);
    t->variables[count].uses++;
    depend_on_args(t, term, !compares_one_answer(t, term));
    return term;
}

/* `*present` becomes it and that all questions of items that an expression reads are asked. */
static void need_asked(struct terms *t, const struct form_expr *e, struct term **present)
{
    if (form_reads_question(e)) {
        struct term *condition = t->asked[e->index];
        if (t->form->questions[e->index].repeat >= 0 && condition != NULL)
            *present = terms_two(t, OP_AND, *present, condition);
        return;
    }
    for (size_t i = 0; i < e->n_args && e->act != OP_EACH; i++)
        need_asked(t, e->args[i], present);
}

struct elements {
    struct term **items;
    size_t count, cap;
};

/* Behind the elements of items stands one that never is, and is missing when nobody said how many there are.
 */
static void add_elements(struct terms *t, const struct form_expr *each, struct elements *out)
{
    bool counts_rows = each->index == FORM_NO_COUNT;
    for (size_t i = 0; i + 1 < each->n_args; i++) {
        struct term *element = terms_of(t, each->args[i + 1]);
        if (!counts_rows) {
            struct term *present = has_item(t, each->index, i / each->per_item);
            need_asked(t, each->args[i + 1], &present);
            element = terms_two(t, TERM_ELEMENT, present, element);
            note_years(t, element, false);
        }
        *ARENA_PUSH(t->arena, out) = element;
    }
    if (!counts_rows)
        *ARENA_PUSH(t->arena, out) =
            terms_two(t, TERM_ELEMENT, has_item(t, each->index, (each->n_args - 1) / each->per_item),
                      terms_constant(t, 0, each->type == VALUE_TRUTH));
}

/* min, max, sum, mean, count: the elements of lists are arguments of their own. */
static struct term *gathered(struct terms *t, const struct form_expr *e)
{
    struct elements args = {0};
    for (size_t i = 0; i < e->n_args; i++) {
        if (e->args[i]->act == OP_EACH)
            add_elements(t, e->args[i], &args);
        else
            *ARENA_PUSH(t->arena, &args) = terms_of(t, e->args[i]);
    }
    struct term *term = new_term(t, (int)e->act, false, 0);
    term->args = args.items;
    term->n_args = args.count;
    term->source = e;
    note_years(t, term, false);
    depend_on_args(t, term, true);
    return term;
}

static bool has_lists(const struct form_expr *e)
{
    for (size_t i = 0; i < e->n_args; i++)
        if (e->args[i]->act == OP_EACH)
            return true;
    return false;
}

static struct term *copy(struct terms *t, const struct form_expr *e)
{
    if (has_lists(e))
        return gathered(t, e);
    struct term *term = new_term(t, (int)e->act, e->type == VALUE_TRUTH, e->n_args);
    term->constant = e->constant;
    term->source = e;
    for (size_t i = 0; i < e->n_args; i++) {
        struct term *arg = terms_of(t, e->args[i]);
        if (e->args[i]->inverse && term->inverse == NULL)
            term->inverse = ARENA_ARRAY(t->arena, bool, e->n_args);
        if (e->args[i]->inverse)
            term->inverse[i] = true;
        term->args[i] = arg;
    }
    depend_on_args(t, term, !compares_one_answer(t, term));
    /* Otherwise an answer can give any age, whatever the day of evaluation. */
    if (counts_to_today(t, term))
        support_set(t->arena, &term->support, terms_today(t), true);
    return term;
}

static struct term *level_term(struct terms *t, const struct form_expr *e)
{
    size_t n = t->form->results[e->index].n_levels;
    struct term *term = new_term(t, OP_IN, true, 1);
    term->args[0] = t->levels[e->index];
    struct term **args = ARENA_ARRAY(t->arena, struct term *, n + 1);
    args[0] = term->args[0];
    for (size_t i = 0; i < n; i++)
        if ((e->mask >> i & 1) != 0)
            args[term->n_args++] = terms_constant(t, (int64_t)i, false);
    term->args = args;
    depend_on_args(t, term, true);
    return term;
}

struct term *terms_of(struct terms *t, const struct form_expr *e)
{
    struct term *term;
    switch ((int)e->act) {
    case OP_SCORE:
        return t->scores[e->index];
    case OP_RESULT:
        return t->results[e->index];
    case OP_LEVEL:
        return level_term(t, e);
    case OP_TODAY:
        term = new_term(t, OP_TODAY, false, 0);
        support_set(t->arena, &term->support, terms_today(t), true);
        return term;
    case OP_POINTS:
    case OP_VALUE:
    case OP_YES:
    case OP_LIST:
    case OP_CHOSEN:
    case OP_ANSWERED:
        term = answer_term(t, (int)e->act, e->index);
        t->variables[e->index].uses += e->act == OP_VALUE;
        term->mask = e->act == OP_YES ? 1 : e->mask;
        term->by_option = e->by_option;
        if (e->act == OP_YES)
            term->act = OP_CHOSEN;
        return term;
    default:
        return copy(t, e);
    }
}

static struct term *both(struct terms *t, struct term *x, struct term *y)
{
    return x == NULL ? y : y == NULL ? x : terms_two(t, OP_AND, x, y);
}

/* When a question is asked: its parent's option is chosen, there is its item, and its condition holds. */
static struct term *asked_term(struct terms *t, const struct form_question *q)
{
    struct term *parent = NULL;
    struct term *item = NULL;
    struct term *condition = NULL;
    if (q->parent >= 0)
        parent = terms_certain(t, terms_chosen(t, (size_t)q->parent, UINT64_C(1) << q->parent_option));
    if (q->repeat >= 0)
        item = terms_certain(t, has_item(t, t->form->repeats[q->repeat].count, q->item));
    if (q->condition != NULL)
        condition = terms_certain(t, terms_of(t, q->condition));
    return both(t, both(t, item, parent), condition);
}

static struct term *first_level(struct terms *t, size_t result)
{
    struct term *term = new_term(t, TERM_LEVEL, false, 1);
    term->index = result;
    term->named = true;
    term->args[0] = t->results[result];
    note_years(t, term, true);
    for (size_t i = 0; i < t->form->results[result].n_levels && term->args[0]->counts_years; i++) {
        const struct form_level *level = &t->form->results[result].levels[i];
        if (level->low.set)
            add_age(t, &t->variables[terms_today(t)].ages, level->low.value, false);
        if (level->high.set)
            add_age(t, &t->variables[terms_today(t)].ages, level->high.value, true);
    }
    depend_on_args(t, term, true);
    return term;
}

void terms_apply_rule(struct terms *t, const struct form_rule *rule, struct term *condition)
{
    struct term *level = t->levels[rule->result];
    struct term *term = new_term(t, OP_IF, false, 3);
    term->args[0] = terms_certain(t, condition);
    term->args[1] =
        terms_two(t, rule->lifts ? OP_MAX : OP_MIN, level, terms_constant(t, (int64_t)rule->level, false));
    term->args[2] = level;
    depend_on_args(t, term, true);
    t->levels[rule->result] = term;
}

static struct term *named_term(struct terms *t, const struct form_expr *e)
{
    struct term *term = terms_of(t, e);
    term->named = term->n_args > 0;
    return term;
}

static size_t evaluated_before(struct terms *t, size_t n_done, ptrdiff_t question)
{
    const struct form *f = t->form;
    for (; n_done < f->n_scores && f->scores[n_done].latest < question; n_done++)
        t->scores[n_done] = named_term(t, f->scores[n_done].expr);
    return n_done;
}

void terms_init(struct terms *t, struct arena *a, const struct form *f)
{
    *t = (struct terms){.arena = a, .form = f, .n_variables = f->n_questions + 1};
    size_t n_done = 0;
    t->n_words = t->n_variables / 64 + 1;
    t->variables = ARENA_ARRAY(a, struct variable, t->n_variables);
    t->asked = ARENA_ARRAY(a, struct term *, f->n_questions);
    t->scores = ARENA_ARRAY(a, struct term *, f->n_scores);
    t->results = ARENA_ARRAY(a, struct term *, f->n_results);
    t->levels = ARENA_ARRAY(a, struct term *, f->n_results);
    terms_note_dates(t);
    for (size_t i = 0; i < f->n_questions; i++) {
        n_done = evaluated_before(t, n_done, (ptrdiff_t)i);
        t->asked[i] = asked_term(t, &f->questions[i]);
    }
    evaluated_before(t, n_done, PTRDIFF_MAX);
    for (size_t i = 0; i < f->n_results; i++) {
        t->results[i] = named_term(t, f->results[i].expr);
        t->levels[i] = first_level(t, i);
    }
}
