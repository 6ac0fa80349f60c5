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

/* Assigns the best answer: one that makes the aim certain before one that leaves it possible. */
static void narrow(struct sampler *s, struct fact fact, struct term *target, size_t question)
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
}

static void draw_all(struct sampler *s)
{
    for (size_t i = 0; i < s->form->n_questions; i++)
        sampler_draw(s, i, bit_of(s->reach->assigned, i) ? &s->reach->cell[i] : NULL);
    sampler_note(s);
}

/* One question after the other is narrowed, then samples are drawn; true as soon as one shows the fact. */
static bool try_once(struct sampler *s, struct fact fact, struct term *target)
{
    size_t n = s->form->n_questions;
    for (size_t i = 0; i < n; i++)
        if (bit_of(target->support, i) && s->reach->total > 0)
            narrow(s, fact, target, i);
    for (int i = 0; i < DRAWS && s->draws > 0 && !sampler_saw(s, fact); i++, s->draws--)
        draw_all(s);
    for (size_t i = 0; i < n; i++)
        reach_take_back(s->reach, i);
    return sampler_saw(s, fact);
}

bool sampler_aim(struct sampler *s, struct fact fact, struct term *target)
{
    int64_t total = s->reach->total;
    bool is_seen = false;
    s->reach->total = s->budget;
    for (int try = 0; try < TRIES && s->reach->total > 0 && !is_seen; try++)
        is_seen = try_once(s, fact, target);
    s->budget = s->reach->total;
    s->reach->total = total;
    return is_seen;
}
