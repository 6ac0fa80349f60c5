#include "form/unit.h"

/* A number written in a formula: it is in the unit of what stands beside it. */
static const struct form_question any;

static bool same(const struct form_question *a, const struct form_question *b)
{
    return a == b || (a != NULL && b != NULL && a->type == b->type && str_eq(a->currency, b->currency));
}

static const struct form_question *find(const struct form_units *units, const struct form_expr *e);

/* Of all arguments from the first on. */
static const struct form_question *common(const struct form_units *units, const struct form_expr *e,
                                          size_t first)
{
    const struct form_question *unit = &any;
    for (size_t i = first; i < e->n_args; i++) {
        const struct form_question *next = find(units, e->args[i]);
        if (next == &any)
            continue;
        if (unit != &any && !same(unit, next))
            return NULL;
        unit = next;
    }
    return unit;
}

/* A multiple or a part of one amount. */
static const struct form_question *of_product(const struct form_units *units, const struct form_expr *e)
{
    const struct form_question *unit = &any;
    for (size_t i = 0; i < e->n_args; i++) {
        const struct form_question *next = find(units, e->args[i]);
        if (next == &any || (next == NULL && unit != &any))
            continue;
        if (unit != &any && unit != NULL)
            return NULL;
        if (next != NULL && e->args[i]->inverse)
            return NULL;
        unit = next;
    }
    return unit;
}

static const struct form_question *of_answer(const struct form_question *q)
{
    return q->type == FORM_MONEY || q->type == FORM_PERCENT ? q : NULL;
}

static const struct form_question *find(const struct form_units *units, const struct form_expr *e)
{
    switch ((int)e->act) {
    case OP_CONSTANT:
        return &any;
    case OP_VALUE:
        return of_answer(&units->form->questions[e->index]);
    case OP_SCORE:
        return units->scores[e->index];
    case OP_SUM_OF:
    case OP_NEGATIVE:
    case OP_MIN:
    case OP_MAX:
    case OP_SUM:
    case OP_MEAN:
    case OP_COALESCE:
        return common(units, e, 0);
    case OP_IF:
    case OP_PICK:
    case OP_EACH: /* the first is it as written */
        return common(units, e, 1);
    case OP_PRODUCT_OF:
        return of_product(units, e);
    default:
        return NULL;
    }
}

static const struct form_question *known(const struct form_question *unit)
{
    return unit == &any ? NULL : unit;
}

const struct form_question *form_unit(const struct form_units *units, const struct form_expr *e)
{
    return known(find(units, e));
}

const struct form_question *form_unit_inside(const struct form_units *units, const struct form_expr *whole)
{
    switch ((int)whole->act) {
    case OP_EQUAL:
    case OP_UNEQUAL:
    case OP_LESS:
    case OP_AT_MOST:
    case OP_MORE:
    case OP_AT_LEAST:
    case OP_IN:
    case OP_STEP:
        return known(common(units, whole, 0));
    case OP_PRODUCT_OF:
        return NULL;
    default:
        return form_unit(units, whole);
    }
}
