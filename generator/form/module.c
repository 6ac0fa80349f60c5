/* Named terms as variables of their own. When two arguments share questions only through one score, or
 * through the level of one result, then all that they share is its value: its few values are gone through
 * instead of all answers to all its questions. */
#include "form/reach.h"

enum { MAX_DEPTH = 200, MAX_CANDIDATES = 16, MAX_OUTCOMES = 128 };

struct walk {
    struct reach *reach;
    const struct term *root,
        *user;                  /* the term whose modules are looked for, and which side of it is walked */
    const struct term *without; /* not entered */
    struct term *found[MAX_CANDIDATES];
    size_t n_found;
    uint64_t *leaves; /* what is read outside `without` */
    unsigned depth;
    bool too_deep;
};

/* `if` and `pick` use one of their branches only: these are one side together. */
static const struct term *side_of(const struct term *term, size_t i)
{
    bool branches = term->act == OP_IF || term->act == OP_PICK;
    return branches && i > 1 ? term->args[1] : term->args[i];
}

/* Notes the named terms below one side, and how many sides each is below. */
static void collect(struct walk *w, struct term *term)
{
    if (term->visitor == w->user || w->depth > MAX_DEPTH) {
        w->too_deep = w->too_deep || w->depth > MAX_DEPTH;
        return;
    }
    term->visitor = w->user;
    if (term->named && term->last_user != w->root) {
        term->last_user = w->root;
        term->n_users = 0;
    }
    if (term->named && ++term->n_users == 2 && w->n_found < MAX_CANDIDATES)
        w->found[w->n_found++] = term;
    w->depth++;
    for (size_t i = 0; i < term->n_args; i++)
        collect(w, term->args[i]);
    w->depth--;
}

/* Which questions are read without going through `without`. */
static void read_outside(struct walk *w, struct term *term)
{
    if (term->visitor == w->user || term == w->without)
        return;
    term->visitor = w->user;
    for (size_t i = 0; i < term->support.count && term->n_args == 0; i++)
        w->leaves[term->support.items[i].at] |= term->support.items[i].all;
    for (size_t i = 0; i < term->n_args; i++)
        read_outside(w, term->args[i]);
}

/* Walks tell their visits apart by terms that are made for it. */
static const struct term *new_visitor(struct reach *r)
{
    return ARENA_NEW(r->arena, struct term);
}

static bool is_module(struct walk *w, struct term *candidate)
{
    struct reach *r = w->reach;
    w->without = candidate;
    w->user = new_visitor(r);
    w->leaves = ARENA_ARRAY(r->arena, uint64_t, r->terms.n_words);
    for (size_t i = 0; i < w->root->n_args; i++)
        read_outside(w, w->root->args[i]);
    for (size_t i = 0; i < candidate->support.count; i++)
        if ((w->leaves[candidate->support.items[i].at] & candidate->support.items[i].all) != 0)
            return false;
    return true;
}

static void find_modules(struct reach *r, struct term *term)
{
    struct walk w = {.reach = r, .root = term};
    const struct term *side = NULL;
    for (size_t i = 0; i < term->n_args; i++) {
        if (i == 0 || side_of(term, i) != side)
            w.user = new_visitor(r);
        side = side_of(term, i);
        collect(&w, term->args[i]);
    }
    term->modules = ARENA_ARRAY(r->arena, struct term *, MAX_CANDIDATES);
    for (size_t i = 0; i < w.n_found && !w.too_deep; i++)
        if (is_module(&w, w.found[i]))
            term->modules[term->n_modules++] = w.found[i];
}

static int64_t count_outcomes(const struct values *v)
{
    int64_t n = (v->no != NEVER) + (v->yes != NEVER) + (v->missing != NEVER);
    for (size_t i = 0; i < v->numbers.count && n <= MAX_OUTCOMES; i++) {
        int64_t more = span_count(&v->numbers.items[i]);
        n = more > MAX_OUTCOMES ? more : n + more;
    }
    return n;
}

struct term *reach_module(struct reach *r, struct term *term, size_t variable)
{
    if (!term->has_modules)
        find_modules(r, term);
    term->has_modules = true;
    for (size_t i = 0; i < term->n_modules; i++) {
        struct term *module = term->modules[i];
        if (!support_has(&module->support, variable) || module->fixed != NULL)
            continue;
        struct values v = reach_values(r, module);
        if (count_outcomes(&v) <= MAX_OUTCOMES)
            return module;
    }
    return NULL;
}

/* What was assigned of a module's questions before it was fixed: by word of its support. */
struct before {
    uint64_t assigned[REACH_MAX_WORDS], spread[REACH_MAX_WORDS];
};

void reach_fix(struct reach *r, struct term *module, const struct values *outcome, uint64_t number)
{
    module->fixed = outcome;
    for (size_t i = 0; i < module->support.count; i++) {
        const struct support_word *word = &module->support.items[i];
        for (uint64_t rest = word->all & ~r->assigned[word->at]; rest != 0; rest &= rest - 1) {
            size_t variable = word->at * 64 + (size_t)__builtin_ctzll(rest);
            r->cell_key[variable] = reach_hash(reach_hash(module->id << 32 | number) + variable);
        }
        r->assigned[word->at] |= word->all;
        r->spread[word->at] &= ~word->all;
    }
}

static void release(struct reach *r, struct term *module, const struct before *before)
{
    module->fixed = NULL;
    for (size_t i = 0; i < module->support.count; i++) {
        r->assigned[module->support.items[i].at] = before->assigned[i];
        r->spread[module->support.items[i].at] = before->spread[i];
    }
}

/* `number` tells the outcomes of the module apart. */
struct outcomes {
    struct term *term, *module;
    uint64_t number;
    struct values all;
    struct before before;
};

static void add_outcome(struct reach *r, struct outcomes *o, struct values outcome)
{
    enum certainty c = certainty_max(certainty_max(outcome.no, outcome.yes), outcome.missing);
    if (outcome.numbers.count > 0)
        c = certainty_of(&outcome.numbers.items[0]);
    reach_fix(r, o->module, &outcome, ++o->number);
    struct values v = reach_values(r, o->term);
    release(r, o->module, &o->before);
    v = values_under(r->arena, &v, c);
    values_join(r->arena, &o->all, &v);
    r->budget -= (int64_t)v.numbers.count / 4;
}

struct values reach_split_module(struct reach *r, struct term *term, struct term *module)
{
    struct outcomes o = {.term = term, .module = module};
    struct values by = reach_values(r, module);
    for (size_t i = 0; i < module->support.count; i++) {
        o.before.assigned[i] = r->assigned[module->support.items[i].at];
        o.before.spread[i] = r->spread[module->support.items[i].at];
    }
    for (size_t i = 0; i < by.numbers.count && r->budget >= 0; i++) {
        const struct span *s = &by.numbers.items[i];
        int64_t n = span_count(s);
        struct number x;
        for (int64_t j = 0; j < n; j++)
            if (span_at(s, j, &x))
                add_outcome(r, &o, values_span(r->arena, span_of(x, s->exact)));
    }
    if (by.no != NEVER)
        add_outcome(r, &o, values_truth(by.no, NEVER));
    if (by.yes != NEVER)
        add_outcome(r, &o, values_truth(NEVER, by.yes));
    if (by.missing != NEVER)
        add_outcome(r, &o, (struct values){.missing = by.missing});
    values_tidy(r->arena, &o.all);
    return r->budget < 0 ? reach_unknown(r, term) : o.all;
}
