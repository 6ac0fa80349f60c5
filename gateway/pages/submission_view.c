#include "pages/submission_view.h"

#include "form/file.h"
#include "form/identity.h"
#include "theme/explanation_words.h"
#include "theme/format.h"

static void add_text(struct value *values, const struct words *w, struct str text)
{
    value_add(values, value_text(w->arena, text));
}

static void add_chosen(const struct words *w, const struct form_question *q, uint64_t chosen,
                       struct value *values)
{
    for (size_t o = 0; o < q->n_options; o++)
        if (chosen >> o & 1)
            add_text(values, w, words_option(w, q, o));
}

/* "6 (de 1 à 7)", with the words that stand at the number. */
static struct str scale_text(const struct words *w, const struct form_question *q, struct number n)
{
    const struct form_option *option = &q->options[n.num - q->low.value.num];
    struct str label = words_title(w, option->line);
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "number", words_number(w, q, n));
    value_set_text(arguments, "label", label);
    value_set_text(arguments, "low", words_number(w, q, q->low.value));
    value_set_text(arguments, "high", words_number(w, q, q->high.value));
    return words_text(w, label.n > 0 ? "answers.scale_label" : "answers.scale", arguments);
}

static struct str signature_text(const struct words *w, const struct form_answer *answer)
{
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "name", answer->text);
    value_set_text(arguments, "day", format_day(w->arena, w->language, answer->day));
    return words_text(w, "answers.signature", arguments);
}

static void add_values(const struct words *w, const struct form_question *q, const struct form_answer *answer,
                       struct value *values)
{
    switch (q->type) {
    case FORM_ONE:
    case FORM_MANY:
    case FORM_YESNO:
        add_chosen(w, q, answer->chosen, values);
        break;
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
    case FORM_REPEAT:
        add_text(values, w, words_number(w, q, answer->number));
        break;
    case FORM_SCALE:
        add_text(values, w, scale_text(w, q, answer->number));
        break;
    case FORM_DATE:
        add_text(values, w, format_day(w->arena, w->language, answer->day));
        break;
    case FORM_TEXT:
    case FORM_EMAIL:
    case FORM_PHONE:
        add_text(values, w, answer->text);
        break;
    case FORM_COUNTRY:
        add_text(values, w, words_country(w, answer->text));
        break;
    case FORM_NATIONAL_NUMBER:
        add_text(values, w, form_national_number_text(w->arena, answer->text));
        break;
    case FORM_IBAN:
        add_text(values, w, form_iban_text(w->arena, answer->text));
        break;
    case FORM_CONSENT:
        add_text(values, w, words_text(w, "answers.consent", NULL));
        break;
    case FORM_SIGNATURE:
        add_text(values, w, signature_text(w, answer));
        break;
    case FORM_GRID:
    case FORM_FILE: /* files_view */
    case FORM_TYPE__MAX:
        break;
    }
}

void files_view(const struct words *w, struct str answer, struct value *view)
{
    struct value *list = value_set_list(view, "files");
    struct str line;
    struct form_file file;
    while (str_line(&answer, &line)) {
        if (!form_file_read(line, &file))
            continue;
        struct value *item = value_add_map(list);
        value_set_text(item, "id", file.id);
        value_set_text(item, "name", file.name);
        value_set_text(item, "size", words_bytes(w, file.size));
        if (w->files.n > 0)
            value_set_text(item, "url", arena_join(w->arena, w->files, file.id));
    }
    value_set_bool(view, "has_files", value_count(list) > 0);
}

static struct value *add_answer(const struct words *w, const struct form_answers *answers, size_t question,
                                struct value *list)
{
    const struct form_question *q = &w->form->questions[question];
    const struct form_answer *answer = &answers->items[question];
    struct value *item = value_add_map(list);
    value_set_text(item, "label", words_title(w, q->line));
    if (w->named)
        value_set_text(item, "name", q->id);
    value_set_bool(item, "is_nested", q->parent >= 0 || q->grid >= 0);
    struct value *values = value_set_list(item, "values");
    if (answer->given && answer->problem == FORM_OK)
        add_values(w, q, answer, values);
    if (q->type == FORM_FILE)
        files_view(w, answer->text, item);
    else if (q->type == FORM_CONSENT && q->optional)
        add_text(values, w, words_text(w, "answers.no_consent", NULL));
    return item;
}

static struct value *add_head(struct str label, struct value *list)
{
    struct value *item = value_add_map(list);
    value_set_text(item, "label", label);
    value_set_bool(item, "is_head", true);
    value_set_list(item, "values");
    return item;
}

/* How many items there are is said where there are none; otherwise they are seen. */
static struct value *add_count(const struct words *w, const struct form_answers *answers, size_t question,
                               struct value *list)
{
    const struct form_answer *answer = &answers->items[question];
    if (answer->given && answer->number.num > 0)
        return NULL;
    struct value *item = value_add_map(list);
    value_set_text(item, "label", words_text(w, "form.repeat.count", NULL));
    struct value *values = value_set_list(item, "values");
    if (answer->given)
        add_text(values, w, words_text(w, "form.repeat.none", NULL));
    return item;
}

static void link_to(const struct reading *r, struct value *item, struct str part)
{
    if (r->url.n == 0 || item == NULL)
        return;
    struct str at = question_anchor(r->words->arena, part);
    value_set_text(item, "url",
                   arena_printf(r->words->arena, STR_FMT "#" STR_FMT, STR_ARG(r->url), STR_ARG(at)));
}

/* The head of the grid or item that a question is the first of. */
static void begin_part(const struct reading *r, size_t question, struct value *list)
{
    const struct words *w = r->words;
    const struct form_question *q = &w->form->questions[question];
    const struct form_grid *grid = q->grid < 0 ? NULL : &w->form->grids[q->grid];
    const struct form_repeat *repeat = q->repeat < 0 ? NULL : &w->form->repeats[q->repeat];
    if (repeat != NULL && question == repeat->count + 1 + q->item * repeat->n_each)
        link_to(r, add_head(words_item(w, repeat, q->item), list),
                arena_printf(w->arena, STR_FMT ".%zu", STR_ARG(repeat->id), q->item + 1));
    if (grid != NULL && question == grid->first_row)
        link_to(r, add_head(words_title(w, grid->line), list), grid->id);
}

void point_answers(const struct reading *r, size_t point, struct value *list)
{
    const struct form_point *p = &r->words->form->points[point];
    for (size_t i = p->first_question; i < p->first_question + p->n_questions; i++) {
        const struct form_question *q = &r->words->form->questions[i];
        if (!r->asked[i])
            continue;
        begin_part(r, i, list);
        link_to(r,
                q->type == FORM_REPEAT ? add_count(r->words, r->answers, i, list)
                                       : add_answer(r->words, r->answers, i, list),
                q->id);
    }
}

static void add_point(const struct words *w, const struct form_answers *answers, const bool *asked,
                      size_t point, struct value *points)
{
    const struct form_point *p = &w->form->points[point];
    struct value *list = value_list(w->arena);
    point_answers(&(struct reading){.words = w, .answers = answers, .asked = asked}, point, list);
    if (value_count(list) == 0)
        return;
    struct value *item = value_add_map(points);
    value_set_int(item, "n", (int64_t)value_count(points));
    value_set_text(item, "title", words_title(w, p->line));
    value_set(item, "answers", list);
}

void answers_view(const struct words *w, const struct form_answers *answers, const bool *asked,
                  struct value *view)
{
    struct value *points = value_set_list(view, "points");
    for (size_t point = 0; point < w->form->n_points; point++)
        add_point(w, answers, asked, point, points);
}

/* How many items a repeat has is worth telling for what was answered of them: the least it must have are
 * there before anybody saw it. */
static bool tells_something(const struct form *f, const struct form_answers *hidden, size_t i)
{
    if (f->questions[i].type != FORM_REPEAT)
        return hidden->items[i].given;
    for (size_t j = i + 1; j < f->n_questions; j++) {
        const struct form_question *q = &f->questions[j];
        if (q->repeat >= 0 && f->repeats[q->repeat].count == i && hidden->items[j].given)
            return true;
    }
    return false;
}

void hidden_view(const struct words *w, const struct form_answers *hidden, struct value *view)
{
    struct value *list = value_set_list(view, "hidden");
    for (size_t i = 0; i < w->form->n_questions; i++)
        if (tells_something(w->form, hidden, i))
            value_set_text(add_answer(w, hidden, i, list), "label", words_question(w, i));
    value_set_bool(view, "has_hidden", value_count(list) > 0);
}

/* ---- what came of it ---- */

static const struct form_level *find_level(const struct form_result *result, struct str code)
{
    for (size_t i = 0; i < result->n_levels; i++)
        if (str_eq(result->levels[i].code, code))
            return &result->levels[i];
    return NULL;
}

static const struct form_level *level_of(const struct words *w, struct str result, struct str level)
{
    ptrdiff_t i = form_result_find(w->form, result);
    return i < 0 ? NULL : find_level(&w->form->results[i], level);
}

struct str level_title(const struct words *w, struct str result, struct str level)
{
    const struct form_level *found = level_of(w, result, level);
    return found == NULL ? words_text(w, "levels.none", NULL) : words_title(w, found->line);
}

void level_view(const struct words *w, struct str result, struct str level, struct value *list)
{
    ptrdiff_t i = form_result_find(w->form, result);
    if (i < 0)
        return;
    struct value *item = value_add_map(list);
    value_set_text(item, "result", words_title(w, w->form->results[i].line));
    value_set_text(item, "level", level_title(w, result, level));
    const struct form_level *found = level_of(w, result, level);
    if (found != NULL)
        value_set_html(item, "text", words_hint(w, found->line));
}

void levels_view(const struct words *w, const struct form_scored *scored, struct value *view)
{
    struct value *list = value_set_list(view, "levels");
    for (size_t i = 0; i < scored->n_outcomes; i++) {
        const struct form_result *result = &w->form->results[i];
        const struct form_outcome *outcome = &scored->outcomes[i];
        struct str level = !outcome->missing ? result->levels[outcome->level].code : (struct str){0};
        level_view(w, result->id, level, list);
    }
}

void alerts_view(const struct words *w, const struct form_scored *scored, struct value *view)
{
    struct value *list = value_set_list(view, "alerts");
    for (size_t i = 0; i < scored->n_checks; i++) {
        const struct form_check *check = &w->form->checks[i];
        if (!scored->raised[i] || check->severity == FORM_BLOCK)
            continue;
        struct value *item = value_add_map(list);
        value_set_text(item, "text", words_title(w, check->line));
        value_set_bool(item, "is_refer", check->severity == FORM_REFER);
        value_set_bool(item, "is_note", check->severity == FORM_NOTE);
    }
    value_set_bool(view, "has_alerts", value_count(list) > 0);
}

/* ---- how it came about ---- */

static bool is_same(const struct form_step *stored, const struct form_step *again)
{
    return stored->kind == again->kind && stored->line == again->line && stored->depth == again->depth &&
           stored->applied == again->applied && str_eq(stored->formula, again->formula) &&
           str_eq(stored->put_in, again->put_in) && str_eq(stored->value, again->value);
}

/* A stored step gets its words from the same step worked out again, which is looked for from `next` on: what
 * was stored earlier has fewer steps. Where that came to something else, what was stored is shown as it is.
 */
static void add_words(struct form_step *step, const struct form_scored *again, size_t *next)
{
    for (size_t i = *next; i < again->n_steps; i++) {
        if (!is_same(step, &again->steps[i]))
            continue;
        step->words = again->steps[i].words;
        *next = i + 1;
        return;
    }
    step->words.put_in = step->put_in;
    step->words.value = step->value;
}

static void add_step(const struct explanation_words *w, const struct form_step *step, struct value *list)
{
    static const char *const kinds[FORM_KIND__MAX] = {[FORM_SCORE] = "is_score",
                                                      [FORM_RESULT] = "is_result",
                                                      [FORM_RULE] = "is_rule",
                                                      [FORM_CHECK] = "is_check"};
    struct value *item = value_add_map(list);
    struct str name = explanation_name(w, step), formula = step->formula;
    bool is_level = explanation_is_level(w->form, step);
    value_set_text(item, "name", name);
    if (!is_level && !str_eq(formula, name))
        value_set_text(item, "formula", formula);
    if (!str_eq(step->words.put_in, formula) && !str_eq(step->words.put_in, step->words.value))
        value_set_text(item, "put_in", step->words.put_in);
    value_set_text(item, "value", step->words.value);
    if (step->depth == 0 && kinds[step->kind] != NULL)
        value_set_bool(item, kinds[step->kind], true);
    value_set_bool(item, "is_part", step->depth > 0);
    value_set_bool(item, "is_formula", step->depth > 0 && !is_level);
    value_set_bool(item, "is_applied", step->applied);
}

static bool is_told_shortly(const struct form_step *step)
{
    bool has_effect = step->applied || (step->kind != FORM_RULE && step->kind != FORM_CHECK);
    return step->depth == 0 && has_effect;
}

void explanation_view(const struct words *w, const struct form_scored *scored,
                      const struct form_answers *answers, enum explanation_extent extent, struct value *view)
{
    struct value *list = value_set_list(view, "explanation");
    const struct explanation_words words = {
        {w->arena, w->texts, w->language}, w->form, w->wording->titles, w->countries};
    const struct form_speech speech = explanation_speech(&words);
    const struct form_scored *again = form_score_in_words(w->arena, w->form, answers, &speech);
    size_t next = 0;
    for (size_t i = 0; i < scored->n_steps; i++) {
        struct form_step step = scored->steps[i];
        add_words(&step, again, &next);
        if (extent == EXPLANATION_WHOLE || is_told_shortly(&step))
            add_step(&words, &step, list);
    }
    value_set_bool(view, "has_explanation", scored->n_steps > 0);
}
