/* Inside the store: one SQLite connection with its prepared statements. Used by one thread at a time. */
#ifndef PORTILLON_STORE_CONNECTION_H
#define PORTILLON_STORE_CONNECTION_H

#include <sqlite3.h>

#include "store/store.h"

enum { STATEMENT_MAX_PARAMS = 24, BUSY_MILLISECONDS = 5000 /* to wait for other processes' locks */ };

/* What every connection says over and over. */
enum fixed_sql {
    FIXED_BEGIN,       /* a reader's snapshot */
    FIXED_BEGIN_WRITE, /* not deferred: a later upgrade could fail at once */
    FIXED_COMMIT,
    FIXED_ROLLBACK,
    FIXED_SAVEPOINT,
    FIXED_RELEASE,
    FIXED_ROLLBACK_TO,
    FIXED_SQL__MAX
};

struct statement {
    sqlite3_stmt *handle;                         /* prepared when first used */
    unsigned char position[STATEMENT_MAX_PARAMS]; /* where SQLite put $1, $2 … */
};

/* What a connection may do. */
enum connection_mode {
    CONNECTION_WRITES, /* the one that writes and checkpoints */
    CONNECTION_READS,  /* reads store.db; a snapshot from the first statement to connection_rest */
    CONNECTION_SITE,   /* reads site.db */
    CONNECTION_MODE__MAX
};

struct store_db {
    sqlite3 *sqlite;  /* NULL when it could not be opened again */
    const char *path; /* borrowed */
    enum connection_mode mode;
    struct statement statements[SQL__MAX];
    sqlite3_stmt *fixed[FIXED_SQL__MAX];
    unsigned max_pages; /* 0: no limit */
    bool in_snapshot;
    unsigned rows_open;        /* queries that were not read to their end */
    size_t changed;            /* by the last statement */
    enum store_status failure; /* first failure that is not the statement's own: STORE_BUSY and worse */
    bool broken;               /* must be opened again */
    struct store_db *next;     /* in the list of free ones */
};

/* Opens with every setting that the mode needs. A writer may change
 * the schema until connection_finish, a site's be asked what it is. */
enum store_status connection_open(struct store_db *db, const char *path, enum connection_mode mode);
/* From here on foreign keys hold, and there is no DDL, no ATTACH, no PRAGMA. */
enum store_status connection_finish(struct store_db *db);
void connection_close(struct store_db *db);
/* Ends queries that were not read to their end. */
void connection_end_rows(struct store_db *db);
/* Ends what was left open, queries and snapshot; opens the connection again when it is broken. */
void connection_rest(struct store_db *db);

enum store_status connection_fixed(struct store_db *db, enum fixed_sql which);
/* Runs fixed SQL text. */
enum store_status connection_exec(struct store_db *db, const char *sql);
/* The first column of the first row of fixed SQL text; -1 on failure. */
int64_t connection_number(struct store_db *db, const char *sql);
/* Notes a result code of SQLite, says it in the log when it should not happen, and gives its status. */
enum store_status connection_note(struct store_db *db, int code);

#endif
