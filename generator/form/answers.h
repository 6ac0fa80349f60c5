/* What a person answered: raw as typed, and understood. Raw input is kept whatever it is; understanding it
 * gives a value or a problem, and the same function serves the form page, the command line and the final
 * check before scoring. */
#ifndef PORTILLON_FORM_ANSWERS_H
#define PORTILLON_FORM_ANSWERS_H

#include "form/day.h"
#include "form/form.h"

/* What is wrong with an answer; the sentence is the catalogue's (`form.problem.<name>`). */
enum form_problem {
    FORM_OK,
    FORM_MISSING,        /* required and not given: form_problems says it, form_answer_read never */
    FORM_UNKNOWN_OPTION, /* a code that the question does not have */
    FORM_TOO_FEW,        /* many: fewer than low */
    FORM_TOO_MANY,       /* many: more than high, or several values where one is allowed */
    FORM_NOT_A_NUMBER,
    FORM_TOO_LOW,
    FORM_TOO_HIGH,
    FORM_TOO_PRECISE, /* more decimals than the question allows */
    FORM_NOT_A_DATE,
    FORM_WRONG_YEAR, /* date: not of four figures, or out of FORM_FIRST_YEAR..FORM_LAST_YEAR */
    FORM_TOO_EARLY,
    FORM_TOO_LATE,
    FORM_TOO_LONG,
    FORM_NOT_PLAIN, /* control characters, invalid UTF-8 */
    FORM_NOT_AN_EMAIL,
    FORM_NOT_A_PHONE,
    FORM_FILE_KIND, /* file: not of a kind that the question takes */
    FORM_FILE_SIZE, /* file: larger than the question takes */
    FORM_NOT_ALONE, /* many: an option that is chosen alone, and others */
    FORM_NOT_A_NATIONAL_NUMBER,
    FORM_NOT_AN_IBAN,
    FORM_WRONG_DIGITS, /* national number, iban: the control digits do not fit */
    FORM_NOT_OFFERED,  /* one, many: an option whose condition does not hold; only form_problems says it */
    FORM_NOT_SIGNED,   /* signature: a name without its confirmation, or the other way round */
    FORM_PROBLEM__MAX
};
struct str form_problem_name(enum form_problem p); /* "missing", "unknown_option", … */

/* Raw input of one question: the texts of its fields. One text for all types but `many` (one per ticked
 * option; none is an empty answer), `date` (form/date.h: three texts, or one) and `signature` (two: the name,
 * and "yes" where it is confirmed, which is dated today; or one text: "2026-11-23 Marie Dupont"). The text of
 * a consent is "yes". A file has one text for each: form/file.h. */
struct form_raw {
    const struct str *texts;
    size_t n;
};

/* An understood answer. */
struct form_answer {
    bool given;                /* something was answered, even if it cannot be used */
    enum form_problem problem; /* FORM_OK when it can be used (or was not given) */
    struct number number;      /* number, money, percent, scale; country: its place in form/country.h;
                                * file: how many */
    int32_t day;               /* date; signature: the day of it */
    struct str text;           /* text, email, phone, country, national number, iban: trimmed, canonical;
                                * signature: the name; file: one a line */
    uint64_t chosen;           /* one, many, yesno: bit i = option i is chosen (yesno: 0 yes, 1 no);
                                * consent: bit 0 = it is given */
};

/* Answers to a whole form: one per question, by index. A row of a grid is the question `experience.actions`.
 * Of a repeat, the question `enfants` (type repeat: `number`) says how many items there are; the answers of
 * the first are those to `enfants.1.age` and so on, those of items that there are not are not asked. */
struct form_answers {
    struct form_answer *items;
    size_t n;
    int32_t today;
};

struct form_answers *form_answers_new(struct arena *a, const struct form *f, int32_t today);
/* Understands one question's raw input. A repeat that must have items has them before anything was typed.
 * `today` is for bounds. Texts are copied to the arena. Options per question are at most 64. */
struct form_answer form_answer_read(struct arena *a, const struct form_question *q, struct form_raw raw,
                                    int32_t today);
/* The same for what is a number already. */
struct form_answer form_answer_number(const struct form_question *q, struct number n);

/* The canonical text of an understood answer ("long", "bien,peu", "1234.5", "2026-11-23", "texte"), empty
 * when not given: what a submission stores. Reading it back through form_answer_restore gives the same
 * answer. */
void form_answer_print(const struct form_question *q, const struct form_answer *answer, struct buf *out);
struct form_answer form_answer_restore(struct arena *a, const struct form_question *q, struct str canonical,
                                       int32_t today);

/* Is question i asked, given the answers before it (its condition, its parent option)? */
bool form_asked(const struct form *f, const struct form_answers *answers, size_t i);
/* The options of question i that are offered, given the answers before it: bit j = option j is. */
uint64_t form_offered(const struct form *f, const struct form_answers *answers, size_t i);
/* The same as form_asked for all questions at once: fills asked[f->n_questions]. */
void form_asked_all(const struct form *f, const struct form_answers *answers, bool *asked);

/* A point with a condition, of which no question is asked, is skipped. */
enum form_point_state {
    FORM_POINT_TODO,
    FORM_POINT_PARTIAL,
    FORM_POINT_COMPLETE,
    FORM_POINT_SKIPPED,
    FORM_POINT_STATE__MAX
};
/* The states of all points: fills states[f->n_points], and asked[f->n_questions] as form_asked_all does.
 * Complete when every asked question of the point has an answer without problem (optional ones may be left
 * out); a point whose questions are all optional or not asked is complete once it was `seen`. */
void form_point_states(const struct form *f, const struct form_answers *answers, const bool *seen,
                       bool *asked, enum form_point_state *states);

/* Required and asked, but without a usable answer: fills `problems[i]` for each question and gives how many
 * there are. */
size_t form_problems(const struct form *f, const struct form_answers *answers, enum form_problem *problems);

#endif
