/* Small random questionnaires, written as forms.h says: questions of all kinds, nested ones, grids, repeats,
 * scores, two results, rules and checks. The same seed gives the same questionnaires. */
#ifndef PORTILLON_TESTS_FORM_WRITER_H
#define PORTILLON_TESTS_FORM_WRITER_H

#include "base/buf.h"

enum kind {
    ONE,
    YESNO,
    MANY,
    NUMBER,
    LARGE,
    GRID,
    REPEAT,
    SCALE,
    CONSENT,
    COUNTRY,
    FILES,
    IBAN,
    DATE,
    SIGNATURE,
    NATIONAL,
    KIND__MAX
};
enum { MAX_QUESTIONS = 32 };

struct writer {
    struct buf text;
    enum kind kinds[8];
    unsigned n_questions, n_scores;
    bool levels;     /* results may be used */
    bool offers;     /* options have conditions; then no check blocks */
    unsigned nested; /* questions under an option so far */
};

void writer_seed(uint64_t seed);
/* A random number below another. */
unsigned writer_draw(unsigned below);
/* Writes a whole questionnaire to w->text, which the caller has made; the rest is zeroed. */
void writer_form(struct writer *w);

#endif
