/* The day of evaluation, and the dates that have to do with it. Whatever is compared with dates, only a few
 * days of evaluation differ: between two days on which a constant is reached, by itself or with so many years
 * added, all days of evaluation are alike. One of each stretch is gone through. */
#include "form/day.h"
#include "form/reach.h"

/* Days on which a questionnaire may come to be evaluated, and how many of them are gone through. */
enum { FIRST_YEAR = 2020, LAST_YEAR = 2100, MAX_DAYS = 160, AROUND = 2 };

int32_t reach_first_day(void)
{
    int32_t day = 0;
    form_day_from_civil(FIRST_YEAR, 1, 1, &day);
    return day;
}

int32_t reach_last_day(void)
{
    int32_t day = 0;
    form_day_from_civil(LAST_YEAR, 12, 31, &day);
    return day;
}

bool reach_today(const struct reach *r, int32_t *day)
{
    size_t today = terms_today(&r->terms);
    if (bit_of(r->assigned, today))
        *day = (int32_t)r->cell[today].span.low.num;
    return bit_of(r->assigned, today);
}

/* --- Which dates these are --- */

static bool is_date(const struct terms *t, const struct form_expr *e)
{
    return e->act == OP_VALUE && t->form->questions[e->index].type == FORM_DATE;
}

static bool has_today(const struct form_expr *e)
{
    for (size_t i = 0; i < e->n_args; i++)
        if (e->args[i]->act == OP_TODAY)
            return true;
    return false;
}

/* Notes how dates are used. `within`: the expression that this one is an argument of. */
static void note_dates(struct terms *t, const struct form_expr *e, const struct form_expr *within)
{
    bool in_years = within != NULL && within->act == OP_YEARS;
    if (e->act == OP_TODAY || (e->act == OP_YEARS && e->args[0]->act != OP_VALUE))
        t->uses_today = true;
    if (is_date(t, e)) {
        const struct form_question *q = &t->form->questions[e->index];
        struct variable *variable = &t->variables[e->index];
        variable->in_years = variable->in_years || in_years;
        variable->in_days = variable->in_days || !in_years;
        variable->by_today =
            variable->by_today || q->low.today || q->high.today || (within != NULL && has_today(within));
    }
    for (size_t i = e->act == OP_EACH; i < e->n_args; i++)
        note_dates(t, e->args[i], e);
}

static void note_all(struct terms *t, const struct form_expr *e)
{
    if (e != NULL)
        note_dates(t, e, NULL);
}

void terms_note_dates(struct terms *t)
{
    const struct form *f = t->form;
    for (size_t i = 0; i < f->n_questions; i++) {
        note_all(t, f->questions[i].condition);
        for (size_t j = 0; f->questions[i].conditional != 0 && j < f->questions[i].n_options; j++)
            note_all(t, f->questions[i].options[j].condition);
    }
    for (size_t i = 0; i < f->n_scores; i++)
        note_all(t, f->scores[i].expr);
    for (size_t i = 0; i < f->n_results; i++)
        note_all(t, f->results[i].expr);
    for (size_t i = 0; i < f->n_rules; i++)
        note_all(t, f->rules[i].condition);
    for (size_t i = 0; i < f->n_checks; i++)
        note_all(t, f->checks[i].condition);
    for (size_t i = 0; i < f->n_questions; i++) {
        struct variable *variable = &t->variables[i];
        variable->by_today = variable->in_days && (variable->by_today || variable->in_years);
        t->uses_today = t->uses_today || variable->by_today;
    }
    /* Beside what depends on the day of evaluation, an age says on which days somebody was born. */
    for (size_t i = 0; i < f->n_questions && t->uses_today; i++)
        if (t->variables[i].in_years)
            t->variables[i].by_today = t->variables[i].in_days = true;
}

/* --- The days to go through --- */

struct days {
    int32_t *items;
    size_t count, cap;
};

static void add_day(struct reach *r, struct days *days, int64_t day)
{
    if (day >= reach_first_day() && day <= reach_last_day())
        *ARENA_PUSH(r->arena, days) = (int32_t)day;
}

static void add_constant(struct reach *r, struct days *constants, struct number n)
{
    if (n.den == 1 && n.num > INT32_MIN && n.num < INT32_MAX)
        *ARENA_PUSH(r->arena, constants) = (int32_t)n.num;
}

int32_t reach_years_after(int32_t day, int64_t years)
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    form_day_to_civil(day, &year, &month, &day_of_month);
    if (years < -FORM_LAST_YEAR || years > FORM_LAST_YEAR)
        return years < 0 ? INT32_MIN : INT32_MAX;
    year += (int)years;
    if (month == 2 && day_of_month == 29)
        day_of_month = 28;
    if (!form_day_from_civil(year, month, day_of_month, &day))
        return year < FORM_FIRST_YEAR ? INT32_MIN : INT32_MAX;
    return day;
}

static void add_ages(struct reach *r, struct days *ages, const struct numbers *compared)
{
    for (size_t i = 0; i < compared->count; i++)
        if (compared->items[i].num >= -FORM_LAST_YEAR && compared->items[i].num <= FORM_LAST_YEAR)
            *ARENA_PUSH(r->arena, ages) = (int32_t)compared->items[i].num;
}

/* Constants that dates are compared with, bounds included, and the numbers that ages are. */
static void gather_constants(struct reach *r, struct days *constants, struct days *ages)
{
    const struct form *f = r->terms.form;
    for (size_t i = 0; i < r->terms.n_variables; i++) {
        const struct variable *variable = &r->terms.variables[i];
        bool is_today = i == f->n_questions;
        if (!is_today && (f->questions[i].type != FORM_DATE || !variable->in_days))
            continue;
        for (size_t j = 0; j < variable->points.count; j++)
            add_constant(r, constants, variable->points.items[j]);
        add_ages(r, ages, &variable->ages);
        if (!is_today && f->questions[i].low.set && !f->questions[i].low.today)
            add_constant(r, constants, f->questions[i].low.value);
        if (!is_today && f->questions[i].high.set && !f->questions[i].high.today)
            add_constant(r, constants, f->questions[i].high.value);
    }
}

static int compare(const void *x, const void *y)
{
    int32_t a = *(const int32_t *)x;
    int32_t b = *(const int32_t *)y;
    return a < b ? -1 : a > b;
}

static size_t without_doubles(struct days *days)
{
    size_t n = 0;
    if (days->count == 0)
        return 0;
    qsort(days->items, days->count, sizeof(*days->items), compare);
    for (size_t i = 0; i < days->count; i++)
        if (n == 0 || days->items[n - 1] != days->items[i])
            days->items[n++] = days->items[i];
    return n;
}

static void add_cell(struct reach *r, struct cells *cells, int64_t day)
{
    *ARENA_PUSH(r->arena, cells) = (struct cell){.given = true, .span = span_of(number_of(day), true)};
}

void reach_days(struct reach *r, struct cells *cells)
{
    struct days constants = {0};
    struct days ages = {0};
    struct days days = {0};
    *ARENA_PUSH(r->arena, &ages) = 0;
    gather_constants(r, &constants, &ages);
    constants.count = without_doubles(&constants);
    ages.count = without_doubles(&ages);
    r->days_known = !r->terms.computes_years && constants.count * ages.count < MAX_DAYS;
    for (size_t i = 0; i < constants.count && r->days_known; i++) {
        /* A day more or less of an age: a number of years and a part of one are reached later. */
        for (size_t j = 0; j < ages.count; j++)
            for (int64_t k = -AROUND; k <= AROUND; k++)
                add_day(r, &days, reach_years_after(constants.items[i], ages.items[j]) + k);
    }
    add_day(r, &days, reach_first_day());
    add_day(r, &days, reach_last_day());
    days.count = without_doubles(&days);
    for (size_t i = 0; i < days.count; i++) {
        int64_t before = i == 0 ? 0 : days.items[i - 1];
        if (i > 0 && days.items[i] - before > 1)
            add_cell(r, cells, before + (days.items[i] - before) / 2);
        add_cell(r, cells, days.items[i]);
    }
}

/* --- Cutting dates --- */

void reach_cut_by_ages(struct reach *r, const struct variable *variable, int32_t today,
                       struct numbers *points)
{
    struct days ages = {0};
    *ARENA_PUSH(r->arena, points) = number_of(today);
    add_ages(r, &ages, &variable->ages);
    add_ages(r, &ages, &r->terms.variables[terms_today(&r->terms)].ages);
    for (size_t i = 0; i < ages.count; i++) {
        int32_t last = reach_years_after(today, -ages.items[i]);
        if (last == INT32_MIN || last == INT32_MAX)
            continue;
        /* The last day that lies so many years back. */
        for (last += AROUND; form_years_between(last, today) < ages.items[i];)
            last--;
        *ARENA_PUSH(r->arena, points) = number_of(last);
    }
}
