/* Two windows, or a telephone and a computer, may show the same point. Every page of a point posts all of its
 * fields, and what stands in them may be older than what was saved elsewhere since; so a page also posts what
 * it was made of, and what nobody touched on it is left as it is kept by now:
 *
 *     avant    marks of the answers that the page was made with, one after the other in order of the point's
 *              questions
 *     touche   the name of a field that somebody changed on the page, as its script tells: such a field
 * counts even when it says again what it said at first
 *
 * A page that posts neither has been touched everywhere. */
#ifndef PORTILLON_PAGES_UNTOUCHED_H
#define PORTILLON_PAGES_UNTOUCHED_H

#include "pages/question_view.h"

/* The value of `avant`, by what was typed so far; empty for a point of too many questions. */
struct str untouched_marks(struct arena *a, const struct form *f, size_t point, const struct form_raw *raw);
/* Takes back what question_read has read of the point's untouched questions. */
void untouched_leave(const struct request *r, const struct form *f, size_t point, struct question_post *post);

#endif
