/* The questionnaire as the programs see it: a definition in memory. Pure data, no wording but ids and codes:
 * the words of each language are kept beside, by line. Made by form/build.h, read by everybody, never changed
 * afterwards. */
#ifndef PORTILLON_FORM_FORM_H
#define PORTILLON_FORM_FORM_H

#include "base/arena.h"
#include "base/str.h"
#include "form/number.h"

enum form_type {
    FORM_ONE,             /* one option of several */
    FORM_MANY,            /* some options; min..max of them */
    FORM_YESNO,           /* yes or no; the codes are `yes` and `no` whatever the language */
    FORM_NUMBER,          /* a number, with bounds; `whole`: without decimals */
    FORM_MONEY,           /* an amount in `currency`, with bounds */
    FORM_PERCENT,         /* a number of percent, 0..100 unless bounds are given, with two decimals */
    FORM_DATE,            /* a day, with bounds that may be `today` */
    FORM_TEXT,            /* free text of at most `length` characters; more than 120: several lines */
    FORM_EMAIL,           /* an address, ASCII */
    FORM_PHONE,           /* a telephone number, kept as E.164 when it can be read as one */
    FORM_SCALE,           /* a whole number from low to high, chosen on a line; an option for each of them */
    FORM_COUNTRY,         /* a country: form/country.h */
    FORM_NATIONAL_NUMBER, /* a number of the national register of `country`: form/identity.h */
    FORM_IBAN,            /* a bank account: form/identity.h */
    FORM_CONSENT,         /* a box that is ticked; not ticked is no, and only allowed when optional */
    FORM_SIGNATURE,       /* a full name typed under "read and approved", and the day of it */
    FORM_GRID,            /* only declared: its rows are questions of type one (struct form_grid) */
    FORM_REPEAT,          /* how many items a point that is repeated has (struct form_repeat) */
    FORM_FILE, /* files of some kinds, each of at most `file_bytes`; low..high of them (form/file.h) */
    FORM_TYPE__MAX
};

/* What stands at one place of the document: a row of definition_line. */
enum form_kind {
    FORM_POINT,
    FORM_QUESTION,
    FORM_OPTION,
    FORM_ROW, /* of a grid */
    FORM_SCORE,
    FORM_RESULT,
    FORM_LEVEL,
    FORM_RULE,
    FORM_CHECK,
    FORM_KIND__MAX
};
struct str form_kind_name(enum form_kind kind); /* "point", "question", … */
bool form_kind_parse(struct str name, enum form_kind *out);
struct str form_type_name(enum form_type type); /* "one", "many", … */

struct form_expr; /* a compiled expression: form/expr.h */

/* `code = points, name = number, …` on an option. */
struct form_named {
    struct str name;
    struct number value;
};

struct form_option {
    struct str code;
    unsigned line; /* 0 for the two of a yesno that declares none */
    bool has_points;
    struct number points;
    const struct form_named *named;
    size_t n_named;
    bool alone;                        /* many: not chosen together with others */
    const struct form_expr *condition; /* NULL: always offered */
};

/* Maxima: what goes over them gets a diagnostic. */
enum {
    FORM_MAX_LINES = 10000,
    FORM_MAX_QUESTIONS = 2000,  /* those of rows and items each counted */
    FORM_MAX_EXPANDED = 200000, /* nodes of expressions, after they were copied for rows and items */
    FORM_MAX_OPTIONS = 64,      /* of one question */
    FORM_MAX_ROWS = 50,         /* of one grid */
    FORM_MAX_ITEMS = 50,        /* of one repeat */
    FORM_MAX_LEVELS = 64,       /* of one result */
    FORM_MAX_NAMED = 16,        /* named values of one option */
    FORM_MAX_SCALE = 21,        /* numbers on a scale */
    FORM_MAX_DEPTH = 32,        /* nesting of lines, and of parentheses in an expression */
    FORM_MAX_EXPRESSION = 64 * 1024,
    FORM_MAX_BYTES = 2 * 1024 * 1024, /* of all declarations together */
    FORM_MAX_ID = 64,
    FORM_MAX_TEXT = 10000, /* characters of one text answer */
};

/* Numbers that people answer are between minus and plus a trillion, so that sums of them stay exact. */
#define FORM_MAX_NUMBER INT64_C(1000000000000)

struct form_bound {
    bool set;
    bool today;          /* dates only: the day of evaluation */
    struct number value; /* a number, or days since 1970-01-01 (form/day.h) */
};

/* What is asked: of each row of a grid and of each item of a repeat there is one. */
struct form_question {
    struct str id;   /* `age`; a row `experience.actions`; in an item, counted from 1, `enfants.2.age` or
                      * `enfants.2.experience.actions` */
    struct str name; /* what its declaration calls it: `age`, `actions` */
    unsigned line;
    enum form_type type;
    bool optional;
    size_t point;                      /* index into form.points */
    ptrdiff_t grid;                    /* index of the grid whose row this is, or -1 */
    ptrdiff_t repeat;                  /* index of the repeat whose question this is, or -1 */
    size_t item;                       /* which of its items, from 0; meaningless when repeat is -1 */
    const struct form_expr *condition; /* NULL: always asked (when its parent option is chosen) */
    ptrdiff_t parent;                  /* index of the question whose option this is nested under, or -1 */
    size_t parent_option;              /* index of that option; meaningless when parent is -1 */
    struct form_bound low, high;       /* numbers, dates, number of choices (many: low always set) and of
                                        * files (both set), characters (text, signature: high always set);
                                        * percent: 0..100 when none is declared */
    unsigned decimals;                 /* number, money, percent: digits allowed behind the separator */
    struct str currency;               /* money: ISO 4217 code */
    struct str country;                /* national number: ISO 3166-1 code */
    uint32_t file_kinds;               /* file: bit i: enum form_file_kind i is accepted */
    int64_t file_bytes;                /* file: the largest size of one */
    const struct form_option *options; /* one, many (rows of a grid: the same array); yesno: always yes and
                                        * no, scale: its numbers, in this order, declared or not */
    size_t n_options;
    uint64_t alone;       /* bit i: option i is */
    uint64_t conditional; /* bit i: option i has a condition */
};

struct form_point {
    struct str id; /* may be empty */
    unsigned line;
    size_t first_question, n_questions; /* into form.questions, nested ones included */
    const struct form_expr *condition;  /* NULL: none; the conditions of its questions include it */
};

/* A table of choices: each row is a question of type one, its columns are the options of all. In a repeat
 * each item has its own. */
struct form_grid {
    struct str id; /* `experience`; in an item `enfants.2.experience` */
    unsigned line;
    size_t first_row, n_rows; /* into form.questions */
};

/* A point whose questions are answered once for each item. A question of type repeat says how many items
 * there are; behind it stand `n_each` questions of the first item, then those of the second, up to the most
 * that there may be. Those of items that there are not are not asked. */
struct form_repeat {
    struct str id;
    unsigned line;
    size_t count;  /* the question that says how many: index into form.questions */
    size_t n_each; /* questions of one item; that of item i begin at count + 1 + i * n_each */
    size_t most;   /* items */
};

struct form_score {
    struct str name;
    unsigned line;
    const struct form_expr *expr;
    ptrdiff_t latest; /* the last question it depends on, or -1 */
};

struct form_level {
    struct str code;
    unsigned line;
    struct form_bound low, high;
};

/* An expression cut into ordered levels, lowest first. */
struct form_result {
    struct str id;
    unsigned line;
    const struct form_expr *expr;
    const struct form_level *levels;
    size_t n_levels;
};

/* `profil <= prudent if connaissance = novice`: caps (or, with >=, lifts) a result's level when the condition
 * holds. */
struct form_rule {
    unsigned line;
    size_t result, level;
    bool lifts;
    const struct form_expr *condition;
};

enum form_severity { FORM_BLOCK, FORM_REFER, FORM_NOTE, FORM_SEVERITY__MAX };
struct str form_severity_name(enum form_severity severity); /* "block", "refer", "note" */

struct form_check {
    unsigned line;
    enum form_severity severity;
    const struct form_expr *condition;
};

/* One declaration line, as site.db keeps it. `declaration` is canonical. */
struct form_line {
    enum form_kind kind;
    unsigned depth; /* nesting: points, scores, results, rules, checks 0; questions 1, options 2, nested
                       questions 3 … */
    struct str declaration;
};

struct form {
    const struct form_line *lines; /* line numbers are 1-based indices into it */
    size_t n_lines;
    const struct form_point *points;
    size_t n_points;
    const struct form_question *questions; /* in document order, nested ones after their option's question */
    size_t n_questions;
    const struct form_grid *grids; /* in order of their rows */
    size_t n_grids;
    const struct form_repeat *repeats;
    size_t n_repeats;
    const struct form_score *scores; /* in order of evaluation: by `latest`, each behind those it uses */
    size_t n_scores;
    const struct form_result *results;
    size_t n_results;
    const struct form_rule *rules;
    size_t n_rules;
    const struct form_check *checks;
    size_t n_checks;
};

/* The index of the question of this id, or -1. */
ptrdiff_t form_question_find(const struct form *f, struct str id);
ptrdiff_t form_option_find(const struct form_question *q, struct str code);
/* Is what it is answered with a number? */
bool form_is_number(const struct form_question *q);
/* Is it answered by choosing among options that have codes? */
bool form_is_choice(const struct form_question *q);
ptrdiff_t form_result_find(const struct form *f, struct str id);

#endif
