/* Scoring: one pure, total function over (definition, answers, date). */
#ifndef PORTILLON_FORM_SCORE_H
#define PORTILLON_FORM_SCORE_H

#include "form/answers.h"
#include "form/form.h"

/* The outcome of one `result`. */
struct form_outcome {
    bool missing;        /* no level: an answer it needs was not given, or no level holds the score */
    struct number score; /* before it is cut into levels; unset (den 0) when it is missing itself */
    size_t base_level;   /* level the score gives */
    size_t level;        /* level after the rules */
};

/* One step of the evaluation, in order; depth makes it a tree. Scores come first, in order of evaluation,
 * then results, then rules, then checks. A result that has a number is followed by one step deeper for the
 * level that the number gives: its formula is the level's range, "10..19", and its value the level's code. */
struct form_step {
    enum form_kind kind; /* FORM_SCORE, FORM_RESULT, FORM_RULE, FORM_CHECK */
    unsigned line;       /* the definition's line it explains */
    unsigned depth;      /* 0: the named value itself; deeper: what it was made of */
    struct str
        name; /* `tolerance`, `profil <= prudent`, `refer`; for deeper steps the sub-expression's source */
    struct str formula; /* the canonical source: `horizon + reaction` */
    struct str put_in;  /* with the values put in: `10 + 20` */
    struct str value; /* the outcome: `30`, `true`, `missing`, a level's code (a rule: the level after it) */
    bool applied;     /* rules and checks: the condition held (a rule: and it changed the level) */
    struct {
        struct str put_in,
            value; /* the same for a reader; of a level `put_in` says what the number lies in */
    } words;       /* of form_score_in_words alone */
};

struct form_scored {
    struct form_outcome *outcomes; /* one per result */
    size_t n_outcomes;
    bool *raised; /* one per check */
    size_t n_checks;
    bool *applied; /* one per rule: it changed the level */
    size_t n_rules;
    bool blocked, referred;        /* a block or refer check was raised */
    const struct form_step *steps; /* the explanation; NULL when not asked for */
    size_t n_steps;
};

/* Hidden answers (form_asked is false) count as missing. Everything lives in the arena. `explain` false skips
 * the steps: for speed. */
struct form_scored *form_score(struct arena *a, const struct form *f, const struct form_answers *answers,
                               bool explain);

/* The same with every step, and these in words too. */
struct form_speech;
struct form_scored *form_score_in_words(struct arena *a, const struct form *f,
                                        const struct form_answers *answers, const struct form_speech *speech);

#endif
