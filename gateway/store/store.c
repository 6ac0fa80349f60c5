#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sys/file.h>

#include "base/file.h"
#include "store/migrate.h"
#include "store/writer.h"

struct store {
    char folder[PATH_MAX], path[PATH_MAX];
    int lock;                /* the locked file */
    struct store_db writing; /* the writer thread's */
    void (*waits)(void);
    struct writer *writer;
    struct store_db *readers;
    unsigned n_readers;
    pthread_mutex_t pool_lock;
    pthread_cond_t returned;
    struct store_db *free; /* readers that nobody borrows */
};

static const struct place nowhere;

static bool make_path(char out[static PATH_MAX], const char *folder, const char *name)
{
    return snprintf(out, PATH_MAX, "%s%s", folder, name) < PATH_MAX;
}

static bool complain(struct diags *diags, enum diag_code code, const char *path, int error)
{
    DIAG_AT(diags, code, nowhere, str_from(path), str_from(error != 0 ? strerrordesc_np(error) : NULL));
    return false;
}

static bool take_lock(struct store *s, struct diags *diags)
{
    char path[PATH_MAX];
    int error =
        make_path(path, s->folder, "/store.db.lock") ? file_make_folders(s->folder, 0710) : ENAMETOOLONG;
    if (error != 0)
        return complain(diags, D_STORE_OPEN, s->folder, error);
    s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (s->lock < 0)
        return complain(diags, D_STORE_OPEN, path, errno);
    if (flock(s->lock, LOCK_EX | LOCK_NB) != 0)
        return complain(diags, errno == EWOULDBLOCK ? D_STORE_LOCKED : D_STORE_OPEN, s->folder, errno);
    return true;
}

/* Before SQLite opens it: closing another descriptor of a database drops SQLite's locks on it. */
static bool create_file(struct store *s, struct diags *diags)
{
    int fd = open(s->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return complain(diags, D_STORE_OPEN, s->path, errno);
    close(fd);
    return true;
}

static bool open_writer(struct store *s, unsigned max_pages, struct diags *diags)
{
    if (connection_open(&s->writing, s->path, CONNECTION_WRITES) != STORE_OK)
        return complain(diags, D_STORE_OPEN, s->path, 0);
    s->writing.max_pages = max_pages;
    if (!migrate(&s->writing, s->folder, diags))
        return false;
    return connection_finish(&s->writing) == STORE_OK || complain(diags, D_STORE_OPEN, s->path, 0);
}

static bool open_readers(struct store *s, unsigned count, struct diags *diags)
{
    s->readers = calloc(count, sizeof(*s->readers));
    for (unsigned i = 0; s->readers != NULL && i < count; i++) {
        if (connection_open(&s->readers[i], s->path, CONNECTION_READS) != STORE_OK)
            return complain(diags, D_STORE_OPEN, s->path, 0);
        s->readers[i].next = s->free;
        s->free = &s->readers[i];
        s->n_readers++;
    }
    return s->readers != NULL || complain(diags, D_STORE_OPEN, s->path, ENOMEM);
}

static struct store *store_new(void)
{
    struct store *s = calloc(1, sizeof(*s));
    if (s == NULL)
        return NULL;
    s->lock = -1;
    pthread_mutex_init(&s->pool_lock, NULL);
    pthread_cond_init(&s->returned, NULL);
    return s;
}

struct store *store_open(const struct store_settings *settings, struct diags *diags)
{
    struct store *s = store_new();
    if (s == NULL)
        return NULL;
    s->waits = settings->waits;
    bool ok = make_path(s->folder, settings->folder, "") && make_path(s->path, settings->folder, "/store.db");
    if (!ok)
        complain(diags, D_STORE_OPEN, settings->folder, ENAMETOOLONG);
    ok = ok && take_lock(s, diags) && create_file(s, diags) && open_writer(s, settings->max_pages, diags) &&
         open_readers(s, settings->readers > 0 ? settings->readers : 1, diags);
    if (ok && (s->writer = writer_start(&s->writing, settings->group_max)) == NULL)
        ok = complain(diags, D_STORE_OPEN, s->path, EAGAIN);
    if (ok)
        return s;
    store_close(s);
    return NULL;
}

struct store *store_open_reading(const char *file, struct diags *diags)
{
    struct store *s = store_new();
    if (s == NULL)
        return NULL;
    bool fits = make_path(s->path, file, "");
    if (!fits)
        complain(diags, D_STORE_OPEN, file, ENAMETOOLONG);
    else if (access(file, R_OK) != 0)
        fits = complain(diags, D_STORE_OPEN, file, errno);
    if (fits && migrate_is_current(s->path, diags) && open_readers(s, 1, diags))
        return s;
    store_close(s);
    return NULL;
}

/* Readers go first, so that the writer's connection is the last, whose end empties the log. */
void store_close(struct store *s)
{
    for (unsigned i = 0; i < s->n_readers; i++) {
        connection_rest(&s->readers[i]);
        connection_close(&s->readers[i]);
    }
    free(s->readers);
    if (s->writer != NULL)
        writer_stop(s->writer);
    else
        connection_close(&s->writing);
    if (s->lock >= 0)
        close(s->lock);
    pthread_mutex_destroy(&s->pool_lock);
    pthread_cond_destroy(&s->returned);
    free(s);
}

/* The connection that this thread has borrowed. */
static _Thread_local struct {
    struct store *store;
    struct store_db *db;
    unsigned times;
} held;

void store_renew(struct store *s)
{
    if (held.times > 0 && held.store == s)
        connection_rest(held.db);
}

enum store_status store_write(struct store *s, store_work *work, void *context)
{
    /* A snapshot kept open while its thread waits for the writer would stand in the way of the writer's
     * checkpoint: each would wait for the other. */
    store_renew(s);
    if (s->waits != NULL)
        s->waits();
    return writer_run(s->writer, work, context);
}

void store_write_later(struct store *s, store_work *work, const void *context, size_t size)
{
    writer_run_later(s->writer, work, context, size);
}

/* The connection that this thread had last: what it read is still in the processor's caches. */
static _Thread_local struct store_db *usual;

static struct store_db *take_free(struct store *s)
{
    pthread_mutex_lock(&s->pool_lock);
    while (s->free == NULL)
        pthread_cond_wait(&s->returned, &s->pool_lock);
    struct store_db **at = &s->free;
    for (struct store_db **other = at; *other != NULL; other = &(*other)->next)
        if (*other == usual)
            at = other;
    struct store_db *db = *at;
    *at = db->next;
    pthread_mutex_unlock(&s->pool_lock);
    usual = db;
    return db;
}

struct store_db *store_borrow(struct store *s)
{
    if (held.times > 0 && held.store == s) {
        held.times++;
        return held.db;
    }
    struct store_db *db = take_free(s);
    if (held.times == 0) {
        held.store = s;
        held.db = db;
        held.times = 1;
    }
    return db;
}

void store_release(struct store *s, struct store_db *db)
{
    if (held.db == db && --held.times > 0)
        return;
    if (held.db == db)
        held.db = NULL;
    connection_rest(db);
    pthread_mutex_lock(&s->pool_lock);
    db->next = s->free;
    s->free = db;
    pthread_cond_signal(&s->returned);
    pthread_mutex_unlock(&s->pool_lock);
}

enum store_status store_backup(struct store *s, const char *path)
{
    struct store_db *db = store_borrow(s);
    enum store_status status = db->sqlite != NULL ? backup_copy(db, path) : STORE_BROKEN;
    store_release(s, db);
    return status;
}

bool store_ready(struct store *s)
{
    struct store_db *db = store_borrow(s);
    struct store_rows rows = store_query(db, SQL_STORE_READY, NULL, 0);
    bool ready = store_next(&rows);
    store_end(&rows);
    store_release(s, db);
    return ready && writer_is_well(s->writer);
}
