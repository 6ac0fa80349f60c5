#include "upload/backup.h"

#include <stdlib.h>
#include <sys/stat.h>

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

static bool are_one(const char *path, const char *other)
{
    struct stat a, b;
    return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static bool is_database(const char *path)
{
    static const char mark[16] = "SQLite format 3"; /* its NUL included */
    char bytes[sizeof(mark)];
    FILE *file = fopen(path, "re");
    bool is =
        file != NULL && fread(bytes, sizeof(bytes), 1, file) == 1 && memcmp(bytes, mark, sizeof(mark)) == 0;
    if (file != NULL)
        fclose(file);
    return is;
}

/* A slip of the pen must not put the copy in the place of the store, whose next rows would be lost with the
 * file that has no name any more, nor of anything that no backup has made. */
static bool may_be_written(const struct app *app, struct arena *a, const struct upload_backup *backup)
{
    const struct config *config = app->config;
    const char *store = arena_printf(a, STR_FMT "/store.db", STR_ARG(config->data)).p;
    return !are_one(backup->path, store) && !are_one(backup->folder, arena_str(a, config->files.folder).p) &&
           (!file_exists(backup->path) || is_database(backup->path));
}

enum store_status upload_backup(const struct app *app, struct arena *a, struct upload_backup *backup,
                                struct diags *diags)
{
    struct hashes hashes = {0};
    if (!may_be_written(app, a, backup)) {
        DIAG_AT(diags, D_BACKUP_OVER, (struct place){0}, str_from(backup->path));
        return STORE_CONFLICT;
    }
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
