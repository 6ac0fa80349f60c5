/* Where a build writes: files go into a new folder beside public/, which takes its place when all is well.
 * Until then, and after any error, what was published before stays as it is. */
#ifndef PORTILLON_SITE_OUTPUT_H
#define PORTILLON_SITE_OUTPUT_H

#include "base/arena.h"
#include "base/diag.h"

struct output;

/* Opens the folder (made when it is not there) and waits for another build into it to end. NULL and a
 * diagnostic when that cannot be. `folder` NULL: nothing is written at all, for checks. */
struct output *output_open(struct arena *a, const char *folder, struct diags *diags);
/* Writes public/<path>. Errors are kept and reported by output_publish. */
void output_file(struct output *o, struct str path, struct str content);
/* The path under which site.db is to be written before output_publish; NULL when nothing is written. */
const char *output_database(const struct output *o);
/* Syncs everything and puts it in its place. false when diagnostics were added: nothing has changed then. */
bool output_publish(struct output *o, struct diags *diags);
/* Removes what was not published, and lets the next build in. */
void output_close(struct output *o);

#endif
