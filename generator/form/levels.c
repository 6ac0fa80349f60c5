/* Levels among themselves: at least one, lowest first, no number in two of them. */
#include "form/draft.h"

static struct str print(struct draft *d, struct number n)
{
    struct buf text;
    buf_init(&text, 64);
    number_print(n, &text);
    struct str copy = arena_str(d->arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

/* A number that both levels hold; they do overlap. */
static struct number in_both(const struct form_level *x, const struct form_level *y)
{
    if (x->low.set && (!y->low.set || number_cmp(x->low.value, y->low.value) >= 0))
        return x->low.value;
    if (y->low.set)
        return y->low.value;
    return number_cmp(x->high.value, y->high.value) <= 0 ? x->high.value : y->high.value;
}

static bool is_below(const struct form_level *x, const struct form_level *y)
{
    return x->high.set && y->low.set && number_cmp(x->high.value, y->low.value) < 0;
}

static void check_neighbours(struct draft *d, const struct form_level *below, const struct form_level *above)
{
    const struct declared *line = &d->lines[above->line - 1];
    if (line->wrong || d->lines[below->line - 1].wrong || is_below(below, above))
        return;
    if (is_below(above, below))
        DIAG_AT(d->diags, D_FORM_LEVELS_BACKWARDS, draft_line_place(line), above->code, below->code);
    else
        DIAG_AT(d->diags, D_FORM_LEVELS_OVERLAP, draft_line_place(line), above->code, below->code,
                print(d, in_both(below, above)));
}

void draft_levels(struct draft *d)
{
    for (size_t i = 0; i < d->results.count; i++) {
        const struct draft_result *result = &d->results.items[i];
        if (result->levels.count == 0 && result->r.id.n > 0)
            DIAG_AT(d->diags, D_FORM_NO_LEVELS, draft_part_place(result->line, result->r.id), result->r.id);
        for (size_t j = 1; j < result->levels.count; j++)
            check_neighbours(d, &result->levels.items[j - 1], &result->levels.items[j]);
    }
}
