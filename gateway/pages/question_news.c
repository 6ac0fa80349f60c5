#include "pages/question_news.h"

#include "store/lines.h"

/* Of a grid, the first row stands for all. */
static bool is_shown_with_another(const struct form *f, size_t i)
{
    ptrdiff_t grid = f->questions[i].grid;
    return grid >= 0 && f->grids[grid].first_row < i;
}

static bool is_of_point(const struct form *f, size_t i, ptrdiff_t point)
{
    return point < 0 || f->questions[i].point == (size_t)point;
}

/* The id that a question stands in: its grid's, or its own. */
static struct str id_of(const struct form *f, size_t i)
{
    const struct form_question *q = &f->questions[i];
    return q->grid >= 0 ? f->grids[q->grid].id : q->id;
}

/* ---- what the page had ---- */

struct page_had {
    const struct words *w;
    const struct str *ids;
    size_t n;
};

static bool had(const struct page_had *page, struct str id)
{
    for (size_t i = 0; i < page->n; i++)
        if (str_eq(page->ids[i], id))
            return true;
    return false;
}

static bool had_question(const struct page_had *page, size_t i)
{
    const struct form *f = page->w->form;
    return f->questions[i].condition == NULL || had(page, question_anchor(page->w->arena, id_of(f, i)));
}

static bool has_option_more(const struct page_had *page, const struct question_input *input, size_t i)
{
    const struct form_question *q = &page->w->form->questions[i];
    uint64_t offered = form_offered(page->w->form, input->answers, i) & q->conditional;
    for (size_t o = 0; o < q->n_options; o++)
        if ((offered >> o & 1) != 0 && !had(page, question_option_anchor(page->w->arena, q, o)))
            return true;
    return false;
}

/* ---- what has come to apply ---- */

struct question_news question_news_none(const struct words *w)
{
    size_t n = w->form->n_questions;
    return (struct question_news){.questions = ARENA_ARRAY(w->arena, bool, n),
                                  .options = ARENA_ARRAY(w->arena, bool, n)};
}

struct question_news question_news(const struct request *r, const struct words *w,
                                   const struct question_input *input, ptrdiff_t point)
{
    const struct form *f = w->form;
    struct question_news news = question_news_none(w);
    struct page_had page = {.w = w};
    page.n = request_values(r, STR("posee"), &page.ids);
    for (size_t i = 0; i < f->n_questions; i++) {
        if (!input->asked[i] || !is_of_point(f, i, point))
            continue;
        bool was_there = had_question(&page, i);
        news.questions[i] =
            !was_there && !input->answers->items[i].given && f->questions[i].type != FORM_REPEAT;
        news.options[i] = was_there && f->questions[i].conditional != 0 && has_option_more(&page, input, i);
        news.n += news.questions[i] || news.options[i];
    }
    return news;
}

/* ---- on the way to the page that tells them ---- */

void question_news_write(const struct form *f, const struct question_news *news, struct buf *out)
{
    for (size_t i = 0; i < f->n_questions; i++) {
        if (news->questions[i])
            lines_add_pair(out, STR("nouvelle"), f->questions[i].id);
        if (news->options[i])
            lines_add_pair(out, STR("offre"), f->questions[i].id);
    }
}

void question_news_line(const struct form *f, const struct question_input *input, struct str name,
                        struct str id, struct question_news *news)
{
    bool is_option = str_eq_z(name, "offre");
    ptrdiff_t i = is_option || str_eq_z(name, "nouvelle") ? form_question_find(f, id) : -1;
    if (i < 0 || !input->asked[i] || (!is_option && input->answers->items[i].given))
        return;
    news->n++;
    if (is_option)
        news->options[i] = true;
    else
        news->questions[i] = true;
}

/* ---- in the page ---- */

static void add_news(const struct words *w, size_t i, struct value *list)
{
    const struct form *f = w->form;
    struct value *item = value_add_map(list);
    value_set_text(item, "text", words_shown(w, i));
    value_set_text(item, "field", question_anchor(w->arena, id_of(f, i)));
}

void question_news_view(const struct words *w, const struct question_news *news, struct value *view)
{
    struct value *more = value_set_map(view, "more");
    struct value *questions = value_set_list(more, "questions"), *choices = value_set_list(more, "choices");
    for (size_t i = 0; i < w->form->n_questions; i++) {
        if (news->questions[i] && !is_shown_with_another(w->form, i))
            add_news(w, i, questions);
        if (news->options[i])
            add_news(w, i, choices);
    }
    value_set_int(more, "total", (int64_t)value_count(questions));
    value_set_bool(more, "has_questions", value_count(questions) > 0);
    value_set_bool(view, "has_more", value_count(questions) + value_count(choices) > 0);
}

/* ---- for the script ---- */

static void add_options(const struct words *w, const struct question_input *input, size_t i,
                        struct value *ids)
{
    const struct form_question *q = &w->form->questions[i];
    uint64_t offered = q->conditional == 0 ? 0 : form_offered(w->form, input->answers, i) & q->conditional;
    for (size_t o = 0; o < q->n_options; o++)
        if ((offered >> o & 1) != 0)
            value_add(ids, value_text(w->arena, question_option_anchor(w->arena, q, o)));
}

void question_asked(const struct words *w, const struct question_input *input, ptrdiff_t point,
                    struct value *ids)
{
    const struct form *f = w->form;
    for (size_t i = 0; i < f->n_questions; i++) {
        if (!is_of_point(f, i, point) || is_shown_with_another(f, i))
            continue;
        if (f->questions[i].condition != NULL && input->asked[i])
            value_add(ids, value_text(w->arena, question_anchor(w->arena, id_of(f, i))));
        add_options(w, input, i, ids);
    }
}
