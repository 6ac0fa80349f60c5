/* site.db: the only file of the generator that knows SQLite. */
#ifndef PORTILLON_SITE_OUTPUT_DATABASE_H
#define PORTILLON_SITE_OUTPUT_DATABASE_H

#include "site/definition.h"
#include "site/message.h"
#include "site/portal.h"

/* Writes the whole database to a new file. The same content gives the same bytes. false and a diagnostic when
 * it cannot be written. */
bool database_write(struct portal *portal, const struct definitions *definitions,
                    const struct messages *messages, const char *path);

#endif
