/* site.db: the only file of the generator that knows SQLite. */
#ifndef PORTILLON_SITE_OUTPUT_DATABASE_H
#define PORTILLON_SITE_OUTPUT_DATABASE_H

#include "site/definition.h"
#include "site/message.h"
#include "site/portal.h"

struct database;

/* Begins a new file, in the arena of the portal, whose pages are read but not made: when the search index is
 * wanted, portal->index gathers it while they are. */
struct database *database_begin(struct portal *portal, const char *path);
struct database_content {
    const struct definitions *definitions;
    const struct messages *messages;
};
/* Writes all the rest and closes the file; `content` NULL: it is not wanted any more. The same content gives
 * the same bytes. false, and a diagnostic, when it could not be written. */
bool database_end(struct database *d, const struct database_content *content);

#endif
