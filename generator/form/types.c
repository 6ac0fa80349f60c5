#include "form/resolve.h"

enum form_value form_wrong(struct resolver *r, struct form_expr *e, enum diag_code code, struct str x,
                           struct str y)
{
    struct str source = str_sub(r->line->text, e->offset, e->offset + e->length);
    DIAG_AT(r->d->diags, code, draft_place(r->line, e->offset, e->length), source, x, y);
    e->type = VALUE_WRONG;
    return VALUE_WRONG;
}

/* Words that people use for ours. */
static struct str translated(struct str word)
{
    static const struct synonym words[] = {
        {STR_INIT("vrai"), STR_INIT("true")},        {STR_INIT("faux"), STR_INIT("false")},
        {STR_INIT("aujourdhui"), STR_INIT("today")}, {STR_INIT("vandaag"), STR_INIT("today")},
        {STR_INIT("non"), STR_INIT("not")},          {STR_INIT("niet"), STR_INIT("not")},
        {STR_INIT("AND"), STR_INIT("and")},          {STR_INIT("OR"), STR_INIT("or")},
        {STR_INIT("NOT"), STR_INIT("not")},          {STR_INIT("TODAY"), STR_INIT("today")},
    };
    return diag_meant(word, words, sizeof(words) / sizeof(*words));
}

enum form_value form_unknown(struct resolver *r, struct form_expr *e)
{
    struct str near = translated(e->text);
    if (near.n == 0 && r->d->suggestions > 0) {
        r->d->suggestions--;
        near = names_nearest(&r->d->names, r->d->arena, e->text);
    }
    return form_wrong(r, e, D_FORM_UNKNOWN_NAME, near, (struct str){0});
}

static const struct name *find_joined(struct resolver *r, struct str whole, struct str part)
{
    return names_find(&r->d->names,
                      arena_printf(r->d->arena, STR_FMT "." STR_FMT, STR_ARG(whole), STR_ARG(part)));
}

/* A name alone means, in an item, what is asked of that item before anything else. */
static const struct name *find_name(struct resolver *r, struct str text)
{
    const struct name *name = NULL;
    if (r->scope >= 0)
        name = find_joined(r, r->d->questions.items[r->d->repeats.items[r->scope].question].q.id, text);
    return name != NULL ? name : names_find(&r->d->names, text);
}

const struct name *form_named(struct resolver *r, const struct form_expr *e)
{
    if (e->op == OP_FIELD)
        return find_name(r,
                         arena_printf(r->d->arena, STR_FMT "." STR_FMT, STR_ARG(e->text), STR_ARG(e->field)));
    return e->op == OP_NAME ? find_name(r, e->text) : NULL;
}

static struct draft_question *question_of(struct resolver *r, const struct name *name)
{
    bool is_question = name != NULL && (name->kind == NAME_QUESTION || name->kind == NAME_ROW);
    return is_question ? &r->d->questions.items[name->index] : NULL;
}

struct draft_question *form_named_question(struct resolver *r, const struct form_expr *e)
{
    return question_of(r, form_named(r, e));
}

struct draft_result *form_named_result(struct resolver *r, const struct form_expr *e)
{
    const struct name *name = form_named(r, e);
    return name == NULL || name->kind != NAME_RESULT ? NULL : &r->d->results.items[name->index];
}

enum form_value form_short_name(struct resolver *r, struct form_expr *e, const struct name *name)
{
    struct str id = r->d->questions.items[name->index].q.id;
    return form_wrong(r, e, name->kind == NAME_ROWS ? D_FORM_ROW_AMBIGUOUS : D_FORM_REPEATED_ALONE, id,
                      (struct str){0});
}

/* The question that counts the items in which a question, or the grid that a list is, stands; -1: none. */
static ptrdiff_t counted_by(const struct resolver *r, size_t question)
{
    ptrdiff_t repeat = r->d->questions.items[question].q.repeat;
    return repeat < 0 ? -1 : (ptrdiff_t)r->d->repeats.items[repeat].question;
}

/* The row of a grid, as it is named from here. */
static struct str first_row(const struct resolver *r, size_t grid)
{
    const struct draft_question *row = &r->d->questions.items[grid + 1];
    return r->d->grids.items[r->d->questions.items[grid].q.grid].n_rows == 0 ? STR("?")
           : row->q.repeat >= 0 && row->q.repeat == r->scope ? draft_path_in_item(r->d, grid + 1)
                                                             : row->q.id;
}

static void report_element(struct resolver *r, struct form_expr *e, size_t list)
{
    const struct form_question *q = &r->d->questions.items[list].q;
    bool of_items = q->type != FORM_GRID || (q->repeat >= 0 && q->repeat != r->scope);
    if (of_items)
        form_wrong(r, e, D_FORM_REPEATED_AS_VALUE, q->id, (struct str){0});
    else
        form_wrong(r, e, D_FORM_GRID_AS_VALUE, q->repeat >= 0 ? q->name : q->id, first_row(r, list));
}

/* Beside the rows of a grid in a repeat may stand what is asked of the same item. */
static bool name_element(struct resolver *r, struct form_expr *e, size_t list)
{
    bool is_same = r->list < 0 || (size_t)r->list == list;
    if (!r->listed) {
        report_element(r, e, list);
        return false;
    }
    if (is_same || counted_by(r, list) == r->list)
        r->list = (ptrdiff_t)list;
    else if (counted_by(r, (size_t)r->list) != (ptrdiff_t)list) {
        form_wrong(r, e, D_FORM_TWO_LISTS, r->d->questions.items[list].q.id,
                   r->d->questions.items[r->list].q.id);
        return false;
    }
    return true;
}

/* `enfants.age`, or `enfants.experience.actions`, rather than `age`. */
static bool names_repeat(const struct resolver *r, const struct form_expr *e, ptrdiff_t repeat)
{
    struct str id = r->d->questions.items[r->d->repeats.items[repeat].question].q.id;
    return e->op == OP_FIELD && str_starts(e->text, id) && (e->text.n == id.n || e->text.p[id.n] == '.');
}

bool form_may_name(struct resolver *r, struct form_expr *e, const struct draft_question *question)
{
    const struct form_question *q = &question->q;
    size_t index = (size_t)(question - r->d->questions.items);
    bool is_inside = q->repeat >= 0 && q->repeat == r->scope;
    if (is_inside && names_repeat(r, e, q->repeat)) {
        form_wrong(r, e, D_FORM_REPEAT_INSIDE,
                   r->d->questions.items[r->d->repeats.items[q->repeat].question].q.id,
                   draft_path_in_item(r->d, index));
        return false;
    }
    if (q->type == FORM_GRID)
        return name_element(r, e, index);
    return is_inside || q->repeat < 0 || name_element(r, e, r->d->repeats.items[q->repeat].question);
}

/* The points of all options of a question, made once; false after reporting an option that has none. */
static bool use_points(struct resolver *r, struct form_expr *e)
{
    struct draft_question *question = &r->d->questions.items[e->index];
    const struct draft_options *options = &question->options;
    struct number *points = ARENA_ARRAY(r->d->arena, struct number, options->count);
    if (question->partial)
        return false;
    for (size_t i = 0; i < options->count && question->points == NULL; i++) {
        points[i] = options->items[i].points;
        if (!options->items[i].has_points) {
            form_wrong(r, e, D_FORM_NO_POINTS, options->items[i].code,
                       options->items[i].line == 0
                           ? STR("?")
                           : draft_line_number(r->d, &r->d->lines[options->items[i].line - 1]));
            return false;
        }
    }
    if (question->points == NULL)
        question->points = points;
    e->by_option = question->points;
    return true;
}

void form_use_as_one(struct resolver *r, struct form_expr *e)
{
    size_t n = r->d->questions.items[e->index].options.count;
    struct number *ones = ARENA_ARRAY(r->d->arena, struct number, n);
    for (size_t i = 0; i < n; i++)
        ones[i] = number_of(1);
    e->by_option = ones;
    e->act = OP_POINTS;
    e->type = VALUE_NUMBER;
}

static bool yesno_has_points(struct resolver *r, const struct form_expr *e)
{
    const struct draft_options *options = &r->d->questions.items[e->index].options;
    return options->count == 2 && (options->items[0].has_points || options->items[1].has_points);
}

static bool choice_points(struct resolver *r, struct form_expr *e)
{
    if (!use_points(r, e))
        return false;
    e->act = OP_POINTS;
    e->type = VALUE_NUMBER;
    return true;
}

static bool is_file(struct resolver *r, const struct form_expr *e)
{
    const struct draft_question *question = form_named_question(r, e);
    return question != NULL && question->q.type == FORM_FILE;
}

bool form_use_number(struct resolver *r, struct form_expr *e)
{
    switch (e->type) {
    case VALUE_NUMBER:
        return true;
    case VALUE_CHOICE:
        return choice_points(r, e);
    case VALUE_YESNO:
        if (yesno_has_points(r, e))
            return choice_points(r, e);
        form_wrong(r, e, D_FORM_CONDITION_AS_NUMBER, (struct str){0}, (struct str){0});
        return false;
    case VALUE_LEVEL:
        e->act = OP_RESULT;
        e->type = VALUE_NUMBER;
        return true;
    case VALUE_TRUTH:
        form_wrong(r, e, D_FORM_CONDITION_AS_NUMBER, (struct str){0}, (struct str){0});
        return false;
    case VALUE_DATE:
        form_wrong(r, e, D_FORM_DATE_AS_NUMBER, (struct str){0}, (struct str){0});
        return false;
    case VALUE_LIST:
        form_wrong(r, e, D_FORM_LIST_AS_NUMBER, (struct str){0}, (struct str){0});
        return false;
    case VALUE_TEXT:
        form_wrong(r, e, is_file(r, e) ? D_FORM_FILE_AS_VALUE : D_FORM_TEXT_AS_VALUE, (struct str){0},
                   (struct str){0});
        return false;
    case VALUE_CODE:
        form_unknown(r, e);
        return false;
    case VALUE_COUNTRY:
        form_wrong(r, e, D_FORM_COUNTRY_AS_NUMBER, (struct str){0}, (struct str){0});
        return false;
    case VALUE_WRONG:
    case VALUE__MAX:
        break;
    }
    return false;
}

bool form_use_truth(struct resolver *r, struct form_expr *e)
{
    if (e->type == VALUE_YESNO) {
        e->act = OP_YES;
        e->type = VALUE_TRUTH;
    }
    if (e->type == VALUE_CODE)
        form_unknown(r, e);
    else if (e->type != VALUE_TRUTH && e->type != VALUE_WRONG)
        form_wrong(r, e, D_FORM_NEEDS_CONDITION, (struct str){0}, (struct str){0});
    return e->type == VALUE_TRUTH;
}

bool form_use_date(struct resolver *r, struct form_expr *e)
{
    if (e->type == VALUE_CODE)
        form_unknown(r, e);
    else if (e->type != VALUE_DATE && e->type != VALUE_WRONG)
        form_wrong(r, e, D_FORM_NEEDS_DATE, (struct str){0}, (struct str){0});
    return e->type == VALUE_DATE;
}

enum form_value form_use_value(struct resolver *r, struct form_expr *e)
{
    if (e->type == VALUE_DATE || e->type == VALUE_TRUTH || e->type == VALUE_COUNTRY)
        return e->type;
    if (e->type == VALUE_YESNO && !yesno_has_points(r, e))
        return form_use_truth(r, e) ? VALUE_TRUTH : VALUE_WRONG;
    return form_use_number(r, e) ? VALUE_NUMBER : VALUE_WRONG;
}

bool form_use_element(struct resolver *r, struct form_expr *e, bool counted)
{
    if (e->type != VALUE_LIST)
        return form_use_number(r, e);
    if (e->by_option != NULL || counted)
        return true;
    return use_points(r, e);
}

/* An option without the value: it may have one of nearly the same name. */
static void report_without(struct resolver *r, struct form_expr *e, const struct form_option *option)
{
    struct str names[FORM_MAX_NAMED];
    for (size_t i = 0; i < option->n_named; i++)
        names[i] = option->named[i].name;
    struct str near = diag_nearest(e->field, names, option->n_named);
    struct str source = str_sub(r->line->text, e->offset, e->offset + e->length);
    if (near.n == 0) {
        form_wrong(r, e, D_FORM_FIELD_MISSING, option->code, e->field);
        return;
    }
    DIAG_AT(r->d->diags, D_FORM_FIELD_MISSPELT, draft_part_place(&r->d->lines[option->line - 1], near), near,
            option->code, e->field, source);
    e->type = VALUE_WRONG;
}

/* Which options have a value of this name; reports when none or not all have it. */
static const struct number *field_values(struct resolver *r, struct form_expr *e,
                                         const struct draft_options *options)
{
    struct number *values = ARENA_ARRAY(r->d->arena, struct number, options->count);
    struct str names[FORM_MAX_NAMED];
    size_t n_names = 0;
    size_t n_found = 0;
    ptrdiff_t without = -1;
    for (size_t i = 0; i < options->count; i++) {
        const struct form_option *o = &options->items[i];
        bool found = false;
        for (size_t j = 0; j < o->n_named; j++) {
            if (str_eq(o->named[j].name, e->field)) {
                values[i] = o->named[j].value;
                found = true;
            } else if (n_names < FORM_MAX_NAMED) {
                names[n_names++] = o->named[j].name;
            }
        }
        n_found += found;
        if (!found && without < 0)
            without = (ptrdiff_t)i;
    }
    if (n_found == 0)
        form_wrong(r, e, D_FORM_UNKNOWN_FIELD, e->field, diag_nearest(e->field, names, n_names));
    else if (without >= 0)
        report_without(r, e, &options->items[without]);
    return n_found == options->count ? values : NULL;
}

/* `enfants.agee`, where the repeat asks for no such thing. */
static enum form_value unknown_in_repeat(struct resolver *r, struct form_expr *e, size_t repeat)
{
    const struct draft_repeat *from = &r->d->repeats.items[repeat];
    struct str *names = ARENA_ARRAY(r->d->arena, struct str, from->n_drafts);
    for (size_t i = 0; i < from->n_drafts; i++)
        names[i] = r->d->questions.items[from->question + 1 + i].q.name;
    return form_wrong(r, e, D_FORM_UNKNOWN_IN_REPEAT, e->text, diag_nearest(e->field, names, from->n_drafts));
}

static enum form_value no_field(struct resolver *r, struct form_expr *e, const struct draft_question *owner)
{
    for (size_t i = 0; owner != NULL && i < r->d->repeats.count; i++)
        if (&r->d->questions.items[r->d->repeats.items[i].question] == owner)
            return unknown_in_repeat(r, e, i);
    return form_wrong(r, e, D_FORM_FIELD_OF_OTHER, e->text, (struct str){0});
}

static void use_field(struct draft *d, const struct draft_question *question, struct str name)
{
    bool is_row = question->q.grid >= 0 && question->q.type == FORM_ONE;
    size_t index = (size_t)(question - d->questions.items);
    if (is_row)
        index = d->grids.items[question->q.grid].question;
    for (size_t i = 0; i < d->fields.count; i++)
        if (d->fields.items[i].question == index && str_eq(d->fields.items[i].name, name))
            return;
    *ARENA_PUSH(d->arena, &d->fields) = (struct draft_field){index, name};
}

enum form_value form_resolve_field(struct resolver *r, struct form_expr *e)
{
    const struct name *name = find_name(r, e->text);
    const struct draft_question *question = question_of(r, name);
    if (name == NULL)
        return form_unknown(r, e);
    if (name->kind == NAME_ROWS || name->kind == NAME_REPEATED)
        return form_short_name(r, e, name);
    if (question == NULL)
        return no_field(r, e, NULL);
    const struct form_question *q = &question->q;
    if (question->partial || !question->line->type_known)
        return VALUE_WRONG;
    if (q->type != FORM_ONE && q->type != FORM_MANY && q->type != FORM_YESNO && q->type != FORM_GRID)
        return no_field(r, e, question);
    e->index = (size_t)(question - r->d->questions.items);
    e->by_option = field_values(r, e, &question->options);
    if (e->by_option == NULL)
        return VALUE_WRONG;
    use_field(r->d, question, e->field);
    if (!form_may_name(r, e, question))
        return VALUE_WRONG;
    e->act = q->type == FORM_MANY ? OP_LIST : OP_POINTS;
    return q->type == FORM_MANY ? VALUE_LIST : VALUE_NUMBER;
}
