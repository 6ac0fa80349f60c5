#include "form/currency.h"
#include "form/draft.h"
#include "form/file.h"

#include <inttypes.h>

/* What is open at each depth while the lines are walked. */
struct open {
    enum form_kind kind; /* FORM_QUESTION or FORM_OPTION */
    bool set;
    size_t question, option;
};

struct walk {
    struct draft *d;
    struct open open[FORM_MAX_DEPTH + 1];
    enum form_kind section; /* FORM_POINT or FORM_RESULT; FORM_KIND__MAX before the first */
    ptrdiff_t repeat;       /* the repeat that the point is, or -1 */
    size_t n_asked;         /* questions of the definition so far: those of items each counted */
    bool full;              /* too many, which was reported */
};

struct place draft_place(const struct declared *line, size_t offset, size_t length)
{
    return lex_place(line->at, offset, length);
}

struct place draft_line_place(const struct declared *line)
{
    return draft_place(line, 0, line->text.n);
}

struct place draft_part_place(const struct declared *line, struct str part)
{
    return part.n == 0 ? draft_line_place(line) : draft_place(line, (size_t)(part.p - line->text.p), part.n);
}

struct str draft_path_in_item(const struct draft *d, size_t question)
{
    const struct form_question *q = &d->questions.items[question].q;
    size_t whole = d->questions.items[d->repeats.items[q->repeat].question].q.id.n;
    return str_sub(q->id, whole + 1, q->id.n);
}

struct str draft_line_number(const struct draft *d, const struct declared *line)
{
    size_t number;
    size_t column;
    if (line->at.source == NULL)
        return STR("?");
    source_line_column(line->at.source, line->at.offset, &number, &column);
    return arena_printf(d->arena, "%zu", number);
}

static unsigned line_number(const struct draft *d, const struct declared *line)
{
    return (unsigned)(line - d->lines) + 1;
}

/* A thing that is known as `id`, which may say more than its declaration: `experience.actions`. */
static void add_name_as(struct walk *w, const struct declared *line, struct str id, struct name name)
{
    struct draft *d = w->d;
    name.id = id;
    name.line = (size_t)(line - d->lines);
    if (line->id.n == 0)
        return;
    const struct name *other = names_add(&d->names, name);
    if (other != NULL)
        DIAG_AT(d->diags, D_FORM_DUPLICATE_ID, draft_part_place(line, line->id), line->id,
                draft_line_number(d, &d->lines[other->line]));
}

static void add_name(struct walk *w, const struct declared *line, enum name_kind kind, size_t index)
{
    add_name_as(w, line, line->id, (struct name){.kind = kind, .index = index});
}

/* The innermost thing that is open above this depth; NULL when there is none. */
static struct open *above(struct walk *w, unsigned depth)
{
    for (unsigned i = depth; i-- > 0;)
        if (w->open[i].set)
            return &w->open[i];
    return NULL;
}

static void open_at(struct walk *w, unsigned depth, struct open what)
{
    for (unsigned i = depth; i <= FORM_MAX_DEPTH; i++)
        w->open[i].set = false;
    what.set = true;
    w->open[depth] = what;
}

static void close_all(struct walk *w)
{
    for (unsigned i = 0; i <= FORM_MAX_DEPTH; i++)
        w->open[i].set = false;
}

unsigned draft_decimals(const struct declared *line)
{
    if (line->whole || line->type == FORM_MANY || line->type == FORM_SCALE || line->type == FORM_REPEAT ||
        line->type == FORM_FILE)
        return 0;
    if (line->type == FORM_MONEY)
        return form_currency_decimals(line->currency);
    return line->type == FORM_NUMBER ? NUMBER_MAX_DECIMALS : 2;
}

/* Bounds that a question has when it declares none. */
static void default_bounds(struct form_question *q)
{
    if (q->type == FORM_PERCENT && !q->low.set) {
        q->low = (struct form_bound){.set = true, .value = number_of(0)};
        if (!q->high.set)
            q->high = (struct form_bound){.set = true, .value = number_of(100)};
    }
    if (q->type == FORM_MANY && !q->low.set)
        q->low = (struct form_bound){.set = true, .value = number_of(1)};
    if (q->type == FORM_FILE && !q->high.set)
        q->high = (struct form_bound){.set = true, .value = number_of(q->low.set ? FORM_MAX_FILES : 1)};
    if (q->type == FORM_FILE && !q->low.set)
        q->low = (struct form_bound){.set = true, .value = number_of(1)};
    if ((q->type == FORM_TEXT || q->type == FORM_SIGNATURE) && !q->high.set)
        q->high = (struct form_bound){.set = true, .value = number_of(120)};
}

static struct form_question question_of(const struct walk *w, const struct declared *line)
{
    struct form_question q = {
        .id = line->id,
        .name = line->id,
        .line = line_number(w->d, line),
        .type = line->type,
        .optional = line->optional,
        .point = w->d->points.count - 1,
        .grid = -1,
        .repeat = -1,
        .condition = line->expr,
        .parent = -1,
        .low = line->low,
        .high = line->high,
        .decimals = draft_decimals(line),
        .currency = line->currency,
        .file_kinds = line->file_kinds,
        .file_bytes = line->file_bytes,
        .country = line->country,
    };
    default_bounds(&q);
    return q;
}

/* Counts what a question becomes in the definition; false after reporting that they are too many. */
static bool count_questions(struct walk *w, const struct declared *line, size_t n)
{
    struct draft *d = w->d;
    w->n_asked += n;
    if (w->n_asked <= FORM_MAX_QUESTIONS)
        return true;
    if (!w->full)
        DIAG_AT(d->diags, D_FORM_TOO_MANY_QUESTIONS, draft_line_place(line),
                arena_printf(d->arena, "%d", FORM_MAX_QUESTIONS));
    w->full = true;
    return false;
}

static bool is_grid(const struct declared *line)
{
    return line->type_known && line->type == FORM_GRID;
}

static size_t most_items(const struct draft *d, size_t repeat)
{
    const struct form_bound *most = &d->questions.items[d->repeats.items[repeat].question].q.high;
    return most->value.num < 1 ? 1 : (size_t)most->value.num;
}

static void open_repeat(struct walk *w, struct declared *line)
{
    struct draft *d = w->d;
    size_t index = d->questions.count;
    struct form_question q = question_of(w, line);
    *ARENA_PUSH(d->arena, &d->questions) = (struct draft_question){.q = q, .line = line};
    add_name(w, line, NAME_QUESTION, index);
    w->repeat = (ptrdiff_t)d->repeats.count;
    *ARENA_PUSH(d->arena, &d->repeats) = (struct draft_repeat){.question = index};
    count_questions(w, line, 1);
}

static void walk_point(struct walk *w, struct declared *line)
{
    struct draft *d = w->d;
    size_t index = d->points.count;
    *ARENA_PUSH(d->arena, &d->points) =
        (struct form_point){.id = line->id,
                            .line = line_number(d, line),
                            .first_question = d->questions.count,
                            .condition = line->type_known ? NULL : line->expr};
    w->section = FORM_POINT;
    w->repeat = -1;
    close_all(w);
    if (line->type_known)
        open_repeat(w, line);
    else
        add_name(w, line, NAME_POINT, index);
}

static bool nest(struct walk *w, const struct declared *line, struct form_question *q)
{
    if (line->depth <= 1)
        return true;
    const struct open *parent = above(w, line->depth);
    if (parent == NULL || parent->kind != FORM_OPTION) {
        DIAG_AT(w->d->diags, D_FORM_NESTED_UNDER_NOTHING, draft_line_place(line), line->id);
        return false;
    }
    const struct form_question *above_it = &w->d->questions.items[parent->question].q;
    if (above_it->type == FORM_SCALE) {
        DIAG_AT(w->d->diags, D_FORM_NESTED_UNDER_SCALE, draft_line_place(line), line->id, above_it->id);
        return false;
    }
    if (above_it->type == FORM_GRID) {
        DIAG_AT(w->d->diags, D_FORM_NESTED_IN_GRID, draft_line_place(line), line->id, above_it->id);
        return false;
    }
    q->parent = (ptrdiff_t)parent->question;
    q->parent_option = parent->option;
    return true;
}

static struct str joined(struct arena *a, struct str whole, struct str part)
{
    return arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(whole), STR_ARG(part));
}

/* The repeat's id goes in front: two repeats may both ask for a first name. */
static void join_repeat(struct walk *w, const struct declared *line, struct form_question *q)
{
    struct draft *d = w->d;
    struct draft_repeat *repeat = &d->repeats.items[w->repeat];
    q->repeat = w->repeat;
    q->id = joined(d->arena, d->questions.items[repeat->question].q.id, line->id);
    repeat->n_drafts++;
    repeat->n_each += !is_grid(line);
}

/* How many questions what is asked here becomes, alone or of each item. */
static size_t n_times(const struct walk *w)
{
    return w->repeat < 0 ? 1 : most_items(w->d, (size_t)w->repeat);
}

static void walk_question(struct walk *w, struct declared *line)
{
    struct draft *d = w->d;
    if (w->section != FORM_POINT) {
        DIAG_AT(d->diags, w->section == FORM_RESULT ? D_FORM_QUESTION_IN_RESULT : D_FORM_QUESTION_OUTSIDE,
                draft_line_place(line), line->id);
        return;
    }
    struct form_question q = question_of(w, line);
    if (!count_questions(w, line, is_grid(line) ? 0 : n_times(w)))
        return;
    if (!nest(w, line, &q))
        line->wrong = true;
    if (w->repeat >= 0)
        join_repeat(w, line, &q);
    size_t index = d->questions.count;
    if (is_grid(line)) {
        q.grid = (ptrdiff_t)d->grids.count;
        *ARENA_PUSH(d->arena, &d->grids) = (struct draft_grid){.question = index};
    }
    *ARENA_PUSH(d->arena, &d->questions) = (struct draft_question){.q = q, .line = line};
    add_name_as(w, line, q.id, (struct name){.kind = NAME_QUESTION, .index = index});
    open_at(w, line->depth, (struct open){.kind = FORM_QUESTION, .question = index});
}

/* A row is asked when its grid is, and answered with one of the grid's options. */
static void walk_row(struct walk *w, struct declared *line)
{
    struct draft *d = w->d;
    const struct open *open = above(w, line->depth);
    struct draft_question *owner = open == NULL ? NULL : &d->questions.items[open->question];
    if (owner == NULL || open->kind != FORM_QUESTION || owner->q.type != FORM_GRID) {
        DIAG_AT(d->diags, D_FORM_ROW_OUTSIDE, draft_line_place(line), line->id);
        return;
    }
    struct draft_grid *grid = &d->grids.items[owner->q.grid];
    owner->partial = owner->partial || line->wrong;
    if (grid->n_rows == FORM_MAX_ROWS) {
        DIAG_AT(d->diags, D_FORM_TOO_MANY_ROWS, draft_line_place(line), owner->q.id,
                arena_printf(d->arena, "%d", FORM_MAX_ROWS));
        return;
    }
    if (line->wrong || !count_questions(w, line, n_times(w)))
        return;
    line->type = FORM_ONE;
    line->type_known = true;
    struct form_question q = owner->q;
    q.id = joined(d->arena, owner->q.id, line->id);
    q.name = line->id;
    q.line = line_number(d, line);
    q.type = FORM_ONE;
    size_t index = d->questions.count;
    *ARENA_PUSH(d->arena, &d->questions) = (struct draft_question){.q = q, .line = line};
    grid->n_rows++;
    if (w->repeat >= 0) {
        d->repeats.items[w->repeat].n_drafts++;
        d->repeats.items[w->repeat].n_each++;
    }
    add_name_as(w, line, q.id, (struct name){.kind = NAME_QUESTION, .index = index});
}

static bool is_on_scale(const struct form_question *q, struct number n)
{
    return number_is_whole(n) && number_cmp(n, q->low.value) >= 0 && number_cmp(n, q->high.value) <= 0;
}

/* What kind of options the question's type has. */
static bool check_option_type(struct draft *d, const struct draft_question *owner,
                              const struct declared *line)
{
    const struct form_question *q = &owner->q;
    struct place code = draft_part_place(line, line->id);
    size_t errors = diags_errors(d->diags);
    bool is_scale = q->type == FORM_SCALE;
    if (!owner->line->type_known)
        return true;
    if (!is_scale && !form_is_choice(q))
        DIAG_AT(d->diags, D_FORM_OPTION_OF_TYPE, draft_line_place(line), q->id, form_type_name(q->type));
    else if (is_scale && !line->is_label)
        DIAG_AT(d->diags, D_FORM_SCALE_LABEL, draft_line_place(line), line->id, q->id);
    else if (!is_scale && line->is_label)
        DIAG_AT(d->diags, D_FORM_EXPECTED_CODE, code, line->id);
    else if (is_scale && !owner->line->wrong && !is_on_scale(q, line->points))
        DIAG_AT(d->diags, D_FORM_SCALE_OUTSIDE, code, line->id, q->id);
    else if (q->type == FORM_YESNO && !str_eq(line->id, STR("yes")) && !str_eq(line->id, STR("no")))
        DIAG_AT(d->diags, D_FORM_YESNO_CODES, code, line->id, q->id);
    else if (line->alone && q->type != FORM_MANY)
        DIAG_AT(d->diags, D_FORM_ALONE_OF_TYPE, draft_line_place(line), q->id, form_type_name(q->type));
    else if (line->expr != NULL && q->type != FORM_MANY && q->type != FORM_ONE)
        DIAG_AT(d->diags, D_FORM_OPTION_IF, draft_line_place(line), q->id, form_type_name(q->type));
    return diags_errors(d->diags) == errors;
}

static bool check_option(struct draft *d, const struct draft_question *owner, const struct declared *line)
{
    const struct form_question *q = &owner->q;
    if (!check_option_type(d, owner, line))
        return false;
    for (size_t i = 0; i < owner->options.count; i++) {
        const struct form_option *other = &owner->options.items[i];
        bool same =
            line->is_label ? number_cmp(other->points, line->points) == 0 : str_eq(other->code, line->id);
        if (same) {
            DIAG_AT(d->diags, D_FORM_DUPLICATE_CODE, draft_part_place(line, line->id), line->id,
                    draft_line_number(d, &d->lines[other->line - 1]));
            return false;
        }
    }
    if (owner->options.count == FORM_MAX_OPTIONS) {
        DIAG_AT(d->diags, D_FORM_TOO_MANY_OPTIONS, draft_line_place(line), q->id,
                arena_printf(d->arena, "%d", FORM_MAX_OPTIONS));
        return false;
    }
    return true;
}

static void walk_option(struct walk *w, struct declared *line)
{
    struct draft *d = w->d;
    const struct open *parent = above(w, line->depth);
    if (parent == NULL || parent->kind != FORM_QUESTION) {
        DIAG_AT(d->diags, D_FORM_OPTION_OUTSIDE, draft_line_place(line), line->id);
        return;
    }
    struct draft_question *owner = &d->questions.items[parent->question];
    struct open self = {.kind = FORM_OPTION, .question = parent->question, .option = owner->options.count};
    owner->partial = owner->partial || line->wrong;
    if (line->id.n == 0 || !check_option(d, owner, line)) {
        owner->partial = true;
        return;
    }
    *ARENA_PUSH(d->arena, &owner->options) = (struct form_option){
        .code = line->id,
        .line = line_number(d, line),
        .has_points = line->has_points,
        .points = line->points,
        .named = line->named,
        .n_named = line->n_named,
        .alone = line->alone,
        .condition = line->expr,
    };
    open_at(w, line->depth, self);
}

static void walk_score(struct walk *w, struct declared *line)
{
    struct draft *d = w->d;
    size_t index = d->scores.count;
    *ARENA_PUSH(d->arena, &d->scores) = (struct draft_score){
        .s = {.name = line->id, .line = line_number(d, line), .expr = line->expr, .latest = -1},
        .line = line};
    add_name(w, line, NAME_SCORE, index);
}

static void walk_result(struct walk *w, struct declared *line)
{
    struct draft *d = w->d;
    size_t index = d->results.count;
    *ARENA_PUSH(d->arena, &d->results) = (struct draft_result){
        .r = {.id = line->id, .line = line_number(d, line), .expr = line->expr}, .line = line};
    add_name(w, line, NAME_RESULT, index);
    w->section = FORM_RESULT;
    close_all(w);
}

static void walk_level(struct walk *w, struct declared *line)
{
    struct draft *d = w->d;
    if (w->section != FORM_RESULT) {
        DIAG_AT(d->diags, D_FORM_LEVEL_OUTSIDE, draft_line_place(line), line->id);
        return;
    }
    struct draft_result *owner = &d->results.items[d->results.count - 1];
    if (owner->levels.count == FORM_MAX_LEVELS) {
        DIAG_AT(d->diags, D_FORM_TOO_MANY_LEVELS, draft_line_place(line), owner->r.id,
                arena_printf(d->arena, "%d", FORM_MAX_LEVELS));
        return;
    }
    for (size_t i = 0; i < owner->levels.count; i++)
        if (line->id.n > 0 && str_eq(owner->levels.items[i].code, line->id))
            DIAG_AT(d->diags, D_FORM_DUPLICATE_CODE, draft_part_place(line, line->id), line->id,
                    draft_line_number(d, &d->lines[owner->levels.items[i].line - 1]));
    owner->partial = owner->partial || line->wrong;
    *ARENA_PUSH(d->arena, &owner->levels) = (struct form_level){
        .code = line->id, .line = line_number(d, line), .low = line->low, .high = line->high};
}

static void walk_rule(struct walk *w, struct declared *line)
{
    *ARENA_PUSH(w->d->arena, &w->d->rules) =
        (struct form_rule){.line = line_number(w->d, line), .lifts = line->lifts, .condition = line->expr};
}

static void walk_check(struct walk *w, struct declared *line)
{
    *ARENA_PUSH(w->d->arena, &w->d->checks) = (struct form_check){
        .line = line_number(w->d, line), .severity = line->severity, .condition = line->expr};
}

/* A yesno has its two options in one order, whatever was declared. */
static void complete_yesno(struct draft *d, struct draft_question *owner)
{
    static const struct str codes[] = {STR_INIT("yes"), STR_INIT("no")};
    struct form_option *both = ARENA_ARRAY(d->arena, struct form_option, 2);
    if (owner->options.count == 1)
        DIAG_AT(d->diags, D_FORM_YESNO_HALF, draft_part_place(owner->line, owner->q.name), owner->q.id);
    for (size_t i = 0; i < 2; i++) {
        both[i].code = codes[i];
        for (size_t j = 0; j < owner->options.count; j++)
            if (str_eq(owner->options.items[j].code, codes[i]))
                both[i] = owner->options.items[j];
    }
    for (size_t i = 0; i < d->questions.count; i++) {
        struct form_question *q = &d->questions.items[i].q;
        if (q->parent >= 0 && &d->questions.items[q->parent] == owner)
            q->parent_option = str_eq(owner->options.items[q->parent_option].code, codes[0]) ? 0 : 1;
    }
    owner->options = (struct draft_options){both, 2, 2};
}

/* A scale has an option for each of its numbers, labelled or not. */
static void complete_scale(struct draft *d, struct draft_question *owner)
{
    size_t n = (size_t)(owner->q.high.value.num - owner->q.low.value.num) + 1;
    struct form_option *all = ARENA_ARRAY(d->arena, struct form_option, n);
    for (size_t i = 0; i < n; i++) {
        struct number at = number_of(owner->q.low.value.num + (int64_t)i);
        for (size_t j = 0; j < owner->options.count; j++)
            if (number_cmp(owner->options.items[j].points, at) == 0)
                all[i] = owner->options.items[j];
        all[i].code = arena_printf(d->arena, "%" PRId64, at.num);
        all[i].has_points = true;
        all[i].points = at;
    }
    owner->options = (struct draft_options){all, n, n};
}

/* `many 5..9` of three options could never be answered; those that stand alone do not count. */
static void check_counts(struct draft *d, const struct draft_question *owner)
{
    struct place at = draft_part_place(owner->line, owner->q.name);
    int64_t n = 0;
    for (size_t i = 0; i < owner->options.count; i++)
        n += !owner->options.items[i].alone;
    if (n == 0)
        DIAG_AT(d->diags, D_FORM_ALL_ALONE, at, owner->q.id);
    else if (owner->q.low.value.num > n || (owner->q.high.set && owner->q.high.value.num > n))
        DIAG_AT(d->diags, D_FORM_COUNT_OVER_OPTIONS, at, owner->q.id, arena_printf(d->arena, "%" PRId64, n));
}

/* The rows get the options of their grid, and what is wrong with it. */
static void complete_grids(struct draft *d)
{
    for (size_t i = 0; i < d->grids.count; i++) {
        const struct draft_grid *grid = &d->grids.items[i];
        struct draft_question *owner = &d->questions.items[grid->question];
        owner->partial = owner->partial || owner->line->wrong;
        for (size_t row = 1; row <= grid->n_rows; row++) {
            d->questions.items[grid->question + row].options = owner->options;
            d->questions.items[grid->question + row].partial = owner->partial;
        }
        if (grid->n_rows == 0 && owner->options.count > 0 && !owner->partial)
            DIAG_AT(d->diags, D_FORM_NO_ROWS, draft_part_place(owner->line, owner->q.name), owner->q.id);
    }
}

static void finish_question(struct draft *d, struct draft_question *owner)
{
    enum form_type type = owner->q.type;
    struct place at = draft_part_place(owner->line, owner->q.name);
    bool chosen_one = type == FORM_ONE || type == FORM_GRID;
    if (type == FORM_YESNO)
        complete_yesno(d, owner);
    if (type == FORM_SCALE)
        complete_scale(d, owner);
    if ((chosen_one || type == FORM_MANY) && owner->options.count == 0)
        DIAG_AT(d->diags, type == FORM_GRID ? D_FORM_NO_COLUMNS : D_FORM_NO_OPTIONS, at, owner->q.id);
    else if (chosen_one && owner->options.count == 1)
        DIAG_AT(d->diags, D_FORM_ONE_OPTION, at, owner->q.id);
    else if (type == FORM_MANY)
        check_counts(d, owner);
}

static void finish_questions(struct draft *d)
{
    complete_grids(d);
    for (size_t i = 0; i < d->questions.count; i++) {
        struct draft_question *owner = &d->questions.items[i];
        bool is_row = owner->q.grid >= 0 && owner->q.type == FORM_ONE;
        if (!owner->line->wrong && !owner->partial && owner->line->type_known && !is_row)
            finish_question(d, owner);
    }
    for (size_t i = 0; i < d->repeats.count; i++) {
        const struct draft_question *owner = &d->questions.items[d->repeats.items[i].question];
        if (d->repeats.items[i].n_drafts == 0 && !owner->line->wrong)
            DIAG_AT(d->diags, D_FORM_REPEAT_EMPTY, draft_part_place(owner->line, owner->q.id), owner->q.id);
    }
}

static void add_short_name(struct draft *d, struct name name)
{
    struct name *other = names_add(&d->names, name);
    if (other != NULL && name.kind == NAME_ROW && other->kind == NAME_ROW)
        other->kind = NAME_ROWS;
}

/* What rows and the questions of items are called alone, and rows of items with the repeat alone. Where
 * another has this name already, that one is meant; where two rows have it, neither. */
static void add_short_names(struct draft *d)
{
    for (size_t i = 0; i < d->questions.count; i++) {
        const struct form_question *q = &d->questions.items[i].q;
        bool is_row = q->grid >= 0 && q->type == FORM_ONE;
        struct name name = {.id = q->name, .kind = q->repeat >= 0 ? NAME_REPEATED : NAME_ROW, .index = i};
        name.line = q->line - 1;
        if ((!is_row && q->repeat < 0) || q->name.n == 0)
            continue;
        add_short_name(d, name);
        if (!is_row || q->repeat < 0)
            continue;
        name.kind = NAME_ROW;
        name.id = joined(d->arena, d->questions.items[d->repeats.items[q->repeat].question].q.id, q->name);
        add_short_name(d, name);
    }
}

void draft_structure(struct draft *d)
{
    static void (*const walks[FORM_KIND__MAX])(struct walk *, struct declared *) = {
        [FORM_POINT] = walk_point, [FORM_QUESTION] = walk_question, [FORM_OPTION] = walk_option,
        [FORM_SCORE] = walk_score, [FORM_RESULT] = walk_result,     [FORM_LEVEL] = walk_level,
        [FORM_RULE] = walk_rule,   [FORM_CHECK] = walk_check,       [FORM_ROW] = walk_row,
    };
    struct walk w = {.d = d, .section = FORM_KIND__MAX, .repeat = -1};
    names_init(&d->names, d->arena, 3 * d->n_lines);
    for (size_t i = 0; i < d->n_lines; i++) {
        if (d->lines[i].depth > FORM_MAX_DEPTH)
            DIAG_AT(d->diags, D_FORM_NESTED_TOO_DEEP, draft_line_place(&d->lines[i]));
        else
            walks[d->lines[i].kind](&w, &d->lines[i]);
    }
    add_short_names(d);
    finish_questions(d);
    if (d->questions.count == 0 && diags_errors(d->diags) == 0 && d->n_lines > 0)
        DIAG_AT(d->diags, D_FORM_NO_QUESTIONS, draft_line_place(&d->lines[0]));
}
