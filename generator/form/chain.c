/* Sums, products, and, or, min, max, count of conditions: their arguments may be taken in any order and in
 * groups. Groups that share no question are gone through separately, and what an assignment does not touch is
 * put together once for all assignments. */
#include "form/reach.h"

enum { MAX_ARGS = 64 };

/* What one more argument makes of the values so far. */
static struct values append(struct reach *r, int act, const struct values *v, const struct values *other)
{
    r->budget -= (int64_t)(v->numbers.count * other->numbers.count);
    switch (act) {
    case OP_AND:
    case OP_OR:
        return values_logic((enum form_op)act, v, other);
    case OP_MIN:
    case OP_MAX:
        return values_extreme(r->arena, (enum form_op)act, v, other);
    case OP_PRODUCT_OF:
        return values_arithmetic(r->arena, OP_PRODUCT_OF, v, other);
    default:
        return values_arithmetic(r->arena, OP_SUM_OF, v, other);
    }
}

/* An argument with its sign: -x, 1 / x; conditions that are counted are 0 and 1. */
static struct values signed_argument(struct reach *r, struct term *term, size_t i)
{
    if (term->args[i]->act == TERM_ELEMENT)
        return reach_addend(r, term->args[i]);
    struct values v = reach_values(r, term->args[i]);
    bool inverse = term->inverse != NULL && term->inverse[i];
    if (term->act == OP_COUNT_TRUE)
        return values_as_number(r->arena, &v);
    if (term->act == OP_SUM_OF && inverse)
        return values_negative(r->arena, &v);
    if (term->act == OP_PRODUCT_OF && inverse) {
        struct values one = values_number(r->arena, number_of(1));
        return values_arithmetic(r->arena, OP_MEAN, &one, &v);
    }
    return v;
}

/* One more argument. What divides does so directly: of 1 / x less is known than of y / x. */
static struct values append_argument(struct reach *r, struct term *term, const struct values *v, size_t i)
{
    if (term->act == OP_PRODUCT_OF && term->inverse != NULL && term->inverse[i]) {
        struct values by = reach_values(r, term->args[i]);
        r->budget -= (int64_t)(v->numbers.count * by.numbers.count);
        return values_arithmetic(r->arena, OP_MEAN, v, &by);
    }
    struct values other = signed_argument(r, term, i);
    return append(r, term->act, v, &other);
}

struct values reach_chain(struct reach *r, struct term *term)
{
    struct values v = signed_argument(r, term, 0);
    for (size_t i = 1; i < term->n_args; i++)
        v = append_argument(r, term, &v, i);
    return v;
}

static bool may_be_parted(const struct term *term)
{
    bool extreme = term->act == OP_MIN || term->act == OP_MAX;
    bool chain = term->act == OP_SUM_OF || term->act == OP_PRODUCT_OF || term->act == OP_AND ||
                 term->act == OP_OR || term->act == OP_COUNT_TRUE || term->act == OP_SUM;
    if (term->n_args < 3 || term->n_args > MAX_ARGS || !(chain || extreme))
        return false;
    /* A list may be empty, and then counts for nothing in min and max: those know only about all arguments at
     * once. */
    for (size_t i = 0; i < term->n_args && extreme; i++)
        if (term_is_list(term->args[i]))
            return false;
    return true;
}

/* Do two arguments share a question that is not settled? */
static bool hang_together(const struct reach *r, const struct term *x, const struct term *y)
{
    size_t i = 0;
    size_t j = 0;
    while (i < x->support.count && j < y->support.count) {
        const struct support_word *a = &x->support.items[i];
        const struct support_word *b = &y->support.items[j];
        uint64_t all = a->at == b->at ? a->all & b->all : 0;
        uint64_t linear = a->at == b->at ? a->linear & b->linear : 0;
        if ((all & ~r->assigned[a->at]) != 0 || (linear & r->spread[a->at]) != 0)
            return true;
        i += a->at <= b->at;
        j += b->at <= a->at;
    }
    return false;
}

/* All arguments that hang together with argument `first`, directly or through others. */
static uint64_t group_of(const struct reach *r, const struct term *term, size_t first)
{
    uint64_t group = UINT64_C(1) << first;
    uint64_t todo = group;
    while (todo != 0) {
        size_t i = (size_t)__builtin_ctzll(todo);
        todo &= todo - 1;
        for (size_t j = 0; j < term->n_args; j++) {
            uint64_t bit = UINT64_C(1) << j;
            if ((group & bit) == 0 && hang_together(r, term->args[i], term->args[j])) {
                group |= bit;
                todo |= bit;
            }
        }
    }
    return group;
}

static bool all_free(const struct reach *r, const struct term *term, uint64_t which)
{
    for (uint64_t rest = which; rest != 0; rest &= rest - 1)
        if (!reach_is_free(r, term->args[__builtin_ctzll(rest)]))
            return false;
    return true;
}

static struct values part_values(struct reach *r, struct term *term, uint64_t which)
{
    size_t first = (size_t)__builtin_ctzll(which);
    if ((which & (which - 1)) == 0 && term->args[first]->act != OP_LIST)
        return signed_argument(r, term, first);
    return reach_values(r, terms_part(&r->terms, term, which));
}

/* Is this group one argument, and does that divide? */
static bool divides_alone(const struct term *term, uint64_t which)
{
    return term->act == OP_PRODUCT_OF && term->inverse != NULL && (which & (which - 1)) == 0 &&
           term->inverse[__builtin_ctzll(which)];
}

static struct values append_group(struct reach *r, struct term *term, const struct values *v, uint64_t which)
{
    if (divides_alone(term, which))
        return append_argument(r, term, v, (size_t)__builtin_ctzll(which));
    struct values other = part_values(r, term, which);
    return append(r, term->act, v, &other);
}

bool reach_by_parts(struct reach *r, struct term *term, struct values *out)
{
    uint64_t groups[MAX_ARGS];
    size_t n_groups = 0;
    uint64_t untouched = 0;
    uint64_t seen = 0;
    if (!may_be_parted(term))
        return false;
    for (size_t i = 0; i < term->n_args; i++) {
        uint64_t group = (seen >> i & 1) != 0 ? 0 : group_of(r, term, i);
        seen |= group;
        if (group != 0 && !reach_is_free(r, term) && all_free(r, term, group))
            untouched |= group;
        else if (group != 0)
            groups[n_groups++] = group;
    }
    if (n_groups + (untouched != 0) < 2)
        return false;
    if (untouched != 0)
        groups[n_groups++] = untouched;
    size_t first = 0;
    while (first + 1 < n_groups && divides_alone(term, groups[first]))
        first++;
    *out = part_values(r, term, groups[first]);
    for (size_t i = 0; i < n_groups; i++)
        if (i != first)
            *out = append_group(r, term, out, groups[i]);
    return true;
}
