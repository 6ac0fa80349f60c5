/* A copy of the store together with the files that it names. */
#ifndef PORTILLON_UPLOAD_BACKUP_H
#define PORTILLON_UPLOAD_BACKUP_H

#include "app.h"
#include "base/diag.h"

struct upload_backup {
    const char *path;   /* of the copy of the store */
    const char *folder; /* of the files, laid out as they are */
    size_t copied;      /* files that are there now, each with the bytes that its name says */
};

/* Copies both as they are at one moment, while they are in use. A file that is lost or damaged is named in
 * `diags`, and the others are copied all the same. Files of earlier copies that the store names no more are
 * removed. STORE_CONFLICT, with the reason in `diags`: the path is the
 * store itself, or of a file that is no copy of a store. Otherwise as store_backup. */
enum store_status upload_backup(const struct app *app, struct arena *a, struct upload_backup *backup,
                                struct diags *diags);

#endif
