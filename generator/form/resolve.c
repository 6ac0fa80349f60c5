#include "form/resolve.h"

static enum form_value resolve_question(struct resolver *r, struct form_expr *e, size_t index)
{
    const struct draft_question *question = &r->d->questions.items[index];
    e->index = index;
    e->act = OP_VALUE;
    if (!question->line->type_known || !form_may_name(r, e, question))
        return VALUE_WRONG;
    switch (question->q.type) {
    case FORM_ONE:
    case FORM_GRID:
        return VALUE_CHOICE;
    case FORM_YESNO:
        return VALUE_YESNO;
    case FORM_MANY:
        e->act = OP_LIST;
        return VALUE_LIST;
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
    case FORM_SCALE:
        return VALUE_NUMBER;
    case FORM_DATE:
        return VALUE_DATE;
    case FORM_REPEAT:
        return form_wrong(r, e, D_FORM_REPEAT_AS_VALUE, (struct str){0}, (struct str){0});
    case FORM_COUNTRY:
        return VALUE_COUNTRY;
    case FORM_CONSENT:
        return VALUE_YESNO;
    case FORM_TEXT:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_FILE:
    case FORM_NATIONAL_NUMBER:
    case FORM_IBAN:
    case FORM_SIGNATURE:
    case FORM_TYPE__MAX:
        break;
    }
    return VALUE_TEXT;
}

static enum form_value resolve_name(struct resolver *r, struct form_expr *e)
{
    const struct name *name = form_named(r, e);
    if (name == NULL)
        return e->op == OP_FIELD ? form_resolve_field(r, e) : VALUE_CODE;
    e->index = name->index;
    switch (name->kind) {
    case NAME_ROWS:
    case NAME_REPEATED:
        return form_short_name(r, e, name);
    case NAME_ROW:
    case NAME_QUESTION:
        return resolve_question(r, e, name->index);
    case NAME_SCORE:
        e->act = OP_SCORE;
        r->d->scores.items[name->index].used = true;
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

/* Says that the argument `i` is not of the kind of those before it; of a date beside a number: how to make
 * one of it. */
static void report_mixed(struct resolver *r, struct form_expr *e, size_t from, size_t i)
{
    enum form_value before = e->args[from]->type;
    enum form_value type = e->args[i]->type;
    struct form_expr *place = e;
    enum diag_code code = D_FORM_MIXED;
    if ((before == VALUE_DATE && type == VALUE_NUMBER) || (before == VALUE_NUMBER && type == VALUE_DATE)) {
        place = e->args[type == VALUE_DATE ? i : from];
        code = D_FORM_DATE_AS_NUMBER;
    }
    form_wrong(r, place, code, (struct str){0}, (struct str){0});
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
            report_mixed(r, e, from, i);
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
    bool ordered = e->op != OP_EQUAL && e->op != OP_UNEQUAL && e->op != OP_IN;
    if (type == VALUE_COUNTRY && ordered)
        return form_wrong(r, e, D_FORM_COUNTRY_ORDER, (struct str){0}, (struct str){0});
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

/* `count(enfants)`, `count(pieces)`: how many items or files there are, as the answer says. */
static bool resolve_items(struct resolver *r, struct form_expr *e)
{
    for (size_t i = 0; i < e->n_args; i++) {
        const struct draft_question *question = form_named_question(r, e->args[i]);
        if (e->op != OP_COUNT || question == NULL ||
            (question->q.type != FORM_REPEAT && question->q.type != FORM_FILE))
            return false;
    }
    for (size_t i = 0; i < e->n_args; i++) {
        e->args[i]->act = OP_VALUE;
        e->args[i]->type = VALUE_NUMBER;
        e->args[i]->index = (size_t)(form_named_question(r, e->args[i]) - r->d->questions.items);
    }
    e->act = OP_SUM;
    return true;
}

/* The argument, computed for each element of the list it names. */
static struct form_expr *each_of(const struct resolver *r, struct form_expr *arg)
{
    struct form_expr *each = ARENA_NEW(r->d->arena, struct form_expr);
    *each = (struct form_expr){.op = OP_EACH,
                               .act = OP_EACH,
                               .type = arg->type,
                               .offset = arg->offset,
                               .length = arg->length,
                               .index = (size_t)r->list,
                               .n_args = 1};
    each->args = ARENA_ARRAY(r->d->arena, struct form_expr *, 1);
    each->args[0] = arg;
    return each;
}

/* An argument of min, max, sum, mean or count; VALUE_TRUTH: a condition to be counted. */
static enum form_value resolve_argument(struct resolver *outer, const struct form_expr *e, size_t i)
{
    struct resolver r = *outer;
    struct form_expr *arg = e->args[i];
    bool fine = true;
    r.listed = true;
    r.list = -1;
    enum form_value type = form_resolve(&r, arg);
    bool counted = e->op == OP_COUNT && (type == VALUE_TRUTH || type == VALUE_YESNO);
    if (counted)
        fine = form_use_truth(&r, arg);
    else if (e->op == OP_COUNT && r.list >= 0 && type == VALUE_CHOICE)
        form_use_as_one(&r, arg);
    else
        fine = r.list >= 0 ? form_use_number(&r, arg) : form_use_element(&r, arg, e->op == OP_COUNT);
    if (fine && r.list >= 0)
        e->args[i] = each_of(&r, arg);
    return !fine ? VALUE_WRONG : counted ? VALUE_TRUTH : VALUE_NUMBER;
}

static enum form_value resolve_aggregate(struct resolver *r, struct form_expr *e)
{
    bool fine = true;
    size_t truths = 0;
    if (resolve_items(r, e))
        return VALUE_NUMBER;
    for (size_t i = 0; i < e->n_args; i++) {
        enum form_value type = resolve_argument(r, e, i);
        truths += type == VALUE_TRUTH;
        fine = fine && type != VALUE_WRONG;
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
    const struct name *name = form_named(r, e->args[0]);
    const struct draft_question *question = form_named_question(r, e->args[0]);
    if (name == NULL && (e->args[0]->op == OP_NAME || e->args[0]->op == OP_FIELD))
        return form_unknown(r, e->args[0]);
    if (name != NULL && (name->kind == NAME_ROWS || name->kind == NAME_REPEATED))
        return form_short_name(r, e->args[0], name);
    if (question != NULL && !form_may_name(r, e->args[0], question))
        return VALUE_WRONG;
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
    case OP_FIELD:
        return resolve_name(r, e);
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
