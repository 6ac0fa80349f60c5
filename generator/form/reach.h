/* What a term can come to, over all answers that a form accepts.
 *
 * Operands that depend on different questions are independent: their values combine freely. Where operands
 * share a question, its answers are gone through one by one (options; for numbers the stretches between the
 * constants they are compared with), until what is left is independent. Where all that they share is the
 * value of one score or level, its values are gone through instead. Where that is impossible or would take
 * too long, the outcome is an upper bound: nothing outside it can come about, but nothing in it is said to
 * be certain. */
#ifndef PORTILLON_FORM_REACH_H
#define PORTILLON_FORM_REACH_H

#include "form/term.h"

/* One way of answering a question. */
struct cell {
    bool given;
    uint64_t chosen;
    struct span span; /* numbers, days or ages */
};

struct cells {
    struct cell *items;
    size_t count, cap;
};

/* Words of bits, one for each variable. */
enum { REACH_MAX_WORDS = FORM_MAX_QUESTIONS / 64 + 2 };

struct reach {
    struct terms terms;
    struct arena *arena;
    uint64_t *assigned; /* a bit for each variable that has a cell in `cell` */
    uint64_t *spread;   /* a bit for each of those whose cell holds several numbers */
    struct cell *cell;
    struct cells *cells; /* by variable, made when needed */
    bool *has_cells;
    uint64_t *cell_key; /* by variable: tells its cells apart */
    uint64_t n_parts;   /* of cells that were assigned so far */
    int64_t budget;     /* steps that the current question may still take */
    int64_t total;      /* steps that all further questions may take */
    int64_t given;      /* of the budget: beyond the total */
    unsigned depth;
    int32_t *cells_day; /* by variable: the day of evaluation that its cells are for */
    bool days_known;    /* no other days of evaluation than those of its cells differ from them */
};

void reach_init(struct reach *r, struct arena *a, const struct form *f);
/* Works out the scores, for all that uses them. Not before every condition has become a term: what answers
 * are compared with tells how their ways are cut. */
void reach_scores(struct reach *r);
/* The values of a term, with a fresh budget. */
struct values reach_of(struct reach *r, struct term *term);
/* Until it is taken back, a question is answered in the way of one of its cells. */
void reach_assign(struct reach *r, size_t question, size_t cell);
void reach_assign_part(struct reach *r, size_t question, struct cell cell); /* of a cell */
void reach_take_back(struct reach *r, size_t question);
/* The same, given that a question is answered in one way. */
struct values reach_given(struct reach *r, struct term *term, size_t question, struct cell cell);

/* form/cells.c: all ways of answering a question, each alike for every condition; NULL when there are too
 * many. */
const struct cells *reach_cells(struct reach *r, size_t question);
/* All that a question's answer, free or assigned, gives a term that reads it; the question being asked. */
struct values reach_answer(struct reach *r, const struct term *term);
/* All answers of a number, percent, amount, or date (in days or in years). */
struct span reach_domain(const struct reach *r, size_t question);

/* form/moment.c: the days of evaluation that there may be; the one that is assigned. */
int32_t reach_first_day(void);
int32_t reach_last_day(void);
bool reach_today(const struct reach *r, int32_t *day);
/* Those that are gone through. */
void reach_days(struct reach *r, struct cells *cells);
/* INT32_MIN and INT32_MAX: out of the years that there are. 29 February comes to the 28th. */
int32_t reach_years_after(int32_t day, int64_t years);
/* Appends the days that the answers to a date are cut at on a day of evaluation. */
void reach_cut_by_ages(struct reach *r, const struct variable *variable, int32_t today,
                       struct numbers *points);

/* form/gather.c: min, max, sum, mean and count, of numbers and lists. */
struct values reach_gather(struct reach *r, struct term *term);
/* What an element adds to a sum: nothing when it is not there. */
struct values reach_addend(struct reach *r, struct term *element);

/* form/chain.c: operators of many arguments that may be taken in any order. */
struct values reach_chain(struct reach *r, struct term *term);
/* The arguments that share nothing with the others are put together first, each group by itself; false when
 * all hang together. */
bool reach_by_parts(struct reach *r, struct term *term, struct values *out);

/* form/module.c: a named term that is all that the arguments of `term` know of a question; NULL when there is
 * none, or when it has too many values to be gone through. */
struct term *reach_module(struct reach *r, struct term *term, size_t variable);
/* The values of `term`, gone through by the values of a module. */
struct values reach_split_module(struct reach *r, struct term *term, struct term *module);
/* A term comes to an outcome: its questions count as settled, under keys of which `number` tells the outcomes
 * apart, until what is assigned is put back. */
void reach_fix(struct reach *r, struct term *module, const struct values *outcome, uint64_t number);

/* form/tally.c: the values of `term`, gone through by what the sums in it come to together, when these are
 * all that it knows of a question. false when they are not, or too many: then that question, or another that
 * is better gone through first, is `*variable`. */
bool reach_by_tallies(struct reach *r, struct term *term, size_t *variable, struct values *out);

/* Nothing is excluded, nothing is certain. */
struct values reach_unknown(struct reach *r, const struct term *term);
/* Spreads a number over 64 bits: the finaliser of splitmix64. */
uint64_t reach_hash(uint64_t x);
/* Recursion, for the files above. */
struct values reach_values(struct reach *r, struct term *term);
/* Does it depend on nothing that is assigned? */
bool reach_is_free(const struct reach *r, const struct term *term);

#endif
