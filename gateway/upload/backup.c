#include "upload/backup.h"

#include <stdlib.h>

#include "base/file.h"
#include "store/files.h"

struct hashes {
    struct str *items; /* in byte order */
    size_t count, cap;
};

static enum store_status list(struct store_db *db, struct arena *a, struct hashes *out)
{
    struct store_rows rows = store_query(db, SQL_UPLOAD_HASHES, NULL, 0);
    while (store_next(&rows))
        *ARENA_PUSH(a, out) = arena_str(a, store_text(&rows, 0));
    return rows.status;
}

static int compare(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static bool is_listed(struct str hash, void *context)
{
    const struct hashes *hashes = context;
    return hashes->count > 0 &&
           bsearch(&hash, hashes->items, hashes->count, sizeof(*hashes->items), compare) != NULL;
}

static enum store_status copy_files(const struct app *app, struct hashes *hashes,
                                    struct upload_backup *backup, struct diags *diags)
{
    enum store_status status = STORE_OK;
    if (hashes->count == 0 && !file_exists(backup->folder))
        return STORE_OK;
    struct files *to = files_open(backup->folder, diags);
    if (to == NULL)
        return STORE_BROKEN;
    for (size_t i = 0; i < hashes->count && status != STORE_FULL; i++) {
        status = files_copy(app->files, to, hashes->items[i]);
        backup->copied += status == STORE_OK;
        if (status != STORE_OK && status != STORE_FULL)
            DIAG_AT(diags, D_BACKUP_FILE, (struct place){0}, hashes->items[i], app->config->files.folder);
    }
    if (status != STORE_FULL) {
        files_sweep(to, &(struct files_sweep){INT64_MAX, is_listed, hashes});
        status = files_sync(to);
    }
    files_close(to);
    return status;
}

enum store_status upload_backup(const struct app *app, struct arena *a, struct upload_backup *backup,
                                struct diags *diags)
{
    struct hashes hashes = {0};
    /* The list and the copy of the store are of one snapshot: that of the connection that this thread has. */
    files_hold(app->files);
    struct store_db *db = store_borrow(app->store);
    enum store_status status = list(db, a, &hashes);
    if (status == STORE_OK)
        status = store_backup(app->store, backup->path);
    store_release(app->store, db);
    if (status == STORE_OK)
        status = copy_files(app, &hashes, backup, diags);
    files_let_go(app->files);
    return status;
}
