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

/* What values are put in for a formula's names with. */
struct telling {
    const struct form_eval *eval;
    const struct form_speech *speech; /* NULL: in the language of formulas */
    const struct form_units *units;
    const struct form_expr *whole; /* the last one whose unit was asked for, */
    const struct form_question *inside;
};

static bool put_in(void *context, const struct form_node *node, struct buf *out);

static void print_instead(struct telling *t, const struct form_expr *x, struct buf *out)
{
    struct form_instead instead = {put_in, t, t->speech == NULL ? NULL : &t->speech->notation};
    form_expr_print_instead(x, instead, out);
}

static void say(const struct telling *t, struct form_saying saying, struct buf *out)
{
    t->speech->say(t->speech->context, &saying, out);
}

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

static void tell_number(const struct telling *t, struct number value, struct buf *out)
{
    if (t->speech == NULL)
        number_print(value, out);
    else
        say(t, (struct form_saying){.kind = SAY_VALUE, .type = VALUE_NUMBER, .value = value}, out);
}

/* `question`: what was not answered; may be NULL. */
static void tell_missing(const struct telling *t, const struct form_question *question, struct buf *out)
{
    if (t->speech == NULL)
        buf_add(out, STR("missing"));
    else
        say(t, (struct form_saying){.kind = SAY_VALUE, .question = question}, out);
}

static void tell_option(const struct telling *t, const struct form_question *q, size_t option,
                        struct buf *out)
{
    if (t->speech == NULL)
        buf_add(out, q->options[option].code);
    else
        say(t, (struct form_saying){.kind = SAY_OPTION, .question = q, .option = option}, out);
}

static void tell_level(const struct telling *t, const struct form_level *level, struct buf *out)
{
    if (t->speech == NULL)
        buf_add(out, level->code);
    else
        say(t, (struct form_saying){.kind = SAY_LEVEL, .level = level}, out);
}

static struct str separator(const struct telling *t)
{
    return form_notation_separator(t->speech == NULL ? NULL : &t->speech->notation);
}

static struct str op_name(const struct telling *t, enum form_op op)
{
    return form_notation_name(t->speech == NULL ? NULL : &t->speech->notation, op);
}

/* What was chosen, separated by commas. */
static void print_codes(const struct telling *t, size_t question, struct buf *out)
{
    const struct form_answer *answer = form_eval_answer(t->eval, question);
    const struct form_question *q = &t->eval->form->questions[question];
    if (answer == NULL) {
        tell_missing(t, q, out);
        return;
    }
    if (q->type == FORM_MANY)
        buf_add_char(out, '(');
    for (uint64_t rest = answer->chosen; rest != 0; rest &= rest - 1) {
        buf_add(out, rest == answer->chosen ? STR("") : separator(t));
        tell_option(t, q, (size_t)__builtin_ctzll(rest), out);
    }
    if (q->type == FORM_MANY)
        buf_add_char(out, ')');
}

static void print_list(const struct telling *t, const struct form_expr *list, struct buf *out)
{
    const struct form_answer *answer = form_eval_answer(t->eval, list->index);
    if (answer == NULL || list->by_option == NULL) {
        print_codes(t, list->index, out);
        return;
    }
    for (uint64_t rest = answer->chosen; rest != 0; rest &= rest - 1) {
        buf_add(out, rest == answer->chosen ? STR("") : separator(t));
        tell_number(t, list->by_option[__builtin_ctzll(rest)], out);
    }
}

static void print_level(const struct telling *t, size_t result, struct buf *out)
{
    const struct form_outcome *outcome = &t->eval->outcomes[result];
    if (outcome->missing)
        tell_missing(t, NULL, out);
    else
        tell_level(t, &t->eval->form->results[result].levels[outcome->level], out);
}

/* The argument for each element, separated by commas. */
static void print_each(struct telling *t, const struct form_expr *each, struct buf *out)
{
    int64_t n = form_eval_elements(t->eval, each);
    bool first = true;
    if (n < 0)
        tell_missing(t, &t->eval->form->questions[each->index], out);
    for (int64_t i = 0; i < n; i++) {
        if (!form_eval_has_element(t->eval, each, i))
            continue;
        buf_add(out, first ? STR("") : separator(t));
        print_instead(t, each->args[i + 1], out);
        first = false;
    }
}

/* A code that a question or a result is compared with. */
static void print_code(const struct telling *t, const struct form_expr *x, struct str code, struct buf *out)
{
    const struct form_question *q = x->act == OP_LEVEL ? NULL : &t->eval->form->questions[x->index];
    const struct form_result *r = x->act == OP_LEVEL ? &t->eval->form->results[x->index] : NULL;
    ptrdiff_t option = q == NULL ? -1 : form_option_find(q, code);
    if (option >= 0) {
        tell_option(t, q, (size_t)option, out);
        return;
    }
    for (size_t i = 0; r != NULL && i < r->n_levels; i++) {
        if (str_eq(r->levels[i].code, code)) {
            tell_level(t, &r->levels[i], out);
            return;
        }
    }
    buf_add(out, code);
}

/* A comparison with codes: what was answered stands in place of the name, the code stays. */
static void print_coded(const struct telling *t, const struct form_expr *x, struct buf *out)
{
    for (size_t i = 0; i < x->n_args; i++) {
        bool is_subject = x->args[i]->act == x->act;
        if (i == 1) {
            buf_add_char(out, ' ');
            buf_add(out, op_name(t, x->op));
            buf_add(out, x->op == OP_IN ? STR(" (") : STR(" "));
        } else if (i > 1) {
            buf_add(out, separator(t));
        }
        if (is_subject && x->act == OP_LEVEL)
            print_level(t, x->index, out);
        else if (is_subject)
            print_codes(t, x->index, out);
        else
            print_code(t, x, x->args[i]->text, out);
    }
    if (x->op == OP_IN)
        buf_add_char(out, ')');
}

/* A yes or no that was answered, in the words it was answered with. */
static bool tell_yes(const struct telling *t, const struct form_expr *x, struct number value, struct buf *out)
{
    const struct form_question *q = &t->eval->form->questions[x->index];
    if (t->speech == NULL || x->act != OP_YES || form_is_missing(value) || q->n_options != 2)
        return false;
    tell_option(t, q, value.num != 0 ? 0 : 1, out);
    return true;
}

/* What a name stands for. */
static void tell_named(const struct telling *t, const struct form_expr *x, struct number value,
                       struct buf *out)
{
    if (t->speech == NULL) {
        print_value(value, x->type, out);
        return;
    }
    const struct form_question *unit = form_unit(t->units, x);
    if (unit == NULL && form_is_missing(value) && form_reads_question(x))
        unit = &t->eval->form->questions[x->index];
    struct form_saying saying = {.kind = SAY_VALUE, .type = x->type, .value = value, .question = unit};
    if (!tell_yes(t, x, value, out))
        say(t, saying, out);
}

/* For words alone: numbers and days that stand in the formula itself, and questions that are only named. */
static bool put_in_words(struct telling *t, const struct form_node *node, struct buf *out)
{
    const struct form_expr *x = node->expr;
    if (t->speech == NULL)
        return false;
    if (x->op == OP_CONSTANT && node->parent != NULL && node->parent != t->whole) {
        t->whole = node->parent;
        t->inside = form_unit_inside(t->units, node->parent);
    }
    if (x->op == OP_CONSTANT)
        say(t,
            (struct form_saying){.kind = SAY_VALUE,
                                 .type = x->type,
                                 .value = x->constant,
                                 .question = node->parent == NULL ? NULL : t->inside},
            out);
    else if (x->act == OP_NAME && node->parent != NULL && node->parent->act == OP_ANSWERED)
        say(t,
            (struct form_saying){.kind = SAY_QUESTION,
                                 .question = &t->eval->form->questions[node->parent->index]},
            out);
    else
        return false;
    return true;
}

/* Values in place of names. */
static bool put_in(void *context, const struct form_node *node, struct buf *out)
{
    struct telling *t = context;
    const struct form_expr *x = node->expr;
    if (put_in_words(t, node, out))
        return true;
    if (x->act == OP_CHOSEN || x->act == OP_LEVEL) {
        if (node->tight)
            buf_add_char(out, '(');
        print_coded(t, x, out);
        if (node->tight)
            buf_add_char(out, ')');
        return true;
    }
    if (x->act == OP_LIST)
        print_list(t, x, out);
    if (x->act == OP_EACH)
        print_each(t, x, out);
    if (x->act == OP_LIST || x->act == OP_EACH)
        return true;
    bool names_value = x->op == OP_NAME || x->op == OP_FIELD || x->op == OP_TODAY;
    if (!names_value || x->act == OP_NAME)
        return false;
    struct number value = form_eval(t->eval, x);
    /* A sign, or the stroke of a fraction that has no decimals, would be taken for an operator. */
    bool enclose = node->tight && !form_is_missing(value) &&
                   (value.num < 0 || !number_has_decimals(value, NUMBER_PRINT_DECIMALS));
    if (enclose)
        buf_add_char(out, '(');
    tell_named(t, x, value, out);
    if (enclose)
        buf_add_char(out, ')');
    return true;
}

/* What is computed or decided by itself. A minus before a name only turns its sign; what is computed for each
 * element stands in its list. */
static bool is_step(const struct form_expr *x)
{
    if (x->op == OP_NEGATIVE)
        return x->n_args > 0 && x->args[0]->n_args > 0;
    return x->n_args > 0 && x->act != OP_EACH;
}

void explain_formulas(struct arena *a, struct form_expr *e)
{
    struct buf text;
    buf_init(&text, MAX_TEXT);
    form_expr_print(e, &text);
    e->formula = arena_str(a, buf_str(&text));
    buf_release(&text);
    for (size_t i = 0; i < e->n_args; i++)
        if (is_step(e) && is_step(e->args[i]))
            explain_formulas(a, e->args[i]);
}

static struct telling canonical(const struct explain *x)
{
    return (struct telling){.eval = x->eval};
}

static struct telling in_words(const struct explain *x)
{
    return (struct telling){.eval = x->eval, .speech = x->speech, .units = &x->units};
}

static void add_words(struct explain *x, struct form_step *step, const struct form_expr *e,
                      struct number value)
{
    struct buf text;
    struct telling t = in_words(x);
    buf_init(&text, MAX_TEXT);
    print_instead(&t, e, &text);
    step->words.put_in = keep(x, &text);
    struct form_saying outcome = {
        .kind = SAY_OUTCOME, .type = e->type, .value = value, .question = form_unit(&x->units, e)};
    say(&t, outcome, &text);
    step->words.value = keep(x, &text);
    buf_release(&text);
}

static struct form_step *add(struct explain *x, struct form_step step, const struct form_expr *e)
{
    struct buf text;
    struct telling t = canonical(x);
    buf_init(&text, MAX_TEXT);
    step.formula = e->formula;
    print_instead(&t, e, &text);
    step.put_in = keep(x, &text);
    struct number value = form_eval(x->eval, e);
    print_value(value, e->type, &text);
    step.value = keep(x, &text);
    step.applied = (step.kind == FORM_RULE || step.kind == FORM_CHECK) && form_is_true(value);
    if (step.name.n == 0)
        step.name = step.formula;
    buf_release(&text);
    if (x->speech != NULL)
        add_words(x, &step, e, value);
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

void explain_score(struct explain *x, size_t score)
{
    const struct form_score *s = &x->eval->form->scores[score];
    explain_expr(x, (struct form_step){.kind = FORM_SCORE, .line = s->line, .name = s->name}, s->expr);
    if (x->speech != NULL)
        x->units.scores[score] = form_unit(&x->units, s->expr);
}

static struct str level_words(struct explain *x, struct form_saying saying)
{
    struct buf text;
    struct telling t = in_words(x);
    buf_init(&text, MAX_TEXT);
    say(&t, saying, &text);
    struct str words = keep(x, &text);
    buf_release(&text);
    return words;
}

void explain_rule_applied(struct explain *x, struct form_step *step, const struct form_level *level)
{
    step->value = level->code;
    if (x->speech != NULL)
        step->words.value = level_words(x, (struct form_saying){.kind = SAY_REACHED, .level = level});
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
    if (x->speech == NULL)
        return;
    step->words.put_in = level_words(x, (struct form_saying){.kind = SAY_WITHIN,
                                                             .value = outcome->score,
                                                             .question = form_unit(&x->units, result->expr),
                                                             .level = level});
    step->words.value = level_words(x, (struct form_saying){.kind = SAY_REACHED, .level = level});
}
