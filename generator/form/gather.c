/* min, max, sum, mean and count of numbers and of the lists that `many` questions are. */
#include "form/reach.h"

/* What the options chosen can add up to, by how many they are. */
struct sums {
    struct values *by_count; /* [0 .. n] */
    size_t n;
};

static bool is_exact(const struct values *v)
{
    for (size_t i = 0; i < v->numbers.count; i++)
        if (!v->numbers.items[i].exact)
            return false;
    return true;
}

/* false when the sums became too many to be kept apart, or took too long. */
static bool fold_option(struct reach *r, struct sums *sums, struct number value)
{
    struct values one = values_number(r->arena, value);
    for (size_t k = sums->n; k-- > 0 && r->budget >= 0;) {
        if (values_empty(&sums->by_count[k]))
            continue;
        struct values more = values_arithmetic(r->arena, OP_SUM_OF, &sums->by_count[k], &one);
        values_join(r->arena, &sums->by_count[k + 1], &more);
        values_tidy(r->arena, &sums->by_count[k + 1]);
        r->budget -= (int64_t)more.numbers.count;
        if (!is_exact(&sums->by_count[k + 1]))
            return false;
    }
    return r->budget >= 0;
}

/* What an option adds to the sum; when options are only counted, nothing. */
static struct number value_at(const struct term *list, size_t option)
{
    return list->by_option == NULL ? number_of(0) : list->by_option[option];
}

/* When not all sums can be known: each lies between those of all negative and of all positive values. */
static void bound_sums(struct reach *r, const struct term *list, struct sums *sums)
{
    struct span around = {.step = {0, 1}};
    struct values v = values_none();
    bool fits = true;
    around.low = around.high = number_of(0);
    for (size_t i = 0; i < sums->n; i++) {
        struct number value = value_at(list, i);
        struct number *end = value.num < 0 ? &around.low : &around.high;
        fits = fits && number_add(*end, value, end);
    }
    if (fits)
        v = values_span(r->arena, around);
    else
        span_give_up(r->arena, &v.numbers);
    v.missing = fits ? NEVER : MAYBE;
    const struct form_question *q = &r->terms.form->questions[list->index];
    size_t most = sums->n - (size_t)__builtin_popcountll(q->alone);
    for (size_t k = 0; k <= sums->n; k++)
        sums->by_count[k] = k <= most ? v : values_none();
}

/* The sums of all allowed choices, by their number. */
static struct sums list_sums(struct reach *r, const struct term *list)
{
    const struct form_question *q = &r->terms.form->questions[list->index];
    struct sums sums = {.n = q->n_options};
    sums.by_count = ARENA_ARRAY(r->arena, struct values, sums.n + 1);
    sums.by_count[0] = values_number(r->arena, number_of(0));
    bool is_known = true;
    for (size_t i = 0; i < q->n_options && is_known; i++)
        if ((q->alone >> i & 1) == 0)
            is_known = fold_option(r, &sums, value_at(list, i));
    if (!is_known)
        bound_sums(r, list, &sums);
    for (size_t k = 0; k <= sums.n; k++)
        if ((int64_t)k < q->low.value.num || (q->high.set && (int64_t)k > q->high.value.num))
            sums.by_count[k] = values_none();
    for (uint64_t rest = q->alone; rest != 0; rest &= rest - 1) {
        struct values one = values_number(r->arena, value_at(list, (size_t)__builtin_ctzll(rest)));
        values_join(r->arena, &sums.by_count[1], &one);
    }
    values_tidy(r->arena, &sums.by_count[1]);
    return sums;
}

/* Can option i be the smallest (largest) one chosen? It needs enough others that are not smaller (larger). */
static bool can_be_extreme(const struct form_question *q, const struct number *points, size_t i,
                           bool smallest)
{
    int64_t others = 0;
    if ((q->alone >> i & 1) != 0)
        return true;
    for (size_t j = 0; j < q->n_options; j++) {
        int order = number_cmp(points[j], points[i]);
        others += j != i && (q->alone >> j & 1) == 0 && (smallest ? order >= 0 : order <= 0);
    }
    return others + 1 >= q->low.value.num;
}

static bool one_cell(const struct reach *r, const struct term *list)
{
    return bit_of(r->assigned, list->index);
}

static struct values list_extreme(struct reach *r, const struct term *list, bool smallest)
{
    const struct form_question *q = &r->terms.form->questions[list->index];
    uint64_t chosen = one_cell(r, list) ? r->cell[list->index].chosen : UINT64_MAX;
    struct values v = values_none();
    struct number extreme = {0};
    for (size_t i = 0; i < q->n_options; i++) {
        struct number x = list->by_option[i];
        if ((chosen >> i & 1) == 0)
            continue;
        if (extreme.den == 0 || (number_cmp(x, extreme) < 0) == smallest)
            extreme = x;
        struct values one = values_number(r->arena, x);
        if (!one_cell(r, list) && can_be_extreme(q, list->by_option, i, smallest))
            values_join(r->arena, &v, &one);
    }
    if (one_cell(r, list) && extreme.den != 0)
        v = values_number(r->arena, extreme);
    values_tidy(r->arena, &v);
    return v;
}

/* The sum of what is chosen in the assigned cell. */
static struct sums cell_sums(struct reach *r, const struct term *list)
{
    struct sums sums = {.n = r->terms.form->questions[list->index].n_options};
    struct number sum = number_of(0);
    size_t count = 0;
    bool fits = true;
    sums.by_count = ARENA_ARRAY(r->arena, struct values, sums.n + 1);
    for (uint64_t rest = r->cell[list->index].chosen; rest != 0; rest &= rest - 1, count++)
        if (list->by_option != NULL)
            fits = fits && number_add(sum, list->by_option[__builtin_ctzll(rest)], &sum);
    sums.by_count[count] = fits ? values_number(r->arena, sum) : values_missing();
    return sums;
}

static struct values count_values(struct reach *r, size_t count, const struct values *sums)
{
    struct values v = values_none();
    struct values n = values_number(r->arena, number_of((int64_t)count));
    if (!values_empty(sums))
        values_join(r->arena, &v, &n);
    return v;
}

/* A list as the argument of an aggregate: what it comes to by itself. `*can_be_empty`: it may have no
 * element. */
static struct values list_alone(struct reach *r, const struct term *list, int op,
                                enum certainty *can_be_empty)
{
    struct sums sums = one_cell(r, list) ? cell_sums(r, list) : list_sums(r, list);
    struct values v = values_none();
    *can_be_empty = values_empty(&sums.by_count[0]) ? NEVER : SURE;
    if (op == OP_MIN || op == OP_MAX)
        return list_extreme(r, list, op == OP_MIN);
    for (size_t k = op == OP_MEAN ? 1 : 0; k <= sums.n; k++) {
        struct values n = values_number(r->arena, number_of((int64_t)k));
        struct values part = op == OP_COUNT  ? count_values(r, k, &sums.by_count[k])
                             : op == OP_MEAN ? values_arithmetic(r->arena, OP_MEAN, &sums.by_count[k], &n)
                                             : sums.by_count[k];
        values_join(r->arena, &v, &part);
    }
    values_tidy(r->arena, &v);
    return v;
}

static enum certainty asked(struct reach *r, size_t question, enum certainty *not_asked)
{
    struct term *condition = r->terms.asked[question];
    *not_asked = NEVER;
    if (condition == NULL)
        return SURE;
    struct values v = reach_values(r, condition);
    *not_asked = v.no;
    return v.yes;
}

/* Appends 0 where there is no element. */
static struct values or_nothing(struct reach *r, struct values v, enum certainty absent)
{
    struct values zero = values_number(r->arena, number_of(0));
    zero = values_under(r->arena, &zero, absent);
    values_join(r->arena, &zero, &v);
    values_tidy(r->arena, &zero);
    return zero;
}

/* The values of an element that is there; `*absent`: it may not be. */
static struct values element_values(struct reach *r, struct term *element, enum certainty *absent)
{
    struct values v = reach_values(r, element);
    *absent = v.no;
    v.no = NEVER;
    return v;
}

struct values reach_addend(struct reach *r, struct term *element)
{
    enum certainty absent;
    struct values v = element_values(r, element, &absent);
    return or_nothing(r, v, absent);
}

/* What an element that is there counts for: one, whatever it is. */
static struct values as_one(struct reach *r, const struct values *v)
{
    enum certainty there = NEVER;
    for (size_t i = 0; i < v->numbers.count; i++)
        there = certainty_max(there, certainty_of(&v->numbers.items[i]));
    struct values one = values_number(r->arena, number_of(1));
    one = values_under(r->arena, &one, there);
    one.missing = v->missing;
    return one;
}

static struct values element_argument(struct reach *r, struct term *element, int op,
                                      enum certainty *can_be_empty)
{
    enum certainty absent;
    struct values v = element_values(r, element, &absent);
    if (op == OP_MIN || op == OP_MAX) {
        *can_be_empty = absent;
        return v;
    }
    if (op == OP_COUNT)
        v = as_one(r, &v);
    return or_nothing(r, v, absent);
}

/* One argument: its values under the operator, missing included. */
static struct values argument(struct reach *r, struct term *arg, int op, enum certainty *can_be_empty)
{
    *can_be_empty = NEVER;
    if (arg->act == TERM_ELEMENT)
        return element_argument(r, arg, op, can_be_empty);
    if (arg->act != OP_LIST) {
        struct values v = reach_values(r, arg);
        if (op != OP_COUNT)
            return v;
        struct values one = values_number(r->arena, number_of(1));
        one.missing = v.missing;
        return one;
    }
    enum certainty not_asked;
    enum certainty is_asked = asked(r, arg->index, &not_asked);
    bool optional = r->terms.form->questions[arg->index].optional;
    struct values v = values_none();
    if (one_cell(r, arg) && !r->cell[arg->index].given)
        return values_missing();
    if (is_asked != NEVER) {
        v = list_alone(r, arg, op, can_be_empty);
        v = values_under(r->arena, &v, is_asked);
        *can_be_empty = certainty_min(*can_be_empty, is_asked);
    }
    v.missing = certainty_max(v.missing, not_asked);
    if (optional && !one_cell(r, arg))
        v.missing = certainty_max(v.missing, is_asked);
    return v;
}

/* The mean of elements of which it is known whether they are there; false when it is not known. */
static bool mean_of_elements(struct reach *r, struct term *term, struct values *out)
{
    struct values sum = values_number(r->arena, number_of(0));
    int64_t n = 0;
    for (size_t i = 0; i < term->n_args; i++) {
        enum certainty absent = NEVER;
        if (term->args[i]->act == OP_LIST)
            return false;
        struct values v = term->args[i]->act == TERM_ELEMENT ? element_values(r, term->args[i], &absent)
                                                             : reach_values(r, term->args[i]);
        if (absent != NEVER && v.numbers.count > 0)
            return false;
        n += v.numbers.count > 0;
        v = or_nothing(r, v, absent);
        r->budget -= (int64_t)(sum.numbers.count * v.numbers.count);
        sum = values_arithmetic(r->arena, OP_SUM_OF, &sum, &v);
    }
    struct values count = values_number(r->arena, number_of(n));
    *out = values_arithmetic(r->arena, OP_MEAN, &sum, &count);
    return true;
}

/* The mean of several arguments, one of them a list: no more is known than where it lies. */
static struct values mean_around(struct reach *r, struct term *term)
{
    struct values v = values_none();
    struct span around = {.step = {0, 1}};
    bool any = false;
    for (size_t i = 0; i < term->n_args; i++) {
        enum certainty can_be_empty;
        struct values lowest =
            argument(r, term->args[i], term_is_list(term->args[i]) ? OP_MIN : OP_SUM, &can_be_empty);
        struct values highest =
            argument(r, term->args[i], term_is_list(term->args[i]) ? OP_MAX : OP_SUM, &can_be_empty);
        values_join(r->arena, &lowest, &highest);
        for (size_t j = 0; j < lowest.numbers.count; j++) {
            const struct span *s = &lowest.numbers.items[j];
            around.low = !any || number_cmp(s->low, around.low) < 0 ? s->low : around.low;
            around.high = !any || number_cmp(s->high, around.high) > 0 ? s->high : around.high;
            any = true;
        }
    }
    if (any)
        v = values_span(r->arena, around);
    v.missing = MAYBE;
    return v;
}

/* min and max leave an empty list out; all of them empty is missing. */
static struct values extreme_of_two(struct reach *r, int op, struct values *x, struct values *y,
                                    enum certainty empty[2])
{
    struct values both = values_extreme(r->arena, (enum form_op)op, x, y);
    struct values x_alone = values_under(r->arena, x, empty[1]);
    struct values y_alone = values_under(r->arena, y, empty[0]);
    values_join(r->arena, &both, &x_alone);
    values_join(r->arena, &both, &y_alone);
    values_tidy(r->arena, &both);
    empty[0] = certainty_min(empty[0], empty[1]);
    return both;
}

struct values reach_gather(struct reach *r, struct term *term)
{
    enum certainty empty[2];
    bool lists = false;
    for (size_t i = 0; i < term->n_args; i++)
        lists = lists || term_is_list(term->args[i]);
    struct values v;
    if (term->act == OP_MEAN && lists && mean_of_elements(r, term, &v))
        return v;
    if (term->act == OP_MEAN && lists && term->n_args > 1)
        return mean_around(r, term);
    v = argument(r, term->args[0], term->act, &empty[0]);
    for (size_t i = 1; i < term->n_args; i++) {
        struct values other = argument(r, term->args[i], term->act, &empty[1]);
        r->budget -= (int64_t)(v.numbers.count * other.numbers.count);
        if (term->act == OP_MIN || term->act == OP_MAX)
            v = extreme_of_two(r, term->act, &v, &other, empty);
        else
            v = values_arithmetic(r->arena, OP_SUM_OF, &v, &other);
    }
    if (term->act == OP_MEAN && !lists) {
        struct values n = values_number(r->arena, number_of((int64_t)term->n_args));
        v = values_arithmetic(r->arena, OP_MEAN, &v, &n);
    }
    if (term->act == OP_MIN || term->act == OP_MAX || term->act == OP_MEAN)
        v.missing = certainty_max(v.missing, empty[0]);
    return v;
}
