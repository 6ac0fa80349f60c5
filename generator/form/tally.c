/* Several sums over the same questions: how many answers are « bien », and what they add up to. What such
 * sums come to together is found by adding one question after the other to the combinations so far, of which
 * there are few, instead of going through all ways of answering. Then these combinations are gone through.
 * The sums stand for all that a term knows of those questions; min and max are gathered like sums. */
#include "form/tally.h"

#include <string.h>

/* Ways of answering what one addend, or several that share questions, depend on; combinations of sums. */
enum { MAX_WAYS = 512, MAX_VECTORS = 2048, FEW_VECTORS = 32, WORK = 4000 };

/* --- Combinations of what they come to --- */

/* By tally what was added so far, and whether that is sure to come about. */
struct vector {
    struct number sums[TALLY_MOST];
    bool sure;
};

/* Of a min or max: no element yet. */
static const struct number NOTHING = {1, 0};
static const struct number MISSING = {0, 0};

static bool is_same(struct number x, struct number y)
{
    return x.num == y.num && x.den == y.den;
}

struct vectors {
    struct arena *arena;
    struct vector *items;
    size_t count, cap, width;
    uint16_t *slots; /* by hash, 2 * cap of them: 1 + the index */
};

static struct vectors vectors_new(struct arena *a, size_t width, size_t cap)
{
    return (struct vectors){.arena = a,
                            .items = ARENA_ARRAY(a, struct vector, cap),
                            .cap = cap,
                            .width = width,
                            .slots = ARENA_ARRAY(a, uint16_t, 2 * cap)};
}

static void vectors_clear(struct vectors *v)
{
    memset(v->slots, 0, 2 * v->cap * sizeof(*v->slots));
    v->count = 0;
}

static bool is_same_vector(const struct vectors *v, const struct vector *x, const struct vector *y)
{
    for (size_t i = 0; i < v->width; i++)
        if (!is_same(x->sums[i], y->sums[i]))
            return false;
    return true;
}

/* The slot of this vector, or the free one where it belongs. */
static uint16_t *slot_of(const struct vectors *v, const struct vector *one)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < v->width; i++)
        hash = reach_hash(hash ^ (uint64_t)one->sums[i].num * 31 ^ (uint64_t)one->sums[i].den);
    size_t slot = hash % (2 * v->cap);
    while (v->slots[slot] != 0 && !is_same_vector(v, &v->items[v->slots[slot] - 1], one))
        slot = (slot + 1) % (2 * v->cap);
    return &v->slots[slot];
}

static void make_room(struct vectors *v)
{
    struct vectors larger = vectors_new(v->arena, v->width, 2 * v->cap);
    for (size_t i = 0; i < v->count; i++) {
        *slot_of(&larger, &v->items[i]) = (uint16_t)(i + 1);
        larger.items[larger.count++] = v->items[i];
    }
    *v = larger;
}

/* false when there are too many. */
static bool vectors_add(struct vectors *v, const struct vector *one)
{
    uint16_t *slot = slot_of(v, one);
    if (*slot != 0) {
        v->items[*slot - 1].sure = v->items[*slot - 1].sure || one->sure;
        return true;
    }
    if (v->count == MAX_VECTORS)
        return false;
    v->items[v->count++] = *one;
    *slot = (uint16_t)v->count;
    if (v->count == v->cap)
        make_room(v);
    return true;
}

struct gathering {
    struct reach *reach;
    struct arena *scratch;
    const struct tallies *tallies;
    struct addend *addends; /* those that count, group by group */
    size_t n_addends;
    size_t *variables; /* of the group at hand */
    size_t n_variables;
    size_t most_work; /* how many addends may be looked at */
    size_t *uses;     /* by variable, 0 between two groups */
    size_t *owner;    /* by variable */
    struct vectors sums, next, group;
};

/* false when the outcome does not fit. */
static bool put_together(const struct term *tally, struct number *sum, struct number x)
{
    if (is_same(*sum, MISSING) || is_same(x, MISSING)) {
        *sum = MISSING;
        return true;
    }
    if (!tally_is_extreme(tally))
        return number_add(*sum, x, sum);
    if (is_same(*sum, NOTHING) ||
        (!is_same(x, NOTHING) && (number_cmp(x, *sum) < 0) == (tally->act == OP_MIN)))
        *sum = x;
    return true;
}

/* The one outcome of an addend; false when it is not one. */
static bool value_of(struct reach *r, const struct addend *addend, bool extreme, struct number *out,
                     bool *sure)
{
    struct values v = reach_values(r, addend->term);
    if (addend->term->truth && addend->term->act != TERM_ELEMENT)
        v = values_as_number(r->arena, &v);
    size_t outcomes = v.numbers.count + (v.missing != NEVER) + (v.no != NEVER);
    if (outcomes != 1)
        return false;
    *out = MISSING;
    *sure = *sure && certainty_max(v.missing, v.no) != MAYBE;
    if (v.no != NEVER)
        *out = extreme ? NOTHING : number_of(0);
    if (v.numbers.count == 0)
        return true;
    *sure = *sure && v.numbers.items[0].exact;
    return span_is_one(&v.numbers.items[0]) && number_mul(v.numbers.items[0].low, addend->factor, out);
}

static struct vector nothing_yet(const struct tallies *t)
{
    struct vector v = {.sure = true};
    for (size_t i = 0; i < t->n; i++)
        v.sums[i] = tally_is_extreme(t->items[i]) ? NOTHING : number_of(0);
    return v;
}

/* What a group adds when its questions are answered as assigned. */
static bool add_way(struct gathering *g, size_t first, size_t end)
{
    struct vector v = nothing_yet(g->tallies);
    for (size_t i = first; i < end; i++) {
        const struct term *tally = g->tallies->items[g->addends[i].tally];
        struct number x;
        if (!value_of(g->reach, &g->addends[i], tally_is_extreme(tally), &x, &v.sure) ||
            !put_together(tally, &v.sums[g->addends[i].tally], x))
            return false;
    }
    return vectors_add(&g->group, &v);
}

/* All ways of answering the group's questions, one after the other. */
static bool add_ways(struct gathering *g, size_t ways, size_t first, size_t end)
{
    struct reach *r = g->reach;
    bool fits = true;
    vectors_clear(&g->group);
    for (size_t way = 0; way < ways && fits && r->budget >= 0; way++) {
        size_t rest = way;
        for (size_t i = 0; i < g->n_variables; i++) {
            size_t n = reach_cells(r, g->variables[i])->count;
            reach_assign(r, g->variables[i], rest % n);
            rest /= n;
        }
        fits = add_way(g, first, end);
    }
    for (size_t i = 0; i < g->n_variables; i++)
        reach_take_back(r, g->variables[i]);
    return fits && r->budget >= 0;
}

/* Every combination so far with everything that the group adds. */
static bool add_group(struct gathering *g)
{
    const struct tallies *t = g->tallies;
    vectors_clear(&g->next);
    g->reach->budget -= (int64_t)(g->sums.count * g->group.count / 32);
    for (size_t i = 0; i < g->sums.count; i++) {
        for (size_t j = 0; j < g->group.count; j++) {
            struct vector v = g->sums.items[i];
            v.sure = v.sure && g->group.items[j].sure;
            for (size_t k = 0; k < t->n; k++)
                if (!put_together(t->items[k], &v.sums[k], g->group.items[j].sums[k]))
                    return false;
            if (!vectors_add(&g->next, &v))
                return false;
        }
    }
    struct vectors swap = g->sums;
    g->sums = g->next;
    g->next = swap;
    return true;
}

/* --- Addends that share questions --- */

static size_t root_of(struct addend *addends, size_t i)
{
    while (addends[i].group != i)
        i = addends[i].group = addends[addends[i].group].group;
    return i;
}

/* Puts together the addends that share a question which is not settled. */
static void link_addends(struct gathering *g)
{
    struct reach *r = g->reach;
    size_t *owner = g->owner; /* 1 + the addend */
    memset(owner, 0, r->terms.n_variables * sizeof(*owner));
    for (size_t i = 0; i < g->n_addends; i++) {
        const struct support *support = &g->addends[i].term->support;
        g->addends[i].group = i;
        for (size_t j = 0; j < support->count; j++) {
            size_t at = support->items[j].at;
            for (uint64_t rest = support->items[j].all & ~r->assigned[at]; rest != 0; rest &= rest - 1) {
                size_t variable = at * 64 + (size_t)__builtin_ctzll(rest);
                if (owner[variable] != 0)
                    g->addends[root_of(g->addends, i)].group = root_of(g->addends, owner[variable] - 1);
                owner[variable] = i + 1;
            }
        }
    }
    for (size_t i = 0; i < g->n_addends; i++)
        g->addends[i].group = root_of(g->addends, i);
}

static int by_group(const void *x, const void *y)
{
    const struct addend *a = x;
    const struct addend *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->term->id < b->term->id ? -1 : a->term->id > b->term->id;
}

static size_t end_of_group(const struct gathering *g, size_t first)
{
    size_t end = first + 1;
    while (end < g->n_addends && g->addends[end].group == g->addends[first].group)
        end++;
    return end;
}

/* The questions of a group that are not settled, and in how many ways they can be answered; 0 when these are
 * too many. `*most_used`: the one that most of its addends depend on. */
static size_t ways_of(struct gathering *g, size_t first, size_t end, size_t *most_used)
{
    struct reach *r = g->reach;
    size_t *uses = g->uses;
    size_t ways = 1;
    g->n_variables = 0;
    for (size_t i = first; i < end; i++) {
        const struct support *support = &g->addends[i].term->support;
        for (size_t j = 0; j < support->count; j++) {
            size_t at = support->items[j].at;
            for (uint64_t rest = support->items[j].all & ~r->assigned[at]; rest != 0; rest &= rest - 1) {
                size_t variable = at * 64 + (size_t)__builtin_ctzll(rest);
                if (uses[variable]++ == 0)
                    g->variables[g->n_variables++] = variable;
                if (*most_used == SIZE_MAX || uses[variable] > uses[*most_used])
                    *most_used = variable;
            }
        }
    }
    for (size_t i = 0; i < g->n_variables; i++)
        uses[g->variables[i]] = 0;
    for (size_t i = 0; i < g->n_variables && ways != 0; i++) {
        const struct cells *cells = reach_cells(r, g->variables[i]);
        ways = cells == NULL || ways * cells->count > MAX_WAYS ? 0 : ways * cells->count;
    }
    return ways;
}

/* Adds all combinations of what the tallies come to; false when that cannot be told. Then `*hub` is a
 * question that many addends depend on, if there is one: given its answer, they may share nothing. */
static bool gather(struct gathering *g, struct vectors *all, size_t *hub)
{
    size_t n = g->tallies->n;
    struct vector none = nothing_yet(g->tallies);
    size_t work = 0;
    link_addends(g);
    qsort(g->addends, g->n_addends, sizeof(*g->addends), by_group);
    vectors_clear(&g->sums);
    vectors_add(&g->sums, &none);
    for (size_t first = 0, end; first < g->n_addends; first = end) {
        size_t most_used = SIZE_MAX;
        end = end_of_group(g, first);
        size_t ways = ways_of(g, first, end, &most_used);
        if (ways == 0 && end - first > 2 * n && reach_cells(g->reach, most_used) != NULL)
            *hub = most_used;
        work += ways * (end - first);
        if (ways == 0 || work > g->most_work)
            return false;
    }
    for (size_t first = 0, end; first < g->n_addends; first = end) {
        size_t most_used = SIZE_MAX;
        end = end_of_group(g, first);
        if (!add_ways(g, ways_of(g, first, end, &most_used), first, end) || !add_group(g))
            return false;
    }
    for (size_t i = 0; i < g->sums.count; i++)
        if (!vectors_add(all, &g->sums.items[i]))
            return false;
    return true;
}

/* The same, gone through by the answers to one question where that is of use. */
static bool gather_by_hub(struct gathering *g, struct vectors *all)
{
    size_t hub = SIZE_MAX;
    size_t none = SIZE_MAX;
    size_t n = g->reach->terms.n_variables;
    g->variables = ARENA_ARRAY(g->scratch, size_t, n);
    g->uses = ARENA_ARRAY(g->scratch, size_t, n);
    g->owner = ARENA_ARRAY(g->scratch, size_t, n);
    g->sums = vectors_new(g->scratch, g->tallies->n, FEW_VECTORS);
    g->next = vectors_new(g->scratch, g->tallies->n, FEW_VECTORS);
    g->group = vectors_new(g->scratch, g->tallies->n, FEW_VECTORS);
    *all = vectors_new(g->scratch, g->tallies->n, FEW_VECTORS);
    if (gather(g, all, &hub) || hub == SIZE_MAX)
        return hub == SIZE_MAX && all->count > 0;
    bool known = true;
    g->most_work /= reach_cells(g->reach, hub)->count;
    vectors_clear(all);
    for (size_t i = 0; i < reach_cells(g->reach, hub)->count && known; i++) {
        reach_assign(g->reach, hub, i);
        known = gather(g, all, &none);
        reach_take_back(g->reach, hub);
    }
    return known;
}

/* --- Going through them --- */

static bool overlap(const struct reach *r, const struct support *x, const uint64_t *bits)
{
    for (size_t i = 0; i < x->count; i++)
        if ((x->items[i].all & ~r->assigned[x->items[i].at] & bits[x->items[i].at]) != 0)
            return true;
    return false;
}

/* Those tallies that have to do with a question, directly or through others. */
static void choose(struct reach *r, struct gathering *g, const struct tallies *all, size_t variable)
{
    uint64_t *bits = ARENA_ARRAY(g->scratch, uint64_t, r->terms.n_words);
    struct tallies *chosen = ARENA_NEW(g->scratch, struct tallies);
    size_t place[TALLY_MOST];
    bool is_new = true;
    memset(place, 0xFF, sizeof(place));
    bits[variable / 64] |= UINT64_C(1) << variable % 64;
    while (is_new) {
        is_new = false;
        for (size_t i = 0; i < all->n; i++) {
            struct term *tally = all->items[i];
            if (place[i] != SIZE_MAX || tally->fixed != NULL || !overlap(r, &tally->support, bits))
                continue;
            for (size_t j = 0; j < tally->support.count; j++)
                bits[tally->support.items[j].at] |= tally->support.items[j].all;
            place[i] = chosen->n;
            chosen->items[chosen->n++] = tally;
            is_new = true;
        }
    }
    g->addends = ARENA_ARRAY(g->scratch, struct addend, all->addends.count);
    for (size_t i = 0; i < all->addends.count; i++) {
        size_t at = place[all->addends.items[i].tally];
        if (at == SIZE_MAX)
            continue;
        g->addends[g->n_addends] = all->addends.items[i];
        g->addends[g->n_addends++].tally = at;
    }
    g->tallies = chosen;
}

/* A question that the tallies depend on and that is read without them too, or the day of evaluation: how
 * dates are cut depends on it. false when there is none. */
static bool read_outside(const struct reach *r, const struct gathering *g, const uint64_t *outside,
                         size_t *variable)
{
    size_t today = terms_today(&r->terms);
    for (size_t i = 0; i < g->tallies->n && !bit_of(r->assigned, today); i++) {
        if (support_has(&g->tallies->items[i]->support, today)) {
            *variable = today;
            return true;
        }
    }
    for (size_t i = 0; i < g->tallies->n; i++) {
        const struct support *support = &g->tallies->items[i]->support;
        for (size_t j = 0; j < support->count; j++) {
            size_t at = support->items[j].at;
            uint64_t both = support->items[j].all & ~r->assigned[at] & outside[at];
            if (both == 0)
                continue;
            *variable = at * 64 + (size_t)__builtin_ctzll(both);
            return true;
        }
    }
    return false;
}

static struct values values_with(struct reach *r, struct term *term, const struct gathering *g,
                                 const struct vector *v)
{
    const struct tallies *t = g->tallies;
    struct values outcomes[TALLY_MOST];
    uint64_t number = ++r->n_parts;
    for (size_t i = 0; i < t->n; i++) {
        outcomes[i] = v->sums[i].den == 0 ? values_missing() : values_number(r->arena, v->sums[i]);
        reach_fix(r, t->items[i], &outcomes[i], number);
    }
    struct values out = reach_values(r, term);
    for (size_t i = 0; i < t->n; i++)
        t->items[i]->fixed = NULL;
    return v->sure ? out : values_under(r->arena, &out, MAYBE);
}

static struct values go_through(struct reach *r, struct term *term, const struct gathering *g,
                                const struct vectors *vectors)
{
    struct values all = values_none();
    size_t n = r->terms.n_words;
    uint64_t *assigned = ARENA_ARRAY(g->scratch, uint64_t, n);
    uint64_t *spread = ARENA_ARRAY(g->scratch, uint64_t, n);
    memcpy(assigned, r->assigned, n * sizeof(*assigned));
    memcpy(spread, r->spread, n * sizeof(*spread));
    for (size_t i = 0; i < vectors->count && r->budget >= 0; i++) {
        struct values v = values_with(r, term, g, &vectors->items[i]);
        memcpy(r->assigned, assigned, n * sizeof(*assigned));
        memcpy(r->spread, spread, n * sizeof(*spread));
        values_join(r->arena, &all, &v);
        r->budget -= (int64_t)v.numbers.count / 4;
    }
    values_tidy(r->arena, &all);
    return r->budget < 0 ? reach_unknown(r, term) : all;
}

bool reach_by_tallies(struct reach *r, struct term *term, size_t *variable, struct values *out)
{
    const struct tallies *all = tallies_of(r, term);
    if (all->n == 0 || bit_of(all->outside, *variable))
        return false;
    struct gathering g = {.reach = r, .scratch = arena_new(), .most_work = WORK};
    choose(r, &g, all, *variable);
    r->budget -= (int64_t)g.n_addends / 4;
    struct vectors vectors;
    bool known =
        g.tallies->n > 0 && !read_outside(r, &g, all->outside, variable) && gather_by_hub(&g, &vectors);
    if (known)
        *out = go_through(r, term, &g, &vectors);
    arena_free(g.scratch);
    return known;
}
