/* What a form says about a question's answer: what is accepted, what is wrong. */
#ifndef PORTILLON_PAGES_QUESTION_WORDS_H
#define PORTILLON_PAGES_QUESTION_WORDS_H

#include "form/answers.h"
#include "pages/words.h"

enum { QUESTION_ONE_LINE = 120 }; /* characters; a longer text gets several lines */

/* "Entre 18 et 120.", or empty when there is nothing worth saying. */
struct str question_limits(const struct words *w, const struct form_question *q, int32_t today);
/* The sentence for a problem (catalogue keys `form.problem.…`). */
struct str question_problem(const struct words *w, const struct form_question *q, enum form_problem problem,
                            int32_t today);

#endif
