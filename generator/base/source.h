/* Source texts: read, checked to be UTF-8, and whatever is wrong reported as diagnostics. */
#ifndef PORTILLON_BASE_SOURCE_H
#define PORTILLON_BASE_SOURCE_H

#include "base/arena.h"
#include "base/diag.h"

/* Reads the file at `path`, called `name` in diagnostics, into the arena. NULL when it cannot be used: the
 * reason was then added to `d` (FILE_READ, FILE_TOO_LARGE, NOT_UTF8 at its first bad byte). A byte order mark
 * is left out, with a warning. */
const struct source *source_read(struct arena *a, const char *path, struct str name, size_t max,
                                 struct diags *d);

/* The same of what a person names on the command line: `-` is the standard input, and a pipe is read to its
 * end. */
const struct source *source_read_input(struct arena *a, const char *path, size_t max, struct diags *d);

#endif
