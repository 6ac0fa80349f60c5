/* The store: all that the gateway remembers. Hides its engine (SQLite; PostgreSQL can come behind the same
 * functions).
 *
 * Reading: a thread borrows a read-only connection for one request. Writing: a transaction is a function,
 * given to the one writer thread that owns the only writing and checkpointing connection; it runs all that
 * are waiting inside one BEGIN IMMEDIATE … COMMIT, undoes each that fails alone, and answers each only after
 * the commit is on disk. Statements are named in *.sql files beside this header (statements.h is made from
 * them at build time, and each is prepared against the schema then). */
#ifndef PORTILLON_STORE_STORE_H
#define PORTILLON_STORE_STORE_H

#include "base/diag.h"
#include "store/statements.h" /* enum sql: SQL_<NAME>, made at build time */

enum store_status {
    STORE_OK,
    STORE_NONE, /* what was looked for is not there, or not in the state it must be in: nothing was changed */
    STORE_CONFLICT, /* against a constraint of the schema: UNIQUE, FOREIGN KEY … */
    STORE_BUSY,     /* not within 5 s: try again later (503) */
    STORE_FULL,     /* no space: nothing was written (507) */
    STORE_BROKEN,   /* I/O error or corruption: nothing was acknowledged (503) */
    STORE_STATUS__MAX
};

struct store;    /* thread-safe */
struct store_db; /* a connection inside one read or one write: not thread-safe, borrowed */

struct store_settings {
    const char *folder;  /* store.db, store.db.lock and backups/ are in it; created with mode 0710 */
    unsigned readers;    /* read-only connections; as many as request threads */
    unsigned max_pages;  /* of 4 KiB, then STORE_FULL; 0: as the disk allows */
    unsigned group_max;  /* works in one transaction; 0: 256; 1 shows what grouping gains */
    void (*waits)(void); /* called by a thread that is about to wait for the writer; or NULL */
};

/* Opens, takes the lock (another process may have it), creates or migrates (a backup first), starts the
 * writer thread. NULL when it cannot, with the reason in `diags`. Open after fork. */
struct store *store_open(const struct store_settings *settings, struct diags *diags);
/* A store's file to be read alone, by one thread, beside whoever writes it: takes no lock and migrates
 * nothing. NULL, with the reason in `diags`, when there is none or it is another version's. */
struct store *store_open_reading(const char *file, struct diags *diags);
/* Finishes what waits, checkpoints, closes. */
void store_close(struct store *s);

/* A write: gives STORE_OK to keep what it did; anything else rolls it back alone. Must not block on anything
 * but the database, and may run again from its start after the connection was reset. */
typedef enum store_status store_work(struct store_db *db, void *context);
/* Runs it in the writer thread and waits until it is durable (or refused). At most 5 s of waiting to begin,
 * then STORE_BUSY. */
enum store_status store_write(struct store *s, store_work *work, void *context);
/* Gives it away without waiting; context is copied (at most 256 bytes). For what may be lost: when a session
 * was last seen. */
void store_write_later(struct store *s, store_work *work, const void *context, size_t size);

/* Borrows a read-only connection: a snapshot begins at the first statement and ends with store_release, or
 * with a store_write of the same thread, which must not be in the middle of rows then. Borrowing again what
 * one has gives the same connection, to be released as often, so no thread ever waits for a second one. */
struct store_db *store_borrow(struct store *s);
void store_release(struct store *s, struct store_db *db);
/* Ends this thread's snapshot, which must not be in the middle of rows: what it reads next is what is written
 * by now. */
void store_renew(struct store *s);

/* Arguments of a statement, $1 first. */
enum store_kind { STORE_NULL, STORE_INT, STORE_TEXT, STORE_BLOB, STORE_KIND__MAX };
struct store_arg {
    enum store_kind kind;
    int64_t integer;
    struct str bytes; /* borrowed until the statement is done */
};
struct store_arg arg_int(int64_t n);
struct store_arg arg_text(struct str s);
struct store_arg arg_blob(struct str s);
struct store_arg arg_null(void);
/* NULL when the text is empty. */
struct store_arg arg_text_or_null(struct str s);
#define STORE_ARGS(...)                      \
    (const struct store_arg[]){__VA_ARGS__}, \
        sizeof((const struct store_arg[]){__VA_ARGS__}) / sizeof(struct store_arg)

/* Runs a statement that gives no rows. *changed (may be NULL) is how many rows it changed. The number of
 * arguments must be the statement's: checked. */
enum store_status store_run(struct store_db *db, enum sql statement, const struct store_arg *args, size_t n);
size_t store_changed(const struct store_db *db);
/* store_run, and STORE_NONE when no row was changed: for "update … where state = …". */
enum store_status store_run_one(struct store_db *db, enum sql statement, const struct store_arg *args,
                                size_t n);

/* Rows: struct store_rows r = store_query(db, SQL_X, STORE_ARGS(…)); while (store_next(&r)) { store_text(&r,
 * 0) … } and, when left before the end, store_end(&r). r.status says afterwards whether all went well. Slices
 * are borrowed until the next store_next. */
struct store_rows {
    struct store_db *db;
    void *cursor;
    enum store_status status;
};
struct store_rows store_query(struct store_db *db, enum sql statement, const struct store_arg *args,
                              size_t n);
bool store_next(struct store_rows *r);
void store_end(struct store_rows *r);
int64_t store_int(const struct store_rows *r, int column);
struct str store_text(const struct store_rows *r, int column); /* empty for NULL; blobs too */
bool store_is_null(const struct store_rows *r, int column);

/* A consistent copy while the store is in use, in one file, synced; what is at `path` is replaced once all
 * went well. */
enum store_status store_backup(struct store *s, const char *path);
/* Cheap health: can a statement be run, is the writer alive? */
bool store_ready(struct store *s);

#endif
