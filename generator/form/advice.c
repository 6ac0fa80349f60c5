#include "form/advice.h"

struct str advice_name(struct arena *a, const struct form *f, ptrdiff_t repeat, struct str id)
{
    if (repeat < 0)
        return id;
    struct str path = str_sub(id, f->repeats[repeat].id.n + 1, id.n);
    str_cut(&path, '.');
    return arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(f->repeats[repeat].id), STR_ARG(path));
}

struct search {
    const struct form *f;
    size_t question;
    bool *seen; /* by score: gone through already */
};

/* What was found: the node to be put into coalesce, or that it is the next one above that has one value. */
struct found {
    bool is_above;
    const struct form_expr *node;
};

static struct found find(struct search *s, const struct form_expr *e, const struct form_expr *written);

static bool has_one_value(const struct form_expr *e)
{
    return (e->type == VALUE_NUMBER || e->type == VALUE_TRUTH) && e->act != OP_LIST && e->act != OP_EACH;
}

static struct found above(struct found found, const struct form_expr *written)
{
    if (found.is_above && has_one_value(written))
        return (struct found){.node = written};
    return found;
}

/* The elements were made of the argument as it was written. */
static struct found find_in_each(struct search *s, const struct form_expr *each,
                                 const struct form_expr *written)
{
    struct found found = {.is_above = each->index == s->question};
    for (size_t i = 1; i < each->n_args && !found.is_above && found.node == NULL; i++)
        found = find(s, each->args[i], written->args[0]);
    return found;
}

static struct found find_in_score(struct search *s, size_t score)
{
    if (s->seen[score])
        return (struct found){0};
    s->seen[score] = true;
    return find(s, s->f->scores[score].expr, s->f->scores[score].expr);
}

/* `written`: the same node where it stands in the source; of an element of a list it is that of the argument.
 */
static struct found find(struct search *s, const struct form_expr *e, const struct form_expr *written)
{
    if (e->act == OP_SCORE)
        return find_in_score(s, e->index);
    if (e->act == OP_EACH)
        return find_in_each(s, e, written);
    if (form_reads_question(e)) {
        enum form_type type = s->f->questions[e->index].type;
        if (e->index != s->question || e->act == OP_ANSWERED)
            return (struct found){0};
        if (!has_one_value(e) || type == FORM_REPEAT || type == FORM_FILE)
            return (struct found){.is_above = true};
        return (struct found){.node = written};
    }
    struct found found = {0};
    for (size_t i = 0; i < e->n_args && !found.is_above && found.node == NULL; i++)
        found = find(s, e->args[i], written->args[i]);
    return above(found, written);
}

struct str advice_coalesce(struct arena *a, const struct form *f, const struct form_result *result,
                           size_t question)
{
    struct search s = {.f = f, .question = question, .seen = ARENA_ARRAY(a, bool, f->n_scores)};
    struct found found = find(&s, result->expr, result->expr);
    const struct form_question *q = &f->questions[question];
    struct buf text;
    if (found.node == NULL) {
        struct str name = advice_name(a, f, q->repeat, q->id);
        return arena_printf(a, "coalesce(" STR_FMT ", 0)", STR_ARG(name));
    }
    buf_init(&text, 2 * FORM_MAX_EXPRESSION);
    form_expr_print(found.node, &text);
    struct str advice = arena_printf(a, "coalesce(" STR_FMT ", %s)", STR_ARG(buf_str(&text)),
                                     found.node->type == VALUE_TRUTH ? "false" : "0");
    buf_release(&text);
    return advice;
}
