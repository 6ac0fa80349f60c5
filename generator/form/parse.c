/* The grammar of expressions, loosest first; a chain of one operator is one node, so that depth is nesting
 * alone:
 *
 *     or       := and { "or" and }
 *     and      := not { "and" not }
 *     not      := "not" not | relation
 *     relation := sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum | "in" ( name | "(" list ")" ) ]
 *     sum      := product { ( "+" | "-" ) product }
 *     product  := unary { ( "*" | "/" ) unary }
 *     unary    := "-" unary | primary
 *     primary  := number | date | name { "." name } | function "(" list ")" | "(" or ")" */
#include "form/expr.h"
#include "form/form.h"

/* `enfants.connaissances.actions.palier` has as many as there can be. */
enum { MAX_NAMES = 4 };

struct parser {
    struct arena *arena;
    struct lexer *lexer;
    unsigned depth;
};

struct list {
    struct form_expr **items;
    size_t count, cap;
};

static struct form_expr *parse_or(struct parser *p);

static struct form_expr *node(struct parser *p, enum form_op op, size_t offset)
{
    struct form_expr *e = ARENA_NEW(p->arena, struct form_expr);
    const struct token *last = &p->lexer->last;
    e->op = e->act = op;
    e->offset = offset;
    e->length = last->offset + last->text.n - offset;
    return e;
}

static struct form_expr *node_of(struct parser *p, enum form_op op, size_t offset, const struct list *args)
{
    struct form_expr *e = node(p, op, offset);
    e->args = args->items;
    e->n_args = args->count;
    return e;
}

static void push(struct parser *p, struct list *list, struct form_expr *e)
{
    *ARENA_PUSH(p->arena, list) = e;
}

/* (a + b) + c is a + b + c. */
static void push_flat(struct parser *p, struct list *list, enum form_op op, struct form_expr *e)
{
    if (e->op != op) {
        push(p, list, e);
        return;
    }
    for (size_t i = 0; i < e->n_args; i++)
        push(p, list, e->args[i]);
}

static bool deeper(struct parser *p)
{
    if (p->depth++ < FORM_MAX_DEPTH)
        return true;
    return lex_fail(p->lexer, D_FORM_TOO_DEEP, (struct str){0});
}

/* What cannot follow a whole expression: says what was probably meant. */
static void fail_behind(struct lexer *l)
{
    static const struct synonym words[] = {
        {STR_INIT("et"), STR_INIT("and")},  {STR_INIT("ou"), STR_INIT("or")},
        {STR_INIT("si"), STR_INIT("if")},   {STR_INIT("en"), STR_INIT("and")},
        {STR_INIT("of"), STR_INIT("or")},   {STR_INIT("dans"), STR_INIT("in")},
        {STR_INIT("and"), STR_INIT("and")}, {STR_INIT("or"), STR_INIT("or")},
        {STR_INIT("in"), STR_INIT("in")},   {STR_INIT("est"), STR_INIT("=")},
        {STR_INIT("is"), STR_INIT("=")},
    };
    struct str meant = diag_meant(l->token.text, words, sizeof(words) / sizeof(*words));
    if (l->token.kind == TOKEN_NAME && meant.n > 0)
        lex_fail(l, D_FORM_HABIT, meant);
    else
        lex_fail(l, l->token.kind == TOKEN_COMMA ? D_FORM_COMMA : D_FORM_UNEXPECTED, (struct str){0});
}

/* An "(" was taken: what is missing is its ")". */
static bool close_list(struct parser *p, size_t open)
{
    struct lexer *l = p->lexer;
    if (lex_take(l, TOKEN_CLOSE))
        return true;
    if (l->token.kind == TOKEN_END)
        return lex_fail_at(l, D_FORM_UNCLOSED, str_sub(l->text, open, open + 1), (struct str){0});
    fail_behind(l);
    return false;
}

/* What stands between parentheses and commas; the "(" is the token looked at. */
static bool parse_list(struct parser *p, struct list *list)
{
    size_t open = p->lexer->token.offset;
    lex_next(p->lexer);
    do {
        struct form_expr *e = parse_or(p);
        if (e == NULL)
            return false;
        push(p, list, e);
        if (lex_fail_decimal_comma(p->lexer))
            return false;
    } while (lex_take(p->lexer, TOKEN_COMMA));
    return close_list(p, open);
}

static const struct {
    size_t least, most;
    struct str shape; /* for the remedy */
} arities[OP__MAX] = {
    [OP_IF] = {3, 3, STR_INIT("if(condition, a, b)")},
    [OP_MIN] = {1, SIZE_MAX, STR_INIT("min(a, b)")},
    [OP_MAX] = {1, SIZE_MAX, STR_INIT("max(a, b)")},
    [OP_SUM] = {1, SIZE_MAX, STR_INIT("sum(a, b)")},
    [OP_MEAN] = {1, SIZE_MAX, STR_INIT("mean(a, b)")},
    [OP_COUNT] = {1, SIZE_MAX, STR_INIT("count(a, b)")},
    [OP_STEP] = {2, SIZE_MAX, STR_INIT("step(x, 20, 40)")},
    [OP_PICK] = {2, SIZE_MAX, STR_INIT("pick(n, a, b, c)")},
    [OP_ANSWERED] = {1, 1, STR_INIT("answered(question)")},
    [OP_YEARS] = {1, 1, STR_INIT("years(date)")},
    [OP_COALESCE] = {2, SIZE_MAX, STR_INIT("coalesce(x, 0)")},
};

/* The function that is meant by what spreadsheets call it, or by a slip; empty when there is no telling. */
static struct str meant_function(struct str word)
{
    static const struct synonym words[] = {
        {STR_INIT("si"), STR_INIT("if")},
        {STR_INIT("als"), STR_INIT("if")},
        {STR_INIT("somme"), STR_INIT("sum")},
        {STR_INIT("som"), STR_INIT("sum")},
        {STR_INIT("moyenne"), STR_INIT("mean")},
        {STR_INIT("average"), STR_INIT("mean")},
        {STR_INIT("avg"), STR_INIT("mean")},
        {STR_INIT("gemiddelde"), STR_INIT("mean")},
        {STR_INIT("maximum"), STR_INIT("max")},
        {STR_INIT("minimum"), STR_INIT("min")},
        {STR_INIT("nombre"), STR_INIT("count")},
        {STR_INIT("nb"), STR_INIT("count")},
        {STR_INIT("choisir"), STR_INIT("pick")},
        {STR_INIT("choose"), STR_INIT("pick")},
        {STR_INIT("repondu"), STR_INIT("answered")},
        {STR_INIT("age"), STR_INIT("years")},
        {STR_INIT("annees"), STR_INIT("years")},
        {STR_INIT("ifmissing"), STR_INIT("coalesce")},
    };
    struct str functions[OP__MAX], meant = diag_meant(word, words, sizeof(words) / sizeof(*words));
    size_t n = 0;
    if (meant.n > 0)
        return meant;
    for (enum form_op i = 0; i < OP__MAX; i++)
        if (arities[i].least > 0)
            functions[n++] = form_op_name(i);
    return diag_nearest(word, functions, n);
}

static struct form_expr *parse_call(struct parser *p, struct token name)
{
    enum form_op op = form_op_function(name.text);
    struct list args = {0};
    if (op == OP__MAX) {
        lex_fail_at(p->lexer, D_FORM_UNKNOWN_FUNCTION, name.text, meant_function(name.text));
        return NULL;
    }
    if (!deeper(p) || !parse_list(p, &args))
        return NULL;
    p->depth--;
    if (args.count < arities[op].least || args.count > arities[op].most) {
        lex_fail_at(p->lexer, D_FORM_ARGUMENTS, name.text, arities[op].shape);
        return NULL;
    }
    return node_of(p, op, name.offset, &args);
}

/* `enfants.connaissances.actions`, of which the last name is the field. The first "." was taken. */
static struct form_expr *parse_field(struct parser *p, struct token name)
{
    struct lexer *l = p->lexer;
    struct str path = name.text;
    struct str field = {0};
    unsigned n_names = 1;
    do {
        if (l->token.kind != TOKEN_NAME) {
            lex_fail(l, D_FORM_EXPECTED_FIELD, path);
            return NULL;
        }
        if (field.n > 0)
            path = arena_printf(p->arena, STR_FMT "." STR_FMT, STR_ARG(path), STR_ARG(field));
        lex_next(l);
        field = l->last.text;
    } while (++n_names < MAX_NAMES && lex_take(l, TOKEN_POINT));
    struct form_expr *e = node(p, OP_FIELD, name.offset);
    e->text = path;
    e->field = field;
    return e;
}

static struct form_expr *constant(struct parser *p, size_t offset, struct number value, enum form_value type)
{
    struct form_expr *e = node(p, OP_CONSTANT, offset);
    e->constant = value;
    e->type = type;
    return e;
}

static struct form_expr *parse_name(struct parser *p)
{
    struct lexer *l = p->lexer;
    struct token name = l->token;
    lex_next(l);
    if (l->token.kind == TOKEN_OPEN && !str_eq(name.text, STR("in")))
        return parse_call(p, name);
    if (str_eq(name.text, STR("true")) || str_eq(name.text, STR("false")))
        return constant(p, name.offset, number_of(str_eq(name.text, STR("true"))), VALUE_TRUTH);
    if (str_eq(name.text, STR("today")))
        return node(p, OP_TODAY, name.offset);
    /* Where a value is expected, `in` is not the operator: it is India, as in `pays in (fr, in)`. */
    bool is_india = str_eq(name.text, STR("in")) && l->token.kind != TOKEN_OPEN;
    if (form_is_reserved(name.text) && !is_india) {
        bool function = form_op_function(name.text) != OP__MAX;
        lex_fail_at(l, function ? D_FORM_FUNCTION_ALONE : D_FORM_EXPECTED_VALUE, name.text, (struct str){0});
        return NULL;
    }
    if (lex_take(l, TOKEN_POINT))
        return parse_field(p, name);
    struct form_expr *e = node(p, OP_NAME, name.offset);
    e->text = name.text;
    return e;
}

static struct form_expr *parse_primary(struct parser *p)
{
    struct lexer *l = p->lexer;
    size_t start = l->token.offset;
    switch ((int)l->token.kind) {
    case TOKEN_NUMBER:
        lex_next(l);
        return constant(p, start, l->last.number, VALUE_NUMBER);
    case TOKEN_DATE:
        lex_next(l);
        return constant(p, start, l->last.number, VALUE_DATE);
    case TOKEN_NAME:
        return parse_name(p);
    case TOKEN_OPEN: {
        lex_next(l);
        struct form_expr *e = deeper(p) ? parse_or(p) : NULL;
        p->depth--;
        return e != NULL && close_list(p, start) ? e : NULL;
    }
    default:
        lex_fail(l, D_FORM_EXPECTED_VALUE, (struct str){0});
        return NULL;
    }
}

static struct form_expr *wrap(struct parser *p, enum form_op op, size_t offset, struct form_expr *inner)
{
    struct list args = {0};
    if (inner == NULL)
        return NULL;
    push(p, &args, inner);
    return node_of(p, op, offset, &args);
}

/* A minus before a number is part of the number. */
static struct form_expr *parse_unary(struct parser *p)
{
    struct lexer *l = p->lexer;
    size_t start = l->token.offset;
    if (!lex_take(l, TOKEN_MINUS))
        return parse_primary(p);
    if (l->token.kind == TOKEN_NUMBER) {
        lex_next(l);
        return constant(p, start, number_neg(l->last.number), VALUE_NUMBER);
    }
    struct form_expr *inner = deeper(p) ? parse_unary(p) : NULL;
    p->depth--;
    return wrap(p, OP_NEGATIVE, start, inner);
}

/* A chain of two operators of one rank, the second being the inverse of the first. */
static struct form_expr *parse_chain(struct parser *p, bool products)
{
    enum token_kind direct = products ? TOKEN_TIMES : TOKEN_PLUS;
    enum token_kind inverse = products ? TOKEN_DIVIDE : TOKEN_MINUS;
    struct lexer *l = p->lexer;
    size_t start = l->token.offset;
    enum form_op op = products ? OP_PRODUCT_OF : OP_SUM_OF;
    struct list args = {0};
    struct form_expr *e = products ? parse_unary(p) : parse_chain(p, true);
    if (e == NULL || (l->token.kind != direct && l->token.kind != inverse))
        return e;
    push_flat(p, &args, op, e);
    while (l->token.kind == direct || l->token.kind == inverse) {
        bool is_inverse = l->token.kind == inverse;
        lex_next(l);
        e = products ? parse_unary(p) : parse_chain(p, true);
        if (e == NULL)
            return NULL;
        e->inverse = is_inverse;
        push(p, &args, e);
    }
    return node_of(p, op, start, &args);
}

static enum form_op relation_of(enum token_kind kind)
{
    static const enum form_op ops[TOKEN_KIND__MAX] = {
        [TOKEN_EQUAL] = OP_EQUAL,     [TOKEN_UNEQUAL] = OP_UNEQUAL, [TOKEN_LESS] = OP_LESS,
        [TOKEN_AT_MOST] = OP_AT_MOST, [TOKEN_MORE] = OP_MORE,       [TOKEN_AT_LEAST] = OP_AT_LEAST,
    };
    return ops[kind];
}

static struct form_expr *parse_in(struct parser *p, size_t start, struct form_expr *left)
{
    struct lexer *l = p->lexer;
    struct list args = {0};
    push(p, &args, left);
    lex_next(l);
    if (l->token.kind == TOKEN_OPEN) {
        if (!parse_list(p, &args))
            return NULL;
        return node_of(p, OP_IN, start, &args);
    }
    if (l->token.kind != TOKEN_NAME || form_is_reserved(l->token.text)) {
        lex_fail(l, D_FORM_EXPECTED_IN, (struct str){0});
        return NULL;
    }
    push(p, &args, parse_name(p));
    return args.items[1] == NULL ? NULL : node_of(p, OP_CONTAINS, start, &args);
}

static struct form_expr *parse_relation(struct parser *p)
{
    struct lexer *l = p->lexer;
    size_t start = l->token.offset;
    struct form_expr *left = parse_chain(p, false);
    if (left == NULL)
        return NULL;
    struct form_expr *e = left;
    enum form_op op = relation_of(l->token.kind);
    if (lex_is_word(l, STR("in"))) {
        e = parse_in(p, start, left);
    } else if (op != 0) {
        struct list args = {0};
        push(p, &args, left);
        lex_next(l);
        struct form_expr *right = parse_chain(p, false);
        if (right == NULL)
            return NULL;
        push(p, &args, right);
        e = node_of(p, op, start, &args);
    }
    if (e != NULL && e != left && (relation_of(l->token.kind) != 0 || lex_is_word(l, STR("in")))) {
        lex_fail(l, D_FORM_CHAINED, (struct str){0});
        return NULL;
    }
    return e;
}

static struct form_expr *parse_not(struct parser *p)
{
    size_t start = p->lexer->token.offset;
    if (!lex_take_word(p->lexer, STR("not")))
        return parse_relation(p);
    struct form_expr *inner = deeper(p) ? parse_not(p) : NULL;
    p->depth--;
    return wrap(p, OP_NOT, start, inner);
}

static struct form_expr *parse_words(struct parser *p, bool either)
{
    enum form_op op = either ? OP_OR : OP_AND;
    struct str word = form_op_name(op);
    size_t start = p->lexer->token.offset;
    struct list args = {0};
    struct form_expr *e = either ? parse_words(p, false) : parse_not(p);
    if (e == NULL || !lex_is_word(p->lexer, word))
        return e;
    push_flat(p, &args, op, e);
    while (lex_take_word(p->lexer, word)) {
        e = either ? parse_words(p, false) : parse_not(p);
        if (e == NULL)
            return NULL;
        push_flat(p, &args, op, e);
    }
    return node_of(p, op, start, &args);
}

static struct form_expr *parse_or(struct parser *p)
{
    return parse_words(p, true);
}

struct form_expr *form_expr_parse(struct arena *a, struct lexer *l)
{
    struct parser p = {.arena = a, .lexer = l};
    if (l->text.n > FORM_MAX_EXPRESSION) {
        lex_fail(l, D_FORM_EXPRESSION_TOO_LONG, (struct str){0});
        return NULL;
    }
    struct form_expr *e = l->failed ? NULL : parse_or(&p);
    if (e != NULL && l->token.kind != TOKEN_END)
        fail_behind(l);
    return l->failed ? NULL : e;
}
