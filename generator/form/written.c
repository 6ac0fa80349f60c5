/* What is refused of a questionnaire that is written now, while a definition that was published with it stays
 * readable: currencies, bounds that nobody could answer, thousands behind a point, names that differ by their
 * capitals alone. */
#include "form/currency.h"
#include "form/draft.h"

static void check_currency(struct draft *d, const struct declared *line)
{
    if (line->type == FORM_MONEY && !form_currency_is_known(line->currency))
        DIAG_AT(d->diags, D_FORM_CURRENCY_UNKNOWN, draft_part_place(line, line->currency), line->currency,
                form_currency_meant(line->currency));
}

static void report_thousands(struct draft *d, const struct declared *line, struct str said)
{
    ptrdiff_t point = str_find_char(said, '.');
    struct str thousands = str_sub(said, 0, (size_t)point);
    struct str rest = str_sub(said, (size_t)point + 1, said.n);
    DIAG_AT(d->diags, D_FORM_THOUSANDS, draft_part_place(line, said), said, STR(""),
            arena_printf(d->arena, STR_FMT STR_FMT, STR_ARG(thousands), STR_ARG(rest)),
            str_eq_z(rest, "000") ? thousands : arena_printf(d->arena, STR_FMT "0", STR_ARG(said)));
}

/* `100.000`, which is read as a hundred, is how many write a hundred thousand. */
static void check_thousands(struct draft *d, const struct declared *line)
{
    struct str text = line->text;
    for (size_t i = str_find_char(text, '.') < 0 ? text.n : 0, n; i < text.n; i += n) {
        size_t groups;
        for (n = 0; i + n < text.n && lex_is_name_char(text.p[i + n]);)
            n++;
        size_t length = lex_grouped(str_sub(text, i, text.n), &groups);
        if (length > 0)
            report_thousands(d, line, str_sub(text, i, i + length));
        n = length > 0 ? length : n > 0 ? n : 1;
    }
}

static void check_bound(struct draft *d, const struct declared *line, const struct form_bound *bound,
                        struct str said)
{
    unsigned decimals = draft_decimals(line);
    if (!bound->set || number_has_decimals(bound->value, decimals))
        return;
    if (decimals == 0)
        DIAG_AT(d->diags, D_FORM_BOUND_WHOLE, draft_part_place(line, said), said);
    else
        DIAG_AT(d->diags, D_FORM_BOUND_DECIMALS, draft_part_place(line, said), said,
                arena_printf(d->arena, "%u", decimals));
}

static void check_question(struct draft *d, const struct declared *line)
{
    bool is_number = line->type == FORM_NUMBER || line->type == FORM_MONEY || line->type == FORM_PERCENT;
    check_currency(d, line);
    if (!is_number)
        return;
    check_bound(d, line, &line->low, line->low_said);
    check_bound(d, line, &line->high, line->high_said);
}

static struct str lowered(struct arena *a, struct str s)
{
    char *copy = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        copy[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] - 'A' + 'a' : s.p[i]);
    return (struct str){copy, s.n};
}

static bool has_capital(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'A' && s.p[i] <= 'Z')
            return true;
    return false;
}

static void report_twin(struct draft *d, const struct declared *line, struct str other)
{
    DIAG_AT(d->diags, D_FORM_CAPITALS, draft_part_place(line, line->id), line->id, other);
}

/* `Age` where there is an `age`. */
static void check_id(struct draft *d, const struct declared *line)
{
    static const bool has_id[FORM_KIND__MAX] = {
        [FORM_POINT] = true, [FORM_QUESTION] = true, [FORM_SCORE] = true, [FORM_RESULT] = true};
    if (!has_id[line->kind] || !has_capital(line->id))
        return;
    struct str small = lowered(d->arena, line->id);
    if (names_find(&d->names, small) != NULL)
        report_twin(d, line, small);
}

static void check_codes(struct draft *d, const struct draft_question *question)
{
    const struct draft_options *options = &question->options;
    bool is_row = question->q.grid >= 0 && question->q.type == FORM_ONE;
    for (size_t i = 0; i < options->count && !is_row; i++) {
        const struct form_option *option = &options->items[i];
        for (size_t j = 0; j < i; j++)
            if (!str_eq(options->items[j].code, option->code) &&
                str_eq_nocase(options->items[j].code, option->code))
                report_twin(d, &d->lines[option->line - 1], options->items[j].code);
    }
}

void draft_written(struct draft *d)
{
    for (size_t i = 0; i < d->n_lines; i++) {
        const struct declared *line = &d->lines[i];
        if (line->wrong)
            continue;
        check_id(d, line);
        size_t errors = diags_errors(d->diags);
        if (line->kind == FORM_QUESTION && line->type_known)
            check_question(d, line);
        if (diags_errors(d->diags) == errors)
            check_thousands(d, line);
    }
    for (size_t i = 0; i < d->questions.count; i++)
        check_codes(d, &d->questions.items[i]);
}
