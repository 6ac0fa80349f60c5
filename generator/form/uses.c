#include "form/uses.h"

#include "form/expr.h"

struct walk {
    const struct form *form;
    bool *uses;
    bool *scores, *results; /* been there already */
};

static void walk(struct walk *w, const struct form_expr *e);

static void walk_score(struct walk *w, size_t score)
{
    if (w->scores[score])
        return;
    w->scores[score] = true;
    walk(w, w->form->scores[score].expr);
}

static void walk_result(struct walk *w, size_t result)
{
    if (w->results[result])
        return;
    w->results[result] = true;
    walk(w, w->form->results[result].expr);
}

/* Of what is computed for each element, the first argument is it as written. */
static void walk(struct walk *w, const struct form_expr *e)
{
    if (form_reads_question(e)) {
        w->uses[e->index] = true;
        return;
    }
    if (e->act == OP_SCORE)
        walk_score(w, e->index);
    else if (e->act == OP_RESULT || e->act == OP_LEVEL)
        walk_result(w, e->index);
    else if (e->act == OP_EACH && e->index != FORM_NO_COUNT)
        w->uses[e->index] = true;
    for (size_t i = e->act == OP_EACH; i < e->n_args; i++)
        walk(w, e->args[i]);
}

void form_uses(struct arena *a, const struct form *f, const struct form_expr *e, bool *uses)
{
    struct walk w = {
        .form = f,
        .uses = uses,
        .scores = ARENA_ARRAY(a, bool, f->n_scores),
        .results = ARENA_ARRAY(a, bool, f->n_results),
    };
    walk(&w, e);
}
