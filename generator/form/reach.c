#include "form/reach.h"

#include "form/day.h"

enum { BUDGET = 20000, TOTAL_BUDGET = 100000, MAX_NESTING = 400 };

void reach_init(struct reach *r, struct arena *a, const struct form *f)
{
    *r = (struct reach){.arena = a, .total = TOTAL_BUDGET};
    terms_init(&r->terms, a, f);
    r->assigned = ARENA_ARRAY(a, uint64_t, r->terms.n_words);
    r->spread = ARENA_ARRAY(a, uint64_t, r->terms.n_words);
    r->cell = ARENA_ARRAY(a, struct cell, r->terms.n_variables);
    r->cell_key = ARENA_ARRAY(a, uint64_t, r->terms.n_variables);
    r->cells = ARENA_ARRAY(a, struct cells, r->terms.n_variables);
    r->has_cells = ARENA_ARRAY(a, bool, r->terms.n_variables);
    r->cells_day = ARENA_ARRAY(a, int32_t, r->terms.n_variables);
}

void reach_scores(struct reach *r)
{
    for (size_t i = 0; i < r->terms.form->n_scores; i++)
        reach_of(r, r->terms.scores[i]);
}

struct values reach_unknown(struct reach *r, const struct term *term)
{
    struct values v = {.missing = MAYBE};
    if (term->truth)
        v.no = v.yes = MAYBE;
    else
        span_give_up(r->arena, &v.numbers);
    return v;
}

uint64_t reach_hash(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/* `number` tells the cells of a variable apart. */
static void assign(struct reach *r, size_t variable, struct cell cell, size_t number)
{
    uint64_t bit = UINT64_C(1) << variable % 64;
    r->cell[variable] = cell;
    r->cell_key[variable] = reach_hash((uint64_t)variable << 32 | (number + 1));
    r->assigned[variable / 64] |= bit;
    r->spread[variable / 64] &= ~bit;
    if (cell.given && cell.span.low.den != 0 && !span_is_one(&cell.span))
        r->spread[variable / 64] |= bit;
}

void reach_take_back(struct reach *r, size_t question)
{
    uint64_t bit = UINT64_C(1) << question % 64;
    r->assigned[question / 64] &= ~bit;
    r->spread[question / 64] &= ~bit;
}

void reach_assign(struct reach *r, size_t question, size_t cell)
{
    assign(r, question, reach_cells(r, question)->items[cell], cell);
}

void reach_assign_part(struct reach *r, size_t question, struct cell cell)
{
    assign(r, question, cell, 0);
    r->cell_key[question] = reach_hash(~(uint64_t)question ^ reach_hash(++r->n_parts));
}

bool reach_is_free(const struct reach *r, const struct term *term)
{
    for (size_t i = 0; i < term->support.count; i++)
        if ((term->support.items[i].all & r->assigned[term->support.items[i].at]) != 0)
            return false;
    return true;
}

/* Which arguments must be independent of each other: `if` and `pick` use only one of their branches. */
static bool uses_one_branch(const struct term *term)
{
    return term->act == OP_IF || term->act == OP_PICK;
}

/* The variables that two arguments share which are used together. */
struct shared {
    uint64_t all[REACH_MAX_WORDS], linear[REACH_MAX_WORDS];
};

static void find_shared(const struct term *term, struct shared *out)
{
    struct shared seen;
    for (size_t i = 0; i < term->support.count; i++) {
        size_t at = term->support.items[i].at;
        seen.all[at] = seen.linear[at] = out->all[at] = out->linear[at] = 0;
    }
    for (size_t j = 0; j < term->n_args; j++) {
        bool is_seen = j == 0 || !uses_one_branch(term);
        for (size_t i = 0; i < term->args[j]->support.count; i++) {
            const struct support_word *word = &term->args[j]->support.items[i];
            out->all[word->at] |= seen.all[word->at] & word->all;
            out->linear[word->at] |= seen.linear[word->at] & word->linear;
            seen.all[word->at] |= is_seen ? word->all : 0;
            seen.linear[word->at] |= is_seen ? word->linear : 0;
        }
    }
}

/* The first question that arguments share and that can be gone through, by itself or in a module; -1 when
 * there is none. `*blurred`: they share something that cannot. */
static ptrdiff_t to_split(struct reach *r, struct term *term, struct term **module, bool *blurred)
{
    struct shared shared;
    size_t today = terms_today(&r->terms);
    find_shared(term, &shared);
    /* How dates are cut depends on it. */
    if (support_has(&term->support, today) && bit_of(shared.all, today) && !bit_of(r->assigned, today))
        return (ptrdiff_t)today;
    for (size_t i = 0; i < term->support.count; i++) {
        size_t at = term->support.items[i].at;
        for (uint64_t rest = shared.all[at] & ~r->assigned[at]; rest != 0; rest &= rest - 1) {
            size_t variable = at * 64 + (size_t)__builtin_ctzll(rest);
            *module = reach_module(r, term, variable);
            if (*module != NULL || reach_cells(r, variable) != NULL)
                return (ptrdiff_t)variable;
            *blurred = true;
        }
        if ((shared.linear[at] & r->spread[at]) != 0)
            *blurred = true;
    }
    return -1;
}

static struct values combine(struct reach *r, struct term *term);

/* What comes about on other days of evaluation than those that were gone through. */
static void add_other_days(struct reach *r, struct term *term, struct values *all)
{
    struct values v = combine(r, term);
    v = values_under(r->arena, &v, MAYBE);
    values_join(r->arena, all, &v);
}

static struct values split(struct reach *r, struct term *term, size_t variable)
{
    const struct cells *cells = reach_cells(r, variable);
    struct values all = values_none();
    for (size_t i = 0; i < cells->count; i++) {
        assign(r, variable, cells->items[i], i);
        struct values v = reach_values(r, term);
        reach_take_back(r, variable);
        values_join(r->arena, &all, &v);
        r->budget -= (int64_t)v.numbers.count / 4;
        if (r->budget < 0)
            return reach_unknown(r, term);
    }
    if (variable == terms_today(&r->terms) && !r->days_known)
        add_other_days(r, term, &all);
    values_tidy(r->arena, &all);
    return all;
}

/* What reads one answer: missing when the question is not asked. */
static struct values read_answer(struct reach *r, struct term *term)
{
    struct term *condition = r->terms.asked[term->index];
    struct values v = reach_answer(r, term);
    if (condition == NULL)
        return v;
    struct values asked = reach_values(r, condition);
    v = values_under(r->arena, &v, asked.yes);
    if (term->act == OP_ANSWERED)
        v.no = certainty_max(v.no, asked.no);
    else
        v.missing = certainty_max(v.missing, asked.no);
    return v;
}

static struct values operand(struct reach *r, struct term *term)
{
    struct values v = reach_values(r, term);
    return term->truth ? values_as_number(r->arena, &v) : v;
}

static struct values relation(struct reach *r, struct term *term)
{
    struct values x = operand(r, term->args[0]);
    struct values y = operand(r, term->args[1]);
    r->budget -= (int64_t)(x.numbers.count * y.numbers.count);
    return values_compare((enum form_op)term->act, &x, &y);
}

/* Can a number of this span be none of the constants? */
static bool has_other(const struct span *s, const struct term *in)
{
    int64_t others = span_count(s);
    if (others > (int64_t)in->n_args)
        return true;
    for (size_t i = 1; i < in->n_args; i++)
        others -= span_holds(s, in->args[i]->constant);
    return others > 0;
}

static struct values in_list(struct reach *r, struct term *term)
{
    struct values x = operand(r, term->args[0]);
    struct values v = {.missing = x.missing};
    bool constant = true;
    for (size_t i = 1; i < term->n_args; i++) {
        struct values y = operand(r, term->args[i]);
        struct values equal = values_compare(OP_EQUAL, &x, &y);
        constant = constant && term->args[i]->act == OP_CONSTANT;
        v.yes = certainty_max(v.yes, equal.yes);
        v.missing = certainty_max(v.missing, equal.missing);
    }
    for (size_t i = 0; i < x.numbers.count; i++)
        if (!constant || has_other(&x.numbers.items[i], term))
            v.no = certainty_max(v.no, constant ? certainty_of(&x.numbers.items[i]) : MAYBE);
    return v;
}

static void join_branch(struct reach *r, struct values *into, struct term *branch, enum certainty c)
{
    if (c == NEVER)
        return;
    struct values v = reach_values(r, branch);
    v = values_under(r->arena, &v, c);
    values_join(r->arena, into, &v);
}

static struct values either(struct reach *r, struct term *term)
{
    struct values condition = reach_values(r, term->args[0]);
    struct values v = {.missing = condition.missing};
    join_branch(r, &v, term->args[1], condition.yes);
    join_branch(r, &v, term->args[2], condition.no);
    values_tidy(r->arena, &v);
    return v;
}

/* Numbers of x that pick no branch: below 1, above the last, or not whole. */
static enum certainty picks_nothing(const struct values *x, const struct term *term)
{
    struct number first = number_of(1);
    struct number last = number_of((int64_t)term->n_args - 1);
    enum certainty c = NEVER;
    struct span part;
    for (size_t i = 0; i < x->numbers.count; i++) {
        const struct span *s = &x->numbers.items[i];
        bool outside = span_cut(s, (struct span_bound){0}, (struct span_bound){&first, true}, &part) ||
                       span_cut(s, (struct span_bound){&last, true}, (struct span_bound){0}, &part);
        bool fraction =
            !number_is_whole(s->low) || (!span_is_one(s) && !(s->step.num != 0 && number_is_whole(s->step)));
        if (outside || fraction)
            c = certainty_max(c, certainty_of(s));
    }
    return c;
}

static struct values pick(struct reach *r, struct term *term)
{
    struct values x = reach_values(r, term->args[0]);
    struct values v = {.missing = certainty_max(x.missing, picks_nothing(&x, term))};
    for (size_t i = 1; i < term->n_args; i++) {
        enum certainty c = NEVER;
        for (size_t j = 0; j < x.numbers.count; j++)
            if (span_holds(&x.numbers.items[j], number_of((int64_t)i)))
                c = certainty_max(c, certainty_of(&x.numbers.items[j]));
        join_branch(r, &v, term->args[i], c);
    }
    values_tidy(r->arena, &v);
    return v;
}

static struct values coalesce(struct reach *r, struct term *term)
{
    struct values v = reach_values(r, term->args[0]);
    for (size_t i = 1; i < term->n_args && v.missing != NEVER; i++) {
        enum certainty missing = v.missing;
        v.missing = NEVER;
        join_branch(r, &v, term->args[i], missing);
    }
    values_tidy(r->arena, &v);
    return v;
}

static struct values years(struct reach *r, struct term *term)
{
    struct values v = reach_values(r, term->args[0]);
    struct values out = {.missing = v.missing};
    const struct variable *variable = &r->terms.variables[term->args[0]->index];
    if (term->args[0]->act == OP_VALUE && variable->in_years && !variable->in_days)
        return v;
    int32_t today[2] = {reach_first_day(), reach_last_day()};
    bool is_known = reach_today(r, &today[0]);
    if (is_known)
        today[1] = today[0];
    for (size_t i = 0; i < v.numbers.count; i++) {
        struct span s = {.step = {1, 1}, .exact = is_known && v.numbers.items[i].exact};
        s.low = number_of(form_years_between((int32_t)v.numbers.items[i].high.num, today[0]));
        s.high = number_of(form_years_between((int32_t)v.numbers.items[i].low.num, today[1]));
        s.step = number_of(number_cmp(s.low, s.high) != 0);
        *ARENA_PUSH(r->arena, &out.numbers) = s;
    }
    return out;
}

static struct values today(struct reach *r)
{
    int32_t day;
    if (reach_today(r, &day))
        return values_number(r->arena, number_of(day));
    return values_span(r->arena, (struct span){.low = number_of(reach_first_day()),
                                               .high = number_of(reach_last_day()),
                                               .step = number_of(1),
                                               .exact = true});
}

static struct values guarded(struct reach *r, struct term *term)
{
    struct values blocked = reach_values(r, term->args[0]);
    struct values v = values_none();
    join_branch(r, &v, term->args[1], blocked.no);
    return v;
}

static struct values element(struct reach *r, struct term *term)
{
    struct values present = reach_values(r, term->args[0]);
    struct values v = operand(r, term->args[1]);
    v = values_under(r->arena, &v, present.yes);
    v.missing = certainty_max(v.missing, present.missing);
    v.no = present.no;
    return v;
}

static struct values constant(struct reach *r, const struct term *term)
{
    if (term->truth)
        return values_truth(term->constant.num == 0 ? SURE : NEVER, term->constant.num != 0 ? SURE : NEVER);
    return values_number(r->arena, term->constant);
}

static struct values level(struct reach *r, const struct term *term, const struct values *score)
{
    const struct form_result *result = &r->terms.form->results[term->index];
    struct values v = {.missing = score->missing};
    struct span_bound below = {NULL, false};
    for (size_t i = 0; i <= result->n_levels; i++) {
        const struct form_level *l = i < result->n_levels ? &result->levels[i] : NULL;
        struct span_bound from = {l == NULL || !l->low.set ? NULL : &l->low.value, false};
        struct span_bound to = {l == NULL || !l->high.set ? NULL : &l->high.value, false};
        struct span_bound next = {from.at, true};
        bool gap = i == 0 ? from.at != NULL : below.at != NULL;
        for (size_t j = 0; j < score->numbers.count; j++) {
            const struct span *s = &score->numbers.items[j];
            struct span part;
            if (gap && span_cut(s, below, next, &part))
                v.missing = certainty_max(v.missing, certainty_of(s));
            if (l != NULL && span_cut(s, from, to, &part))
                *ARENA_PUSH(r->arena, &v.numbers) = span_of(number_of((int64_t)i), s->exact);
        }
        below = (struct span_bound){to.at, true};
    }
    values_tidy(r->arena, &v);
    return v;
}

static struct values one_argument(struct reach *r, struct term *term)
{
    struct values v = reach_values(r, term->args[0]);
    if (term->act == TERM_LEVEL)
        return level(r, term, &v);
    if (term->act == OP_STEP)
        return values_step(r->arena, &v, term->source);
    return term->act == OP_NOT ? values_not(&v) : values_negative(r->arena, &v);
}

static struct values combine(struct reach *r, struct term *term)
{
    switch (term->act) {
    case OP_CONSTANT:
        return constant(r, term);
    case OP_TODAY:
        return today(r);
    case OP_VALUE:
    case OP_POINTS:
    case OP_CHOSEN:
    case OP_ANSWERED:
        return read_answer(r, term);
    case OP_SUM_OF:
    case OP_PRODUCT_OF:
    case OP_AND:
    case OP_OR:
    case OP_COUNT_TRUE:
        return reach_chain(r, term);
    case OP_NOT:
    case OP_NEGATIVE:
    case OP_STEP:
    case TERM_LEVEL:
        return one_argument(r, term);
    case OP_IN:
        return in_list(r, term);
    case OP_IF:
        return either(r, term);
    case OP_PICK:
        return pick(r, term);
    case OP_COALESCE:
        return coalesce(r, term);
    case OP_YEARS:
        return years(r, term);
    case TERM_GUARD:
        return guarded(r, term);
    case TERM_ELEMENT:
        return element(r, term);
    case OP_MIN:
    case OP_MAX:
    case OP_SUM:
    case OP_MEAN:
    case OP_COUNT:
        return reach_gather(r, term);
    default:
        return relation(r, term);
    }
}

/* Does it depend on a day of evaluation that is not settled? */
static bool counts_to_any_day(const struct reach *r, const struct term *term)
{
    size_t today = terms_today(&r->terms);
    return support_has(&term->support, today) && !bit_of(r->assigned, today);
}

static struct values evaluate(struct reach *r, struct term *term)
{
    struct values v;
    struct term *module = NULL;
    bool blurred = false;
    if (reach_by_parts(r, term, &v))
        return v;
    ptrdiff_t found = term->n_args > 1 ? to_split(r, term, &module, &blurred) : -1;
    if (term->act == OP_YEARS && counts_to_any_day(r, term))
        found = (ptrdiff_t)terms_today(&r->terms);
    size_t variable = (size_t)found;
    if (module != NULL)
        return reach_split_module(r, term, module);
    if (found >= 0)
        return variable != terms_today(&r->terms) && reach_by_tallies(r, term, &variable, &v)
                   ? v
                   : split(r, term, variable);
    v = combine(r, term);
    return blurred ? values_under(r->arena, &v, MAYBE) : v;
}

/* The key of what is assigned of all that a term depends on. */
static uint64_t key_of(const struct reach *r, const struct term *term)
{
    uint64_t key = 0;
    for (size_t i = 0; i < term->support.count; i++) {
        const struct support_word *word = &term->support.items[i];
        for (uint64_t rest = word->all & r->assigned[word->at]; rest != 0; rest &= rest - 1)
            key ^= r->cell_key[word->at * 64 + (size_t)__builtin_ctzll(rest)];
    }
    return key;
}

static void remember(struct reach *r, struct term *term, uint64_t key, const struct values *v)
{
    if (key == 0) {
        term->free = *v;
        term->has_free = true;
        return;
    }
    if (term->memos == NULL)
        term->memos = ARENA_ARRAY(r->arena, struct memo, TERM_MEMOS);
    term->memos[key % TERM_MEMOS] = (struct memo){key, *v};
}

static const struct values *recall(const struct term *term, uint64_t key)
{
    if (key == 0)
        return term->has_free ? &term->free : NULL;
    if (term->memos == NULL || term->memos[key % TERM_MEMOS].key != key)
        return NULL;
    return &term->memos[key % TERM_MEMOS].values;
}

struct values reach_values(struct reach *r, struct term *term)
{
    if (term->fixed != NULL)
        return *term->fixed;
    uint64_t key = key_of(r, term);
    const struct values *known = recall(term, key);
    if (known != NULL)
        return *known;
    if (--r->budget < 0 || r->depth > MAX_NESTING)
        return reach_unknown(r, term);
    r->depth++;
    struct values v = evaluate(r, term);
    r->depth--;
    /* What is remembered is never appended to: an append moves it first. */
    v.numbers.cap = v.numbers.count;
    if (r->budget >= 0)
        remember(r, term, key, &v);
    return v;
}

static void begin(struct reach *r)
{
    r->budget = r->total < BUDGET ? r->total : BUDGET;
    r->total -= r->budget;
    r->depth = 0;
}

static void end(struct reach *r)
{
    if (r->budget > r->given)
        r->total += r->budget - r->given;
}

struct values reach_of(struct reach *r, struct term *term)
{
    begin(r);
    struct values v = reach_values(r, term);
    end(r);
    return v;
}

struct values reach_given(struct reach *r, struct term *term, size_t question, struct cell cell)
{
    begin(r);
    assign(r, question, cell, UINT32_MAX);
    struct values v = reach_values(r, term);
    reach_take_back(r, question);
    end(r);
    return v;
}
