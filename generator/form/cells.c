#include "form/country.h"
#include "form/day.h"
#include "form/reach.h"

enum { MAX_MANY = 10, MAX_POINTS = 100, MAX_VALUES = 128 };

static int32_t edge_day(const struct reach *r, const struct form_bound *bound, bool low)
{
    int32_t day = 0;
    if (bound->today)
        return reach_today(r, &day) ? day : low ? reach_first_day() : reach_last_day();
    if (bound->set)
        return (int32_t)bound->value.num;
    form_day_from_civil(low ? FORM_FIRST_YEAR : FORM_LAST_YEAR, low ? 1 : 12, low ? 1 : 31, &day);
    return day;
}

static struct span whole_span(int64_t low, int64_t high)
{
    struct span s = {.low = number_of(low), .high = number_of(high), .step = number_of(1), .exact = true};
    if (low == high)
        s.step = number_of(0);
    return s;
}

static struct span ages(const struct reach *r, const struct form_question *q)
{
    int low = q->high.today ? 0 : form_years_between(edge_day(r, &q->high, false), reach_first_day());
    int high = q->low.today ? 0 : form_years_between(edge_day(r, &q->low, true), reach_last_day());
    return whole_span(low, high < low ? low : high);
}

static struct span numbers(const struct form_question *q)
{
    struct span s = {.low = number_of(-FORM_MAX_NUMBER), .high = number_of(FORM_MAX_NUMBER), .exact = true};
    int64_t scale = 1;
    for (unsigned i = 0; i < q->decimals; i++)
        scale *= 10;
    s.step = (struct number){1, scale};
    if (q->low.set)
        s.low = q->low.value;
    if (q->high.set)
        s.high = q->high.value;
    /* `0.5..` of whole numbers begins at 1. */
    struct number unit;
    if (number_mul(s.low, number_of(scale), &unit))
        number_fraction(-number_floor(number_neg(unit)), scale, &s.low);
    if (number_mul(s.high, number_of(scale), &unit))
        number_fraction(number_floor(unit), scale, &s.high);
    if (number_cmp(s.low, s.high) >= 0) {
        s.high = s.low;
        s.step = number_of(0);
    }
    return s;
}

struct span reach_domain(const struct reach *r, size_t question)
{
    const struct form_question *q = &r->terms.form->questions[question];
    const struct variable *variable = &r->terms.variables[question];
    if (q->type == FORM_COUNTRY)
        return whole_span(0, (int64_t)form_country_count() - 1);
    if (q->type != FORM_DATE)
        return numbers(q);
    if (variable->in_years && !variable->in_days)
        return ages(r, q);
    return whole_span(edge_day(r, &q->low, true), edge_day(r, &q->high, false));
}

static void add(struct reach *r, struct cells *cells, struct cell cell)
{
    *ARENA_PUSH(r->arena, cells) = cell;
}

static int compare(const void *x, const void *y)
{
    return number_cmp(*(const struct number *)x, *(const struct number *)y);
}

static size_t without_doubles(struct number *at, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || number_cmp(at[kept - 1], at[i]) != 0)
            at[kept++] = at[i];
    return kept;
}

static void add_stretch(struct reach *r, struct cells *cells, struct span_bound from, struct span_bound to,
                        size_t question)
{
    struct span domain = reach_domain(r, question);
    struct cell cell = {.given = true};
    if (span_cut(&domain, from, to, &cell.span))
        add(r, cells, cell);
}

static void add_each(struct reach *r, struct cells *cells, const struct span *domain)
{
    int64_t n = span_count(domain);
    for (int64_t i = 0; i < n; i++) {
        struct cell cell = {.given = true};
        struct number x;
        if (!span_at(domain, i, &x))
            continue;
        cell.span = span_of(x, true);
        add(r, cells, cell);
    }
}

/* Each number that the answer is compared with, and the stretches between them; each number alone when they
 * are few and it is computed with. */
static bool add_stretches(struct reach *r, struct cells *cells, size_t question)
{
    struct variable *variable = &r->terms.variables[question];
    struct numbers points = variable->points;
    struct span domain = reach_domain(r, question);
    int32_t today;
    points.cap = points.count;
    if (variable->by_today && reach_today(r, &today))
        reach_cut_by_ages(r, variable, today, &points);
    size_t n = points.count;
    struct number *at = points.items;
    /* On that day there is no such date. */
    if (number_cmp(domain.low, domain.high) > 0)
        return true;
    if (variable->uses > variable->comparisons && span_count(&domain) <= MAX_VALUES) {
        add_each(r, cells, &domain);
        return true;
    }
    if (n > MAX_POINTS)
        return false;
    if (n > 1)
        qsort(at, n, sizeof(*at), compare);
    n = without_doubles(at, n);
    for (size_t i = 0; i <= n; i++) {
        struct span_bound from = {i == 0 ? NULL : &at[i - 1], true};
        struct span_bound to = {i == n ? NULL : &at[i], true};
        add_stretch(r, cells, from, to, question);
        if (i < n)
            add_stretch(r, cells, (struct span_bound){&at[i], false}, (struct span_bound){&at[i], false},
                        question);
    }
    return true;
}

static bool allowed(const struct form_question *q, uint64_t chosen)
{
    int64_t n = __builtin_popcountll(chosen);
    if ((chosen & q->alone) != 0)
        return n == 1;
    return n >= q->low.value.num && (!q->high.set || n <= q->high.value.num);
}

static bool add_choices(struct reach *r, struct cells *cells, const struct form_question *q)
{
    if (q->type == FORM_MANY && q->n_options > MAX_MANY)
        return false;
    if (q->type != FORM_MANY) {
        for (size_t i = 0; i < q->n_options; i++)
            add(r, cells, (struct cell){.given = true, .chosen = UINT64_C(1) << i});
        return true;
    }
    for (uint64_t chosen = 0; chosen < UINT64_C(1) << q->n_options; chosen++)
        if (allowed(q, chosen))
            add(r, cells, (struct cell){.given = true, .chosen = chosen});
    return true;
}

static bool add_given(struct reach *r, struct cells *cells, size_t question)
{
    const struct form_question *q = &r->terms.form->questions[question];
    switch (q->type) {
    case FORM_ONE:
    case FORM_MANY:
    case FORM_YESNO:
        return add_choices(r, cells, q);
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
    case FORM_FILE:
    case FORM_SCALE:
    case FORM_COUNTRY:
    case FORM_DATE:
    case FORM_REPEAT:
        return add_stretches(r, cells, question);
    case FORM_TEXT:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_GRID:
    case FORM_NATIONAL_NUMBER:
    case FORM_IBAN:
    case FORM_CONSENT:
    case FORM_SIGNATURE:
    case FORM_TYPE__MAX:
        break;
    }
    add(r, cells, (struct cell){.given = true, .chosen = q->type == FORM_CONSENT});
    return true;
}

const struct cells *reach_cells(struct reach *r, size_t question)
{
    struct cells *cells = &r->cells[question];
    bool is_today = question == terms_today(&r->terms);
    bool by_today = r->terms.variables[question].by_today;
    int32_t day = INT32_MAX;
    if (by_today && (reach_today(r, &day), r->cells_day[question] != day)) {
        r->has_cells[question] = false;
        r->cells_day[question] = day;
        *cells = (struct cells){0};
    }
    if (r->has_cells[question])
        return cells->count == 0 && !by_today ? NULL : cells;
    r->has_cells[question] = true;
    if (is_today)
        reach_days(r, cells);
    else if (!add_given(r, cells, question))
        cells->count = 0;
    else if (r->terms.form->questions[question].optional)
        add(r, cells, (struct cell){0});
    return cells->count == 0 && !by_today ? NULL : cells;
}

static struct values truth(bool value)
{
    return values_truth(value ? NEVER : SURE, value ? SURE : NEVER);
}

static struct values of_cell(struct reach *r, const struct term *term, const struct cell *cell)
{
    if (term->act == OP_ANSWERED || r->terms.form->questions[term->index].type == FORM_CONSENT)
        return truth(cell->given);
    if (!cell->given || (term->act == OP_POINTS && cell->chosen == 0))
        return values_missing();
    if (term->act == OP_CHOSEN)
        return truth((cell->chosen & term->mask) != 0);
    if (term->act == OP_POINTS)
        return values_number(r->arena, term->by_option[__builtin_ctzll(cell->chosen)]);
    return values_span(r->arena, cell->span);
}

/* Can the answer to a `many` have one of these options; can it have none of them? */
static struct values many_chosen(const struct form_question *q, uint64_t mask)
{
    int64_t others = (int64_t)q->n_options - __builtin_popcountll(mask | q->alone);
    bool none = others >= q->low.value.num || (q->alone & ~mask) != 0;
    bool some = mask != 0 && (!q->high.set || q->high.value.num > 0);
    return values_truth(none ? SURE : NEVER, some ? SURE : NEVER);
}

static struct values free_choice(struct reach *r, const struct term *term, const struct form_question *q)
{
    struct values v = values_none();
    if (term->act == OP_CHOSEN && q->type == FORM_MANY)
        return many_chosen(q, term->mask);
    for (size_t i = 0; i < q->n_options; i++) {
        struct cell cell = {.given = true, .chosen = UINT64_C(1) << i};
        struct values one = of_cell(r, term, &cell);
        values_join(r->arena, &v, &one);
    }
    values_tidy(r->arena, &v);
    return v;
}

struct values reach_answer(struct reach *r, const struct term *term)
{
    const struct form_question *q = &r->terms.form->questions[term->index];
    struct values v;
    if (bit_of(r->assigned, term->index))
        return of_cell(r, term, &r->cell[term->index]);
    if (term->act == OP_ANSWERED || q->type == FORM_CONSENT)
        return values_truth(q->optional ? SURE : NEVER, SURE);
    struct span domain = term->act == OP_VALUE ? reach_domain(r, term->index) : (struct span){0};
    if (term->act == OP_VALUE && number_cmp(domain.low, domain.high) > 0)
        v = values_none();
    else if (term->act == OP_VALUE)
        v = values_span(r->arena, domain);
    else
        v = free_choice(r, term, q);
    if (q->optional)
        v.missing = SURE;
    return v;
}
