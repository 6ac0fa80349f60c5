/* Named values of options, and scores, that no formula uses: most often a name is misspelt, or forgotten in
 * the sum. */
#include "form/draft.h"

static bool has_name(const struct form_option *option, struct str name)
{
    for (size_t i = 0; i < option->n_named; i++)
        if (str_eq(option->named[i].name, name))
            return true;
    return false;
}

static bool is_used(const struct draft *d, size_t question, struct str name)
{
    for (size_t i = 0; i < d->fields.count; i++)
        if (d->fields.items[i].question == question && str_eq(d->fields.items[i].name, name))
            return true;
    return false;
}

/* A name that some formula uses and this option does not have. */
static struct str meant(const struct draft *d, const struct form_option *option, struct str name)
{
    struct str *names = ARENA_ARRAY(d->arena, struct str, d->fields.count);
    size_t n = 0;
    for (size_t i = 0; i < d->fields.count; i++)
        if (!has_name(option, d->fields.items[i].name))
            names[n++] = d->fields.items[i].name;
    return diag_nearest(name, names, n);
}

static void report(const struct draft *d, const struct draft_question *question,
                   const struct form_option *option, struct str name)
{
    struct place at = draft_part_place(&d->lines[option->line - 1], name);
    struct str near = meant(d, option, name);
    if (near.n > 0)
        DIAG_AT(d->diags, D_FORM_NAMED_MISSPELT, at, name, question->q.id, near);
    else
        DIAG_AT(d->diags, D_FORM_NAMED_UNUSED, at, name, question->q.id);
}

/* Said at the first option that has it. */
static bool is_said(const struct draft_question *question, size_t option, struct str name)
{
    for (size_t i = 0; i < option; i++)
        if (has_name(&question->options.items[i], name))
            return true;
    return false;
}

/* Where there are results they are what counts; a questionnaire without any is there for its scores. */
static void report_scores(const struct draft *d)
{
    for (size_t i = 0; d->results.count > 0 && i < d->scores.count; i++) {
        const struct declared *line = d->scores.items[i].line;
        if (!d->scores.items[i].used)
            DIAG_AT(d->diags, D_FORM_SCORE_UNUSED, draft_part_place(line, line->id), line->id);
    }
}

void draft_unused(struct draft *d)
{
    report_scores(d);
    for (size_t q = 0; q < d->questions.count; q++) {
        const struct draft_question *question = &d->questions.items[q];
        bool is_row = question->q.grid >= 0 && question->q.type == FORM_ONE;
        for (size_t i = 0; i < question->options.count && !is_row; i++) {
            const struct form_option *option = &question->options.items[i];
            for (size_t k = 0; k < option->n_named; k++) {
                struct str name = option->named[k].name;
                if (!is_used(d, q, name) && !is_said(question, i, name))
                    report(d, question, option, name);
            }
        }
    }
}
