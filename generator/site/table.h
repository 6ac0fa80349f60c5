/* GFM's pipe tables (specification 0.29, section 4.10), found in paragraphs after CommonMark has been parsed:
 * a header row, a row of hyphens of as many cells, then rows to the end of the paragraph. */
#ifndef PORTILLON_SITE_TABLE_H
#define PORTILLON_SITE_TABLE_H

#include "site/node.h"

/* Turns paragraphs below root into tables: NODE_TABLE with NODE_ROW of NODE_CELL. References in cells are
 * looked up in `definitions`, a Markdown text. */
void tables_find(struct arena *a, const struct source *source, struct node *root, struct str definitions,
                 struct diags *diags);

#endif
