/* Which sums a term is made of, and what is read without them. */
#include "form/tally.h"

enum { MIN_ADDENDS = 3, MAX_ADDENDS = 4096, MAX_DEPTH = 200 };

struct walk {
    struct reach *reach;
    struct tallies *found;
    const struct term *visitor;
    unsigned depth;
    bool too_much;
};

static bool has_list(const struct term *term, int act)
{
    for (size_t i = 0; i < term->n_args; i++)
        if (term->args[i]->act == act)
            return true;
    return false;
}

static void add_addend(struct walk *w, struct term *term, struct number factor)
{
    if (w->found->addends.count >= MAX_ADDENDS) {
        w->too_much = true;
        return;
    }
    *ARENA_PUSH(w->reach->arena, &w->found->addends) = (struct addend){term, factor, w->found->n, 0};
}

static void flatten(struct walk *w, struct term *term, struct number factor);

/* A product of which all arguments but one are constants; false when it is none. */
static bool flatten_product(struct walk *w, struct term *term, struct number factor)
{
    struct term *other = NULL;
    for (size_t i = 0; i < term->n_args; i++) {
        struct term *arg = term->args[i];
        bool inverse = term->inverse != NULL && term->inverse[i];
        if (arg->act != OP_CONSTANT) {
            if (other != NULL || inverse)
                return false;
            other = arg;
        } else if (inverse ? arg->constant.num == 0 || !number_div(factor, arg->constant, &factor)
                           : !number_mul(factor, arg->constant, &factor)) {
            return false;
        }
    }
    if (other != NULL)
        flatten(w, other, factor);
    return other != NULL;
}

static void flatten_sum(struct walk *w, struct term *term, struct number factor)
{
    for (size_t i = 0; i < term->n_args; i++) {
        struct term *arg = term->args[i];
        bool inverse = term->inverse != NULL && term->inverse[i];
        if (arg->act == OP_LIST)
            arg = terms_part(&w->reach->terms, term, UINT64_C(1) << i);
        flatten(w, arg, inverse ? number_neg(factor) : factor);
    }
}

static bool is_sum(const struct term *term)
{
    bool has_choices = has_list(term, OP_LIST);
    return term->act == OP_SUM_OF || term->act == OP_COUNT_TRUE ||
           (term->act == OP_SUM && (!has_choices || (term->n_args > 1 && term->n_args <= 64)));
}

/* Adds what a sum is made of, sums in it taken apart. */
static void flatten(struct walk *w, struct term *term, struct number factor)
{
    w->depth++;
    if (w->depth > MAX_DEPTH || w->too_much)
        w->too_much = true;
    else if (is_sum(term))
        flatten_sum(w, term, factor);
    else if (term->act == OP_NEGATIVE)
        flatten(w, term->args[0], number_neg(factor));
    else if (term->act != OP_PRODUCT_OF || !flatten_product(w, term, factor))
        add_addend(w, term, factor);
    w->depth--;
}

/* Is it a tally of so many addends that going through it is worth while? Then it is one more. */
static bool add_tally(struct walk *w, struct term *term)
{
    struct tallies *found = w->found;
    size_t before = found->addends.count;
    bool sum = is_sum(term);
    bool extreme = tally_is_extreme(term) && !has_list(term, OP_LIST);
    struct number share;
    if (found->n == TALLY_MOST)
        return false;
    if (term->act == OP_MEAN && !has_list(term, OP_LIST) && !has_list(term, TERM_ELEMENT) &&
        number_fraction(1, (int64_t)term->n_args, &share))
        for (size_t i = 0; i < term->n_args; i++)
            flatten(w, term->args[i], share);
    else if (extreme)
        for (size_t i = 0; i < term->n_args; i++)
            add_addend(w, term->args[i], number_of(1));
    else if (sum)
        flatten(w, term, number_of(1));
    if (found->addends.count < before + MIN_ADDENDS) {
        found->addends.count = before;
        return false;
    }
    found->items[found->n++] = term;
    return true;
}

static void look(struct walk *w, struct term *term);

static void note_today(struct walk *w)
{
    size_t today = terms_today(&w->reach->terms);
    w->found->outside[today / 64] |= UINT64_C(1) << today % 64;
}

/* What reads an answer: also what decides whether it is asked for is read then. */
static void look_at_leaf(struct walk *w, const struct term *term)
{
    const struct terms *t = &w->reach->terms;
    if (support_has(&term->support, terms_today(t)))
        note_today(w);
    if (term->act == OP_TODAY || term->act == OP_CONSTANT)
        return;
    w->found->outside[term->index / 64] |= UINT64_C(1) << term->index % 64;
    if (t->asked[term->index] != NULL)
        look(w, t->asked[term->index]);
}

static void look(struct walk *w, struct term *term)
{
    if (term->visitor == w->visitor || w->too_much)
        return;
    term->visitor = w->visitor;
    w->depth++;
    if (w->depth > MAX_DEPTH)
        w->too_much = true;
    else if (term->n_args == 0)
        look_at_leaf(w, term);
    else if (!add_tally(w, term))
        for (size_t i = 0; i < term->n_args; i++)
            look(w, term->args[i]);
    if (term->act == OP_YEARS && support_has(&term->support, terms_today(&w->reach->terms)))
        note_today(w);
    w->depth--;
}

const struct tallies *tallies_of(struct reach *r, struct term *term)
{
    if (term->tallies != NULL)
        return term->tallies;
    struct walk w = {.reach = r, .found = ARENA_NEW(r->arena, struct tallies)};
    w.visitor = ARENA_NEW(r->arena, struct term);
    w.found->outside = ARENA_ARRAY(r->arena, uint64_t, r->terms.n_words);
    for (size_t i = 0; i < term->n_args; i++)
        look(&w, term->args[i]);
    if (w.too_much)
        w.found->n = w.found->addends.count = 0;
    r->budget -= (int64_t)w.found->addends.count / 4;
    term->tallies = w.found;
    return w.found;
}
