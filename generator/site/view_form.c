/* A questionnaire as anyone may read it: all points, questions and options, nothing to fill in. */
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

static struct question_words question_words_of(const struct form_view *f)
{
    return (struct question_words){f->v->arena, f->texts, f->language};
}

/* This page is read on any day. */
static struct str limits_of(const struct form_view *f, const struct form_question *q)
{
    struct question_words words = question_words_of(f);
    return question_limits(&words, q, QUESTION_ANY_DAY);
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
    struct question_words words = question_words_of(f);
    value_set_text(item, "label", question_number(&words, q, q->options[option].points));
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
    value_set_text(map, "limits", limits_of(f, q));
    value_set_bool(map, "is_optional", q->optional);
    set_type(f, q, map);
    if (grid == NULL)
        set_options(f, index, map);
    else
        set_grid(f, grid, map);
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
            value_set_text(map, "repeated", limits_of(f, q));
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
    if (v->page->matter.is_public && v->portal->has_gateway)
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
