/* site.db: the only file of the generator that knows SQLite. */
#ifndef PORTILLON_SITE_OUTPUT_DATABASE_H
#define PORTILLON_SITE_OUTPUT_DATABASE_H

#include "site/definition.h"
#include "site/message.h"
#include "site/portal.h"

struct database;

struct database_content {
    const struct definitions *definitions;
    const struct messages *messages;
};

/* Begins a new file at `path`, in the arena of the portal, whose pages are read but not made: when the search
 * index is wanted, portal->index gathers it while they are. */
struct database *database_begin(struct portal *portal, const char *path);
/* The same for a copy of the last build's file, in which only the texts of pages change that are made now. It
 * then holds what a new one would, but the index's segments lie elsewhere. */
struct database *database_change(struct portal *portal, const char *path);
/* Writes all but the index. The same content gives the same bytes. */
void database_fill(struct database *d, const struct database_content *content);
/* Closes the file; false, and a diagnostic, when it could not be written; `is_wanted` false: nobody minds. */
bool database_end(struct database *d, bool is_wanted);

#endif
