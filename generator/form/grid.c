/* Sums of small sets, as bits on a grid: what takes a pair of numbers each otherwise takes a shift here. */
#include "form/span.h"

enum { MAX_BITS = 2048, WORDS = MAX_BITS / 64, MAX_SUM_WORDS = 2 * WORDS };

/* Bit i is the number low + i * step. */
struct grid {
    struct number low, step;
    size_t n_bits;
    uint64_t all[MAX_SUM_WORDS], exact[MAX_SUM_WORDS];
};

static void set(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << i % 64;
}

/* Bits from `from` to `to`, both included. */
static void set_all(uint64_t *bits, size_t from, size_t to)
{
    for (size_t i = from / 64; i <= to / 64; i++) {
        uint64_t word = UINT64_MAX;
        if (i == from / 64)
            word &= UINT64_MAX << from % 64;
        if (i == to / 64)
            word &= UINT64_MAX >> (63 - to % 64);
        bits[i] |= word;
    }
}

static void set_each(uint64_t *bits, size_t from, size_t to, size_t by)
{
    if (by == 1)
        set_all(bits, from, to);
    else
        for (size_t i = from; i <= to; i += by)
            set(bits, i);
}

static bool is_set(const uint64_t *bits, size_t i)
{
    return (bits[i / 64] >> i % 64 & 1) != 0;
}

/* The step on which all numbers of the spans lie, counted from the first one; false when there is none. */
static bool find_step(const struct spans *s, struct number *low, struct number *step)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct span *span = &s->items[i];
        struct number offset;
        if (i == 0)
            *low = span->low;
        if ((span->step.num == 0 && !span_is_one(span)) || !number_sub(span->low, s->items[0].low, &offset))
            return false;
        if (number_cmp(span->low, *low) < 0)
            *low = span->low;
        struct number size = offset.num < 0 ? number_neg(offset) : offset;
        struct number next = span_common_step(*step, size);
        next = span_common_step(next, span->step);
        if (next.num == 0 && (step->num != 0 || size.num != 0 || span->step.num != 0))
            return false;
        *step = next;
    }
    return true;
}

/* The whole number of steps from a to b; false when there are too many. */
static bool steps_between(struct number a, struct number b, struct number step, size_t *out)
{
    struct number offset;
    struct number steps;
    *out = 0;
    if (number_cmp(a, b) == 0)
        return true;
    if (!number_sub(b, a, &offset) || !number_div(offset, step, &steps) || steps.num < 0 ||
        steps.num >= MAX_BITS)
        return false;
    *out = (size_t)steps.num;
    return true;
}

static bool fill(struct grid *g, const struct spans *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct span *span = &s->items[i];
        size_t from;
        size_t to;
        size_t by = 1;
        if (!steps_between(g->low, span->low, g->step, &from) ||
            !steps_between(g->low, span->high, g->step, &to))
            return false;
        if (from < to && !steps_between(number_of(0), span->step, g->step, &by))
            return false;
        set_each(g->all, from, to, by);
        if (span->exact)
            set_each(g->exact, from, to, by);
        g->n_bits = to + 1 > g->n_bits ? to + 1 : g->n_bits;
    }
    return true;
}

static void or_shifted(uint64_t *to, const uint64_t *bits, size_t n_words, size_t shift)
{
    size_t words = shift / 64;
    unsigned rest = (unsigned)(shift % 64);
    for (size_t i = 0; i < n_words; i++) {
        to[i + words] |= bits[i] << rest;
        if (rest != 0 && bits[i] >> (64 - rest) != 0)
            to[i + words + 1] |= bits[i] >> (64 - rest);
    }
}

/* Each number of the shorter one shifts the other. */
static void add_bits(const uint64_t *x, size_t x_bits, const uint64_t *y, size_t y_bits, uint64_t *out)
{
    if (x_bits > y_bits) {
        add_bits(y, y_bits, x, x_bits, out);
        return;
    }
    for (size_t i = 0; i * 64 < x_bits; i++)
        for (uint64_t rest = x[i]; rest != 0; rest &= rest - 1)
            or_shifted(out, y, (y_bits + 63) / 64, i * 64 + (size_t)__builtin_ctzll(rest));
}

static bool span_of_bits(const struct grid *g, size_t from, size_t by, size_t to, struct span *out)
{
    struct span all = {.low = g->low, .step = g->step};
    *out = (struct span){.exact = is_set(g->exact, from), .step = number_of(0)};
    return span_at(&all, (int64_t)from, &out->low) && span_at(&all, (int64_t)to, &out->high) &&
           (from == to || number_mul(g->step, number_of((int64_t)by), &out->step));
}

/* The next number from i on, or n_bits. */
static size_t next_bit(const struct grid *g, size_t i)
{
    for (size_t word = i / 64; i < g->n_bits; word++, i = word * 64) {
        uint64_t rest = g->all[word] >> i % 64;
        if (rest != 0)
            return i + (size_t)__builtin_ctzll(rest);
    }
    return g->n_bits;
}

/* The last of the neighbours of number i that follow each other without a hole and are as certain. */
static size_t last_neighbour(const struct grid *g, size_t i)
{
    uint64_t inexact = is_set(g->exact, i) ? 0 : UINT64_MAX;
    for (size_t word = i / 64, at = i; at < g->n_bits; word++, at = word * 64) {
        uint64_t ends = ~(g->all[word] & (g->exact[word] ^ inexact)) >> at % 64;
        if (ends != 0)
            return at + (size_t)__builtin_ctzll(ends) - 1;
    }
    return g->n_bits - 1;
}

/* Of the numbers from i on, the last one that is as far from the one before as i + by from i, and as certain.
 */
static size_t last_in_steps(const struct grid *g, size_t i, size_t by)
{
    size_t last = i;
    while (last + by < g->n_bits && is_set(g->all, last + by) &&
           is_set(g->exact, last + by) == is_set(g->exact, i) && next_bit(g, last + 1) == last + by)
        last += by;
    return last;
}

/* Progressions again: from each number as far as the distance to the next one carries. */
static bool take_spans(struct arena *a, const struct grid *g, struct spans *out)
{
    for (size_t i = next_bit(g, 0); i < g->n_bits;) {
        size_t next = next_bit(g, i + 1);
        size_t by = next - i;
        size_t last = by == 1 ? last_neighbour(g, i) : last_in_steps(g, i, by);
        if (!span_of_bits(g, i, last == i ? 1 : by, last, ARENA_PUSH(a, out)))
            return false;
        i = next_bit(g, last + 1);
    }
    return true;
}

bool spans_tidy_small(struct arena *a, struct spans *s)
{
    struct grid g = {.step = {0, 1}};
    struct spans tidy = {0};
    if (!find_step(s, &g.low, &g.step) || !fill(&g, s))
        return false;
    spans_reserve(a, &tidy, s->count);
    if (!take_spans(a, &g, &tidy) || tidy.count > s->count)
        return false;
    *s = tidy;
    return true;
}

bool spans_add_small(struct arena *a, const struct spans *x, const struct spans *y, struct spans *out)
{
    struct grid p = {.step = {0, 1}};
    struct grid q = {.step = {0, 1}};
    struct grid sum = {0};
    size_t before = out->count;
    if (x->count == 0 || y->count == 0 || !find_step(x, &p.low, &p.step) || !find_step(y, &q.low, &q.step) ||
        !number_add(p.low, q.low, &sum.low))
        return false;
    sum.step = span_common_step(p.step, q.step);
    p.step = q.step = sum.step;
    if (sum.step.num == 0 || !fill(&p, x) || !fill(&q, y))
        return false;
    sum.n_bits = p.n_bits + q.n_bits - 1;
    add_bits(p.all, p.n_bits, q.all, q.n_bits, sum.all);
    add_bits(p.exact, p.n_bits, q.exact, q.n_bits, sum.exact);
    if (take_spans(a, &sum, out))
        return true;
    out->count = before;
    return false;
}
