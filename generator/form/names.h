/* The ids of a questionnaire: one space of names for points, questions, scores and results. */
#ifndef PORTILLON_FORM_NAMES_H
#define PORTILLON_FORM_NAMES_H

#include "base/arena.h"
#include "base/str.h"

enum name_kind {
    NAME_NONE,
    NAME_POINT,
    NAME_QUESTION, /* also a row, `experience.actions`, and what is asked of each item, `enfants.age` */
    NAME_SCORE,
    NAME_RESULT,
    NAME_ROW,      /* a row by its own name, `actions`; of items with the repeat's, `enfants.actions` */
    NAME_ROWS,     /* rows of several grids have this name */
    NAME_REPEATED, /* what is asked of each item, by its own name, `age` */
};

struct name {
    struct str id;
    enum name_kind kind;
    size_t index; /* among those of its kind */
    size_t line;  /* index of its declaration */
};

struct names {
    struct name *slots; /* a hash table, at most half full; kind NAME_NONE: free */
    size_t n_slots, n;
};

/* Room for `count` names. */
void names_init(struct names *names, struct arena *a, size_t count);
/* Adds; gives NULL, or the one that has this id already. */
struct name *names_add(struct names *names, struct name name);
/* NULL when there is none. */
const struct name *names_find(const struct names *names, struct str id);
/* The nearest id, for "did you mean"; empty when none is near. */
struct str names_nearest(const struct names *names, struct arena *a, struct str word);

#endif
