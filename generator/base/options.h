/* The words of a command line: options and operands, read by a table, mistakes as diagnostics. A program ends
 * with status EXIT_USAGE when there are any. Options may stand anywhere; `--` ends them; `-o X`, `-oX`,
 * `--output X` and
 * `--output=X` are the same. */
#ifndef PORTILLON_BASE_OPTIONS_H
#define PORTILLON_BASE_OPTIONS_H

#include "base/diag.h"

enum { EXIT_FINE = 0, EXIT_CONTENT = 1, EXIT_USAGE = 2 };

/* One row of a command's table. Either `value` or `given` is set. */
struct option {
    const char *name;   /* "output" */
    char letter;        /* 'o', or 0 for none */
    const char **value; /* takes a value, stored here; the last one counts */
    bool *given;        /* takes none; true is stored here */
};

struct options {
    const struct option *items;
    size_t count;
    const char **operands; /* room for max_operands */
    size_t max_operands;
    size_t n_operands; /* set by options_parse */
};

/* Reads argv[1] to argv[argc - 1] (argv[0] is the command's name and ignored); pointers into argv are stored.
 * False when something was added to `d`: OPTION_UNKNOWN, OPTION_VALUE, OPTION_NO_VALUE, OPERANDS. */
bool options_parse(struct options *o, int argc, char *const *argv, struct diags *d);

#endif
