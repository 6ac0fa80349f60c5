#include "store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "base/file.h"

/* "Pors": tells our files from those of other programs. */
enum { APPLICATION_ID = 0x506f7273 };

struct migration {
    int number;
    const char *name, *text;
};
static const struct migration migrations[] = {
#include "store/migrations.inc"
};
static const size_t n_migrations = sizeof(migrations) / sizeof(*migrations);

static int sync_path(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    return error;
}

static int sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    struct str s = str_from(path);
    while (s.n > 0 && s.p[s.n - 1] != '/')
        s.n--;
    snprintf(folder, sizeof(folder), STR_FMT, STR_ARG(s.n > 0 ? s : STR(".")));
    return sync_path(folder);
}

static enum store_status copy_pages(struct store_db *from, const char *path)
{
    sqlite3 *to = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int code = sqlite3_open_v2(path, &to, flags, NULL);
    if (code == SQLITE_OK) {
        sqlite3_backup *backup = sqlite3_backup_init(to, "main", from->sqlite, "main");
        sqlite3_backup_step(backup, -1);
        code = backup == NULL ? sqlite3_errcode(to) : sqlite3_backup_finish(backup);
    }
    /* One file that needs no -wal beside it. */
    if (code == SQLITE_OK)
        code = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    sqlite3_close(to);
    if (code == SQLITE_FULL || code == SQLITE_BUSY)
        return code == SQLITE_FULL ? STORE_FULL : STORE_BUSY;
    return code == SQLITE_OK ? STORE_OK : STORE_BROKEN;
}

enum store_status backup_copy(struct store_db *from, const char *path)
{
    char draft[PATH_MAX];
    if (snprintf(draft, sizeof(draft), "%s.part", path) >= (int)sizeof(draft))
        return STORE_BROKEN;
    unlink(draft);
    int fd = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return STORE_BROKEN;
    close(fd);
    enum store_status status = copy_pages(from, draft);
    if (status == STORE_OK &&
        (sync_path(draft) != 0 || rename(draft, path) != 0 || sync_folder_of(path) != 0))
        status = STORE_BROKEN;
    if (status != STORE_OK)
        unlink(draft);
    return status;
}

static bool backup_before(struct store_db *db, const char *folder, int64_t version)
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof(path), "%s/backups", folder);
    if (n >= (int)sizeof(path) || file_make_folders(path, 0700) != 0)
        return false;
    n = snprintf(path, sizeof(path), "%s/backups/before-migration-%lld.db", folder, (long long)version);
    return n < (int)sizeof(path) && backup_copy(db, path) == STORE_OK;
}

static bool run_missing(struct store_db *db, int64_t version)
{
    char stamp[80];
    if (connection_exec(db, "BEGIN IMMEDIATE") != STORE_OK)
        return false;
    for (size_t i = 0; i < n_migrations; i++)
        if (migrations[i].number > version && connection_exec(db, migrations[i].text) != STORE_OK)
            return false;
    snprintf(stamp, sizeof(stamp), "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
             migrations[n_migrations - 1].number);
    return connection_exec(db, stamp) == STORE_OK &&
           connection_number(db, "SELECT count(*) FROM pragma_foreign_key_check") == 0 &&
           connection_exec(db, "COMMIT") == STORE_OK;
}

bool migrate(struct store_db *db, const char *folder, struct diags *diags)
{
    int64_t newest = migrations[n_migrations - 1].number;
    int64_t id = connection_number(db, "PRAGMA application_id");
    int64_t version = connection_number(db, "PRAGMA user_version");
    bool empty = connection_number(db, "SELECT count(*) FROM sqlite_schema") == 0;
    struct place nowhere = {0};
    if (id != APPLICATION_ID && !(empty && id == 0 && version == 0)) {
        DIAG_AT(diags, D_STORE_FOREIGN, nowhere, str_from(db->path));
        return false;
    }
    if (version > newest) {
        DIAG_AT(diags, D_STORE_NEWER, nowhere, str_from(db->path));
        return false;
    }
    if (version == newest)
        return true;
    if (!empty && !backup_before(db, folder, version)) {
        DIAG_AT(diags, D_STORE_BACKUP, nowhere, str_from(folder));
        return false;
    }
    if (!run_missing(db, version)) {
        DIAG_AT(diags, D_STORE_MIGRATION, nowhere, str_from(db->path), str_from(sqlite3_errmsg(db->sqlite)));
        connection_exec(db, "ROLLBACK");
        return false;
    }
    return true;
}

/* What every file of SQLite begins with (https://sqlite.org/fileformat.html, section 1.3.1), with its NUL. */
static const char magic[] = "SQLite format 3";

/* Can it be a database? It is looked at before SQLite does, whose complaints are for a log: 0, EINVAL when it
 * is something else, or why it cannot be read. What is empty yet may be one. */
static int look_at(const char *path)
{
    char header[sizeof(magic)];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    ssize_t n = read(fd, header, sizeof(header));
    int error = n < 0 ? errno : 0;
    close(fd);
    if (error == 0 && n > 0 && ((size_t)n < sizeof(magic) || memcmp(header, magic, sizeof(magic)) != 0))
        error = EINVAL;
    return error;
}

bool migrate_is_current(const char *path, struct diags *diags)
{
    struct store_db db;
    struct place nowhere = {0};
    int64_t newest = migrations[n_migrations - 1].number;
    int error = look_at(path);
    if (error != 0) {
        DIAG_AT(diags, error == EINVAL ? D_STORE_FOREIGN : D_STORE_OPEN, nowhere, str_from(path),
                str_from(strerrordesc_np(error)));
        return false;
    }
    if (connection_open(&db, path, CONNECTION_SITE) != STORE_OK) {
        DIAG_AT(diags, D_STORE_OPEN, nowhere, str_from(path), str_from(sqlite3_errstr(SQLITE_CANTOPEN)));
        return false;
    }
    int64_t id = connection_number(&db, "PRAGMA application_id");
    int64_t version = connection_number(&db, "PRAGMA user_version");
    connection_close(&db);
    if (id == APPLICATION_ID && version == newest)
        return true;
    DIAG_AT(diags,
            id != APPLICATION_ID ? D_STORE_FOREIGN
            : version > newest   ? D_STORE_NEWER
                                 : D_STORE_OLDER,
            nowhere, str_from(path));
    return false;
}
