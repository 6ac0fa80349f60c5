/* What is said about a question's answer: what is accepted, what is wrong. The same words on a page and on
 * the command line. */
#ifndef PORTILLON_THEME_QUESTION_WORDS_H
#define PORTILLON_THEME_QUESTION_WORDS_H

#include "form/answers.h"
#include "form/file.h"
#include "theme/catalogue.h"

/* The HTML id of what a question, row or item is answered in: "q-age"; points become hyphens,
 * "q-enfants-2-age". */
struct str question_anchor(struct arena *a, struct str id);

/* A text of more than 120 characters: it gets several lines. */
bool question_is_long(const struct form_question *q);
/* The field that tells templates what a question is answered in: "is_one", "is_long_text" (shapes.def). */
const char *question_control(const struct form_question *q);

struct question_words {
    struct arena *arena;
    const struct catalogue *texts;
    struct str language;
};

/* A number as people write it: with the currency of money, the sign of percent. */
struct str question_number(const struct question_words *w, const struct form_question *q, struct number n);
/* "1,4 Mo": of a file, in the units of a thousand that are printed on disks. */
struct str question_bytes(const struct question_words *w, int64_t bytes);
/* "PDF": what people call a kind of file. */
struct str question_file_kind(const struct question_words *w, enum form_file_kind kind);
/* What a file question says of itself in every sentence: `kinds` ("PDF ou JPG"), `size` of one at most, low
 * and high. */
void question_file_arguments(const struct question_words *w, const struct form_question *q,
                             struct value *arguments);
/* For words that are read on any day: a bound that is the day of answering has words of its own, or none, and
 * there is nothing about how to type a date. */
enum { QUESTION_ANY_DAY = INT32_MIN };
/* "Entre 18 et 120.", or empty when there is nothing worth saying. `today`: days since 1970-01-01, or
 * QUESTION_ANY_DAY. */
struct str question_limits(const struct question_words *w, const struct form_question *q, int32_t today);
/* The sentence for a problem (catalogue keys `form.problem.…`). */
struct str question_problem(const struct question_words *w, const struct form_question *q,
                            enum form_problem problem, int32_t today);

#endif
