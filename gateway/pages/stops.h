/* Checks that stop a questionnaire from being sent (`block`), told where they can be mended: at the questions
 * whose answers they are about. */
#ifndef PORTILLON_PAGES_STOPS_H
#define PORTILLON_PAGES_STOPS_H

#include "pages/question_view.h"

struct stop {
    const struct form_check *check;
    const bool *uses; /* by question: asked, and read by the check */
};
struct stops {
    const struct stop *items;
    size_t n;
};

/* Those that are raised. `seen` by point: only those of which every answer is given; optional ones count as
 * left out when their point was seen. NULL: all that are raised. */
struct stops stops_find(const struct words *w, const struct question_input *input, const bool *seen);
/* Those with a question of this point. */
struct stops stops_of_point(const struct words *w, const struct stops *stops, size_t point);
/* The sentence beside the last question that each has in the point (-1: in any), by question. */
const struct str *stops_notes(const struct words *w, const struct stops *stops, ptrdiff_t point);

/* Appends a mistake for each. `url_of` gives the address of a point's page; the questions of the page itself,
 * `point`, are led to by their anchors alone, and -1 is a page that has all of them. */
struct stop_places {
    struct str (*url_of)(const void *context, size_t point);
    const void *context;
    ptrdiff_t point;
    const char *anchor; /* what the sentence leads to; NULL: the last question */
};
void stops_view(const struct words *w, const struct stops *stops, const struct stop_places *places,
                struct value *errors);

#endif
