/* Inside output: filling site.db, by the statements of insert.sql. What goes wrong is kept: the first status
 * that was not fine stays, and nothing more is done. */
#ifndef PORTILLON_SITE_OUTPUT_STATEMENT_H
#define PORTILLON_SITE_OUTPUT_STATEMENT_H

#include <sqlite3.h>

#include "site/portal.h"

struct database {
    struct portal *portal;
    const char *path;
    sqlite3 *db;
    sqlite3_stmt *statement; /* the one being run */
    int status;              /* the first that was not fine */
};

void statement_keep(struct database *d, int status);
/* Makes ready the statement of this name, which statement_run then repeats. */
void statement_use(struct database *d, const char *name);
/* The statement of this name, to be put into `statement` for its runs and finalized by the caller. */
sqlite3_stmt *statement_take(struct database *d, const char *name);
/* Parameters, from 1. The text is borrowed until the run. */
void statement_text(struct database *d, int parameter, struct str value);
void statement_number(struct database *d, int parameter, size_t value);
void statement_run(struct database *d);
/* A text of the row that the statement stands at, from 0; borrowed until the next step. */
struct str statement_column(const struct database *d, int column);
/* One that has no parameters. */
void statement_once(struct database *d, const char *name);

#endif
