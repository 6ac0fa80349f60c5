/* Samples with an aim: question after question gets an answer that keeps the aim possible, as far as the
 * analysis can see; what it cannot see, sums of amounts against each other for example, is then drawn at
 * random. */
#include "form/sample.h"

enum { TRIES = 4, DRAWS = 100 };

static enum certainty possible(struct reach *r, struct term *target, struct fact fact)
{
    struct values v = reach_of(r, target);
    return fact.kind == IS_MISSING ? v.missing : v.yes;
}

static bool halve(const struct span *s, struct span *below, struct span *above)
{
    int64_t n = span_count(s);
    *below = *above = *s;
    if (n < 2 || n == INT64_MAX || !span_at(s, n / 2 - 1, &below->high) || !span_at(s, n / 2, &above->low))
        return false;
    if (span_is_one(below))
        below->step = number_of(0);
    if (span_is_one(above))
        above->step = number_of(0);
    return true;
}

/* A stretch of numbers is halved again and again, towards where the aim stays possible, to one number: what
 * two amounts must be to each other is rarely met at random. */
static void narrow_stretch(struct sampler *s, struct fact fact, struct term *target, size_t question)
{
    struct cell cell = s->reach->cell[question];
    struct span halves[2];
    while (cell.given && cell.span.low.den != 0 && s->reach->total > 0 &&
           halve(&cell.span, &halves[0], &halves[1])) {
        size_t first = (size_t)sampler_random(s, 2);
        enum certainty best = NEVER;
        for (size_t i = 0; i < 2 && best != SURE; i++) {
            struct cell half = {.given = true, .span = halves[(first + i) % 2]};
            reach_assign_part(s->reach, question, half);
            enum certainty c = possible(s->reach, target, fact);
            if (i == 0 || c > best)
                cell = half;
            best = certainty_max(best, c);
        }
        reach_assign_part(s->reach, question, cell);
    }
}

/* Assigns the best answer: one that makes the aim certain before one that leaves it possible. `to_one`: one
 * number, not a stretch of them. */
static void narrow(struct sampler *s, struct fact fact, struct term *target, size_t question, bool to_one)
{
    const struct cells *cells = reach_cells(s->reach, question);
    ptrdiff_t best = -1;
    enum certainty best_certainty = NEVER;
    if (cells == NULL)
        return;
    size_t first = (size_t)sampler_random(s, cells->count);
    for (size_t i = 0; i < cells->count && best_certainty != SURE; i++) {
        size_t j = (first + i) % cells->count;
        reach_assign(s->reach, question, j);
        enum certainty c = possible(s->reach, target, fact);
        reach_take_back(s->reach, question);
        if (c > best_certainty) {
            best_certainty = c;
            best = (ptrdiff_t)j;
        }
    }
    if (best >= 0)
        reach_assign(s->reach, question, (size_t)best);
    if (best >= 0 && to_one)
        narrow_stretch(s, fact, target, question);
}

static void draw_all(struct sampler *s)
{
    int32_t usual = s->answers->today;
    (void)reach_today(s->reach, &s->answers->today);
    for (size_t i = 0; i < s->form->n_questions; i++)
        sampler_draw(s, i, bit_of(s->reach->assigned, i) ? &s->reach->cell[i] : NULL);
    sampler_note(s);
    s->answers->today = usual;
}

/* One question after the other is narrowed, then samples are drawn; true as soon as one shows the fact. At
 * first stretches of numbers stay whole, which is sooner done. */
static bool try_once(struct sampler *s, struct fact fact, struct term *target, bool to_one)
{
    size_t n = s->form->n_questions;
    size_t today = terms_today(&s->reach->terms);
    if (support_has(&target->support, today))
        narrow(s, fact, target, today, false);
    for (size_t i = 0; i < n; i++)
        if (support_has(&target->support, i) && s->reach->total > 0)
            narrow(s, fact, target, i, to_one);
    for (int i = 0; i < DRAWS && s->draws > 0 && !sampler_saw(s, fact); i++, s->draws--)
        draw_all(s);
    for (size_t i = 0; i <= today; i++)
        reach_take_back(s->reach, i);
    return sampler_saw(s, fact);
}

bool sampler_aim(struct sampler *s, struct fact fact, struct term *target)
{
    int64_t total = s->reach->total;
    bool is_seen = false;
    s->reach->total = s->budget;
    for (int try = 0; try < TRIES && s->reach->total > 0 && !is_seen; try++)
        is_seen = try_once(s, fact, target, try > 0);
    s->budget = s->reach->total;
    s->reach->total = total;
    return is_seen;
}
