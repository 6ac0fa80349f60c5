/* Expressions: a tree as written, in which the compiler notes what each node computes. The language is
 * AUTHORING.md's: typed, total, pure, with missing values.
 *
 * Missing spreads: an operation on a missing value is missing. `and` and `or` are certain as soon as one
 * side decides (`no and missing` is no, `yes or missing` is yes); `if` and `pick` compute only the branch
 * they take. Division by zero, and what does not fit in a struct number, is missing.
 *
 *     min max sum mean count   of numbers and lists; of an empty list sum and count are 0, the others missing
 *     count                    of conditions: how many are true
 *     step(x, 20, 40)          how many of the thresholds (rising numbers) x reaches: 0, 1 or 2
 *     pick(n, a, b, c)         a when n is 1, b when it is 2, c when it is 3, else missing
 *     years(d)                 completed years from d to the day of evaluation
 *     coalesce(x, y)           the first that is not missing
 *     answered(q)              never missing; false when the question was not asked
 *
 * In min, max, sum, mean and count, an argument that names a grid, or a question of a repeat from outside it,
 * is computed for each row or item: sum(experience), count(experience = bien), count(years(enfants.naissance)
 * < 18). An item in which a question that is named is not asked gives no element. count(enfants) is how many
 * items there are. A row is a choice of its own: experience.actions, or actions where nothing else has this
 * name. A grid in a repeat is computed for each row of each item: sum(enfants.experience); its row for each
 * item: max(enfants.experience.actions). In the item itself both are named without it: sum(experience).
 *
 * A `many` with no option chosen (`many 0..3`) is an empty list; one that was not answered is missing. Where
 * a name is a code of the question it is compared with, it is that code, whatever else has this name. */
#ifndef PORTILLON_FORM_EXPR_H
#define PORTILLON_FORM_EXPR_H

#include "form/lex.h"

enum form_op {
    /* as written */
    OP_CONSTANT, /* `constant`: a number, a date, or 1 and 0 for true and false */
    OP_TODAY,
    OP_NAME,       /* `text` */
    OP_FIELD,      /* `text`.`field`; `text` may have points itself: `enfants.reaction`.`perte` */
    OP_SUM_OF,     /* a + b - c: arguments with `inverse` are subtracted */
    OP_PRODUCT_OF, /* a * b / c: arguments with `inverse` divide */
    OP_NEGATIVE,
    OP_NOT,
    OP_AND,
    OP_OR,
    OP_EQUAL,
    OP_UNEQUAL,
    OP_LESS,
    OP_AT_MOST,
    OP_MORE,
    OP_AT_LEAST,
    OP_IN,       /* first argument in (the others) */
    OP_CONTAINS, /* first argument, a code, in the second, a question */
    OP_IF,
    OP_MIN,
    OP_MAX,
    OP_SUM,
    OP_MEAN,
    OP_COUNT,
    OP_STEP,
    OP_PICK,
    OP_ANSWERED,
    OP_YEARS,
    OP_COALESCE,
    /* what names and comparisons turn out to be */
    OP_POINTS, /* by_option[] of the option chosen in question `index` */
    OP_VALUE,  /* the number or day answered to question `index` */
    OP_YES,    /* question `index`, a yesno, was answered with yes */
    OP_LIST, /* by_option[] of all options chosen in question `index`; only inside min, max, sum, mean, count
              */
    OP_CHOSEN,     /* one of the options in `mask` is chosen in question `index` */
    OP_SCORE,      /* score `index` */
    OP_RESULT,     /* the number of result `index` */
    OP_LEVEL,      /* the level of result `index` is one of `mask` */
    OP_COUNT_TRUE, /* count of conditions */
    OP_EACH, /* an argument of min, max, sum, mean or count that is computed for each row of a grid or item of
              * a repeat: the first argument is it as written, those behind it are it for each element;
              * `index` is the question that says how many items there are, FORM_NO_COUNT for a grid alone;
              * of a grid in a repeat, `per_item` elements, its rows, are an item's */
    OP__MAX
};

/* The type of a value. A name's type is what it can be asked for: a choice can be compared with its codes,
 * and gives its points where a number is needed. */
enum form_value {
    VALUE_WRONG, /* reported already: nothing more is said about it */
    VALUE_NUMBER,
    VALUE_TRUTH,
    VALUE_DATE,
    VALUE_CHOICE,
    VALUE_YESNO,
    VALUE_LIST,
    VALUE_TEXT,
    VALUE_LEVEL,
    VALUE_CODE,    /* a bare name that names nothing by itself */
    VALUE_COUNTRY, /* its place in form/country.h */
    VALUE__MAX
};

#define FORM_NO_COUNT SIZE_MAX

struct form_expr {
    enum form_op op;  /* as written */
    enum form_op act; /* what is computed; the same as op but for names and comparisons with codes */
    enum form_value type;
    bool inverse;          /* in a chain: subtracted, or divided by */
    size_t offset, length; /* in the declaration it was written in */
    size_t index;
    size_t per_item; /* OP_EACH of items: elements that each has, 1 or rows */
    uint64_t mask;
    struct number constant;
    const struct number *by_option; /* unset (den 0): the option gives no element of a list */
    struct str text, field;
    struct str formula; /* the canonical source, of what explanations have a step for */
    struct form_expr **args;
    size_t n_args;
};

/* Reads a whole expression from the lexer up to a token that cannot be part of one; NULL after a diagnostic.
 */
struct form_expr *form_expr_parse(struct arena *a, struct lexer *l);

/* The canonical source: single spaces, parentheses only where they are needed. */
void form_expr_print(const struct form_expr *e, struct buf *out);
/* How operators and functions are called, and what stands between arguments. */
struct form_notation {
    struct str names[OP__MAX]; /* empty: as in the language */
    struct str separator;      /* empty: ", " */
};
/* The same with other text for some nodes: `print` prints it and says so, or gives false. `parent` is NULL
 * for the whole; `tight` asks for parentheses around what begins with a sign or is not a single value. */
struct form_node {
    const struct form_expr *expr, *parent;
    bool tight;
};
struct form_instead {
    bool (*print)(void *context, const struct form_node *node, struct buf *out);
    void *context;
    const struct form_notation *notation; /* NULL: the language's own */
};
void form_expr_print_instead(const struct form_expr *e, struct form_instead instead, struct buf *out);

/* Does the node itself read the answer to question `index`? */
bool form_reads_question(const struct form_expr *e);

/* The name of a function or operator as written: "min", "and". */
struct str form_op_name(enum form_op op);
/* The same in a notation, which may be NULL; and what it has between arguments. */
struct str form_notation_name(const struct form_notation *notation, enum form_op op);
struct str form_notation_separator(const struct form_notation *notation);
/* The operator of a function's name; OP__MAX when there is none. */
enum form_op form_op_function(struct str name);
/* Words that cannot be ids: operators, functions, true, false, today. */
bool form_is_reserved(struct str word);

#endif
