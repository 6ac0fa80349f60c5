/* Uploaded files: a folder beside the database, in which a file is named after its content: `3f/3f9a…`, the
 * BLAKE2b-256 of its bytes in hexadecimal, below a folder of the first two digits. No name ever comes from
 * outside, files are never changed, and no symbolic link is followed below the folder.
 *
 * What comes in is written to incoming/ under a random name, synced, then renamed to where it belongs, and
 * the folder is synced: only then may a row of the database name it. So a crash leaves files without a row,
 * which files_sweep removes, and never a row without its file. */
#ifndef PORTILLON_STORE_FILES_H
#define PORTILLON_STORE_FILES_H

#include "base/diag.h"
#include "store/store.h"

enum { FILE_HASH_LENGTH = 64, FILE_HEAD_MAX = 512 };

struct files; /* thread-safe */

/* Makes the folder (0750: the web server's group reads it) when there is none. NULL, with the reason in
 * `diags`, when it cannot be used. */
struct files *files_open(const char *folder, struct diags *diags);
void files_close(struct files *f);

/* ---- one file that comes in ---- */

struct incoming; /* one thread's */

/* NULL: no file can be made; *status says why. */
struct incoming *incoming_new(struct files *f, enum store_status *status);
/* Appends; once it failed it stays failed, and nothing of it can be kept. */
enum store_status incoming_add(struct incoming *in, struct str bytes);
int64_t incoming_size(const struct incoming *in);
/* Reads what was added, from `offset`; fewer bytes than `max` only at the end, or when it cannot be read. */
size_t incoming_read(const struct incoming *in, int64_t offset, char *to, size_t max);
/* Syncs it and gives its name, borrowed until incoming_free: nothing may be added any more. */
enum store_status incoming_finish(struct incoming *in, struct str *hash);
/* Moves it to where it belongs, durably. Between here and the commit of the row that names it, the caller
 * holds the files. Keeping what is there already does no harm. */
enum store_status incoming_keep(struct incoming *in);
/* Removes what was not kept. NULL is fine. */
void incoming_free(struct incoming *in);

/* While anybody holds the files, nothing is swept. */
void files_hold(struct files *f);
void files_let_go(struct files *f);

/* ---- all of them ---- */

/* Removes what came in before `before` and was never kept, and every file for whose name `is_named` is false.
 * Gives how many; what cannot be removed is left for the next time. */
struct files_sweep {
    int64_t before; /* UTC seconds */
    bool (*is_named)(struct str hash, void *context);
    void *context;
};
size_t files_sweep(struct files *f, const struct files_sweep *sweep);
/* The same for one file, at once. */
void files_forget(struct files *f, struct str hash, const struct files_sweep *sweep);

/* The digest of a file's bytes, which its name says too. STORE_NONE: it is not there; STORE_BROKEN: it cannot
 * be read. */
enum store_status files_digest(struct files *f, struct str hash, char digest[static FILE_HASH_LENGTH + 1]);
/* Is the file there, with the bytes that its name says? STORE_NONE: it is not there; STORE_BROKEN: it is
 * damaged or cannot be read. */
enum store_status files_check(struct files *f, struct str hash);
/* Puts the file into another such folder, by a link where one can be made, else as a synced copy, and checks
 * it there. What is there already is checked alone. As files_check. */
enum store_status files_copy(struct files *f, struct files *to, struct str hash);
/* Syncs the folder after copies into it. */
enum store_status files_sync(struct files *f);

#endif
