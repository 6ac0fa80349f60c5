/* Expressions as text, in one canonical form. */
#include "form/day.h"
#include "form/expr.h"

/* How tightly a node binds, loosest first. */
enum rank {
    RANK_LOOSE,
    RANK_OR,
    RANK_AND,
    RANK_NOT,
    RANK_RELATION,
    RANK_SUM,
    RANK_PRODUCT,
    RANK_UNARY,
    RANK_PRIMARY
};

static const struct {
    struct str name;
    enum rank rank; /* RANK_LOOSE: a function */
} ops[OP__MAX] = {
    [OP_CONSTANT] = {STR_INIT(""), RANK_PRIMARY},
    [OP_TODAY] = {STR_INIT("today"), RANK_PRIMARY},
    [OP_NAME] = {STR_INIT(""), RANK_PRIMARY},
    [OP_FIELD] = {STR_INIT(""), RANK_PRIMARY},
    [OP_SUM_OF] = {STR_INIT("+"), RANK_SUM},
    [OP_PRODUCT_OF] = {STR_INIT("*"), RANK_PRODUCT},
    [OP_NEGATIVE] = {STR_INIT("-"), RANK_UNARY},
    [OP_NOT] = {STR_INIT("not"), RANK_NOT},
    [OP_AND] = {STR_INIT("and"), RANK_AND},
    [OP_OR] = {STR_INIT("or"), RANK_OR},
    [OP_EQUAL] = {STR_INIT("="), RANK_RELATION},
    [OP_UNEQUAL] = {STR_INIT("!="), RANK_RELATION},
    [OP_LESS] = {STR_INIT("<"), RANK_RELATION},
    [OP_AT_MOST] = {STR_INIT("<="), RANK_RELATION},
    [OP_MORE] = {STR_INIT(">"), RANK_RELATION},
    [OP_AT_LEAST] = {STR_INIT(">="), RANK_RELATION},
    [OP_IN] = {STR_INIT("in"), RANK_RELATION},
    [OP_CONTAINS] = {STR_INIT("in"), RANK_RELATION},
    [OP_IF] = {STR_INIT("if"), RANK_LOOSE},
    [OP_MIN] = {STR_INIT("min"), RANK_LOOSE},
    [OP_MAX] = {STR_INIT("max"), RANK_LOOSE},
    [OP_SUM] = {STR_INIT("sum"), RANK_LOOSE},
    [OP_MEAN] = {STR_INIT("mean"), RANK_LOOSE},
    [OP_COUNT] = {STR_INIT("count"), RANK_LOOSE},
    [OP_STEP] = {STR_INIT("step"), RANK_LOOSE},
    [OP_PICK] = {STR_INIT("pick"), RANK_LOOSE},
    [OP_ANSWERED] = {STR_INIT("answered"), RANK_LOOSE},
    [OP_YEARS] = {STR_INIT("years"), RANK_LOOSE},
    [OP_COALESCE] = {STR_INIT("coalesce"), RANK_LOOSE},
};

bool form_reads_question(const struct form_expr *e)
{
    switch ((int)e->act) {
    case OP_POINTS:
    case OP_VALUE:
    case OP_YES:
    case OP_LIST:
    case OP_CHOSEN:
    case OP_ANSWERED:
        return true;
    default:
        return false;
    }
}

struct str form_op_name(enum form_op op)
{
    return ops[op].name;
}

enum form_op form_op_function(struct str name)
{
    for (enum form_op op = OP_IF; op <= OP_COALESCE; op++)
        if (str_eq(ops[op].name, name))
            return op;
    return OP__MAX;
}

bool form_is_reserved(struct str word)
{
    static const struct str others[] = {STR_INIT("and"),  STR_INIT("or"),    STR_INIT("not"),  STR_INIT("in"),
                                        STR_INIT("true"), STR_INIT("false"), STR_INIT("today")};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (str_eq(others[i], word))
            return true;
    return form_op_function(word) != OP__MAX;
}

struct str form_notation_name(const struct form_notation *notation, enum form_op op)
{
    return notation != NULL && notation->names[op].n > 0 ? notation->names[op] : ops[op].name;
}

struct str form_notation_separator(const struct form_notation *notation)
{
    return notation != NULL && notation->separator.n > 0 ? notation->separator : STR(", ");
}

struct printer {
    struct form_instead instead;
    struct buf *out;
};

static void print(const struct printer *p, const struct form_node *node, enum rank least);

static void print_argument(const struct printer *p, const struct form_expr *e, size_t i, enum rank least)
{
    print(p, &(struct form_node){e->args[i], e, least > RANK_SUM}, least);
}

static struct str name_of(const struct printer *p, enum form_op op)
{
    return form_notation_name(p->instead.notation, op);
}

static void print_list(const struct printer *p, const struct form_expr *e, size_t first)
{
    buf_add_char(p->out, '(');
    for (size_t i = first; i < e->n_args; i++) {
        if (i > first)
            buf_add(p->out, form_notation_separator(p->instead.notation));
        print_argument(p, e, i, RANK_LOOSE);
    }
    buf_add_char(p->out, ')');
}

static void print_constant(const struct form_expr *e, struct buf *out)
{
    if (e->type == VALUE_TRUTH)
        buf_add(out, e->constant.num != 0 ? STR("true") : STR("false"));
    else if (e->type == VALUE_DATE)
        form_day_print((int32_t)e->constant.num, out);
    else
        number_print(e->constant, out);
}

static void print_primary(const struct printer *p, const struct form_expr *e)
{
    if (e->op == OP_CONSTANT)
        print_constant(e, p->out);
    buf_add(p->out, e->op == OP_NAME || e->op == OP_FIELD ? e->text : name_of(p, e->op));
    if (e->op == OP_FIELD) {
        buf_add_char(p->out, '.');
        buf_add(p->out, e->field);
    }
}

/* The sign before argument i of a chain or relation. */
static struct str sign(const struct printer *p, const struct form_expr *e, size_t i)
{
    if (e->op == OP_SUM_OF && e->args[i]->inverse)
        return STR("-");
    if (e->op == OP_PRODUCT_OF && e->args[i]->inverse)
        return STR("/");
    return name_of(p, e->op);
}

static void print_infix(const struct printer *p, const struct form_expr *e)
{
    enum rank inner = ops[e->op].rank + 1;
    for (size_t i = 0; i < e->n_args; i++) {
        if (i > 0) {
            buf_add_char(p->out, ' ');
            buf_add(p->out, sign(p, e, i));
            buf_add_char(p->out, ' ');
            if (e->op == OP_IN) {
                print_list(p, e, 1);
                return;
            }
        }
        print_argument(p, e, i, inner);
    }
}

static void print_node(const struct printer *p, const struct form_expr *e)
{
    switch (ops[e->op].rank) {
    case RANK_PRIMARY:
        print_primary(p, e);
        break;
    case RANK_LOOSE:
        buf_add(p->out, name_of(p, e->op));
        print_list(p, e, 0);
        break;
    case RANK_NOT:
        buf_add(p->out, name_of(p, OP_NOT));
        buf_add_char(p->out, ' ');
        print_argument(p, e, 0, RANK_NOT);
        break;
    case RANK_UNARY:
        buf_add_char(p->out, '-');
        print_argument(p, e, 0, RANK_UNARY);
        break;
    case RANK_OR:
    case RANK_AND:
    case RANK_RELATION:
    case RANK_SUM:
    case RANK_PRODUCT:
        print_infix(p, e);
        break;
    }
}

/* `least`: what binds less tightly gets parentheses. */
static void print(const struct printer *p, const struct form_node *node, enum rank least)
{
    const struct form_expr *e = node->expr;
    enum rank rank = ops[e->op].rank == RANK_LOOSE ? RANK_PRIMARY : ops[e->op].rank;
    if (p->instead.print != NULL && p->instead.print(p->instead.context, node, p->out))
        return;
    if (e->op == OP_EACH) {
        print_argument(p, e, 0, least);
        return;
    }
    if (rank < least)
        buf_add_char(p->out, '(');
    print_node(p, e);
    if (rank < least)
        buf_add_char(p->out, ')');
}

void form_expr_print_instead(const struct form_expr *e, struct form_instead instead, struct buf *out)
{
    struct printer p = {.instead = instead, .out = out};
    print(&p, &(struct form_node){.expr = e}, RANK_LOOSE);
}

void form_expr_print(const struct form_expr *e, struct buf *out)
{
    form_expr_print_instead(e, (struct form_instead){0}, out);
}
