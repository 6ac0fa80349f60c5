/* Answers at random. */
#include "form/day.h"
#include "form/sample.h"

/* xorshift64*: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled". */
uint64_t sampler_random(struct sampler *s, uint64_t below)
{
    s->state ^= s->state >> 12;
    s->state ^= s->state << 25;
    s->state ^= s->state >> 27;
    return (s->state * UINT64_C(2685821657736338717) >> 16) % below;
}

/* An end of the span as often as a number inside. */
static struct number draw_number(struct sampler *s, const struct span *span)
{
    int64_t n = span_count(span);
    struct number x = sampler_random(s, 2) == 0 ? span->low : span->high;
    if (n > 2 && n < INT64_MAX && sampler_random(s, 2) == 0)
        span_at(span, (int64_t)sampler_random(s, (uint64_t)n), &x);
    return x;
}

static struct number draw_value(struct sampler *s, size_t question, const struct cell *cell)
{
    const struct cells *cells = reach_cells(s->reach, question);
    struct span domain = reach_domain(s->reach, question);
    if (cell == NULL && cells != NULL)
        cell = &cells->items[sampler_random(s, cells->count)];
    return draw_number(s, cell != NULL && cell->given ? &cell->span : &domain);
}

/* The bounds of a question, on the day of the samples. */
static int32_t within(const struct form_question *q, int32_t day, int32_t today)
{
    if (q->high.set && day > (q->high.today ? today : q->high.value.num))
        day = q->high.today ? today : (int32_t)q->high.value.num;
    if (q->low.set && day < (q->low.today ? today : q->low.value.num))
        day = q->low.today ? today : (int32_t)q->low.value.num;
    return day;
}

static int32_t draw_day(struct sampler *s, size_t question, const struct cell *cell)
{
    const struct form_question *q = &s->form->questions[question];
    const struct variable *variable = &s->reach->terms.variables[question];
    int64_t value = number_floor(draw_value(s, question, cell));
    int32_t day = (int32_t)value;
    int year;
    int month;
    int day_of_month;
    if (!variable->in_years || variable->in_days)
        return within(q, day, s->answers->today);
    form_day_to_civil(s->answers->today, &year, &month, &day_of_month);
    year -= (int)value;
    if (year < FORM_FIRST_YEAR || year > FORM_LAST_YEAR ||
        !form_day_from_civil(year, month, day_of_month, &day))
        day = s->answers->today;
    return within(q, day, s->answers->today);
}

static uint64_t draw_choices(struct sampler *s, const struct form_question *q)
{
    uint64_t n_options = q->n_options;
    uint64_t most =
        q->high.set ? (uint64_t)q->high.value.num : n_options - (uint64_t)__builtin_popcountll(q->alone);
    uint64_t least = (uint64_t)q->low.value.num;
    uint64_t n = least + sampler_random(s, most - least + 1);
    uint64_t chosen = 0;
    uint64_t alone = UINT64_C(1) << sampler_random(s, n_options);
    if ((alone & q->alone) != 0)
        return alone;
    while ((uint64_t)__builtin_popcountll(chosen) < n)
        chosen |= UINT64_C(1) << sampler_random(s, n_options) & ~q->alone;
    return chosen;
}

void sampler_draw(struct sampler *s, size_t question, const struct cell *cell)
{
    const struct form_question *q = &s->form->questions[question];
    struct form_answer *a = &s->answers->items[question];
    *a =
        (struct form_answer){.given = cell != NULL ? cell->given : !q->optional || sampler_random(s, 4) != 0};
    switch (q->type) {
    case FORM_ONE:
    case FORM_YESNO:
        a->chosen = cell != NULL ? cell->chosen : UINT64_C(1) << sampler_random(s, q->n_options);
        break;
    case FORM_MANY:
        a->chosen = cell != NULL ? cell->chosen : draw_choices(s, q);
        break;
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
    case FORM_REPEAT:
    case FORM_FILE:
    case FORM_SCALE:
    case FORM_COUNTRY:
        a->number = draw_value(s, question, cell);
        break;
    case FORM_DATE:
        a->day = draw_day(s, question, cell);
        break;
    case FORM_CONSENT:
        a->chosen = a->given;
        break;
    case FORM_TEXT:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_GRID:
    case FORM_NATIONAL_NUMBER:
    case FORM_IBAN:
    case FORM_SIGNATURE:
    case FORM_TYPE__MAX:
        break;
    }
}
