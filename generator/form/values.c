#include "form/values.h"

enum certainty certainty_min(enum certainty a, enum certainty b)
{
    return a < b ? a : b;
}

enum certainty certainty_max(enum certainty a, enum certainty b)
{
    return a > b ? a : b;
}

enum certainty certainty_of(const struct span *s)
{
    return s->exact ? SURE : MAYBE;
}

static void push(struct arena *a, struct values *v, struct span s)
{
    *ARENA_PUSH(a, &v->numbers) = s;
}

struct values values_none(void)
{
    return (struct values){0};
}

struct values values_span(struct arena *a, struct span s)
{
    struct values v = {0};
    spans_reserve(a, &v.numbers, 1);
    push(a, &v, s);
    return v;
}

struct values values_number(struct arena *a, struct number n)
{
    return values_span(a, span_of(n, true));
}

struct values values_truth(enum certainty no, enum certainty yes)
{
    return (struct values){.no = no, .yes = yes};
}

struct values values_missing(void)
{
    return (struct values){.missing = SURE};
}

bool values_empty(const struct values *v)
{
    return v->numbers.count == 0 && v->no == NEVER && v->yes == NEVER && v->missing == NEVER;
}

void values_join(struct arena *a, struct values *into, const struct values *v)
{
    spans_reserve(a, &into->numbers, v->numbers.count);
    for (size_t i = 0; i < v->numbers.count; i++)
        push(a, into, v->numbers.items[i]);
    into->no = certainty_max(into->no, v->no);
    into->yes = certainty_max(into->yes, v->yes);
    into->missing = certainty_max(into->missing, v->missing);
}

void values_tidy(struct arena *a, struct values *v)
{
    spans_tidy(a, &v->numbers);
}

struct values values_under(struct arena *a, const struct values *v, enum certainty c)
{
    struct values out = {.no = certainty_min(v->no, c),
                         .yes = certainty_min(v->yes, c),
                         .missing = certainty_min(v->missing, c)};
    spans_reserve(a, &out.numbers, c == NEVER ? 0 : v->numbers.count);
    for (size_t i = 0; i < v->numbers.count && c != NEVER; i++) {
        push(a, &out, v->numbers.items[i]);
        out.numbers.items[i].exact = v->numbers.items[i].exact && c == SURE;
    }
    return out;
}

/* How certain it is that there is a number at all, or true or false. */
static enum certainty any_value(const struct values *v)
{
    enum certainty c = certainty_max(v->no, v->yes);
    for (size_t i = 0; i < v->numbers.count; i++)
        c = certainty_max(c, certainty_of(&v->numbers.items[i]));
    return c;
}

static enum certainty possible(const struct values *v)
{
    return certainty_max(any_value(v), v->missing);
}

/* Missing when either is; nothing at all when either cannot come about. */
static enum certainty spread(const struct values *x, const struct values *y)
{
    enum certainty by_x = certainty_min(x->missing, possible(y));
    enum certainty by_y = certainty_min(y->missing, possible(x));
    return certainty_max(by_x, by_y);
}

static bool holds_zero(const struct span *s)
{
    return span_holds(s, number_of(0));
}

/* Divides by the part of y between two bounds, 0 being outside. */
static bool divide_by_part(struct arena *a, const struct span *x, struct span part, struct spans *out)
{
    return holds_zero(&part) ? span_give_up(a, out) : span_divide(a, x, &part, out);
}

static bool divide(struct arena *a, const struct span *x, const struct span *y, struct spans *out)
{
    struct number zero = number_of(0);
    struct span part;
    bool fits = true;
    if (span_cut(y, (struct span_bound){0}, (struct span_bound){&zero, true}, &part))
        fits = divide_by_part(a, x, part, out) && fits;
    if (span_cut(y, (struct span_bound){&zero, true}, (struct span_bound){0}, &part))
        fits = divide_by_part(a, x, part, out) && fits;
    return fits;
}

static bool operate(struct arena *a, enum form_op op, const struct span *x, const struct span *y,
                    struct spans *out)
{
    struct span negated;
    switch ((int)op) {
    case OP_SUM_OF:
        return span_add(a, x, y, out);
    case OP_NEGATIVE:
        negated = span_neg(y);
        return span_add(a, x, &negated, out);
    case OP_PRODUCT_OF:
        return span_multiply(a, x, y, out);
    default:
        return divide(a, x, y, out);
    }
}

/* Of so many spans each with each, one side is taken as a whole instead. */
enum { MAX_PAIRS = 4096 };

/* OP_SUM_OF adds, OP_NEGATIVE subtracts, OP_PRODUCT_OF multiplies, OP_MEAN divides. */
struct values values_arithmetic(struct arena *a, enum form_op op, const struct values *x,
                                const struct values *y)
{
    struct values out = {.missing = spread(x, y)};
    bool several = x->numbers.count > 1 || y->numbers.count > 1;
    if (op == OP_SUM_OF && several && spans_add_small(a, &x->numbers, &y->numbers, &out.numbers))
        return out;
    if (x->numbers.count * y->numbers.count > MAX_PAIRS) {
        bool x_is_longer = x->numbers.count > y->numbers.count;
        struct values around = values_span(a, spans_around(x_is_longer ? &x->numbers : &y->numbers));
        around.missing = x_is_longer ? x->missing : y->missing;
        return values_arithmetic(a, op, x_is_longer ? &around : x, x_is_longer ? y : &around);
    }
    for (size_t i = 0; i < x->numbers.count; i++) {
        for (size_t j = 0; j < y->numbers.count; j++) {
            const struct span *p = &x->numbers.items[i];
            const struct span *q = &y->numbers.items[j];
            enum certainty both = certainty_min(certainty_of(p), certainty_of(q));
            if (op == OP_MEAN && holds_zero(q))
                out.missing = certainty_max(out.missing, both);
            bool singles = span_is_one(p) && span_is_one(q);
            if (!operate(a, op, p, q, &out.numbers))
                out.missing = certainty_max(out.missing, singles ? both : MAYBE);
        }
        values_tidy(a, &out);
    }
    return out;
}

struct values values_negative(struct arena *a, const struct values *x)
{
    struct values out = {.missing = x->missing};
    spans_reserve(a, &out.numbers, x->numbers.count);
    for (size_t i = 0; i < x->numbers.count; i++)
        push(a, &out, span_neg(&x->numbers.items[i]));
    return out;
}

/* The spans of x that are the lower (or higher) of the two: those up to the largest of y. Certain up to the
 * largest exact one. */
static void keep_extreme(struct arena *a, bool lower, const struct values *x, const struct values *y,
                         struct values *out)
{
    for (size_t j = 0; j < y->numbers.count; j++) {
        const struct span *limit = &y->numbers.items[j];
        struct span_bound to = {lower ? &limit->high : &limit->low, false};
        for (size_t i = 0; i < x->numbers.count; i++) {
            struct span part;
            bool any = lower ? span_cut(&x->numbers.items[i], (struct span_bound){0}, to, &part)
                             : span_cut(&x->numbers.items[i], to, (struct span_bound){0}, &part);
            part.exact = part.exact && limit->exact;
            if (any)
                push(a, out, part);
        }
    }
}

struct values values_extreme(struct arena *a, enum form_op op, const struct values *x, const struct values *y)
{
    struct values out = {.missing = spread(x, y)};
    keep_extreme(a, op == OP_MIN, x, y, &out);
    keep_extreme(a, op == OP_MIN, y, x, &out);
    values_tidy(a, &out);
    return out;
}

/* Can a number of p be less than (or at most) a number of q? The ends decide, and exact ends do come about.
 */
static bool can_be_less(const struct span *p, const struct span *q, bool or_equal)
{
    int order = number_cmp(p->low, q->high);
    return order < 0 || (order == 0 && or_equal);
}

static enum certainty compare_one(enum form_op op, const struct span *p, const struct span *q)
{
    enum certainty both = certainty_min(certainty_of(p), certainty_of(q));
    bool sure = false;
    bool can = false;
    switch ((int)op) {
    case OP_LESS:
    case OP_AT_MOST:
        can = can_be_less(p, q, op == OP_AT_MOST);
        return can ? both : NEVER;
    case OP_MORE:
    case OP_AT_LEAST:
        can = can_be_less(q, p, op == OP_AT_LEAST);
        return can ? both : NEVER;
    case OP_EQUAL:
        can = span_meets(p, q, &sure);
        return !can ? NEVER : sure ? SURE : MAYBE;
    default:
        can = !span_is_one(p) || !span_is_one(q) || number_cmp(p->low, q->low) != 0;
        return can ? both : NEVER;
    }
}

static enum form_op opposite(enum form_op op)
{
    static const enum form_op opposites[OP__MAX] = {
        [OP_EQUAL] = OP_UNEQUAL, [OP_UNEQUAL] = OP_EQUAL, [OP_LESS] = OP_AT_LEAST,
        [OP_AT_LEAST] = OP_LESS, [OP_MORE] = OP_AT_MOST,  [OP_AT_MOST] = OP_MORE,
    };
    return opposites[op];
}

struct values values_compare(enum form_op op, const struct values *x, const struct values *y)
{
    struct values out = {.missing = spread(x, y)};
    for (size_t i = 0; i < x->numbers.count; i++) {
        for (size_t j = 0; j < y->numbers.count; j++) {
            const struct span *p = &x->numbers.items[i];
            const struct span *q = &y->numbers.items[j];
            out.yes = certainty_max(out.yes, compare_one(op, p, q));
            out.no = certainty_max(out.no, compare_one(opposite(op), p, q));
        }
    }
    return out;
}

struct values values_not(const struct values *x)
{
    return (struct values){.no = x->yes, .yes = x->no, .missing = x->missing};
}

struct values values_logic(enum form_op op, const struct values *x, const struct values *y)
{
    if (op == OP_OR) {
        struct values p = values_not(x);
        struct values q = values_not(y);
        struct values both = values_logic(OP_AND, &p, &q);
        return values_not(&both);
    }
    struct values out = {.yes = certainty_min(x->yes, y->yes)};
    out.no = certainty_max(certainty_min(x->no, possible(y)), certainty_min(y->no, possible(x)));
    enum certainty by_x = certainty_min(x->missing, certainty_max(y->yes, y->missing));
    enum certainty by_y = certainty_min(y->missing, certainty_max(x->yes, x->missing));
    out.missing = certainty_max(by_x, by_y);
    return out;
}

struct values values_as_number(struct arena *a, const struct values *truth)
{
    struct values out = {.missing = truth->missing};
    spans_reserve(a, &out.numbers, 2);
    if (truth->no != NEVER)
        push(a, &out, span_of(number_of(0), truth->no == SURE));
    if (truth->yes != NEVER)
        push(a, &out, span_of(number_of(1), truth->yes == SURE));
    return out;
}

struct values values_step(struct arena *a, const struct values *x, const struct form_expr *e)
{
    struct values out = {.missing = x->missing};
    for (size_t i = 0; i < e->n_args; i++) {
        struct span_bound from = {i == 0 ? NULL : &e->args[i]->constant, false};
        struct span_bound to = {i + 1 == e->n_args ? NULL : &e->args[i + 1]->constant, true};
        for (size_t j = 0; j < x->numbers.count; j++) {
            struct span part;
            if (span_cut(&x->numbers.items[j], from, to, &part))
                push(a, &out, span_of(number_of((int64_t)i), part.exact));
        }
    }
    values_tidy(a, &out);
    return out;
}
