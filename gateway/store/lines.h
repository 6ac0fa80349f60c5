/* Lists of texts in one column: each on a line of its own, with `\n` for a line end inside a text, `\r` for a
 * carriage return and `\\` for a backslash. A list of one empty text is "\n"; the empty list is "". Pairs are
 * lines `name=text`. */
#ifndef PORTILLON_STORE_LINES_H
#define PORTILLON_STORE_LINES_H

#include "base/arena.h"
#include "base/buf.h"

void lines_add(struct buf *out, struct str text);
void lines_add_pair(struct buf *out, struct str name, struct str text);

/* Takes the next text off *rest; false at the end. It is borrowed from *rest, or in the arena where something
 * was escaped in it. */
bool lines_next(struct arena *a, struct str *rest, struct str *text);
/* The same for a pair, whose name is borrowed; a line without `=` is a pair with an empty text. */
bool lines_next_pair(struct arena *a, struct str *rest, struct str *name, struct str *text);

#endif
