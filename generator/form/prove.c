#include "form/prove.h"

#include "form/advice.h"
#include "form/sample.h"

/* A rule or check, as the proofs see it. */
struct claim {
    struct term *condition; /* false instead of missing */
    struct term *effect;    /* rules: it also changes the level */
};

struct proof {
    const struct draft *d;
    const struct form *f;
    struct arena *arena;
    struct reach reach;
    struct claim *rules, *checks; /* by index */
    struct sampler *sampler;      /* made when something cannot be decided otherwise */
};

static struct sampler *sampler(struct proof *p)
{
    if (p->sampler == NULL)
        p->sampler = sampler_new(&p->reach);
    return p->sampler;
}

/* What the samples say of a fact that the analysis holds for possible. It comes about when `target` is true
 * (for IS_MISSING: missing). */
static enum certainty by_samples(struct proof *p, struct fact fact, struct term *target)
{
    struct sampler *s = sampler(p);
    if (sampler_sees(s, fact) || (!s->complete && sampler_aim(s, fact, target)))
        return SURE;
    return s->complete ? NEVER : MAYBE;
}

static const struct declared *declared(const struct proof *p, unsigned line)
{
    return &p->d->lines[line - 1];
}

static struct place place_of(const struct proof *p, unsigned line)
{
    return draft_line_place(declared(p, line));
}

static struct place id_place(const struct proof *p, unsigned line)
{
    return draft_part_place(declared(p, line), declared(p, line)->id);
}

static struct str text_of(const struct proof *p, struct number n)
{
    struct buf text;
    buf_init(&text, 64);
    number_print(n, &text);
    struct str copy = arena_str(p->arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

/* Can a condition be true, in answers that no check blocks? `fact` is what is seen when it is. */
static enum certainty can_be(struct proof *p, struct term *condition, struct fact fact)
{
    struct term *target = terms_guard(&p->reach.terms, condition);
    enum certainty c = reach_of(&p->reach, target).yes;
    return c == MAYBE ? by_samples(p, fact, target) : c;
}

static void undecided(const struct proof *p, struct place at, struct str what)
{
    DIAG_AT(p->d->diags, D_FORM_UNDECIDED, at, what);
}

/* --- Scores and levels --- */

static struct term *compared(struct proof *p, enum form_op op, struct term *x, struct number with)
{
    struct terms *t = &p->reach.terms;
    struct term *constant = terms_constant(t, 0, false);
    constant->constant = with;
    struct term *term = terms_two(t, (int)op, x, constant);
    term->truth = true;
    return terms_certain(t, term);
}

/* Gap i lies below level i; the last one above all levels. */
static void gap_bounds(const struct form_result *result, size_t i, struct span_bound *from,
                       struct span_bound *to)
{
    *from = (struct span_bound){i == 0 ? NULL : &result->levels[i - 1].high.value, true};
    *to = (struct span_bound){i == result->n_levels ? NULL : &result->levels[i].low.value, true};
}

static bool has_gap(const struct form_result *result, size_t i)
{
    return (i == 0 || result->levels[i - 1].high.set) && (i == result->n_levels || result->levels[i].low.set);
}

/* "15 (horizon = moyen, avis = deux)": a score, and answers that give it. */
static struct str example_of(struct proof *p, size_t index, struct number score)
{
    struct terms *t = &p->reach.terms;
    struct term *target = terms_guard(t, compared(p, OP_EQUAL, t->results[index], score));
    struct str answers = sampler_example(sampler(p), index, score, target);
    struct str text = text_of(p, score);
    return answers.n == 0 ? text
                          : arena_printf(p->arena, STR_FMT " (" STR_FMT ")", STR_ARG(text), STR_ARG(answers));
}

static void report_gap(struct proof *p, size_t index, size_t i, struct number score)
{
    const struct form_result *result = &p->f->results[index];
    struct str example = example_of(p, index, score);
    const struct form_level *below = i == 0 ? NULL : &result->levels[i - 1];
    const struct form_level *above = i == result->n_levels ? NULL : &result->levels[i];
    if (below == NULL && above != NULL)
        DIAG_AT(p->d->diags, D_FORM_SCORE_BELOW, place_of(p, above->line), result->id, example, above->code);
    else if (below != NULL && above == NULL)
        DIAG_AT(p->d->diags, D_FORM_SCORE_ABOVE, place_of(p, below->line), result->id, example, below->code);
    else if (below != NULL && above != NULL)
        DIAG_AT(p->d->diags, D_FORM_SCORE_BETWEEN, place_of(p, above->line), result->id, example, below->code,
                above->code);
}

static struct term *in_gap(struct proof *p, size_t index, size_t i)
{
    const struct form_result *result = &p->f->results[index];
    struct terms *t = &p->reach.terms;
    struct term *above = NULL;
    struct term *below = NULL;
    if (i > 0)
        above = compared(p, OP_MORE, t->results[index], result->levels[i - 1].high.value);
    if (i < result->n_levels)
        below = compared(p, OP_LESS, t->results[index], result->levels[i].low.value);
    struct term *both = above == NULL ? below : below == NULL ? above : terms_two(t, OP_AND, above, below);
    return terms_guard(t, both);
}

/* A number of the span that reads well: a whole one, or a half, rather than 9.000001. */
static struct number readable(const struct span *s)
{
    int64_t floor = number_floor(s->low);
    struct number half;
    if (number_is_whole(s->low) || floor > FORM_MAX_NUMBER || floor < -FORM_MAX_NUMBER)
        return s->low;
    if (span_holds(s, number_of(floor + 1)))
        return number_of(floor + 1);
    return number_fraction(2 * floor + 1, 2, &half) && span_holds(s, half) ? half : s->low;
}

static void check_gap(struct proof *p, size_t index, const struct values *scores, size_t i)
{
    const struct form_result *result = &p->f->results[index];
    struct span_bound from;
    struct span_bound to;
    struct number example = {0};
    enum certainty c = NEVER;
    gap_bounds(result, i, &from, &to);
    for (size_t j = 0; j < scores->numbers.count; j++) {
        struct span part;
        if (!span_cut(&scores->numbers.items[j], from, to, &part) ||
            certainty_of(&scores->numbers.items[j]) <= c)
            continue;
        c = certainty_of(&scores->numbers.items[j]);
        example = readable(&part);
    }
    if (c == MAYBE) {
        c = by_samples(p, (struct fact){IS_GAP, index, i}, in_gap(p, index, i));
        example = p->sampler->results[index].gaps[i];
    }
    if (c == SURE)
        report_gap(p, index, i, example);
    else if (c == MAYBE)
        DIAG_AT(p->d->diags, D_FORM_UNDECIDED_SCORE, id_place(p, result->line), result->id,
                text_of(p, i == 0 ? result->levels[0].low.value : result->levels[i - 1].high.value));
}

/* An optional question without whose answer the result is missing; -1 when that is not the reason. */
static ptrdiff_t optional_reason(struct proof *p, size_t index)
{
    struct term *term = p->reach.terms.results[index];
    for (size_t i = 0; i < p->f->n_questions; i++) {
        if (!support_has(&term->support, i) || !p->f->questions[i].optional)
            continue;
        if (reach_given(&p->reach, terms_guard(&p->reach.terms, term), i, (struct cell){0}).missing == SURE)
            return (ptrdiff_t)i;
    }
    return -1;
}

/* What expressions call a question. */
static struct str name_of(const struct proof *p, size_t question)
{
    const struct form_question *q = &p->f->questions[question];
    return advice_name(p->arena, p->f, q->repeat, q->id);
}

/* Of a row, its grid is spoken of: it is optional as a whole. */
static void report_unanswered(const struct proof *p, size_t index, size_t question)
{
    const struct form_result *result = &p->f->results[index];
    const struct form_question *q = &p->f->questions[question];
    struct str name = advice_name(p->arena, p->f, q->repeat, q->grid < 0 ? q->id : p->f->grids[q->grid].id);
    struct str advice = advice_coalesce(p->arena, p->f, result, question);
    DIAG_AT(p->d->diags, D_FORM_RESULT_UNANSWERED, id_place(p, result->line), result->id, name, advice);
}

static void report_missing(const struct proof *p, size_t index)
{
    const struct form_result *result = &p->f->results[index];
    const struct sample_result *seen = &p->sampler->results[index];
    struct str example = {0};
    if (seen->missing && seen->without.n > 0)
        example = arena_printf(p->arena, " (" STR_FMT ")", STR_ARG(seen->without));
    DIAG_AT(p->d->diags, D_FORM_RESULT_MISSING, id_place(p, result->line), result->id, example);
}

static void check_missing(struct proof *p, size_t index, enum certainty missing)
{
    const struct form_result *result = &p->f->results[index];
    ptrdiff_t reason = missing == SURE ? optional_reason(p, index) : -1;
    struct place at = id_place(p, result->line);
    if (missing == NEVER)
        return;
    if (missing == MAYBE || reason < 0) {
        struct term *target = terms_guard(&p->reach.terms, p->reach.terms.results[index]);
        enum certainty c = by_samples(p, (struct fact){.kind = IS_MISSING, .index = index}, target);
        missing = missing == SURE ? SURE : c;
    }
    if (reason < 0 && p->sampler->results[index].missing)
        reason = p->sampler->results[index].unanswered;
    if (missing == NEVER)
        return;
    if (missing == MAYBE)
        DIAG_AT(p->d->diags, D_FORM_UNDECIDED_MISSING, at, result->id);
    else if (reason >= 0)
        report_unanswered(p, index, (size_t)reason);
    else
        report_missing(p, index);
}

static struct span around(const struct values *v)
{
    struct span s = {0};
    for (size_t i = 0; i < v->numbers.count; i++) {
        const struct span *span = &v->numbers.items[i];
        if (i == 0 || number_cmp(span->low, s.low) < 0)
            s.low = span->low;
        if (i == 0 || number_cmp(span->high, s.high) > 0)
            s.high = span->high;
    }
    return s;
}

/* The range of the scores, from the samples where the analysis knows less. */
static struct span score_range(struct proof *p, size_t index, const struct values *scores)
{
    struct span range = around(scores);
    bool exact = true;
    for (size_t i = 0; i < scores->numbers.count; i++)
        exact = exact && scores->numbers.items[i].exact;
    if (!exact && sampler(p)->complete) {
        range.low = p->sampler->results[index].low;
        range.high = p->sampler->results[index].high;
    }
    return range;
}

static enum certainty can_hold(const struct values *v, struct number n)
{
    enum certainty c = NEVER;
    for (size_t i = 0; i < v->numbers.count; i++)
        if (span_holds(&v->numbers.items[i], n))
            c = certainty_max(c, certainty_of(&v->numbers.items[i]));
    return c;
}

/* A level that nobody has: no score leads to it, or a rule always leads away. */
static void report_level(struct proof *p, size_t index, size_t i, const struct values *scores)
{
    const struct form_result *result = &p->f->results[index];
    const struct form_level *level = &result->levels[i];
    struct span_bound from = {level->low.set ? &level->low.value : NULL, false};
    struct span_bound to = {level->high.set ? &level->high.value : NULL, false};
    struct place at = place_of(p, level->line);
    for (size_t j = 0; j < scores->numbers.count; j++) {
        const struct span *s = &scores->numbers.items[j];
        struct span part;
        if (!s->exact || !span_cut(s, from, to, &part))
            continue;
        DIAG_AT(p->d->diags, D_FORM_LEVEL_RULED, at, level->code, result->id,
                example_of(p, index, readable(&part)));
        return;
    }
    struct span range = score_range(p, index, scores);
    DIAG_AT(p->d->diags, D_FORM_LEVEL_NEVER, at, level->code, result->id, text_of(p, range.low),
            text_of(p, range.high));
}

static void check_levels(struct proof *p, size_t index, const struct values *scores)
{
    const struct form_result *result = &p->f->results[index];
    struct values levels = reach_of(&p->reach, terms_guard(&p->reach.terms, p->reach.terms.levels[index]));
    for (size_t i = 0; i < result->n_levels; i++) {
        const struct form_level *level = &result->levels[i];
        enum certainty c = can_hold(&levels, number_of((int64_t)i));
        if (c == MAYBE)
            c = can_be(p, compared(p, OP_EQUAL, p->reach.terms.levels[index], number_of((int64_t)i)),
                       (struct fact){IS_LEVEL, index, i});
        if (c == MAYBE)
            undecided(p, place_of(p, level->line), level->code);
        else if (c == NEVER)
            report_level(p, index, i, scores);
    }
}

static void prove_result(struct proof *p, size_t index)
{
    const struct form_result *result = &p->f->results[index];
    struct values scores = reach_of(&p->reach, terms_guard(&p->reach.terms, p->reach.terms.results[index]));
    check_missing(p, index, scores.missing);
    for (size_t i = 0; i <= result->n_levels; i++)
        if (has_gap(result, i))
            check_gap(p, index, &scores, i);
    if (scores.numbers.count > 0)
        check_levels(p, index, &scores);
}

/* --- Questions and options --- */

static bool never_asked(struct proof *p, size_t i)
{
    struct term *asked = p->reach.terms.asked[i];
    enum certainty c = asked == NULL ? SURE : can_be(p, asked, (struct fact){.kind = IS_ASKED, .index = i});
    if (c == MAYBE)
        undecided(p, id_place(p, p->f->questions[i].line), name_of(p, i));
    return c == NEVER;
}

/* Whoever is asked must be offered something, as much as is asked for; nobody could answer otherwise. */
static void prove_offer(struct proof *p, size_t i)
{
    const struct form_question *q = &p->f->questions[i];
    struct terms *t = &p->reach.terms;
    int64_t always = (int64_t)q->n_options - __builtin_popcountll(q->conditional);
    int64_t needed = q->type == FORM_MANY ? q->low.value.num : 1;
    struct term *nothing = t->asked[i];
    if (q->conditional == 0 || q->optional || always >= needed)
        return;
    for (uint64_t rest = q->conditional; rest != 0; rest &= rest - 1) {
        const struct form_expr *condition = q->options[__builtin_ctzll(rest)].condition;
        struct term *missing = terms_opposite(t, terms_certain(t, terms_of(t, condition)));
        nothing = nothing == NULL ? missing : terms_two(t, OP_AND, nothing, missing);
    }
    enum certainty c = always > 0 ? MAYBE : reach_of(&p->reach, nothing).yes;
    if (c == SURE)
        DIAG_AT(p->d->diags, D_FORM_NOTHING_OFFERED, id_place(p, q->line), name_of(p, i));
    else if (c == MAYBE)
        undecided(p, id_place(p, q->line), name_of(p, i));
}

/* Only checks that block, and its own condition, can keep anybody from choosing an option of a question that
 * is asked. */
static void prove_options(struct proof *p, size_t i)
{
    const struct form_question *q = &p->f->questions[i];
    struct terms *t = &p->reach.terms;
    prove_offer(p, i);
    if (t->blocked == NULL || !support_has(&t->blocked->support, i))
        return;
    for (size_t j = 0; j < q->n_options; j++) {
        struct place at = q->options[j].line == 0 ? id_place(p, q->line) : place_of(p, q->options[j].line);
        struct term *chosen = terms_certain(t, terms_chosen(t, i, UINT64_C(1) << j));
        enum certainty c = can_be(p, chosen, (struct fact){IS_CHOSEN, i, j});
        if (c == NEVER)
            DIAG_AT(p->d->diags,
                    q->options[j].condition == NULL ? D_FORM_OPTION_NEVER : D_FORM_OPTION_UNOFFERED, at,
                    q->options[j].code, name_of(p, i));
        else if (c == MAYBE)
            undecided(p, at, q->options[j].code);
    }
}

/* Rows are asked together: their grid is spoken of. */
static void report_never(struct proof *p, size_t i)
{
    const struct form_question *q = &p->f->questions[i];
    const struct form_grid *grid = q->grid < 0 ? NULL : &p->f->grids[q->grid];
    DIAG_AT(p->d->diags, D_FORM_QUESTION_NEVER, id_place(p, grid == NULL ? q->line : grid->line),
            advice_name(p->arena, p->f, q->repeat, grid == NULL ? q->id : grid->id));
}

/* Said once, and not of each of its questions. */
static bool point_never(struct proof *p, const struct form_point *point)
{
    struct terms *t = &p->reach.terms;
    if (point->condition == NULL || point->n_questions == 0)
        return false;
    enum certainty c = can_be(p, terms_certain(t, terms_of(t, point->condition)),
                              (struct fact){.kind = IS_ASKED, .index = point->first_question});
    if (c == NEVER)
        DIAG_AT(p->d->diags, D_FORM_POINT_NEVER, place_of(p, point->line));
    return c == NEVER;
}

static void prove_points(struct proof *p, bool *never)
{
    for (size_t i = 0; i < p->f->n_points; i++) {
        const struct form_point *point = &p->f->points[i];
        bool is_never = point_never(p, point);
        for (size_t j = 0; j < point->n_questions; j++)
            never[point->first_question + j] = is_never;
    }
}

static void prove_questions(struct proof *p)
{
    bool *never = ARENA_ARRAY(p->arena, bool, p->f->n_questions);
    prove_points(p, never);
    for (size_t i = 0; i < p->f->n_questions; i++) {
        const struct form_question *q = &p->f->questions[i];
        never[i] = never[i] || (q->parent >= 0 && never[q->parent]);
        /* The items are alike: what can be asked of one can be asked of the first. */
        if (never[i] || (q->repeat >= 0 && q->item > 0))
            continue;
        bool is_later_row = q->grid >= 0 && i > p->f->grids[q->grid].first_row;
        never[i] = is_later_row ? never[i - 1] : never_asked(p, i);
        if (!never[i])
            prove_options(p, i);
        else if (!is_later_row)
            report_never(p, i);
    }
}

/* --- Rules and checks --- */

/* The level is beyond the one that the rule sets. */
static struct term *beyond(struct proof *p, const struct form_rule *rule)
{
    return compared(p, rule->lifts ? OP_LESS : OP_MORE, p->reach.terms.levels[rule->result],
                    number_of((int64_t)rule->level));
}

/* An answer with an option that is not offered cannot be sent either. */
static void block_options(struct proof *p, size_t question)
{
    const struct form_question *q = &p->f->questions[question];
    struct terms *t = &p->reach.terms;
    for (uint64_t rest = q->conditional; rest != 0; rest &= rest - 1) {
        size_t option = (size_t)__builtin_ctzll(rest);
        struct term *chosen = terms_certain(t, terms_chosen(t, question, UINT64_C(1) << option));
        struct term *offered = terms_certain(t, terms_of(t, q->options[option].condition));
        struct term *refused = terms_two(t, OP_AND, chosen, terms_opposite(t, offered));
        t->blocked = t->blocked == NULL ? refused : terms_two(t, OP_OR, t->blocked, refused);
    }
}

static void make_claims(struct proof *p)
{
    struct terms *t = &p->reach.terms;
    p->rules = ARENA_ARRAY(p->arena, struct claim, p->f->n_rules);
    p->checks = ARENA_ARRAY(p->arena, struct claim, p->f->n_checks);
    for (size_t i = 0; i < p->f->n_rules; i++) {
        const struct form_rule *rule = &p->f->rules[i];
        struct claim *claim = &p->rules[i];
        claim->condition = terms_certain(t, terms_of(t, rule->condition));
        claim->effect = terms_two(t, OP_AND, claim->condition, beyond(p, rule));
        terms_apply_rule(t, rule, claim->condition);
    }
    for (size_t i = 0; i < p->f->n_checks; i++) {
        const struct form_check *check = &p->f->checks[i];
        struct term *condition = terms_certain(t, terms_of(t, check->condition));
        p->checks[i].condition = condition;
        if (check->severity == FORM_BLOCK)
            p->checks[i].effect = condition;
    }
    for (size_t i = 0; i < p->f->n_checks; i++)
        if (p->checks[i].effect != NULL)
            t->blocked = t->blocked == NULL ? p->checks[i].effect
                                            : terms_two(t, OP_OR, t->blocked, p->checks[i].effect);
    for (size_t i = 0; i < p->f->n_questions; i++)
        block_options(p, i);
}

static void prove_rules(struct proof *p)
{
    for (size_t i = 0; i < p->f->n_rules; i++) {
        const struct form_rule *rule = &p->f->rules[i];
        struct place at = place_of(p, rule->line);
        struct str result = p->f->results[rule->result].id;
        struct fact applied = {.kind = IS_APPLIED, .index = i};
        enum certainty holds = reach_of(&p->reach, terms_guard(&p->reach.terms, p->rules[i].condition)).yes;
        enum certainty acts = holds == NEVER ? NEVER : can_be(p, p->rules[i].effect, applied);
        if (holds == NEVER)
            DIAG_AT(p->d->diags, D_FORM_RULE_NEVER, at, result);
        else if (acts == NEVER)
            DIAG_AT(p->d->diags, D_FORM_RULE_USELESS, at, result,
                    p->f->results[rule->result].levels[rule->level].code);
        else if (acts == MAYBE)
            undecided(p, at, p->f->lines[rule->line - 1].declaration);
    }
}

/* True when this check is not raised; of one that does not block: in answers that no check blocks. */
static struct term *not_raised(struct proof *p, size_t i)
{
    struct term *opposite = terms_opposite(&p->reach.terms, p->checks[i].condition);
    return p->checks[i].effect != NULL ? opposite : terms_guard(&p->reach.terms, opposite);
}

static void prove_checks(struct proof *p)
{
    for (size_t i = 0; i < p->f->n_checks; i++) {
        const struct form_check *check = &p->f->checks[i];
        struct place at = place_of(p, check->line);
        struct term *condition = p->checks[i].condition;
        bool blocks = check->severity == FORM_BLOCK;
        struct term *target = blocks ? condition : terms_guard(&p->reach.terms, condition);
        struct values v = reach_of(&p->reach, target);
        struct str text = p->f->lines[check->line - 1].declaration;
        if (v.yes == MAYBE)
            v.yes = by_samples(p, (struct fact){.kind = IS_RAISED, .index = i}, target);
        if (v.no == MAYBE)
            v.no = by_samples(p, (struct fact){.kind = IS_NOT_RAISED, .index = i}, not_raised(p, i));
        if (v.yes == NEVER)
            DIAG_AT(p->d->diags, D_FORM_CHECK_NEVER, at, text);
        else if (v.no == NEVER)
            DIAG_AT(p->d->diags, blocks ? D_FORM_BLOCK_ALWAYS : D_FORM_CHECK_ALWAYS, at, text);
        else if (v.yes == MAYBE)
            undecided(p, at, text);
        else if (v.no == MAYBE)
            DIAG_AT(p->d->diags, D_FORM_UNDECIDED_ALWAYS, at, text);
    }
}

/* Nobody is let through: by one check, which is told, or by several of which each blocks what others do not.
 */
/* Nobody can send anything, and no check is the reason: options are. */
static void report_unoffered(struct proof *p)
{
    size_t i = 0;
    while (i + 1 < p->f->n_questions && p->f->questions[i].conditional == 0)
        i++;
    DIAG_AT(p->d->diags, D_FORM_NOTHING_OFFERED, id_place(p, p->f->questions[i].line), name_of(p, i));
}

static void report_blocked(struct proof *p)
{
    unsigned last = 0;
    for (size_t i = 0; i < p->f->n_checks; i++) {
        unsigned line = p->f->checks[i].line;
        if (p->checks[i].effect == NULL)
            continue;
        last = line;
        if (reach_of(&p->reach, p->checks[i].effect).no != NEVER)
            continue;
        DIAG_AT(p->d->diags, D_FORM_BLOCK_ALWAYS, place_of(p, line), p->f->lines[line - 1].declaration);
        return;
    }
    if (last == 0)
        report_unoffered(p);
    else
        DIAG_AT(p->d->diags, D_FORM_BLOCK_TOGETHER, place_of(p, last), p->f->lines[last - 1].declaration);
}

/* Do the checks together let anybody through? */
static bool lets_through(struct proof *p)
{
    struct term *blocked = p->reach.terms.blocked;
    enum certainty c = blocked == NULL ? SURE : reach_of(&p->reach, blocked).no;
    if (c == MAYBE)
        c = by_samples(p, (struct fact){.kind = IS_SENT}, terms_opposite(&p->reach.terms, blocked));
    if (c == NEVER)
        report_blocked(p);
    return c != NEVER;
}

void form_prove(const struct draft *d, const struct form *f)
{
    struct proof p = {.d = d, .f = f, .arena = arena_new()};
    reach_init(&p.reach, p.arena, f);
    make_claims(&p);
    reach_scores(&p.reach);
    if (lets_through(&p)) {
        prove_questions(&p);
        for (size_t i = 0; i < f->n_results; i++)
            prove_result(&p, i);
        prove_rules(&p);
        prove_checks(&p);
    }
    sampler_free(p.sampler);
    arena_free(p.arena);
}
