/* Inside the store: brings a database to this program's schema. */
#ifndef PORTILLON_STORE_MIGRATE_H
#define PORTILLON_STORE_MIGRATE_H

#include "store/connection.h"

/* Runs the migrations that are missing (migrations/NNNN_*.sql, in order) in one transaction, after a copy of
 * what was there into `folder`/backups. false with the reason in `diags`: not a store, a store of a newer
 * program, or a failure, after which everything is as before. */
bool migrate(struct store_db *db, const char *folder, struct diags *diags);

/* Is it a store of this program's schema? Changes nothing; false with the reason in `diags`. */
bool migrate_is_current(const char *path, struct diags *diags);

/* A consistent copy of the database behind the connection, in one file, synced; see store_backup. */
enum store_status backup_copy(struct store_db *from, const char *path);

#endif
