/* Expressions as the proofs see them: names replaced by what they stand for, so that everything is a function
 * of answers alone, and each node knows which answers it depends on. */
#ifndef PORTILLON_FORM_TERM_H
#define PORTILLON_FORM_TERM_H

#include "form/form.h"
#include "form/support.h"
#include "form/values.h"

/* Beside the operators of expressions. */
enum {
    TERM_GUARD = OP__MAX, /* the second argument, for those answers for which the first is false */
    TERM_ELEMENT, /* an element of a list: the second argument where the first is true; where it is false
                   * there is no such element, which `no` of its values says */
    TERM_LEVEL, /* the index of the level of result `index` that holds the argument; missing when none does */
};

struct tallies;
struct term {
    int act;    /* enum form_op, or one of the above */
    bool truth; /* a condition; otherwise a number or a day */
    uint64_t id;
    bool named;        /* what a score, a result or its level comes to: several terms may use it */
    bool counts_years; /* it may come to years up to the day of evaluation */
    size_t index;      /* the question */
    uint64_t mask;
    struct number constant;
    const struct number *by_option;
    const struct form_expr *source; /* OP_STEP: holds the thresholds */
    struct term **args;
    bool *inverse; /* chains: by argument, subtracted or divided by; NULL: none */
    size_t n_args;
    struct support support; /* the variables it depends on */
    struct values free;     /* its values while nothing is assigned, once known */
    bool has_free;
    struct memo *memos;         /* its values for some assignments; NULL until there is one */
    struct part *parts;         /* chains: those made so far */
    const struct values *fixed; /* its values while it is a variable of its own (form/module.c) */
    struct tallies *tallies;    /* the sums in it (form/tally.c); NULL until they were looked for */
    struct term **modules;
    size_t n_modules;
    bool has_modules;
    const struct term *visitor, *last_user; /* for walks */
    size_t n_users;
};

/* The values of a term for one assignment of what it depends on. */
enum { TERM_MEMOS = 16 };
struct memo {
    uint64_t key; /* of the assignment; 0: free */
    struct values values;
};

/* Some of the arguments of a chain, as a chain of their own. */
struct part {
    uint64_t which;
    struct term *term;
    struct part *next;
};

struct numbers {
    struct number *items;
    size_t count, cap;
};

/* What is known of a question's answer in all conditions: the numbers that it is compared with, so that
 * between them all answers are alike. */
struct variable {
    struct numbers points, ages; /* `ages`: how many years a comparison of years(…) asks for at least; of the
                                  * day of evaluation, whatever these are of */
    size_t uses,
        comparisons; /* how often it is used as a number, and in how many of these it is only compared */
    bool in_years;   /* a date of which only years(…) is used */
    bool in_days;    /* a date that is used itself */
    bool by_today;   /* one of these that has to do with the day of evaluation */
};

struct terms {
    struct arena *arena;
    const struct form *form;
    uint64_t n_terms;
    size_t n_variables, n_words; /* one variable per question, and the day of evaluation, the last */
    bool uses_today;             /* something depends on the day of evaluation, and not only as an age */
    bool computes_years;         /* years(…) of such a date is not only compared with constants */
    struct variable *variables;
    struct term **asked;  /* by question: NULL when it is always asked */
    struct term **scores; /* by score */
    struct term **results;
    struct term **levels; /* by result: the index of its level, after the rules made so far */
    struct term *blocked; /* a check that blocks is raised; NULL when there is none */
};

/* form/moment.c: which dates have to do with the day of evaluation. */
void terms_note_dates(struct terms *t);

/* Everything of a form but its rules and checks. */
void terms_init(struct terms *t, struct arena *a, const struct form *f);
/* A condition or formula; results stand for the levels made so far. */
struct term *terms_of(struct terms *t, const struct form_expr *e);
/* Applies the next rule: the result's level becomes another term. */
void terms_apply_rule(struct terms *t, const struct form_rule *rule, struct term *condition);
/* Under the condition that no check blocks. */
struct term *terms_guard(struct terms *t, struct term *inner);

/* The variable that is the day of evaluation. */
static inline size_t terms_today(const struct terms *t)
{
    return t->n_variables - 1;
}

struct term *terms_constant(struct terms *t, int64_t n, bool truth);
struct term *terms_two(struct terms *t, int act, struct term *x, struct term *y);
struct term *terms_opposite(struct terms *t, struct term *condition);
/* Is it an argument of an aggregate that may come to no element at all? */
static inline bool term_is_list(const struct term *term)
{
    return term->act == OP_LIST || term->act == TERM_ELEMENT;
}

/* A condition, false instead of missing. */
struct term *terms_certain(struct terms *t, struct term *condition);
/* The chain of some arguments of a chain, made once: bit i stands for argument i. */
struct term *terms_part(struct terms *t, struct term *chain, uint64_t which);
/* One of these options is chosen. */
struct term *terms_chosen(struct terms *t, size_t question, uint64_t mask);

static inline bool bit_of(const uint64_t *bits, size_t i)
{
    return (bits[i / 64] >> i % 64 & 1) != 0;
}

#endif
