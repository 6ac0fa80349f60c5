#include "form/resolve.h"

static enum form_value resolve_question(struct resolver *r, struct form_expr *e, size_t index)
{
    const struct draft_question *question = &r->d->questions.items[index];
    e->index = index;
    e->act = OP_VALUE;
    if (!question->line->type_known)
        return VALUE_WRONG;
    switch (question->q.type) {
    case FORM_ONE:
        return VALUE_CHOICE;
    case FORM_YESNO:
        return VALUE_YESNO;
    case FORM_MANY:
        e->act = OP_LIST;
        return VALUE_LIST;
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
        return VALUE_NUMBER;
    case FORM_DATE:
        return VALUE_DATE;
    case FORM_TEXT:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_TYPE__MAX:
        break;
    }
    return VALUE_TEXT;
}

static enum form_value resolve_name(struct resolver *r, struct form_expr *e)
{
    const struct name *name = names_find(&r->d->names, e->text);
    if (name == NULL)
        return VALUE_CODE;
    e->index = name->index;
    switch (name->kind) {
    case NAME_QUESTION:
        return resolve_question(r, e, name->index);
    case NAME_SCORE:
        e->act = OP_SCORE;
        return r->d->scores.items[name->index].type;
    case NAME_RESULT:
        if (!r->levels)
            return form_wrong(r, e, D_FORM_RESULT_TOO_EARLY, (struct str){0}, (struct str){0});
        return VALUE_LEVEL;
    case NAME_POINT:
    case NAME_NONE:
        break;
    }
    return form_wrong(r, e, D_FORM_POINT_AS_VALUE, (struct str){0}, (struct str){0});
}

static bool all_numbers(struct resolver *r, struct form_expr *e, size_t from)
{
    bool fine = true;
    for (size_t i = from; i < e->n_args; i++) {
        form_resolve(r, e->args[i]);
        fine = form_use_number(r, e->args[i]) && fine;
    }
    return fine;
}

static enum form_value resolve_arithmetic(struct resolver *r, struct form_expr *e)
{
    if (!all_numbers(r, e, 0))
        return VALUE_WRONG;
    for (size_t i = 1; e->op == OP_PRODUCT_OF && i < e->n_args; i++)
        if (e->args[i]->inverse && e->args[i]->op == OP_CONSTANT && e->args[i]->constant.num == 0)
            return form_wrong(r, e, D_FORM_DIVISION_BY_ZERO, (struct str){0}, (struct str){0});
    return VALUE_NUMBER;
}

static enum form_value resolve_logic(struct resolver *r, struct form_expr *e)
{
    bool fine = true;
    for (size_t i = 0; i < e->n_args; i++) {
        form_resolve(r, e->args[i]);
        fine = form_use_truth(r, e->args[i]) && fine;
    }
    return fine ? VALUE_TRUTH : VALUE_WRONG;
}

/* The arguments from `from` on are numbers, truths or dates, all of one type. */
static enum form_value same_type(struct resolver *r, struct form_expr *e, size_t from)
{
    enum form_value type = VALUE_WRONG;
    bool fine = true;
    bool beside_text = false;
    for (size_t i = from; i < e->n_args; i++) {
        enum form_value resolved = form_resolve(r, e->args[i]);
        /* Most likely a word of that text, which is reported: `projet = maison`. */
        if (beside_text && resolved == VALUE_CODE)
            continue;
        beside_text = beside_text || resolved == VALUE_TEXT;
        enum form_value other = form_use_value(r, e->args[i]);
        if (other == VALUE_WRONG)
            fine = false;
        else if (type == VALUE_WRONG)
            type = other;
        else if (other != type && fine) {
            form_wrong(r, e, D_FORM_MIXED, (struct str){0}, (struct str){0});
            fine = false;
        }
    }
    return fine ? type : VALUE_WRONG;
}

static enum form_value resolve_relation(struct resolver *r, struct form_expr *e)
{
    enum form_value type;
    if (form_compare_codes(r, e, &type))
        return type;
    type = same_type(r, e, 0);
    if (type == VALUE_TRUTH && e->op != OP_EQUAL && e->op != OP_UNEQUAL)
        return form_wrong(r, e, D_FORM_TRUTH_ORDER, (struct str){0}, (struct str){0});
    return type == VALUE_WRONG ? VALUE_WRONG : VALUE_TRUTH;
}

static enum form_value resolve_if(struct resolver *r, struct form_expr *e)
{
    form_resolve(r, e->args[0]);
    bool fine = form_use_truth(r, e->args[0]);
    enum form_value type = same_type(r, e, 1);
    return fine ? type : VALUE_WRONG;
}

static enum form_value resolve_pick(struct resolver *r, struct form_expr *e)
{
    form_resolve(r, e->args[0]);
    bool fine = form_use_number(r, e->args[0]);
    enum form_value type = same_type(r, e, 1);
    return fine ? type : VALUE_WRONG;
}

static enum form_value resolve_step(struct resolver *r, struct form_expr *e)
{
    form_resolve(r, e->args[0]);
    if (!form_use_number(r, e->args[0]))
        return VALUE_WRONG;
    for (size_t i = 1; i < e->n_args; i++) {
        const struct form_expr *threshold = e->args[i];
        bool constant = threshold->op == OP_CONSTANT && threshold->type == VALUE_NUMBER;
        if (!constant || (i > 1 && number_cmp(e->args[i - 1]->constant, threshold->constant) >= 0))
            return form_wrong(r, e->args[i], D_FORM_THRESHOLDS, (struct str){0}, (struct str){0});
    }
    return VALUE_NUMBER;
}

static enum form_value resolve_aggregate(struct resolver *r, struct form_expr *e)
{
    bool fine = true;
    size_t truths = 0;
    for (size_t i = 0; i < e->n_args; i++) {
        enum form_value type = form_resolve(r, e->args[i]);
        if (e->op == OP_COUNT && (type == VALUE_TRUTH || type == VALUE_YESNO)) {
            truths++;
            fine = form_use_truth(r, e->args[i]) && fine;
        } else {
            fine = form_use_element(r, e->args[i], e->op == OP_COUNT) && fine;
        }
    }
    if (!fine)
        return VALUE_WRONG;
    if (truths > 0 && truths < e->n_args)
        return form_wrong(r, e, D_FORM_MIXED, (struct str){0}, (struct str){0});
    e->act = truths > 0 ? OP_COUNT_TRUE : e->op;
    return VALUE_NUMBER;
}

static enum form_value resolve_answered(struct resolver *r, struct form_expr *e)
{
    const struct draft_question *question =
        e->args[0]->op == OP_NAME ? form_named_question(r, e->args[0]) : NULL;
    if (question == NULL && e->args[0]->op == OP_NAME && names_find(&r->d->names, e->args[0]->text) == NULL)
        return form_unknown(r, e->args[0]);
    if (question == NULL)
        return form_wrong(r, e->args[0], D_FORM_ANSWERED, (struct str){0}, (struct str){0});
    e->index = (size_t)(question - r->d->questions.items);
    return VALUE_TRUTH;
}

static enum form_value resolve_years(struct resolver *r, struct form_expr *e)
{
    form_resolve(r, e->args[0]);
    return form_use_date(r, e->args[0]) ? VALUE_NUMBER : VALUE_WRONG;
}

static enum form_value resolve_op(struct resolver *r, struct form_expr *e)
{
    switch ((int)e->op) {
    case OP_CONSTANT:
        return e->type;
    case OP_TODAY:
        return VALUE_DATE;
    case OP_NAME:
        return resolve_name(r, e);
    case OP_FIELD:
        return form_resolve_field(r, e);
    case OP_SUM_OF:
    case OP_PRODUCT_OF:
    case OP_NEGATIVE:
        return resolve_arithmetic(r, e);
    case OP_NOT:
    case OP_AND:
    case OP_OR:
        return resolve_logic(r, e);
    case OP_EQUAL:
    case OP_UNEQUAL:
    case OP_LESS:
    case OP_AT_MOST:
    case OP_MORE:
    case OP_AT_LEAST:
    case OP_IN:
        return resolve_relation(r, e);
    case OP_CONTAINS:
        return form_resolve_contains(r, e);
    case OP_IF:
        return resolve_if(r, e);
    case OP_STEP:
        return resolve_step(r, e);
    case OP_PICK:
        return resolve_pick(r, e);
    case OP_ANSWERED:
        return resolve_answered(r, e);
    case OP_YEARS:
        return resolve_years(r, e);
    case OP_COALESCE:
        return same_type(r, e, 0);
    default:
        return resolve_aggregate(r, e);
    }
}

enum form_value form_resolve(struct resolver *r, struct form_expr *e)
{
    e->type = resolve_op(r, e);
    return e->type;
}
