#include "form/sample.h"

#include "form/day.h"
#include "form/eval.h"

/* WORK bounds samples times the length of all declarations, to which an evaluation is proportional. */
enum { SAMPLES = 3000, MAX_WAYS = 20000, WORK = 40000000 };

struct sampler {
    struct reach *reach;
    const struct form *form;
    struct arena *scratch; /* given back after each sample */
    struct form_answers *answers;
    struct sample *sample;
    uint64_t state;
};

/* xorshift64*: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled". */
static uint64_t draw(struct sampler *s, uint64_t below)
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
    struct number x = draw(s, 2) == 0 ? span->low : span->high;
    if (n > 2 && n < INT64_MAX && draw(s, 2) == 0)
        span_at(span, (int64_t)draw(s, (uint64_t)n), &x);
    return x;
}

static struct number draw_value(struct sampler *s, size_t question)
{
    const struct cells *cells = reach_cells(s->reach, question);
    struct span domain = reach_domain(s->reach, question);
    const struct cell *cell = cells == NULL ? NULL : &cells->items[draw(s, cells->count)];
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

static int32_t draw_day(struct sampler *s, size_t question)
{
    const struct form_question *q = &s->form->questions[question];
    const struct variable *variable = &s->reach->terms.variables[question];
    int64_t value = number_floor(draw_value(s, question));
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
    uint64_t most = q->high.set ? (uint64_t)q->high.value.num : n_options;
    uint64_t least = (uint64_t)q->low.value.num;
    uint64_t n = least + draw(s, most - least + 1);
    uint64_t chosen = 0;
    while ((uint64_t)__builtin_popcountll(chosen) < n)
        chosen |= UINT64_C(1) << draw(s, n_options);
    return chosen;
}

static void answer(struct sampler *s, size_t question)
{
    const struct form_question *q = &s->form->questions[question];
    struct form_answer *a = &s->answers->items[question];
    *a = (struct form_answer){.given = !q->optional || draw(s, 4) != 0};
    switch (q->type) {
    case FORM_ONE:
    case FORM_YESNO:
        a->chosen = UINT64_C(1) << draw(s, q->n_options);
        break;
    case FORM_MANY:
        a->chosen = draw_choices(s, q);
        break;
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
        a->number = draw_value(s, question);
        break;
    case FORM_DATE:
        a->day = draw_day(s, question);
        break;
    case FORM_TEXT:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_TYPE__MAX:
        break;
    }
}

/* Which gap a score that no level holds lies in. */
static size_t gap_of(const struct form_result *result, struct number score)
{
    size_t i = 0;
    while (i < result->n_levels && result->levels[i].low.set &&
           number_cmp(score, result->levels[i].low.value) > 0)
        i++;
    return i;
}

/* The first question the result depends on that has no answer in this sample. */
static ptrdiff_t unanswered(const struct sampler *s, size_t result, const bool *asked)
{
    const struct term *term = s->reach->terms.results[result];
    for (size_t i = 0; i < s->form->n_questions; i++)
        if (bit_of(term->support, i) && !(asked[i] && s->answers->items[i].given))
            return (ptrdiff_t)i;
    return -1;
}

static void note_results(struct sampler *s, const struct form_scored *scored, const bool *asked)
{
    for (size_t i = 0; i < s->form->n_results; i++) {
        const struct form_outcome *outcome = &scored->outcomes[i];
        struct sample_result *seen = &s->sample->results[i];
        bool scores = !form_is_missing(outcome->score);
        if (scores && (seen->low.den == 0 || number_cmp(outcome->score, seen->low) < 0))
            seen->low = outcome->score;
        if (scores && (seen->high.den == 0 || number_cmp(outcome->score, seen->high) > 0))
            seen->high = outcome->score;
        if (!outcome->missing) {
            seen->levels |= UINT64_C(1) << outcome->level;
        } else if (!scores) {
            seen->unanswered = seen->missing ? seen->unanswered : unanswered(s, i, asked);
            seen->missing = true;
        } else {
            seen->gaps[gap_of(&s->form->results[i], outcome->score)] = outcome->score;
        }
    }
}

static void note(struct sampler *s, const struct form_scored *scored)
{
    const struct form *f = s->form;
    bool *asked = ARENA_ARRAY(s->scratch, bool, f->n_questions);
    for (size_t i = 0; i < f->n_checks; i++)
        if (!scored->blocked || f->checks[i].severity == FORM_BLOCK)
            *(scored->raised[i] ? &s->sample->raised[i] : &s->sample->not_raised[i]) = true;
    if (scored->blocked)
        return;
    s->sample->any = true;
    form_asked_all(f, s->answers, asked);
    for (size_t i = 0; i < f->n_questions; i++) {
        s->sample->asked[i] = s->sample->asked[i] || asked[i];
        if (asked[i] && s->answers->items[i].given)
            s->sample->chosen[i] |= s->answers->items[i].chosen;
    }
    for (size_t i = 0; i < f->n_rules; i++)
        s->sample->applied[i] = s->sample->applied[i] || scored->applied[i];
    note_results(s, scored, asked);
}

static struct sample *new_sample(struct arena *a, const struct form *f)
{
    struct sample *sample = ARENA_NEW(a, struct sample);
    sample->results = ARENA_ARRAY(a, struct sample_result, f->n_results);
    for (size_t i = 0; i < f->n_results; i++)
        sample->results[i].gaps = ARENA_ARRAY(a, struct number, f->results[i].n_levels + 1);
    sample->asked = ARENA_ARRAY(a, bool, f->n_questions);
    sample->chosen = ARENA_ARRAY(a, uint64_t, f->n_questions);
    sample->applied = ARENA_ARRAY(a, bool, f->n_rules);
    sample->raised = ARENA_ARRAY(a, bool, f->n_checks);
    sample->not_raised = ARENA_ARRAY(a, bool, f->n_checks);
    return sample;
}

/* A way of answering that is one answer, not a stretch of numbers; a day cannot be told from an age. */
static bool is_definite(const struct form_question *q, const struct cell *cell)
{
    bool is_number = q->type == FORM_NUMBER || q->type == FORM_MONEY || q->type == FORM_PERCENT;
    return !cell->given || (q->type != FORM_DATE && (!is_number || span_is_one(&cell->span)));
}

static size_t most_samples(const struct form *f)
{
    size_t length = 1;
    for (size_t i = 0; i < f->n_lines; i++)
        length += f->lines[i].declaration.n;
    return WORK / length;
}

/* How many ways there are of answering all questions; 0 when too many, or not countable. */
static size_t count_ways(struct sampler *s)
{
    size_t ways = 1;
    for (size_t i = 0; i < s->form->n_questions; i++) {
        const struct cells *cells = reach_cells(s->reach, i);
        if (cells == NULL)
            return 0;
        for (size_t j = 0; j < cells->count; j++)
            if (!is_definite(&s->form->questions[i], &cells->items[j]))
                return 0;
        ways *= cells->count;
        if (ways > MAX_WAYS || ways > most_samples(s->form))
            return 0;
    }
    return ways;
}

static void answer_in_way(struct sampler *s, size_t way)
{
    for (size_t i = 0; i < s->form->n_questions; i++) {
        const struct cells *cells = reach_cells(s->reach, i);
        const struct cell *cell = &cells->items[way % cells->count];
        s->answers->items[i] =
            (struct form_answer){.given = cell->given, .chosen = cell->chosen, .number = cell->span.low};
        way /= cells->count;
    }
}

struct sample *form_sample(struct reach *r)
{
    struct sampler s = {.reach = r, .form = r->terms.form, .state = UINT64_C(0x9E3779B97F4A7C15)};
    int32_t today = 0;
    form_day_from_civil(2026, 1, 1, &today);
    s.sample = new_sample(r->arena, s.form);
    s.answers = form_answers_new(r->arena, s.form, today);
    s.scratch = arena_new();
    size_t ways = count_ways(&s);
    size_t most = most_samples(s.form) / 4;
    size_t n = ways > 0 ? ways : most < SAMPLES ? most : SAMPLES;
    s.sample->complete = ways > 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; ways == 0 && j < s.form->n_questions; j++)
            answer(&s, j);
        if (ways > 0)
            answer_in_way(&s, i);
        note(&s, form_score(s.scratch, s.form, s.answers, false));
        arena_clear(s.scratch);
    }
    arena_free(s.scratch);
    return s.sample;
}
