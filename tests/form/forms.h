/* Questionnaires for tests, written the short way: one declaration a line, indented by two blanks for each
 * depth, the kind told by its shape or by a leading word:
 *
 *     # point             a point; "#" alone has no id
 *     horizon: one        a question
 *       court = 0         an option (deeper than its question)
 *       | actions         a row (below a grid)
 *     = tolerance = …     a score
 *     profil: result …    a result
 *       prudent = 0..9    a level (below a result)
 *     > profil <= …       a rule
 *     ! note …            a check */
#ifndef PORTILLON_TESTS_FORM_FORMS_H
#define PORTILLON_TESTS_FORM_FORMS_H

#include "form/answers.h"
#include "form/build.h"
#include "form/score.h"
#include "lib/test.h"

/* What the tests of one program share: made anew for each test by forms_begin, given back by forms_end. */
extern struct arena *forms_arena;
extern struct diags *forms_diags; /* of the last questionnaire */
int forms_begin(void **state);
int forms_end(void **state);
#define forms_test(name) cmocka_unit_test_setup_teardown(name, forms_begin, forms_end)

/* 2026-11-23, the day on which every test is answered unless it says otherwise. */
int32_t forms_today(void);

/* The definition, or NULL; diagnostics are in forms_diags. */
const struct form *forms_try(const char *text);
/* The same without the proofs. */
const struct form *forms_published(const char *text);
/* The definition; fails with the diagnostics when there are errors. */
const struct form *forms_build(const char *text);
/* The diagnostics of a questionnaire, as `CODE "characters under the caret"` in order of place, separated by
 * blanks. */
const char *forms_mistakes(const char *text);
/* Questionnaires, each with the mistakes that are expected of it: fails at the first that has others. */
struct mistake {
    const char *text, *expected;
};
void forms_check(const struct mistake *cases, size_t n);
#define CHECK(cases) forms_check((cases), sizeof(cases) / sizeof(*(cases)))

/* Answers written as "horizon=court age=42 produits=fonds,actions"; what is not there is not given. */
struct form_answers *forms_answers(const struct form *f, const char *text);
/* The state of one point, which was `seen` or not. */
enum form_point_state forms_point(const struct form *f, const struct form_answers *answers, size_t point,
                                  bool seen);
/* Scores them, with explanation. */
struct form_scored *forms_score(const struct form *f, const char *answers);
/* The level of the first result, "missing" without one. */
const char *forms_level(const struct form *f, const char *answers);
/* The value of one expression over a questionnaire: adds it as a score, and gives the outcome as printed. */
const char *forms_value(const char *questions, const char *expression, const char *answers);
/* Is the answer what it was when it was printed for the store and restored? */
bool forms_survives(const struct form_question *q, const struct form_answer *answer);

#endif
