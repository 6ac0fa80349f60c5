/* Keeping lists of spans short: the few numbers are sorted and put into progressions again, the long
 * progressions that continue each other are joined. */
#include "form/span.h"

enum { FEW = 64, MAX_SINGLE = 4096, MAX_SPANS = 256 };

static void push(struct arena *a, struct spans *out, struct span s)
{
    *ARENA_PUSH(a, out) = s;
}

/* By value; of two that are equal, the exact one first. */
static int compare(const void *x, const void *y)
{
    const struct span *a = x;
    const struct span *b = y;
    int order = number_cmp(a->low, b->low);
    return order != 0 ? order : (int)b->exact - (int)a->exact;
}

/* Takes the spans of few numbers apart; the others go to `long_ones`. */
static void take_apart(struct arena *a, const struct spans *s, struct spans *singles, struct spans *long_ones)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct span *span = &s->items[i];
        int64_t n = span_count(span);
        if (n > FEW || singles->count + (size_t)n > MAX_SINGLE) {
            push(a, long_ones, *span);
            continue;
        }
        for (int64_t j = 0; j < n; j++) {
            struct number x;
            if (span_at(span, j, &x))
                push(a, singles, span_of(x, span->exact));
        }
    }
}

/* Says an exact or a whole span nothing new? */
static bool is_covered(const struct span *one, const struct spans *by)
{
    for (size_t i = 0; i < by->count; i++)
        if ((by->items[i].exact || !one->exact) && span_holds(&by->items[i], one->low))
            return true;
    return false;
}

static size_t without_doubles(struct spans *singles, const struct spans *long_ones)
{
    size_t n = 0;
    for (size_t i = 0; i < singles->count; i++) {
        const struct span *one = &singles->items[i];
        bool doubled = n > 0 && number_cmp(singles->items[n - 1].low, one->low) == 0;
        if (!doubled && !is_covered(one, long_ones))
            singles->items[n++] = *one;
    }
    return n;
}

/* How many singles from `from` on are one progression. */
static size_t run_length(const struct span *singles, size_t from, size_t n, struct number *step)
{
    size_t length = 1;
    struct number next;
    if (from + 1 >= n || !number_sub(singles[from + 1].low, singles[from].low, step))
        return 1;
    while (from + length < n && singles[from + length].exact == singles[from].exact &&
           number_sub(singles[from + length].low, singles[from + length - 1].low, &next) &&
           number_cmp(next, *step) == 0)
        length++;
    return length;
}

static void put_together(struct arena *a, const struct spans *singles, size_t n, struct spans *out)
{
    for (size_t i = 0; i < n;) {
        struct number step = number_of(0);
        size_t length = run_length(singles->items, i, n, &step);
        struct span s = singles->items[i];
        s.high = singles->items[i + length - 1].low;
        s.step = length > 1 ? step : number_of(0);
        push(a, out, s);
        i += length;
    }
}

static bool continues(const struct span *a, const struct span *b)
{
    struct number next;
    struct number offset;
    struct number steps;
    if (a->exact != b->exact || number_cmp(a->step, b->step) != 0)
        return false;
    if (a->step.num == 0)
        return number_cmp(b->low, a->high) <= 0 && number_cmp(a->low, b->high) <= 0;
    return number_sub(b->low, a->low, &offset) && number_div(offset, a->step, &steps) &&
           number_is_whole(steps) && number_add(a->high, a->step, &next) && number_cmp(b->low, next) <= 0;
}

/* Of two that continue each other; what one does not know of its sizes is not known of both. */
static void take_over(struct span *into, const struct span *s)
{
    bool known = into->most_num > 0 && s->most_num > 0;
    if (number_cmp(s->high, into->high) > 0)
        into->high = s->high;
    into->most_num = !known ? 0 : s->most_num > into->most_num ? s->most_num : into->most_num;
    into->most_den = !known ? 0 : s->most_den > into->most_den ? s->most_den : into->most_den;
}

/* Joins the long spans that continue each other. */
static void join(struct spans *s)
{
    size_t n = 0;
    qsort(s->items, s->count, sizeof(*s->items), compare);
    for (size_t i = 0; i < s->count; i++) {
        size_t j = 0;
        while (j < n && !continues(&s->items[j], &s->items[i]))
            j++;
        if (j == n)
            s->items[n++] = s->items[i];
        else
            take_over(&s->items[j], &s->items[i]);
    }
    s->count = n;
}

/* One span around all, and as many exact ones as there is room for. */
static void thin_out(struct arena *a, struct spans *s)
{
    struct span around = {.low = s->items[0].low, .high = s->items[0].high, .step = {0, 1}};
    struct spans kept = {0};
    for (size_t i = 0; i < s->count; i++) {
        const struct span *span = &s->items[i];
        if (number_cmp(span->low, around.low) < 0)
            around.low = span->low;
        if (number_cmp(span->high, around.high) > 0)
            around.high = span->high;
        if (span->exact && kept.count < MAX_SPANS / 4)
            push(a, &kept, *span);
    }
    push(a, &kept, around);
    *s = kept;
}

static void tidy_one_by_one(struct arena *a, struct spans *s)
{
    struct spans singles = {0};
    struct spans long_ones = {0};
    take_apart(a, s, &singles, &long_ones);
    if (long_ones.count > 1)
        join(&long_ones);
    if (singles.count > 1)
        qsort(singles.items, singles.count, sizeof(*singles.items), compare);
    size_t n = without_doubles(&singles, &long_ones);
    put_together(a, &singles, n, &long_ones);
    *s = long_ones;
}

void spans_tidy(struct arena *a, struct spans *s)
{
    if (s->count > 1 && !spans_tidy_small(a, s))
        tidy_one_by_one(a, s);
    if (s->count > MAX_SPANS)
        thin_out(a, s);
}
