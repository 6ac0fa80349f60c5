#include "form/span.h"

#include <string.h>

enum { EXPAND = 64, MAX_PRODUCT = 2048 };

/* Outcomes that do not fit: any number at all. */
static const struct span anything = {.low = {-INT64_MAX, 1}, .high = {INT64_MAX, 1}, .step = {0, 1}};

struct span span_of(struct number n, bool exact)
{
    return (struct span){.low = n, .high = n, .step = number_of(0), .exact = exact};
}

bool span_is_one(const struct span *s)
{
    return number_cmp(s->low, s->high) == 0;
}

int64_t span_count(const struct span *s)
{
    struct number length;
    struct number steps;
    if (span_is_one(s))
        return 1;
    if (s->step.num == 0 || !number_sub(s->high, s->low, &length) || !number_div(length, s->step, &steps) ||
        number_floor(steps) == INT64_MAX)
        return INT64_MAX;
    return number_floor(steps) + 1;
}

bool span_at(const struct span *s, int64_t i, struct number *out)
{
    struct number offset;
    return number_mul(s->step, number_of(i), &offset) && number_add(s->low, offset, out);
}

/* How many steps lie between low and n, rounded down; false when there is no telling. */
static bool steps_to(const struct span *s, struct number n, struct number *out)
{
    struct number offset;
    return s->step.num != 0 && number_sub(n, s->low, &offset) && number_div(offset, s->step, out);
}

bool span_holds(const struct span *s, struct number n)
{
    struct number steps;
    if (number_cmp(n, s->low) < 0 || number_cmp(n, s->high) > 0)
        return false;
    return number_cmp(n, s->low) == 0 || !steps_to(s, n, &steps) || number_is_whole(steps);
}

static bool is_before(struct number n, struct span_bound from)
{
    int order = from.at == NULL ? 1 : number_cmp(n, *from.at);
    return order < 0 || (order == 0 && from.strict);
}

static bool is_after(struct number n, struct span_bound to)
{
    int order = to.at == NULL ? -1 : number_cmp(n, *to.at);
    return order > 0 || (order == 0 && to.strict);
}

/* Cuts where no grid says what the next number is: the bound itself stands for it. */
static bool cut_anywhere(const struct span *s, struct span_bound from, struct span_bound to, struct span *out)
{
    *out = *s;
    out->exact = s->exact && span_is_one(s);
    if (is_before(s->low, from))
        out->low = *from.at;
    if (is_after(s->high, to))
        out->high = *to.at;
    int order = number_cmp(out->low, out->high);
    return order < 0 || (order == 0 && !is_before(out->low, from) && !is_after(out->low, to));
}

bool span_cut(const struct span *s, struct span_bound from, struct span_bound to, struct span *out)
{
    struct number steps;
    *out = *s;
    if (is_after(s->low, to) || is_before(s->high, from))
        return false;
    if (s->step.num == 0)
        return cut_anywhere(s, from, to, out);
    if (is_before(s->low, from)) {
        if (!steps_to(s, *from.at, &steps))
            return cut_anywhere(s, from, to, out);
        bool on_it = number_is_whole(steps) && !from.strict;
        if (!span_at(s, number_floor(steps) + (on_it ? 0 : 1), &out->low))
            return false;
    }
    if (is_after(s->high, to)) {
        if (!steps_to(s, *to.at, &steps))
            return cut_anywhere(s, from, to, out);
        bool beside = number_is_whole(steps) && to.strict;
        if (!span_at(s, number_floor(steps) - (beside ? 1 : 0), &out->high))
            return false;
    }
    return number_cmp(out->low, out->high) <= 0;
}

bool span_meets(const struct span *a, const struct span *b, bool *sure)
{
    const struct span *few = span_count(a) <= span_count(b) ? a : b;
    const struct span *many = few == a ? b : a;
    int64_t n = span_count(few);
    *sure = false;
    if (number_cmp(a->high, b->low) < 0 || number_cmp(b->high, a->low) < 0)
        return false;
    if (n > MAX_PRODUCT)
        return true;
    for (int64_t i = 0; i < n; i++) {
        struct number x;
        if (span_at(few, i, &x) && span_holds(many, x)) {
            *sure = a->exact && b->exact;
            return true;
        }
    }
    return false;
}

void spans_reserve(struct arena *a, struct spans *s, size_t n)
{
    if (s->cap - s->count >= n)
        return;
    struct span *items = ARENA_ARRAY(a, struct span, s->count + n);
    if (s->count > 0)
        memcpy(items, s->items, s->count * sizeof(*items));
    s->items = items;
    s->cap = s->count + n;
}

static void push(struct arena *a, struct spans *out, struct span s)
{
    *ARENA_PUSH(a, out) = s;
}

bool span_give_up(struct arena *a, struct spans *out)
{
    push(a, out, anything);
    return false;
}

/* A denominator that all numbers of a span can be written with; 0 when it does not fit. */
static int64_t unit_of(const struct span *s)
{
    struct number unit;
    if (s->step.num == 0)
        return span_is_one(s) ? s->low.den : 0;
    return number_mul((struct number){1, s->low.den}, (struct number){1, s->step.den}, &unit) ? unit.den : 0;
}

/* How large numerators and denominators get. */
struct size {
    int64_t num, den;
};

/* Written with a common denominator, the ends have the largest numerators. false when there is no telling. */
static bool size_of(const struct span *s, struct size *out)
{
    int64_t unit = unit_of(s);
    struct number low;
    struct number high;
    if (unit == 0) {
        *out = (struct size){s->most_num, s->most_den};
        return s->most_num > 0 && s->most_den > 0;
    }
    if (!number_mul(s->low, number_of(unit), &low) || !number_mul(s->high, number_of(unit), &high))
        return false;
    int64_t p = low.num < 0 ? -low.num : low.num;
    int64_t q = high.num < 0 ? -high.num : high.num;
    *out = (struct size){p > q ? p : q, unit};
    return true;
}

/* Of sums: p / q + r / s is (p s + r q) / (q s). */
static bool size_of_sum(const struct span *x, const struct span *y, struct size *out)
{
    struct size p;
    struct size q;
    int64_t left;
    int64_t right;
    return size_of(x, &p) && size_of(y, &q) && !__builtin_mul_overflow(p.num, q.den, &left) &&
           !__builtin_mul_overflow(q.num, p.den, &right) && !__builtin_add_overflow(left, right, &out->num) &&
           !__builtin_mul_overflow(p.den, q.den, &out->den);
}

/* Of products; of quotients when the second is turned over. */
static bool size_of_product(const struct span *x, const struct span *y, bool turned, struct size *out)
{
    struct size p;
    struct size q;
    if (!size_of(x, &p) || !size_of(y, &q))
        return false;
    return !__builtin_mul_overflow(p.num, turned ? q.den : q.num, &out->num) &&
           !__builtin_mul_overflow(p.den, turned ? q.num : q.den, &out->den);
}

/* Do all numbers of a span fit, also those between its ends? */
static bool fits_inside(const struct span *s)
{
    struct size size;
    return size_of(s, &size);
}

static void keep_size(struct span *s, struct size size)
{
    bool is_open = s->step.num == 0 && !span_is_one(s);
    s->most_num = is_open && size.num > 0 ? size.num : is_open ? 1 : 0;
    s->most_den = is_open ? size.den : 0;
}

/* Euclid's algorithm; neither is negative. */
static struct number common_step_of_whole(int64_t x, int64_t y)
{
    while (y != 0) {
        int64_t rest = x % y;
        x = y;
        y = rest;
    }
    return number_of(x);
}

/* x / y in lowest terms is p / q: their greatest common divisor is y / q. */
struct number span_common_step(struct number x, struct number y)
{
    struct number ratio;
    struct number common;
    if (x.num == 0 || y.num == 0)
        return x.num == 0 ? y : x;
    if (x.den == 1 && y.den == 1)
        return common_step_of_whole(x.num, y.num);
    if (!number_div(x, y, &ratio) || !number_div(y, number_of(ratio.den), &common))
        return number_of(0);
    return common;
}

/* Every number of `few`, one by one, with all of `many`. */
static bool add_each(struct arena *a, const struct span *few, const struct span *many, struct spans *out)
{
    int64_t n = span_count(few);
    bool fits = true;
    for (int64_t i = 0; i < n; i++) {
        struct span one = {.exact = few->exact};
        if (!span_at(few, i, &one.low))
            return span_give_up(a, out);
        one.high = one.low;
        one.step = number_of(0);
        fits = span_add(a, &one, many, out) && fits;
    }
    return fits;
}

/* Do the steps of `fine` fill the steps of `coarse`? Then the sum is one progression in steps of `fine`. */
static bool fills(const struct span *fine, const struct span *coarse)
{
    struct number ratio;
    return number_div(coarse->step, fine->step, &ratio) && number_is_whole(ratio) &&
           ratio.num <= span_count(fine);
}

struct span spans_around(const struct spans *s)
{
    struct span around = {.low = s->items[0].low, .high = s->items[0].high, .step = {0, 1}};
    struct size most = {0};
    bool known = true;
    for (size_t i = 0; i < s->count; i++) {
        const struct span *span = &s->items[i];
        struct size size = {0};
        known = size_of(span, &size) && known;
        most.num = size.num > most.num ? size.num : most.num;
        most.den = size.den > most.den ? size.den : most.den;
        if (number_cmp(span->low, around.low) < 0)
            around.low = span->low;
        if (number_cmp(span->high, around.high) > 0)
            around.high = span->high;
    }
    if (known)
        keep_size(&around, most);
    return around;
}

bool span_add(struct arena *a, const struct span *x, const struct span *y, struct spans *out)
{
    struct span sum = {.exact = x->exact && y->exact};
    if (!number_add(x->low, y->low, &sum.low) || !number_add(x->high, y->high, &sum.high))
        return span_give_up(a, out);
    bool one = span_is_one(x) || span_is_one(y);
    bool unknown = (!span_is_one(x) && x->step.num == 0) || (!span_is_one(y) && y->step.num == 0);
    const struct span *few = span_count(x) <= span_count(y) ? x : y;
    const struct span *many = few == x ? y : x;
    if (unknown)
        sum.step = number_of(0);
    else if (one)
        sum.step = many->step;
    else if (fills(x, y) || fills(y, x))
        sum.step = span_common_step(x->step, y->step);
    else if (span_count(few) <= EXPAND)
        return add_each(a, few, many, out);
    else
        sum.step = span_common_step(x->step, y->step);
    if (!one && !fills(x, y) && !fills(y, x))
        sum.exact = false;
    struct size size;
    if (unknown && size_of_sum(x, y, &size))
        keep_size(&sum, size);
    push(a, out, sum);
    return fits_inside(&sum);
}

struct span span_neg(const struct span *s)
{
    struct span negative = *s;
    negative.low = number_neg(s->high);
    negative.high = number_neg(s->low);
    return negative;
}

/* All of s times one number. */
static bool scale(struct arena *a, const struct span *s, struct number by, struct spans *out)
{
    struct span scaled = {.exact = s->exact};
    struct number size = by.num < 0 ? number_neg(by) : by;
    const struct number *low = by.num < 0 ? &s->high : &s->low;
    const struct number *high = by.num < 0 ? &s->low : &s->high;
    if (!number_mul(*low, by, &scaled.low) || !number_mul(*high, by, &scaled.high) ||
        !number_mul(s->step, size, &scaled.step))
        return span_give_up(a, out);
    if (by.num == 0)
        scaled.step = number_of(0);
    struct span factor = span_of(by, true);
    struct size bound;
    if (size_of_product(s, &factor, false, &bound))
        keep_size(&scaled, bound);
    push(a, out, scaled);
    return fits_inside(&scaled);
}

typedef bool combine(struct number, struct number, struct number *);

/* The outcome at a corner; of a product that does not fit, the largest number that does: no other outcome
 * lies beyond. */
static bool corner(combine *op, struct number p, struct number q, struct number *out)
{
    if (op(p, q, out))
        return true;
    *out = number_of((p.num < 0) == (q.num < 0) ? INT64_MAX : -INT64_MAX);
    return op == number_mul;
}

/* The smallest span around the outcomes at the corners. */
static bool around_corners(struct arena *a, const struct span *x, const struct span *y, combine *op,
                           struct spans *out)
{
    struct span s = {.step = {0, 1}};
    for (int i = 0; i < 4; i++) {
        struct number at;
        if (!corner(op, i & 1 ? x->high : x->low, i & 2 ? y->high : y->low, &at))
            return span_give_up(a, out);
        if (i == 0 || number_cmp(at, s.low) < 0)
            s.low = at;
        if (i == 0 || number_cmp(at, s.high) > 0)
            s.high = at;
    }
    struct size size;
    int64_t unit;
    bool fits = size_of_product(x, y, op == number_div, &size);
    if (fits)
        keep_size(&s, size);
    /* Products stay on the grid of their denominators. */
    if (fits && op == number_mul && !span_is_one(&s) &&
        !__builtin_mul_overflow(unit_of(x), unit_of(y), &unit) && unit > 0)
        s.step = (struct number){1, unit};
    push(a, out, s);
    return fits;
}

/* Every number of x with every number of y when they are few. */
static bool pairwise(struct arena *a, const struct span *x, const struct span *y, combine *op,
                     struct spans *out)
{
    int64_t nx = span_count(x);
    int64_t ny = span_count(y);
    bool fits = true;
    if (nx > MAX_PRODUCT || ny > MAX_PRODUCT || nx * ny > MAX_PRODUCT)
        return around_corners(a, x, y, op, out);
    for (int64_t i = 0; i < nx * ny; i++) {
        struct number p;
        struct number q;
        struct number outcome;
        if (span_at(x, i / ny, &p) && span_at(y, i % ny, &q) && op(p, q, &outcome))
            push(a, out, span_of(outcome, x->exact && y->exact));
        else
            fits = false;
    }
    return fits;
}

bool span_multiply(struct arena *a, const struct span *x, const struct span *y, struct spans *out)
{
    if (span_is_one(y))
        return scale(a, x, y->low, out);
    if (span_is_one(x))
        return scale(a, y, x->low, out);
    return pairwise(a, x, y, number_mul, out);
}

bool span_divide(struct arena *a, const struct span *x, const struct span *y, struct spans *out)
{
    struct number inverse;
    if (span_is_one(y) && number_div(number_of(1), y->low, &inverse))
        return scale(a, x, inverse, out);
    if (y->low.num < 0 && y->high.num > 0 && span_count(y) > MAX_PRODUCT)
        return span_give_up(a, out);
    return pairwise(a, x, y, number_div, out);
}
