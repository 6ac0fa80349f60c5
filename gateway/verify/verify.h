/* Does the store still say what was once concluded? Everything that can be worked out again is: the hash of
 * every definition and of its words, every result from its answers, the digest of every submission, both hash
 * chains, that none of these rows was taken out, that the files that answers name are there as they were,
 * bytes included. Memory does not grow with the number of rows. */
#ifndef PORTILLON_VERIFY_VERIFY_H
#define PORTILLON_VERIFY_VERIFY_H

#include "store/store.h"
#include "verify/findings.h"

enum verify_table {
    VERIFY_DEFINITIONS,
    VERIFY_SUBMISSIONS,
    VERIFY_PROFILES,
    VERIFY_EVENTS,
    VERIFY_UPLOADS,
    VERIFY_TABLE__MAX
};

struct verify_counts {
    int64_t rows[VERIFY_TABLE__MAX];
};

/* How many rows there are: for saying how far one is. */
enum store_status verify_count(struct store_db *db, struct verify_counts *out);
/* Goes through all of one snapshot. `files` NULL: their bytes are not looked at. STORE_OK when everything
 * could be read, whatever was found. */
struct files;
enum store_status verify_run(struct store_db *db, struct files *files, struct findings *findings,
                             struct verify_counts *out);

/* ---- the passes ---- */

enum store_status uploads_verify(struct store_db *db, struct files *files, struct findings *findings);
enum store_status definitions_verify(struct store_db *db, struct findings *findings);
/* What is no longer there: submissions of questionnaires that were sent, profiles that an event tells of. */
enum store_status remains_verify(struct store_db *db, struct findings *findings);

#endif
