#include "pages/stops.h"

#include "form/score.h"
#include "form/uses.h"

/* ---- finding them ---- */

static bool is_settled(const struct form *f, const struct question_input *input, size_t i, const bool *seen)
{
    const struct form_answer *answer = &input->answers->items[i];
    if (!answer->given)
        return f->questions[i].optional && seen[f->questions[i].point];
    return answer->problem == FORM_OK;
}

/* False when something is not answered yet. */
static bool look(const struct words *w, const struct question_input *input, const bool *seen,
                 struct stop *stop)
{
    const struct form *f = w->form;
    bool *uses = ARENA_ARRAY(w->arena, bool, f->n_questions);
    form_uses(w->arena, f, stop->check->condition, uses);
    for (size_t i = 0; i < f->n_questions; i++) {
        uses[i] = uses[i] && input->asked[i];
        if (uses[i] && seen != NULL && !is_settled(f, input, i, seen))
            return false;
    }
    stop->uses = uses;
    return true;
}

struct stops stops_find(const struct words *w, const struct question_input *input, const bool *seen)
{
    const struct form *f = w->form;
    const struct form_scored *scored = form_score(w->arena, f, input->answers, false);
    struct stop *items = ARENA_ARRAY(w->arena, struct stop, f->n_checks);
    size_t n = 0;
    for (size_t i = 0; i < f->n_checks; i++) {
        items[n] = (struct stop){.check = &f->checks[i]};
        if (f->checks[i].severity == FORM_BLOCK && scored->raised[i] && look(w, input, seen, &items[n]))
            n++;
    }
    return (struct stops){items, n};
}

/* The last question that it has in a point, or -1. */
static ptrdiff_t last_in(const struct form *f, const struct stop *stop, ptrdiff_t point)
{
    ptrdiff_t last = -1;
    for (size_t i = 0; i < f->n_questions; i++)
        if (stop->uses[i] && (point < 0 || f->questions[i].point == (size_t)point))
            last = (ptrdiff_t)i;
    return last;
}

struct stops stops_of_point(const struct words *w, const struct stops *stops, size_t point)
{
    struct stop *items = ARENA_ARRAY(w->arena, struct stop, stops->n);
    size_t n = 0;
    for (size_t i = 0; i < stops->n; i++)
        if (last_in(w->form, &stops->items[i], (ptrdiff_t)point) >= 0)
            items[n++] = stops->items[i];
    return (struct stops){items, n};
}

/* ---- telling them ---- */

const struct str *stops_notes(const struct words *w, const struct stops *stops, ptrdiff_t point)
{
    struct str *notes = ARENA_ARRAY(w->arena, struct str, w->form->n_questions);
    for (size_t i = 0; i < stops->n; i++) {
        ptrdiff_t at = last_in(w->form, &stops->items[i], point);
        if (at >= 0)
            notes[at] = words_title(w, stops->items[i].check->line);
    }
    return notes;
}

/* How many items there are is mended at the items, where one of them has a part in it. */
static bool is_count_of_items(const struct form *f, const struct stop *stop, size_t i)
{
    for (size_t k = i + 1; k < f->n_questions && f->questions[i].type == FORM_REPEAT; k++)
        if (stop->uses[k] && f->questions[k].repeat >= 0 && f->repeats[f->questions[k].repeat].count == i)
            return true;
    return false;
}

/* A grid is one place, whatever its rows. */
static bool is_place(const struct form *f, const struct stop *stop, size_t i)
{
    ptrdiff_t grid = f->questions[i].grid;
    return stop->uses[i] && !is_count_of_items(f, stop, i) &&
           (grid < 0 || i == f->grids[grid].first_row || !stop->uses[i - 1]);
}

static void add_place(const struct words *w, const struct stop_places *places, size_t i, struct value *list)
{
    const struct form_question *q = &w->form->questions[i];
    struct str anchor = question_anchor(w->arena, q->grid >= 0 ? w->form->grids[q->grid].id : q->id);
    bool is_here = places->point < 0 || q->point == (size_t)places->point;
    struct str page = is_here ? STR("") : places->url_of(places->context, q->point);
    struct value *place = value_add_map(list);
    value_set_text(place, "title", words_shown(w, i));
    value_set_text(place, "url", arena_printf(w->arena, STR_FMT "#" STR_FMT, STR_ARG(page), STR_ARG(anchor)));
}

/* The anchor that the sentence leads to. */
static struct str anchor_of(const struct words *w, const struct stop *stop, const struct stop_places *places)
{
    if (places->anchor != NULL)
        return str_from(places->anchor);
    ptrdiff_t last = last_in(w->form, stop, places->point);
    return question_anchor(w->arena, w->form->questions[last < 0 ? 0 : last].id);
}

void stops_view(const struct words *w, const struct stops *stops, const struct stop_places *places,
                struct value *errors)
{
    enum { MOST = 12 }; /* places of one */
    for (size_t b = 0; b < stops->n; b++) {
        const struct stop *stop = &stops->items[b];
        struct value *mistake = value_add_map(errors);
        value_set_text(mistake, "text", words_title(w, stop->check->line));
        value_set_text(mistake, "field", anchor_of(w, stop, places));
        struct value *list = value_set_list(mistake, "places");
        for (size_t i = 0; i < w->form->n_questions && value_count(list) < MOST; i++)
            if (is_place(w->form, stop, i))
                add_place(w, places, i, list);
        value_set_bool(mistake, "has_places", value_count(list) > 0);
    }
}
