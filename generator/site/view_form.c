/* A questionnaire as anyone may read it: all points, questions and options, nothing to fill in. */
#include "form/number.h"
#include "site/view.h"
#include "theme/format.h"
#include "theme/question_words.h"

struct form_view {
    const struct view *v;
    const struct questionnaire *q;
    const struct catalogue *texts;
    struct str language;
};

static struct str words_of(const struct form_view *f, unsigned line, enum word_role role)
{
    return line > 0 ? questionnaire_words(f->q, line, role) : (struct str){"", 0};
}

static void set_hint(const struct form_view *f, struct value *map, unsigned line)
{
    value_set_html(map, "hint", html_trusted(words_of(f, line, WORD_HINT)));
}

/* ---- what is accepted ---- */

static struct str number_words(const struct form_view *f, const struct form_question *q, struct number n)
{
    struct buf digits;
    buf_init(&digits, 64);
    number_print(n, &digits);
    struct str currency = q->type == FORM_MONEY ? q->currency : (struct str){"", 0};
    struct str words = format_decimal(f->v->arena, f->language, buf_str(&digits), currency);
    buf_release(&digits);
    return words;
}

static void set_bound(const struct form_view *f, const struct form_question *q, struct value *arguments,
                      const char *name)
{
    const struct form_bound *bound = name[0] == 'l' ? &q->low : &q->high;
    if (!bound->set)
        return;
    if (form_is_number(q))
        value_set_text(arguments, name, number_words(f, q, bound->value));
    else if (q->type == FORM_DATE)
        value_set_text(arguments, name, format_day(f->v->arena, f->language, (int32_t)bound->value.num));
    else
        value_set_int(arguments, name, bound->value.num);
}

/* A bound that is the day of answering has words of its own, or none: this page is read on any day. */
static const char *date_key(const struct form_question *q)
{
    bool low = q->low.set && !q->low.today, high = q->high.set && !q->high.today;
    if (low && high)
        return "form.limits.date_between";
    if (low || high)
        return low ? "form.limits.date_from" : "form.limits.date_to";
    return q->high.set ? "form.limits.date_past" : q->low.set ? "form.limits.date_future" : NULL;
}

static const char *number_key(const struct form_question *q)
{
    bool is_usual = q->type == FORM_PERCENT && q->low.set && q->high.set &&
                    number_cmp(q->low.value, number_of(0)) == 0 &&
                    number_cmp(q->high.value, number_of(100)) == 0;
    if (is_usual || (!q->low.set && !q->high.set))
        return NULL;
    if (q->low.set && q->high.set)
        return "form.limits.number_between";
    return q->low.set ? "form.limits.number_from" : "form.limits.number_to";
}

static const char *choice_key(const struct form_question *q)
{
    bool several = q->low.set && number_cmp(q->low.value, number_of(1)) > 0;
    bool capped = q->high.set && number_cmp(q->high.value, number_of((int64_t)q->n_options)) < 0;
    if (several)
        return capped ? "form.limits.choices_between" : "form.limits.choices_from";
    return capped ? "form.limits.choices_to" : NULL;
}

static void set_limits(const struct form_view *f, const struct form_question *q, struct value *map)
{
    const char *key = NULL;
    if (q->type == FORM_SCALE)
        return;
    if (form_is_number(q))
        key = number_key(q);
    else if (q->type == FORM_DATE)
        key = date_key(q);
    else if (q->type == FORM_MANY)
        key = choice_key(q);
    else if (question_is_long(q))
        key = "form.limits.text";
    if (q->type == FORM_FILE) {
        struct question_words words = {f->v->arena, f->texts, f->language};
        value_set_text(map, "limits", question_limits(&words, q, 0));
    }
    if (!key)
        return;
    struct value *arguments = value_map(f->v->arena);
    set_bound(f, q, arguments, "low");
    set_bound(f, q, arguments, "high");
    value_set_text(map, "limits", catalogue_text(f->texts, f->v->arena, str_from(key), arguments));
}

/* ---- questions ---- */

static void set_type(const struct form_view *f, const struct form_question *q, struct value *map)
{
    if (q->grid < 0)
        value_set_bool(map, question_control(q), true);
    if (q->type == FORM_PERCENT)
        value_set_text(map, "unit", STR("%"));
    else if (q->type == FORM_MONEY)
        value_set_text(map, "unit", format_currency(f->v->arena, f->language, q->currency));
}

static void add_question(const struct form_view *f, size_t index, struct value *list);

/* A grid is shown at its first row; what is repeated is shown once. */
static bool is_shown(const struct form *form, size_t index)
{
    const struct form_question *q = &form->questions[index];
    bool is_later_row = q->grid >= 0 && form->grids[q->grid].first_row < index;
    return q->type != FORM_REPEAT && !is_later_row && (q->repeat < 0 || q->item == 0);
}

static void set_nested(const struct form_view *f, size_t parent, size_t option, struct value *map)
{
    const struct form *form = f->q->form;
    struct value *list = value_set_list(map, "nested");
    for (size_t i = parent + 1; i < form->n_questions; i++) {
        const struct form_question *q = &form->questions[i];
        if (q->parent == (ptrdiff_t)parent && q->parent_option == option && is_shown(form, i))
            add_question(f, i, list);
    }
    value_set_bool(map, "has_nested", value_count(list) > 0);
}

/* On a scale, the number, and the words that stand at it as its legend. */
static void set_scale(const struct form_view *f, const struct form_question *q, size_t option,
                      struct value *item)
{
    value_set_text(item, "label", number_words(f, q, q->options[option].points));
    value_set_text(item, "legend", words_of(f, q->options[option].line, WORD_TITLE));
}

static struct str option_words(const struct form_view *f, const struct form_question *q, size_t option)
{
    struct str words = words_of(f, q->options[option].line, WORD_TITLE);
    if (words.n > 0 || q->type != FORM_YESNO)
        return words;
    return catalogue_text(f->texts, f->v->arena, option == 0 ? STR("form.answer_yes") : STR("form.answer_no"),
                          NULL);
}

/* The HTML id of an option of the question of this one. */
static struct str option_id(const struct form_view *f, struct str question, struct str code)
{
    return arena_printf(f->v->arena, STR_FMT "-" STR_FMT, STR_ARG(question), STR_ARG(code));
}

static void set_options(const struct form_view *f, size_t index, struct value *map)
{
    const struct form_question *q = &f->q->form->questions[index];
    struct value *list = value_set_list(map, "options");
    struct str id = question_anchor(f->v->arena, q->id);
    for (size_t i = 0; i < q->n_options; i++) {
        struct value *item = value_add_map(list);
        struct str code = q->options[i].code;
        value_set_text(item, "id", option_id(f, id, code));
        value_set_text(item, "code", code);
        if (q->type == FORM_SCALE)
            set_scale(f, q, i, item);
        else
            value_set_text(item, "label", option_words(f, q, i));
        value_set_bool(item, "is_alone", q->options[i].alone);
        set_hint(f, item, q->options[i].line);
        set_nested(f, index, i, item);
    }
    value_set_bool(map, "has_options", q->n_options > 0);
}

static void add_row(const struct form_view *f, const struct form_question *q, struct value *row)
{
    struct str id = question_anchor(f->v->arena, q->id);
    value_set_text(row, "id", id);
    value_set_text(row, "name", arena_printf(f->v->arena, "q." STR_FMT, STR_ARG(q->id)));
    value_set_text(row, "label", words_of(f, q->line, WORD_TITLE));
    struct value *cells = value_set_list(row, "cells");
    for (size_t i = 0; i < q->n_options; i++) {
        struct value *cell = value_add_map(cells);
        value_set_text(cell, "id", option_id(f, id, q->options[i].code));
        value_set_text(cell, "row", id);
        value_set_text(cell, "code", q->options[i].code);
        value_set_text(cell, "label", option_words(f, q, i));
    }
}

/* The columns and rows of a grid: nothing to tick here. */
static void set_grid(const struct form_view *f, const struct form_grid *grid, struct value *map)
{
    const struct form_question *first = &f->q->form->questions[grid->first_row];
    struct value *columns = value_set_list(map, "columns"), *rows = value_set_list(map, "rows");
    value_set_bool(map, "is_grid", true);
    for (size_t i = 0; i < first->n_options; i++)
        value_add(columns, value_text(f->v->arena, option_words(f, first, i)));
    for (size_t i = 0; i < grid->n_rows; i++)
        add_row(f, &first[i], value_add_map(rows));
}

static void add_question(const struct form_view *f, size_t index, struct value *list)
{
    const struct form_question *q = &f->q->form->questions[index];
    struct value *map = value_add_map(list);
    const struct form_grid *grid = q->grid < 0 ? NULL : &f->q->form->grids[q->grid];
    struct str id = grid == NULL ? q->id : grid->id;
    unsigned line = grid == NULL ? q->line : grid->line;
    value_set_text(map, "id", question_anchor(f->v->arena, id));
    value_set_text(map, "name", arena_printf(f->v->arena, "q." STR_FMT, STR_ARG(id)));
    value_set_text(map, "label", words_of(f, line, WORD_TITLE));
    set_hint(f, map, line);
    set_limits(f, q, map);
    value_set_bool(map, "is_optional", q->optional);
    set_type(f, q, map);
    if (grid == NULL)
        set_options(f, index, map);
    else
        set_grid(f, grid, map);
}

/* How many times the questions of a repeat may be answered. */
static void set_repeated(const struct form_view *f, const struct form_question *count, struct value *map)
{
    struct value *arguments = value_map(f->v->arena);
    bool has_least = number_cmp(count->low.value, number_of(0)) > 0;
    struct str key = has_least ? STR("form.limits.items_between") : STR("form.limits.items_to");
    set_bound(f, count, arguments, "low");
    set_bound(f, count, arguments, "high");
    value_set_text(map, "repeated", catalogue_text(f->texts, f->v->arena, key, arguments));
}

static void add_point(const struct form_view *f, size_t index, struct value *list)
{
    const struct form_point *point = &f->q->form->points[index];
    struct value *map = value_add_map(list);
    value_set_int(map, "n", (int64_t)index + 1);
    value_set_text(map, "title", words_of(f, point->line, WORD_TITLE));
    set_hint(f, map, point->line);
    struct value *questions = value_set_list(map, "questions");
    for (size_t i = point->first_question; i < point->first_question + point->n_questions; i++) {
        const struct form_question *q = &f->q->form->questions[i];
        if (q->type == FORM_REPEAT)
            set_repeated(f, q, map);
        else if (q->parent < 0 && is_shown(f->q->form, i))
            add_question(f, i, questions);
    }
}

/* Those that are written: a grid is one, and what is repeated counts once. */
static int64_t count_shown(const struct form *form)
{
    int64_t n = 0;
    for (size_t i = 0; i < form->n_questions; i++)
        n += is_shown(form, i);
    return n;
}

struct value *view_questionnaire(const struct view *v, const struct definition *definition)
{
    struct form_view f = {v, definition->languages[v->language], portal_catalogue(v->portal, v->language),
                          portal_language(v->portal, v->language)};
    const struct form *form = f.q->form;
    struct value *map = view_common(v);
    view_breadcrumb(v, map);
    value_set_html(map, "intro", html_trusted(questionnaire_words(f.q, 0, WORD_TEXT)));
    if (v->page->matter.is_public)
        value_set_text(map, "answer",
                       arena_printf(v->arena, "/repondre/" STR_FMT "?langue=" STR_FMT,
                                    STR_ARG(definition->id), STR_ARG(f.language)));
    value_set_int(map, "points_total", (int64_t)form->n_points);
    value_set_int(map, "questions_total", count_shown(form));
    struct value *points = value_set_list(map, "points");
    for (size_t i = 0; i < form->n_points; i++)
        add_point(&f, i, points);
    return map;
}
