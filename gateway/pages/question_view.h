/* Questions as forms show them (QUESTION and ERRORS in theme/shapes.def), and what these forms post.
 *
 * The field of question `age` is `q.age`, its control's id `q-age`, so that no question can be taken for a
 * field of the page itself. All options of a `many` repeat the field, beside a hidden empty one that says the
 * question was on the page; a file question posts files, and never a text; a date posts `q.day.jour`,
 * `.mois`, `.annee`, a signature `q.sign.nom` and
 * `.accord`. What is asked of an item is `q.enfants.2.age`, a row of a grid `q.experience.actions`; of a
 * repeat `q.enfants` says how many items the page had. */
#ifndef PORTILLON_PAGES_QUESTION_VIEW_H
#define PORTILLON_PAGES_QUESTION_VIEW_H

#include "form/answers.h"
#include "http/request.h"
#include "pages/words.h"

/* What was typed so far, by question. */
struct question_input {
    const struct form_raw *raw;
    const struct form_answers *answers;
    const bool *asked;
    const enum form_problem *problems; /* said beside the question; FORM_OK: none */
    struct str removing;               /* the item of which it is asked whether to remove it: `enfants.2` */
    const struct str *notes; /* said there instead: what was not taken; empty: nothing. NULL: none */
    const struct str *stops; /* said there when nothing else is: why it cannot be sent so. NULL: nothing */
    const bool *news;        /* come to be asked since: that it is missing is no mistake yet. NULL: none */
};

/* What is wrong with what was given; when `all`, also what is missing. Gives how many questions have a
 * problem; fills problems[form->n_questions]. `point` -1: of the whole questionnaire. */
size_t question_problems(const struct form *f, const struct question_input *input, ptrdiff_t point, bool all,
                         enum form_problem *problems);

/* Sets "questions", those of a point, those nested under an option standing in it; of a point that is
 * repeated "repeat" instead. One with a condition is there whether it is asked or not, and says so. */
void question_view(const struct words *w, const struct question_input *input, size_t point,
                   struct value *view);
/* Appends a mistake for each problem, in order of the questionnaire; `point` -1: of all points. */
void question_mistakes(const struct words *w, const struct question_input *input, ptrdiff_t point,
                       struct value *errors);

/* The id of what an option stands in: that of its control. */
struct str question_option_anchor(struct arena *a, const struct form_question *q, size_t option);

/* Reads posted fields: fills raw[form->n_questions], from `before` where nothing was posted; posted[i] says
 * where something was. False when a field that begins with `q.` belongs to no question of the points from
 * `first`, `n` of them; the others are read all the same. */
struct question_post {
    const struct form_raw *before; /* by question; NULL: nothing */
    size_t first, n;               /* points */
    struct form_raw *raw;
    bool *posted;
};
bool question_read(const struct request *r, const struct form *f, struct question_post *post);
/* True for the field of a question. */
bool question_is_field(struct str name);
/* The question of a field that has no parts: a file's; -1 when there is none. */
ptrdiff_t question_of_field(const struct form *f, struct str name);
/* The question of any other field, a part's too. */
ptrdiff_t question_of_text(const struct form *f, struct str name);

#endif
