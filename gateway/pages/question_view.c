#include "pages/question_view.h"

#include "form/file.h"
#include "pages/repeat.h"
#include "pages/submission_view.h"
#include "theme/format.h"

/* One view being made. */
struct making {
    const struct words *w;
    const struct question_input *input;
};

static struct str field_id(const struct making *m, size_t i)
{
    return question_anchor(m->w->arena, m->w->form->questions[i].id);
}

static struct str text_at(const struct form_raw *raw, size_t i)
{
    return i < raw->n ? raw->texts[i] : (struct str){0};
}

static bool has_text(const struct form_raw *raw, struct str text)
{
    for (size_t i = 0; i < raw->n; i++)
        if (str_eq(raw->texts[i], text))
            return true;
    return false;
}

static void set_unit(const struct making *m, struct value *view, const struct form_question *q)
{
    if (q->type == FORM_PERCENT)
        value_set_text(view, "unit", STR("%"));
    else if (q->type == FORM_MONEY)
        value_set_text(view, "unit", words_currency(m->w, q->currency));
}

/* A date that came as one text is cut into its parts, so that it can be corrected. */
static void set_date(const struct making *m, struct value *view, const struct form_raw *raw)
{
    struct str parts[3] = {text_at(raw, 0), text_at(raw, 1), text_at(raw, 2)};
    int32_t day;
    if (raw->n == 1 && form_day_parse(raw->texts[0], &day)) {
        int civil[3];
        form_day_to_civil(day, &civil[2], &civil[1], &civil[0]);
        for (size_t i = 0; i < 3; i++)
            parts[i] = arena_printf(m->w->arena, "%d", civil[i]);
    }
    value_set_text(view, "day", parts[0]);
    value_set_text(view, "month", parts[1]);
    value_set_text(view, "year", parts[2]);
}

static void add_question(const struct making *m, size_t i, struct value *list);

/* A grid is shown at its first row. */
static bool is_later_row(const struct form *f, size_t i)
{
    ptrdiff_t grid = f->questions[i].grid;
    return grid >= 0 && f->grids[grid].first_row < i;
}

/* The questions that hang on an option are shown with it, whether it is chosen or not: a page without scripts
 * has them all. */
static void add_nested(const struct making *m, size_t parent, size_t option, struct value *view)
{
    const struct form *f = m->w->form;
    struct value *nested = value_list(m->w->arena);
    for (size_t i = parent + 1; i < f->n_questions; i++) {
        const struct form_question *q = &f->questions[i];
        bool hangs = q->parent == (ptrdiff_t)parent && q->parent_option == option;
        if (hangs && !is_later_row(f, i))
            add_question(m, i, nested);
    }
    value_set_bool(view, "has_nested", value_count(nested) > 0);
    value_set(view, "nested", nested);
}

/* On a scale, the number. */
static struct str option_label(const struct words *w, const struct form_question *q, size_t option)
{
    return q->type == FORM_SCALE ? words_number(w, q, q->options[option].points) : words_option(w, q, option);
}

struct str question_option_anchor(struct arena *a, const struct form_question *q, size_t option)
{
    struct str id = question_anchor(a, q->id);
    return arena_printf(a, STR_FMT "-" STR_FMT, STR_ARG(id), STR_ARG(q->options[option].code));
}

static void add_options(const struct making *m, size_t i, struct value *view)
{
    const struct form_question *q = &m->w->form->questions[i];
    value_set_bool(view, "has_options", true);
    struct value *options = value_set_list(view, "options");
    uint64_t offered = form_offered(m->w->form, m->input->answers, i);
    for (size_t o = 0; o < q->n_options; o++) {
        struct value *option = value_add_map(options);
        value_set_bool(option, "is_conditional", (q->conditional >> o & 1) != 0);
        value_set_bool(option, "is_waiting", (offered >> o & 1) == 0);
        value_set_text(option, "id", question_option_anchor(m->w->arena, q, o));
        value_set_text(option, "code", q->options[o].code);
        value_set_text(option, "label", option_label(m->w, q, o));
        if (q->type == FORM_SCALE)
            value_set_text(option, "legend", words_title(m->w, q->options[o].line));
        value_set_bool(option, "is_alone", q->options[o].alone);
        value_set_html(option, "hint", words_hint(m->w, q->options[o].line));
        value_set_bool(option, "is_checked", has_text(&m->input->raw[i], q->options[o].code));
        add_nested(m, i, o, option);
    }
}

/* What the control lets choose, what was handed in. */
static void set_files(const struct making *m, size_t i, struct value *view)
{
    const struct form_question *q = &m->w->form->questions[i];
    struct buf accept;
    buf_init(&accept, 1024);
    for (size_t kind = 0; kind < FORM_FILE_KIND__MAX; kind++) {
        if ((q->file_kinds >> kind & 1) == 0)
            continue;
        buf_add_z(&accept, accept.n > 0 ? "," : "");
        buf_add(&accept, form_file_kind_endings((enum form_file_kind)kind));
    }
    value_set_text(view, "accept", arena_str(m->w->arena, buf_str(&accept)));
    buf_release(&accept);
    value_set_bool(view, "is_several", q->high.value.num > 1);
    files_view(m->w, m->input->answers->items[i].text, view);
}

/* The countries of a drop-down list. */
static void add_countries(const struct making *m, size_t i, struct value *view)
{
    const struct words *w = m->w;
    const struct form_raw *raw = &m->input->raw[i];
    const struct form_answer *answer = &m->input->answers->items[i];
    bool read = answer->given && answer->problem == FORM_OK;
    struct str chosen = read ? answer->text : text_at(raw, 0);
    struct value *countries = value_set_list(view, "countries");
    for (size_t c = 0; c < w->countries.n; c++) {
        const struct country *country = &w->countries.items[c];
        struct value *item = value_add_map(countries);
        value_set_text(item, "code", country->code);
        value_set_text(item, "name", country->name);
        value_set_bool(item, "is_chosen", str_eq(country->code, chosen));
    }
}

static void set_signature(const struct making *m, struct value *view, const struct form_raw *raw)
{
    value_set_text(view, "value", text_at(raw, 0));
    value_set_bool(view, "is_checked", str_eq_z(text_at(raw, 1), "yes"));
    value_set_text(view, "today", format_day(m->w->arena, m->w->language, m->input->answers->today));
}

static void set_values(const struct making *m, size_t i, struct value *view)
{
    const struct form_question *q = &m->w->form->questions[i];
    const struct form_raw *raw = &m->input->raw[i];
    if (q->type == FORM_DATE)
        set_date(m, view, raw);
    else if (q->type == FORM_COUNTRY)
        add_countries(m, i, view);
    else if (q->type == FORM_SIGNATURE)
        set_signature(m, view, raw);
    else if (q->type == FORM_CONSENT)
        value_set_bool(view, "is_checked", has_text(raw, STR("yes")));
    else if (q->type == FORM_FILE)
        set_files(m, i, view);
    else if (q->n_options > 0)
        add_options(m, i, view);
    else
        value_set_text(view, "value", text_at(raw, 0));
}

/* What is wrong there, in words; empty: nothing. */
static struct str mistake_of(const struct words *w, const struct question_input *input, size_t i)
{
    if (input->notes != NULL && input->notes[i].n > 0)
        return input->notes[i];
    if (input->problems[i] == FORM_OK)
        return (struct str){0};
    return words_problem(w, &w->form->questions[i], input->problems[i], input->answers->today);
}

/* What is said beside it. */
static void set_error(const struct making *m, size_t i, struct value *view)
{
    struct str mistake = mistake_of(m->w, m->input, i);
    if (mistake.n == 0 && m->input->stops != NULL)
        mistake = m->input->stops[i];
    if (mistake.n > 0)
        value_set_text(view, "error", mistake);
}

/* A question with a condition is in the page also while that does not hold, for the script. */
static void set_condition(const struct making *m, size_t i, struct value *view)
{
    value_set_bool(view, "is_conditional", m->w->form->questions[i].condition != NULL);
    value_set_bool(view, "is_waiting", m->w->form->questions[i].condition != NULL && !m->input->asked[i]);
    value_set_bool(view, "is_new", m->input->news != NULL && m->input->news[i]);
}

static void add_row(const struct making *m, size_t i, struct value *rows)
{
    const struct words *w = m->w;
    const struct form_question *q = &w->form->questions[i];
    struct value *row = value_add_map(rows);
    value_set_text(row, "id", field_id(m, i));
    value_set_text(row, "name", arena_printf(w->arena, "q." STR_FMT, STR_ARG(q->id)));
    value_set_text(row, "label", words_title(w, q->line));
    set_error(m, i, row);
    struct value *cells = value_set_list(row, "cells");
    for (size_t o = 0; o < q->n_options; o++) {
        struct value *cell = value_add_map(cells);
        value_set_text(cell, "id", question_option_anchor(m->w->arena, q, o));
        value_set_text(cell, "row", field_id(m, i));
        value_set_text(cell, "code", q->options[o].code);
        value_set_text(cell, "label", words_option(w, q, o));
        value_set_bool(cell, "is_checked", has_text(&m->input->raw[i], q->options[o].code));
    }
}

static void add_grid(const struct making *m, const struct form_grid *grid, struct value *list)
{
    const struct words *w = m->w;
    const struct form_question *first = &w->form->questions[grid->first_row];
    struct value *view = value_add_map(list);
    value_set_text(view, "id", question_anchor(w->arena, grid->id));
    value_set_text(view, "name", arena_printf(w->arena, "q." STR_FMT, STR_ARG(grid->id)));
    value_set_text(view, "label", words_title(w, grid->line));
    value_set_html(view, "hint", words_hint(w, grid->line));
    value_set_bool(view, "is_optional", first->optional);
    value_set_bool(view, "is_grid", true);
    set_condition(m, grid->first_row, view);
    struct value *columns = value_set_list(view, "columns");
    for (size_t o = 0; o < first->n_options; o++)
        value_add(columns, value_text(w->arena, words_option(w, first, o)));
    struct value *rows = value_set_list(view, "rows");
    for (size_t i = 0; i < grid->n_rows; i++)
        add_row(m, grid->first_row + i, rows);
}

static void add_question(const struct making *m, size_t i, struct value *list)
{
    const struct words *w = m->w;
    const struct form_question *q = &w->form->questions[i];
    if (q->grid >= 0) {
        add_grid(m, &w->form->grids[q->grid], list);
        return;
    }
    int32_t today = m->input->answers->today;
    struct value *view = value_add_map(list);
    value_set_text(view, "id", field_id(m, i));
    value_set_text(view, "name", arena_printf(w->arena, "q." STR_FMT, STR_ARG(q->id)));
    value_set_text(view, "label", words_title(w, q->line));
    value_set_html(view, "hint", words_hint(w, q->line));
    value_set_text(view, "limits", words_limits(w, q, today));
    value_set_bool(view, "is_optional", q->optional);
    set_condition(m, i, view);
    set_error(m, i, view);
    value_set_bool(view, question_control(q), true);
    set_unit(m, view, q);
    set_values(m, i, view);
}

/* Those from `first` on, `n` of them, that hang on no option. */
static void add_questions(const struct making *m, size_t first, size_t n, struct value *list)
{
    for (size_t i = first; i < first + n; i++)
        if (m->w->form->questions[i].parent < 0 && !is_later_row(m->w->form, i))
            add_question(m, i, list);
}

/* ---- points that are repeated ---- */

static void add_item(const struct making *m, const struct form_repeat *repeat, size_t item,
                     struct value *items)
{
    const struct words *w = m->w;
    struct value *view = value_add_map(items);
    struct str code = repeat_item_code(w->arena, repeat, item);
    value_set_text(view, "id", question_anchor(w->arena, code));
    value_set_text(view, "code", code);
    value_set_text(view, "title", words_item(w, repeat, item));
    value_set_bool(view, "is_asked", str_eq(m->input->removing, code));
    add_questions(m, repeat->count + 1 + item * repeat->n_each, repeat->n_each,
                  value_set_list(view, "questions"));
}

static void set_repeat(const struct making *m, const struct form_repeat *repeat, struct value *view)
{
    const struct words *w = m->w;
    const struct form_question *count = &w->form->questions[repeat->count];
    size_t n = repeat_items(w->form, repeat, m->input->raw[repeat->count]);
    struct value *map = value_set_map(view, "repeat");
    value_set_text(map, "id", field_id(m, repeat->count));
    value_set_text(map, "name", arena_printf(w->arena, "q." STR_FMT, STR_ARG(repeat->id)));
    value_set_int(map, "count", (int64_t)n);
    value_set_int(map, "high", (int64_t)repeat->most);
    value_set_text(map, "code", repeat->id);
    value_set_text(map, "title", words_one_item(w, repeat));
    value_set_bool(map, "can_add", n < repeat->most);
    value_set_bool(map, "can_remove", (int64_t)n > count->low.value.num);
    value_set_bool(map, "is_empty", n == 0);
    struct value *items = value_set_list(map, "items");
    for (size_t item = 0; item < n; item++)
        add_item(m, repeat, item, items);
}

void question_view(const struct words *w, const struct question_input *input, size_t point,
                   struct value *view)
{
    struct making m = {w, input};
    const struct form_point *p = &w->form->points[point];
    const struct form_repeat *repeat = repeat_of_point(w->form, point);
    struct value *list = value_set_list(view, "questions");
    if (repeat == NULL)
        add_questions(&m, p->first_question, p->n_questions, list);
    else
        set_repeat(&m, repeat, view);
}

size_t question_problems(const struct form *f, const struct question_input *input, ptrdiff_t point, bool all,
                         enum form_problem *problems)
{
    size_t n = 0;
    form_problems(f, input->answers, problems);
    for (size_t i = 0; i < f->n_questions; i++) {
        bool is_elsewhere = point >= 0 && f->questions[i].point != (size_t)point;
        bool is_new = input->news != NULL && input->news[i];
        if (is_elsewhere || (problems[i] == FORM_MISSING && (!all || is_new)))
            problems[i] = FORM_OK;
        n += problems[i] != FORM_OK;
    }
    return n;
}

void question_mistakes(const struct words *w, const struct question_input *input, ptrdiff_t point,
                       struct value *errors)
{
    struct making m = {w, input};
    for (size_t i = 0; i < w->form->n_questions; i++) {
        const struct form_question *q = &w->form->questions[i];
        struct str text = mistake_of(w, input, i);
        if (text.n == 0 || (point >= 0 && q->point != (size_t)point))
            continue;
        struct value *arguments = value_map(w->arena);
        value_set_text(arguments, "label", words_question(w, i));
        value_set_text(arguments, "problem", text);
        struct value *mistake = value_add_map(errors);
        value_set_text(mistake, "text", words_text(w, "form.mistake", arguments));
        value_set_text(mistake, "field", field_id(&m, i));
    }
}
