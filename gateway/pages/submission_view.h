/* What was answered and what came of it, as it is read again: the parts ANSWERS, HIDDEN, LEVELS, ALERTS and
 * EXPLANATION of theme/shapes.def. */
#ifndef PORTILLON_PAGES_SUBMISSION_VIEW_H
#define PORTILLON_PAGES_SUBMISSION_VIEW_H

#include "form/score.h"
#include "pages/words.h"

/* The list "files" of what a file question is answered with, and has_files. */
void files_view(const struct words *w, struct str answer, struct value *view);
/* Answers to be read again. */
struct reading {
    const struct words *words;
    const struct form_answers *answers;
    const bool *asked; /* by question */
    struct str url;    /* of the point's page, where they can be changed; empty: no links there */
};
/* Appends all answers of a point to questions that are asked: each its label and values as people of the
 * language write them; grids and items have a head above theirs. */
void point_answers(const struct reading *reading, size_t point, struct value *list);
/* The list "points": every point that has a question which is asked, with its answers. */
void answers_view(const struct words *w, const struct form_answers *answers, const bool *asked,
                  struct value *view);
/* The list "hidden": what is given there. */
void hidden_view(const struct words *w, const struct form_answers *hidden, struct value *view);

/* A result's level in words. A level that is not (an answer was missing) says so. */
struct str level_title(const struct words *w, struct str result, struct str level);
/* Appends a level, by ids; `level` empty: none came out. */
void level_view(const struct words *w, struct str result, struct str level, struct value *list);
/* The list "levels": what came out of all results. */
void levels_view(const struct words *w, const struct form_scored *scored, struct value *view);
/* The list "alerts": checks that were raised, but for those that stop a submission. */
void alerts_view(const struct words *w, const struct form_scored *scored, struct value *view);
/* Every step, or what a mail says: the named values, and the rules and checks that had an effect. */
enum explanation_extent { EXPLANATION_WHOLE, EXPLANATION_SHORT, EXPLANATION_EXTENT__MAX };
/* The list "explanation", in words: `answers` are those that were scored. */
void explanation_view(const struct words *w, const struct form_scored *scored,
                      const struct form_answers *answers, enum explanation_extent extent, struct value *view);

#endif
