/* Scores name each other in any order; they are evaluated so that each comes behind those it uses. What
 * cannot be put in such an order is a circle, which is shown: a → b → a. */
#include "form/draft.h"

/* An edge of the graph: score `from` is used by score `to`. */
struct use {
    size_t from, to;
    ptrdiff_t next_of_from, next_of_to; /* the next edge of the same `from` and of the same `to`, or -1 */
};

struct node {
    ptrdiff_t used_by, uses; /* its first edges, or -1 */
    size_t waits_for;        /* how many that it uses are not in order yet */
    size_t walk;             /* the walk that came by here, looking for a circle; 0: none */
};

struct graph {
    struct draft *d;
    struct {
        struct use *items;
        size_t count, cap;
    } edges;
    struct node *nodes; /* by score */
};

static void collect(struct graph *g, size_t to, const struct form_expr *e)
{
    const struct name *name = e->op == OP_NAME ? names_find(&g->d->names, e->text) : NULL;
    if (name != NULL && name->kind == NAME_SCORE) {
        struct node *source = &g->nodes[name->index];
        ptrdiff_t edge = (ptrdiff_t)g->edges.count;
        *ARENA_PUSH(g->d->arena, &g->edges) = (struct use){
            .from = name->index, .to = to, .next_of_from = source->used_by, .next_of_to = g->nodes[to].uses};
        source->used_by = edge;
        g->nodes[to].uses = edge;
        g->nodes[to].waits_for++;
    }
    for (size_t i = 0; i < e->n_args; i++)
        collect(g, to, e->args[i]);
}

/* Lists of edges end with -1. */
static bool is_edge(const struct graph *g, ptrdiff_t i)
{
    return i >= 0 && (size_t)i < g->edges.count;
}

/* Puts those that wait for nothing in order, and frees those that waited for them. */
static size_t sort(struct graph *g, size_t *order)
{
    size_t n = 0;
    for (size_t i = 0; i < g->d->scores.count; i++)
        if (g->nodes[i].waits_for == 0)
            order[n++] = i;
    for (size_t done = 0; done < n; done++) {
        for (ptrdiff_t i = g->nodes[order[done]].used_by; is_edge(g, i); i = g->edges.items[i].next_of_from) {
            size_t to = g->edges.items[i].to;
            if (--g->nodes[to].waits_for == 0)
                order[n++] = to;
        }
    }
    return n;
}

/* A score that `to` uses and that waits itself: what waits always has one. */
static size_t waiting_source(const struct graph *g, size_t to)
{
    ptrdiff_t i = g->nodes[to].uses;
    while (is_edge(g, i) && g->nodes[g->edges.items[i].from].waits_for == 0)
        i = g->edges.items[i].next_of_to;
    return is_edge(g, i) ? g->edges.items[i].from : to;
}

/* Follows a circle from one score that is on it and writes it down. */
static struct str circle_text(struct graph *g, size_t start)
{
    enum { SHOWN = 12 };
    const struct draft_score *scores = g->d->scores.items;
    struct str text = scores[start].s.name;
    size_t shown = 1;
    size_t at = start;
    do {
        at = waiting_source(g, at);
        struct str name = shown < SHOWN || at == start ? scores[at].s.name : STR("…");
        if (shown++ <= SHOWN || at == start)
            text = arena_join(g->d->arena, text, arena_join(g->d->arena, STR(" → "), name));
    } while (at != start);
    return text;
}

/* Walks back from a waiting score until it has been at one before. If that was on this very walk, it is on a
 * circle that nobody has seen yet. */
static void report_circle(struct graph *g, size_t from, size_t walk)
{
    struct draft *d = g->d;
    while (g->nodes[from].walk == 0) {
        g->nodes[from].walk = walk;
        from = waiting_source(g, from);
    }
    if (g->nodes[from].walk != walk)
        return;
    const struct declared *line = d->scores.items[from].line;
    DIAG_AT(d->diags, D_FORM_CIRCLE, draft_part_place(line, line->id), circle_text(g, from));
}

void draft_order(struct draft *d)
{
    size_t n = d->scores.count;
    struct graph g = {.d = d, .nodes = ARENA_ARRAY(d->arena, struct node, n)};
    for (size_t i = 0; i < n; i++)
        g.nodes[i].used_by = g.nodes[i].uses = -1;
    for (size_t i = 0; i < n; i++)
        if (d->scores.items[i].line->expr != NULL)
            collect(&g, i, d->scores.items[i].line->expr);
    d->score_order = ARENA_ARRAY(d->arena, size_t, n);
    size_t sorted = sort(&g, d->score_order);
    for (size_t i = 0; i < n && sorted < n; i++) {
        d->scores.items[i].circular = g.nodes[i].waits_for > 0;
        if (d->scores.items[i].circular && g.nodes[i].walk == 0)
            report_circle(&g, i, i + 1);
    }
    d->n_ordered = sorted;
}
