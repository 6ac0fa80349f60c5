#include "form/eval.h"

static const struct number missing = {0};

static struct number truth(bool value)
{
    return (struct number){value, 1};
}

const struct form_answer *form_eval_answer(const struct form_eval *e, size_t question)
{
    const struct form_answer *answer = &e->answers->items[question];
    bool is_usable = e->asked[question] && answer->given && answer->problem == FORM_OK;
    return is_usable && !e->withdrawn[question] ? answer : NULL;
}

/* One value after another, put together by the operator of a min, max, sum, mean or count. */
struct gather {
    enum form_op op;
    struct number value;
    int64_t count;
    bool missing;
};

static void gather_one(struct gather *g, struct number x)
{
    if (form_is_missing(x)) {
        g->missing = true;
        return;
    }
    g->count++;
    if (g->op == OP_SUM || g->op == OP_MEAN)
        g->missing = g->missing || !number_add(g->value, x, &g->value);
    else if (g->op == OP_MIN || g->op == OP_MAX)
        if (g->count == 1 || (g->op == OP_MIN) == (number_cmp(x, g->value) < 0))
            g->value = x;
}

static void gather_list(struct gather *g, const struct form_eval *e, const struct form_expr *list)
{
    const struct form_answer *answer = form_eval_answer(e, list->index);
    if (answer == NULL) {
        g->missing = true;
        return;
    }
    for (uint64_t rest = answer->chosen; rest != 0; rest &= rest - 1)
        gather_one(g, list->by_option == NULL ? number_of(1) : list->by_option[__builtin_ctzll(rest)]);
}

int64_t form_eval_elements(const struct form_eval *e, const struct form_expr *each)
{
    if (each->index == FORM_NO_COUNT)
        return (int64_t)each->n_args - 1;
    const struct form_answer *answer = form_eval_answer(e, each->index);
    return answer == NULL ? -1 : answer->number.num * (int64_t)each->per_item;
}

/* Are all questions of items that an expression reads asked? */
static bool reads_what_is_asked(const struct form_eval *e, const struct form_expr *x)
{
    if (form_reads_question(x))
        return e->form->questions[x->index].repeat < 0 || e->asked[x->index];
    for (size_t i = 0; i < x->n_args; i++)
        if (x->act != OP_EACH && !reads_what_is_asked(e, x->args[i]))
            return false;
    return true;
}

bool form_eval_has_element(const struct form_eval *e, const struct form_expr *each, int64_t i)
{
    return each->index == FORM_NO_COUNT || reads_what_is_asked(e, each->args[i + 1]);
}

static void gather_each(struct gather *g, const struct form_eval *e, const struct form_expr *each)
{
    int64_t n = form_eval_elements(e, each);
    g->missing = g->missing || n < 0;
    for (int64_t i = 0; i < n && !g->missing; i++)
        if (form_eval_has_element(e, each, i))
            gather_one(g, form_eval(e, each->args[i + 1]));
}

static struct number eval_gathered(const struct form_eval *e, const struct form_expr *x)
{
    struct gather g = {.op = x->act, .value = {0, 1}};
    for (size_t i = 0; i < x->n_args && !g.missing; i++) {
        if (x->args[i]->act == OP_LIST)
            gather_list(&g, e, x->args[i]);
        else if (x->args[i]->act == OP_EACH)
            gather_each(&g, e, x->args[i]);
        else
            gather_one(&g, form_eval(e, x->args[i]));
    }
    if (g.missing)
        return missing;
    if (x->act == OP_COUNT)
        return number_of(g.count);
    if (g.count == 0 && x->act != OP_SUM)
        return missing;
    if (x->act == OP_MEAN && !number_div(g.value, number_of(g.count), &g.value))
        return missing;
    return g.value;
}

static struct number eval_count_true(const struct form_eval *e, const struct form_expr *x)
{
    struct gather g = {.op = OP_SUM, .value = {0, 1}};
    for (size_t i = 0; i < x->n_args && !g.missing; i++) {
        if (x->args[i]->act == OP_EACH)
            gather_each(&g, e, x->args[i]);
        else
            gather_one(&g, form_eval(e, x->args[i]));
    }
    return g.missing ? missing : g.value;
}

static struct number eval_chain(const struct form_eval *e, const struct form_expr *x)
{
    struct number value = form_eval(e, x->args[0]);
    for (size_t i = 1; i < x->n_args && !form_is_missing(value); i++) {
        const struct form_expr *arg = x->args[i];
        struct number other = form_eval(e, arg);
        bool fits = !form_is_missing(other);
        if (x->act == OP_SUM_OF)
            fits = fits && (arg->inverse ? number_sub : number_add)(value, other, &value);
        else
            fits = fits && (arg->inverse ? number_div : number_mul)(value, other, &value);
        if (!fits)
            return missing;
    }
    return value;
}

/* `and` is decided by one false, `or` by one true; otherwise a missing value is missing. */
static struct number eval_logic(const struct form_eval *e, const struct form_expr *x)
{
    bool decisive = x->act == OP_OR;
    bool any_missing = false;
    for (size_t i = 0; i < x->n_args; i++) {
        struct number value = form_eval(e, x->args[i]);
        if (form_is_missing(value))
            any_missing = true;
        else if ((value.num != 0) == decisive)
            return truth(decisive);
    }
    return any_missing ? missing : truth(!decisive);
}

static struct number eval_relation(const struct form_eval *e, const struct form_expr *x)
{
    struct number a = form_eval(e, x->args[0]);
    struct number b = form_eval(e, x->args[1]);
    if (form_is_missing(a) || form_is_missing(b))
        return missing;
    int order = number_cmp(a, b);
    switch ((int)x->act) {
    case OP_EQUAL:
        return truth(order == 0);
    case OP_UNEQUAL:
        return truth(order != 0);
    case OP_LESS:
        return truth(order < 0);
    case OP_AT_MOST:
        return truth(order <= 0);
    case OP_MORE:
        return truth(order > 0);
    default:
        return truth(order >= 0);
    }
}

/* x in (a, b): like x = a or x = b. */
static struct number eval_in(const struct form_eval *e, const struct form_expr *x)
{
    struct number value = form_eval(e, x->args[0]);
    bool any_missing = false;
    if (form_is_missing(value))
        return missing;
    for (size_t i = 1; i < x->n_args; i++) {
        struct number other = form_eval(e, x->args[i]);
        if (form_is_missing(other))
            any_missing = true;
        else if (number_cmp(value, other) == 0)
            return truth(true);
    }
    return any_missing ? missing : truth(false);
}

static struct number eval_if(const struct form_eval *e, const struct form_expr *x)
{
    struct number condition = form_eval(e, x->args[0]);
    if (form_is_missing(condition))
        return missing;
    return form_eval(e, x->args[condition.num != 0 ? 1 : 2]);
}

static struct number eval_step(const struct form_eval *e, const struct form_expr *x)
{
    struct number value = form_eval(e, x->args[0]);
    int64_t reached = 0;
    if (form_is_missing(value))
        return missing;
    for (size_t i = 1; i < x->n_args; i++)
        reached += number_cmp(value, x->args[i]->constant) >= 0;
    return number_of(reached);
}

/* pick(1, a, b) is a. */
static struct number eval_pick(const struct form_eval *e, const struct form_expr *x)
{
    struct number n = form_eval(e, x->args[0]);
    if (form_is_missing(n) || n.den != 1 || n.num < 1 || (uint64_t)n.num >= x->n_args)
        return missing;
    return form_eval(e, x->args[n.num]);
}

static struct number eval_coalesce(const struct form_eval *e, const struct form_expr *x)
{
    struct number value = missing;
    for (size_t i = 0; i < x->n_args && form_is_missing(value); i++)
        value = form_eval(e, x->args[i]);
    return value;
}

static struct number eval_years(const struct form_eval *e, const struct form_expr *x)
{
    struct number day = form_eval(e, x->args[0]);
    return form_is_missing(day) ? missing
                                : number_of(form_years_between((int32_t)day.num, e->answers->today));
}

static struct number eval_value(const struct form_eval *e, const struct form_expr *x)
{
    const struct form_answer *answer = form_eval_answer(e, x->index);
    if (answer == NULL)
        return missing;
    return x->type == VALUE_DATE ? number_of(answer->day) : answer->number;
}

/* What the answer says: whether there is one, the points of the option, whether one of some options is
 * chosen, yes or no. A consent that was asked for and not given is no. */
static struct number eval_choice(const struct form_eval *e, const struct form_expr *x)
{
    const struct form_answer *answer = form_eval_answer(e, x->index);
    if (x->act == OP_ANSWERED)
        return truth(answer != NULL);
    if (answer == NULL && e->form->questions[x->index].type == FORM_CONSENT && e->asked[x->index])
        return truth(false);
    if (answer == NULL)
        return missing;
    if (x->act == OP_CHOSEN)
        return truth((answer->chosen & x->mask) != 0);
    if (x->act == OP_YES)
        return truth((answer->chosen & 1) != 0);
    return answer->chosen == 0 ? missing : x->by_option[__builtin_ctzll(answer->chosen)];
}

static struct number eval_level(const struct form_eval *e, const struct form_expr *x)
{
    const struct form_outcome *outcome = &e->outcomes[x->index];
    if (x->act == OP_RESULT)
        return outcome->score;
    return outcome->missing ? missing : truth((x->mask >> outcome->level & 1) != 0);
}

static struct number eval_negated(const struct form_eval *e, const struct form_expr *x)
{
    struct number value = form_eval(e, x->args[0]);
    if (form_is_missing(value))
        return missing;
    return x->act == OP_NOT ? truth(value.num == 0) : number_neg(value);
}

static struct number eval_constant(const struct form_eval *e, const struct form_expr *x)
{
    return x->act == OP_TODAY ? number_of(e->answers->today) : x->constant;
}

static struct number eval_score(const struct form_eval *e, const struct form_expr *x)
{
    return e->scores[x->index];
}

struct number form_eval(const struct form_eval *e, const struct form_expr *x)
{
    static struct number (*const evals[OP__MAX])(const struct form_eval *, const struct form_expr *) = {
        [OP_CONSTANT] = eval_constant,
        [OP_TODAY] = eval_constant,
        [OP_VALUE] = eval_value,
        [OP_POINTS] = eval_choice,
        [OP_CHOSEN] = eval_choice,
        [OP_YES] = eval_choice,
        [OP_ANSWERED] = eval_choice,
        [OP_SCORE] = eval_score,
        [OP_RESULT] = eval_level,
        [OP_LEVEL] = eval_level,
        [OP_SUM_OF] = eval_chain,
        [OP_PRODUCT_OF] = eval_chain,
        [OP_NEGATIVE] = eval_negated,
        [OP_NOT] = eval_negated,
        [OP_AND] = eval_logic,
        [OP_OR] = eval_logic,
        [OP_EQUAL] = eval_relation,
        [OP_UNEQUAL] = eval_relation,
        [OP_LESS] = eval_relation,
        [OP_AT_MOST] = eval_relation,
        [OP_MORE] = eval_relation,
        [OP_AT_LEAST] = eval_relation,
        [OP_IN] = eval_in,
        [OP_IF] = eval_if,
        [OP_MIN] = eval_gathered,
        [OP_MAX] = eval_gathered,
        [OP_SUM] = eval_gathered,
        [OP_MEAN] = eval_gathered,
        [OP_COUNT] = eval_gathered,
        [OP_COUNT_TRUE] = eval_count_true,
        [OP_STEP] = eval_step,
        [OP_PICK] = eval_pick,
        [OP_YEARS] = eval_years,
        [OP_COALESCE] = eval_coalesce,
    };
    return evals[x->act] == NULL ? missing : evals[x->act](e, x);
}

static bool is_asked(const struct form_eval *e, const struct form_question *q)
{
    if (q->parent >= 0) {
        const struct form_answer *parent = form_eval_answer(e, (size_t)q->parent);
        if (parent == NULL || (parent->chosen >> q->parent_option & 1) == 0)
            return false;
    }
    if (q->repeat >= 0) {
        const struct form_answer *items = form_eval_answer(e, e->form->repeats[q->repeat].count);
        if (items == NULL || items->number.num <= (int64_t)q->item)
            return false;
    }
    return q->condition == NULL || form_is_true(form_eval(e, q->condition));
}

static void eval_scores_before(struct form_eval *e, ptrdiff_t question)
{
    const struct form *f = e->form;
    for (; e->n_scores < f->n_scores && f->scores[e->n_scores].latest < question; e->n_scores++)
        e->scores[e->n_scores] = form_eval(e, f->scores[e->n_scores].expr);
}

uint64_t form_eval_offered(const struct form_eval *e, const struct form_question *q)
{
    uint64_t offered = UINT64_MAX;
    for (uint64_t rest = q->conditional; rest != 0; rest &= rest - 1) {
        size_t option = (size_t)__builtin_ctzll(rest);
        if (!form_is_true(form_eval(e, q->options[option].condition)))
            offered &= ~(UINT64_C(1) << option);
    }
    return offered;
}

void form_eval_asked(struct form_eval *e, size_t end)
{
    for (size_t i = 0; i < end; i++) {
        const struct form_question *q = &e->form->questions[i];
        if (q->condition != NULL || q->conditional != 0)
            eval_scores_before(e, (ptrdiff_t)i);
        e->asked[i] = is_asked(e, q);
        if (q->conditional != 0)
            e->withdrawn[i] = (e->answers->items[i].chosen & ~form_eval_offered(e, q)) != 0;
    }
}

void form_eval_scores(struct form_eval *e)
{
    eval_scores_before(e, PTRDIFF_MAX);
}
