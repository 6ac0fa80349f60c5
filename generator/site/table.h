/* GFM's pipe tables (specification 0.29, section 4.10), found in paragraphs after CommonMark has been parsed:
 * a header row, a row of hyphens of as many cells, then rows to the end of the paragraph. */
#ifndef PORTILLON_SITE_TABLE_H
#define PORTILLON_SITE_TABLE_H

#include "site/node.h"

/* One cell of a row: its trimmed text in the source, `\|` still in it. */
struct table_cell {
    size_t offset;
    struct str text;
};
/* Splits a line at its unescaped pipes; at most `max` cells are written, the number found is returned. */
size_t table_split(struct str line, size_t offset, struct table_cell *cells, size_t max);

/* Turns paragraphs below root into tables: NODE_TABLE with NODE_ROW of NODE_CELL. References in cells are
 * looked up in `definitions`, a Markdown text. */
void tables_find(struct arena *a, const struct source *source, struct node *root, struct str definitions,
                 struct diags *diags);

#endif
