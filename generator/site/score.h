/* A questionnaire tried on the command line: answers from a file of JSON, scored by the function that the
 * gateway uses, and written out with every step. */
#ifndef PORTILLON_SITE_SCORE_H
#define PORTILLON_SITE_SCORE_H

#include <stdio.h>

#include "form/score.h"
#include "site/questionnaire.h"
#include "theme/explanation_words.h"

enum { SCORE_MAX_ANSWERS = 10 * 1024 * 1024 };

/* Reads an object that maps questions to answers:
 *     one                       a code: "long"
 *     many                      a list of codes: ["actions", "fonds"]
 *     yesno, consent            true, false, or a code: "yes", "no"
 *     number, money, percent,
 *     scale                     a number: 1234.5
 *     date                      "2026-11-23"
 *     grid                      an object of its rows: {"actions": "peu"}
 *     repeat                    a list of objects: [{"prenom": "Lou", "age": 3}]
 *     signature                 a text: "2026-11-23 Marie Dupont"
 *     all others                a text
 * null is an answer that was not given. What a form could never have sent, and what it would complain of in
 * the words of `words`, is in `diags`; NULL when there was anything. */
const struct form_answers *score_answers(const struct questionnaire *q, const struct source *source,
                                         const struct question_words *words, int32_t today,
                                         struct diags *diags);

/* Writes an object of answers to begin with: to each question that is asked with those before it, the first
 * that it accepts; null where only a person can say. score_answers accepts it as it is when there is no null.
 */
void score_write_template(struct arena *a, const struct form *f, int32_t today, FILE *to);

/* What came of it. */
struct score_report {
    struct arena *arena;
    const struct questionnaire *questionnaire;
    const struct form_scored *scored;
    int32_t today;
    enum diag_language language;
    const struct explanation_words *words;
    const struct form_speech *speech; /* `scored` is in its words */
};
/* What each line of the questionnaire is called, as struct explanation_words wants it. */
const struct str *score_titles(struct arena *a, const struct questionnaire *q);
void score_write_text(const struct score_report *r, FILE *to);
/* One object; portillon(1) describes it. */
void score_write_json(const struct score_report *r, FILE *to);

#endif
