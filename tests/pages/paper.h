/* Small questionnaires as the pages show them and read what they post, without a store: with the texts of the
 * default theme. Test helpers, each in the file that uses it. */
#ifndef PORTILLON_TESTS_PAGES_PAPER_H
#define PORTILLON_TESTS_PAGES_PAPER_H

#include "form/forms.h"
#include "pages/question_view.h"
#include "pages/scene.h"

/* A questionnaire whose every line is entitled like its declaration. */
struct paper {
    const struct form *form;
    struct words words;
    struct form_raw *raw;
    struct form_answers *answers;
    bool *asked;
    enum form_problem *problems;
};

static inline struct paper paper_of(const char *text)
{
    struct arena *a = forms_arena;
    const struct form *f = forms_published(text);
    assert_non_null(f);
    struct wording *wording = ARENA_NEW(a, struct wording);
    struct str *titles = ARENA_ARRAY(a, struct str, f->n_lines + 1);
    for (size_t i = 0; i < f->n_lines; i++)
        titles[i + 1] = f->lines[i].declaration;
    *wording = (struct wording){.language = STR("fr"),
                                .title = STR("Essai"),
                                .titles = titles,
                                .items = ARENA_ARRAY(a, struct str, f->n_lines + 1),
                                .hints = ARENA_ARRAY(a, struct html, f->n_lines + 1)};
    struct paper p = {
        .form = f,
        .words = {.arena = a,
                  .form = f,
                  .wording = wording,
                  .texts = catalogues_find(scene_site()->catalogues, STR("fr")),
                  .language = STR("fr")},
        .raw = ARENA_ARRAY(a, struct form_raw, f->n_questions),
        .answers = form_answers_new(a, f, forms_today()),
        .asked = ARENA_ARRAY(a, bool, f->n_questions),
        .problems = ARENA_ARRAY(a, enum form_problem, f->n_questions),
    };
    form_asked_all(f, p.answers, p.asked);
    return p;
}

static inline struct question_input input_of(const struct paper *p)
{
    return (struct question_input){
        .raw = p->raw, .answers = p->answers, .asked = p->asked, .problems = p->problems};
}

static inline void type(struct paper *p, const char *question, struct str *texts, size_t n)
{
    size_t i = (size_t)form_question_find(p->form, str_from(question));
    p->raw[i] = (struct form_raw){texts, n};
    p->answers->items[i] =
        form_answer_read(forms_arena, &p->form->questions[i], p->raw[i], p->answers->today);
    form_asked_all(p->form, p->answers, p->asked);
}

static inline void type_one(struct paper *p, const char *question, const char *text)
{
    struct str *texts = ARENA_NEW(forms_arena, struct str);
    *texts = str_from(text);
    type(p, question, texts, 1);
}

static inline const struct value *view_of(const struct paper *p)
{
    struct value *view = value_map(forms_arena);
    struct question_input input = input_of(p);
    question_view(&p->words, &input, 0, view);
    return value_get(view, STR("questions"));
}

static inline const char *text_of(const struct value *v, const char *key)
{
    char scratch[24];
    const struct value *found = value_get(v, str_from(key));
    return found == NULL ? "" : arena_str(forms_arena, value_as_text(found, scratch)).p;
}

static inline bool is(const struct value *v, const char *key)
{
    const struct value *found = value_get(v, str_from(key));
    return found != NULL && value_is_true(found);
}

struct posting {
    struct request request;
    struct field fields[20];
    struct question_post post;
};

static inline void post_field(struct posting *p, const char *name, const char *value)
{
    p->fields[p->request.n_fields++] = (struct field){str_from(name), str_from(value)};
}

static inline struct posting posting_to(const struct form *f)
{
    return (struct posting){
        .request = {.arena = forms_arena, .method = METHOD_POST},
        .post = {.n = f->n_points,
                 .raw = ARENA_ARRAY(forms_arena, struct form_raw, f->n_questions),
                 .posted = ARENA_ARRAY(forms_arena, bool, f->n_questions)},
    };
}

#endif
