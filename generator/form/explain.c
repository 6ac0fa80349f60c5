#include "form/explain.h"

#include "form/country.h"
#include "form/day.h"

/* Longer than what anybody reads; what is over it is cut. */
enum { MAX_TEXT = 4096 };

static struct str keep(struct explain *x, struct buf *text)
{
    struct str kept = arena_str(x->arena, buf_str(text));
    buf_clear(text);
    return kept;
}

static bool put_in(const void *context, const struct form_expr *x, bool tight, struct buf *out);

static void print_value(struct number value, enum form_value type, struct buf *out)
{
    if (form_is_missing(value))
        buf_add(out, STR("missing"));
    else if (type == VALUE_TRUTH)
        buf_add(out, value.num != 0 ? STR("true") : STR("false"));
    else if (type == VALUE_DATE)
        form_day_print((int32_t)value.num, out);
    else if (type == VALUE_COUNTRY)
        buf_add(out, form_country_code((size_t)value.num));
    else
        number_print(value, out);
}

/* The codes of what was chosen, separated by commas. */
static void print_codes(const struct form_eval *e, size_t question, struct buf *out)
{
    const struct form_answer *answer = form_eval_answer(e, question);
    const struct form_question *q = &e->form->questions[question];
    if (answer == NULL) {
        buf_add(out, STR("missing"));
        return;
    }
    if (q->type == FORM_MANY)
        buf_add_char(out, '(');
    for (uint64_t rest = answer->chosen; rest != 0; rest &= rest - 1) {
        buf_add(out, rest == answer->chosen ? STR("") : STR(", "));
        buf_add(out, q->options[__builtin_ctzll(rest)].code);
    }
    if (q->type == FORM_MANY)
        buf_add_char(out, ')');
}

static void print_list(const struct form_eval *e, const struct form_expr *list, struct buf *out)
{
    const struct form_answer *answer = form_eval_answer(e, list->index);
    if (answer == NULL || list->by_option == NULL) {
        print_codes(e, list->index, out);
        return;
    }
    for (uint64_t rest = answer->chosen; rest != 0; rest &= rest - 1) {
        buf_add(out, rest == answer->chosen ? STR("") : STR(", "));
        number_print(list->by_option[__builtin_ctzll(rest)], out);
    }
}

static void print_level(const struct form_eval *e, size_t result, struct buf *out)
{
    const struct form_outcome *outcome = &e->outcomes[result];
    buf_add(out, outcome->missing ? STR("missing") : e->form->results[result].levels[outcome->level].code);
}

/* The argument for each element, separated by commas. */
static void print_each(const struct form_eval *e, const struct form_expr *each, struct buf *out)
{
    int64_t n = form_eval_elements(e, each);
    bool first = true;
    if (n < 0)
        buf_add(out, STR("missing"));
    for (int64_t i = 0; i < n; i++) {
        if (!form_eval_has_element(e, each, i))
            continue;
        buf_add(out, first ? STR("") : STR(", "));
        form_expr_print_instead(each->args[i + 1], (struct form_instead){put_in, e}, out);
        first = false;
    }
}

/* A comparison with codes: what was answered stands in place of the name, the code stays. */
static void print_coded(const struct form_eval *e, const struct form_expr *x, struct buf *out)
{
    for (size_t i = 0; i < x->n_args; i++) {
        bool is_subject = x->args[i]->act == x->act;
        if (i == 1) {
            buf_add_char(out, ' ');
            buf_add(out, form_op_name(x->op));
            buf_add(out, x->op == OP_IN ? STR(" (") : STR(" "));
        } else if (i > 1) {
            buf_add(out, STR(", "));
        }
        if (is_subject && x->act == OP_LEVEL)
            print_level(e, x->index, out);
        else if (is_subject)
            print_codes(e, x->index, out);
        else
            buf_add(out, x->args[i]->text);
    }
    if (x->op == OP_IN)
        buf_add_char(out, ')');
}

/* Values in place of names. */
static bool put_in(const void *context, const struct form_expr *x, bool tight, struct buf *out)
{
    const struct form_eval *e = context;
    if (x->act == OP_CHOSEN || x->act == OP_LEVEL) {
        if (tight)
            buf_add_char(out, '(');
        print_coded(e, x, out);
        if (tight)
            buf_add_char(out, ')');
        return true;
    }
    if (x->act == OP_LIST || x->act == OP_EACH) {
        (x->act == OP_LIST ? print_list : print_each)(e, x, out);
        return true;
    }
    bool names_value = x->op == OP_NAME || x->op == OP_FIELD || x->op == OP_TODAY;
    if (!names_value || x->act == OP_NAME)
        return false;
    struct number value = form_eval(e, x);
    /* A sign, or the stroke of a fraction that has no decimals, would be taken for an operator. */
    bool enclose = tight && !form_is_missing(value) &&
                   (value.num < 0 || !number_has_decimals(value, NUMBER_PRINT_DECIMALS));
    if (enclose)
        buf_add_char(out, '(');
    print_value(value, x->type, out);
    if (enclose)
        buf_add_char(out, ')');
    return true;
}

static bool is_step(const struct form_expr *x)
{
    return x->n_args > 0 && x->act != OP_EACH && x->act != OP_ANSWERED && x->act != OP_CHOSEN &&
           x->act != OP_LEVEL && x->op != OP_NEGATIVE;
}

static struct form_step *add(struct explain *x, struct form_step step, const struct form_expr *e)
{
    struct buf text;
    buf_init(&text, MAX_TEXT);
    form_expr_print(e, &text);
    step.formula = keep(x, &text);
    form_expr_print_instead(e, (struct form_instead){put_in, x->eval}, &text);
    step.put_in = keep(x, &text);
    struct number value = form_eval(x->eval, e);
    print_value(value, e->type, &text);
    step.value = keep(x, &text);
    step.applied = (step.kind == FORM_RULE || step.kind == FORM_CHECK) && form_is_true(value);
    if (step.name.n == 0)
        step.name = step.formula;
    buf_release(&text);
    *ARENA_PUSH(x->arena, &x->steps) = step;
    return &x->steps.items[x->steps.count - 1];
}

/* The parts of an expression that are computed themselves. */
static void add_parts(struct explain *x, struct form_step step, const struct form_expr *e)
{
    step.depth++;
    step.name = (struct str){0};
    for (size_t i = 0; i < e->n_args; i++) {
        if (!is_step(e->args[i]))
            continue;
        add(x, step, e->args[i])->applied = false;
        add_parts(x, step, e->args[i]);
    }
}

struct form_step *explain_expr(struct explain *x, struct form_step step, const struct form_expr *e)
{
    size_t self = x->steps.count;
    add(x, step, e);
    if (is_step(e))
        add_parts(x, step, e);
    return &x->steps.items[self];
}

static void print_range(const struct form_level *level, struct buf *out)
{
    if (level->low.set)
        number_print(level->low.value, out);
    buf_add(out, STR(".."));
    if (level->high.set)
        number_print(level->high.value, out);
}

void explain_level(struct explain *x, const struct form_result *result, const struct form_outcome *outcome)
{
    const struct form_level *level = &result->levels[outcome->base_level];
    struct buf text;
    if (outcome->missing)
        return;
    struct form_step *step = ARENA_PUSH(x->arena, &x->steps);
    buf_init(&text, MAX_TEXT);
    *step = (struct form_step){
        .kind = FORM_RESULT, .line = level->line, .depth = 1, .name = result->id, .value = level->code};
    print_range(level, &text);
    step->formula = keep(x, &text);
    number_print(outcome->score, &text);
    step->put_in = keep(x, &text);
    buf_release(&text);
}
