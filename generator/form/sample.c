#include "form/sample.h"

#include "form/day.h"
#include "form/eval.h"

/* How many answers an example shows. */
enum { EXAMPLE_ANSWERS = 6, EXAMPLE_LENGTH = 400 };

/* WORK bounds samples times what one takes: the length of all declarations, or what became of them. */
enum { SAMPLES = 400, MAX_WAYS = 20000, WORK = 40000000, AIM_BUDGET = 100000, STEP = 2 };

/* Which gap a score that no level holds lies in. */
static size_t gap_of(const struct form_result *result, struct number score)
{
    size_t i = 0;
    while (i < result->n_levels && result->levels[i].low.set &&
           number_cmp(score, result->levels[i].low.value) > 0)
        i++;
    return i;
}

/* Not a question of an item that there is not. */
static bool has_item(const struct sampler *s, size_t question)
{
    const struct form_question *q = &s->form->questions[question];
    return q->repeat < 0 ||
           (int64_t)q->item < s->answers->items[s->form->repeats[q->repeat].count].number.num;
}

/* The first question the result depends on that has no answer in this sample. */
static ptrdiff_t unanswered(const struct sampler *s, size_t result, const bool *asked)
{
    const struct term *term = s->reach->terms.results[result];
    for (size_t i = 0; i < s->form->n_questions; i++)
        if (support_has(&term->support, i) && !(asked[i] && s->answers->items[i].given) && has_item(s, i))
            return (ptrdiff_t)i;
    return -1;
}

/* The answers to what a result depends on. */
static struct str describe(const struct sampler *s, size_t result, const bool *asked)
{
    const struct term *term = s->reach->terms.results[result];
    size_t n = 0;
    struct buf text;
    buf_init(&text, EXAMPLE_LENGTH);
    for (size_t i = 0; i < s->form->n_questions && n <= EXAMPLE_ANSWERS; i++) {
        const struct form_question *q = &s->form->questions[i];
        if (!support_has(&term->support, i) || !asked[i] || !s->answers->items[i].given)
            continue;
        buf_add(&text, n == 0 ? STR("") : STR(", "));
        if (++n > EXAMPLE_ANSWERS) {
            buf_add(&text, STR("…"));
            continue;
        }
        buf_add(&text, q->id);
        buf_add(&text, STR(" = "));
        size_t before = text.n;
        form_answer_print(q, &s->answers->items[i], &text);
        buf_add(&text, text.n == before ? STR("()") : STR(""));
    }
    if (support_has(&term->support, terms_today(&s->reach->terms))) {
        buf_add(&text, n == 0 ? STR("today = ") : STR(", today = "));
        form_day_print(s->answers->today, &text);
    }
    struct str kept = arena_str(s->reach->arena, buf_str(&text));
    buf_release(&text);
    return kept;
}

static void note_missing(struct sampler *s, size_t result, const bool *asked)
{
    struct sample_result *seen = &s->results[result];
    if (seen->missing)
        return;
    seen->missing = true;
    seen->unanswered = unanswered(s, result, asked);
    seen->without = describe(s, result, asked);
}

static void note_wanted(struct sampler *s, const struct form_scored *scored, const bool *asked)
{
    if (s->wanted.score.den == 0 || s->wanted.answers.n > 0)
        return;
    struct number score = scored->outcomes[s->wanted.result].score;
    if (!form_is_missing(score) && number_cmp(score, s->wanted.score) == 0)
        s->wanted.answers = describe(s, s->wanted.result, asked);
}

static void note_results(struct sampler *s, const struct form_scored *scored, const bool *asked)
{
    for (size_t i = 0; i < s->form->n_results; i++) {
        const struct form_outcome *outcome = &scored->outcomes[i];
        struct sample_result *seen = &s->results[i];
        bool scores = !form_is_missing(outcome->score);
        if (scores && (seen->low.den == 0 || number_cmp(outcome->score, seen->low) < 0))
            seen->low = outcome->score;
        if (scores && (seen->high.den == 0 || number_cmp(outcome->score, seen->high) > 0))
            seen->high = outcome->score;
        if (!outcome->missing) {
            seen->levels |= UINT64_C(1) << outcome->level;
        } else if (!scores) {
            note_missing(s, i, asked);
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
            *(scored->raised[i] ? &s->raised[i] : &s->not_raised[i]) = true;
    if (scored->blocked)
        return;
    s->any = true;
    form_asked_all(f, s->answers, asked);
    for (size_t i = 0; i < f->n_questions; i++) {
        s->asked[i] = s->asked[i] || asked[i];
        if (asked[i] && s->answers->items[i].given)
            s->chosen[i] |= s->answers->items[i].chosen;
    }
    for (size_t i = 0; i < f->n_rules; i++)
        s->applied[i] = s->applied[i] || scored->applied[i];
    note_results(s, scored, asked);
    note_wanted(s, scored, asked);
}

static void make_room(struct sampler *s, struct arena *a)
{
    const struct form *f = s->form;
    s->results = ARENA_ARRAY(a, struct sample_result, f->n_results);
    for (size_t i = 0; i < f->n_results; i++)
        s->results[i].gaps = ARENA_ARRAY(a, struct number, f->results[i].n_levels + 1);
    s->asked = ARENA_ARRAY(a, bool, f->n_questions);
    s->chosen = ARENA_ARRAY(a, uint64_t, f->n_questions);
    s->applied = ARENA_ARRAY(a, bool, f->n_rules);
    s->raised = ARENA_ARRAY(a, bool, f->n_checks);
    s->not_raised = ARENA_ARRAY(a, bool, f->n_checks);
}

/* A way of answering that is one answer, not a stretch of numbers; a day cannot be told from an age. */
static bool is_definite(const struct form_question *q, const struct cell *cell)
{
    bool is_number = form_is_number(q) || q->type == FORM_COUNTRY || q->type == FORM_FILE;
    return !cell->given || (q->type != FORM_DATE && (!is_number || span_is_one(&cell->span)));
}

static size_t count_nodes(const struct form_expr *e)
{
    size_t n = 1;
    for (size_t i = 0; e != NULL && i < e->n_args; i++)
        n += count_nodes(e->args[i]);
    return n;
}

/* Questions and nodes of formulas that an evaluation goes through: in a list many become of one declaration.
 */
static size_t count_steps(const struct form *f)
{
    size_t n = f->n_questions;
    for (size_t i = 0; i < f->n_questions; i++) {
        n += count_nodes(f->questions[i].condition);
        for (size_t j = 0; j < f->questions[i].n_options && f->questions[i].conditional != 0; j++)
            n += count_nodes(f->questions[i].options[j].condition);
    }
    for (size_t i = 0; i < f->n_scores; i++)
        n += count_nodes(f->scores[i].expr);
    for (size_t i = 0; i < f->n_results; i++)
        n += count_nodes(f->results[i].expr);
    for (size_t i = 0; i < f->n_rules; i++)
        n += count_nodes(f->rules[i].condition);
    for (size_t i = 0; i < f->n_checks; i++)
        n += count_nodes(f->checks[i].condition);
    return n;
}

static size_t most_samples(const struct form *f)
{
    size_t length = 1;
    size_t steps = STEP * count_steps(f);
    for (size_t i = 0; i < f->n_lines; i++)
        length += f->lines[i].declaration.n;
    return WORK / (steps > length ? steps : length);
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
        if (ways > MAX_WAYS || ways > s->most)
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

void sampler_note(struct sampler *s)
{
    note(s, form_score(s->scratch, s->form, s->answers, false));
    arena_clear(s->scratch);
}

bool sampler_saw(const struct sampler *s, struct fact fact)
{
    switch (fact.kind) {
    case IS_ASKED:
        return s->asked[fact.index];
    case IS_CHOSEN:
        return (s->chosen[fact.index] >> fact.which & 1) != 0;
    case IS_LEVEL:
        return (s->results[fact.index].levels >> fact.which & 1) != 0;
    case IS_GAP:
        return s->results[fact.index].gaps[fact.which].den != 0;
    case IS_MISSING:
        return s->results[fact.index].missing;
    case IS_APPLIED:
        return s->applied[fact.index];
    case IS_RAISED:
        return s->raised[fact.index];
    case IS_NOT_RAISED:
        return s->not_raised[fact.index];
    case IS_SCORE:
        return s->wanted.answers.n > 0;
    case IS_SENT:
        break;
    }
    return s->any;
}

bool sampler_sees(struct sampler *s, struct fact fact)
{
    for (; !sampler_saw(s, fact) && s->first > 0; s->first--) {
        for (size_t i = 0; i < s->form->n_questions; i++)
            sampler_draw(s, i, NULL);
        sampler_note(s);
    }
    return sampler_saw(s, fact);
}

struct str sampler_example(struct sampler *s, size_t result, struct number score, struct term *target)
{
    s->wanted.result = result;
    s->wanted.score = score;
    s->wanted.answers = (struct str){0};
    sampler_aim(s, (struct fact){.kind = IS_SCORE}, target);
    s->wanted.score = (struct number){0};
    return s->wanted.answers;
}

struct sampler *sampler_new(struct reach *r)
{
    struct sampler *s = ARENA_NEW(r->arena, struct sampler);
    int32_t today = 0;
    form_day_from_civil(2026, 1, 1, &today);
    s->reach = r;
    s->form = r->terms.form;
    s->budget = AIM_BUDGET;
    s->most = most_samples(s->form);
    s->draws = s->most / 2;
    s->state = UINT64_C(0x9E3779B97F4A7C15);
    s->answers = form_answers_new(r->arena, s->form, today);
    s->scratch = arena_new();
    make_room(s, r->arena);
    size_t ways = r->terms.uses_today ? 0 : count_ways(s);
    s->complete = ways > 0;
    s->first = ways > 0 ? 0 : s->most / 4 < SAMPLES ? s->most / 4 : SAMPLES;
    for (size_t i = 0; i < ways; i++) {
        answer_in_way(s, i);
        sampler_note(s);
    }
    return s;
}

void sampler_free(struct sampler *s)
{
    if (s != NULL)
        arena_free(s->scratch);
}
