/* Callouts as forges show them: a quotation that begins with a line `[!NOTE]`, `[!TIP]`, `[!WARNING]` or
 * `[!IMPORTANT]`. */
#ifndef PORTILLON_SITE_CALLOUT_H
#define PORTILLON_SITE_CALLOUT_H

#include "site/node.h"

enum callout { CALLOUT_NOTE, CALLOUT_TIP, CALLOUT_WARNING, CALLOUT_IMPORTANT, CALLOUT__MAX };
/* "note", "tip", … */
struct str callout_name(enum callout callout);

/* Turns such quotations into NODE_CALLOUT, whose `number` is the enum, without the marking line. */
void callouts_find(struct arena *a, const struct source *source, struct node *root, struct diags *diags);

#endif
