#include "store/writer.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

enum {
    GROUP_MAX = 256,   /* works in one transaction: bounds how long the first of them waits for its commit */
    LATER_MAX = 4096,  /* works nobody waits for; more are dropped */
    LATER_GROUP = 64,  /* so many are worth a transaction of their own … */
    LATER_SECONDS = 1, /* … or so much waiting */
    WAIT_SECONDS = 5,  /* to begin, then STORE_BUSY */
    /* 16 MiB of log are copied into the database, as far as no reader is in the way; from 64 MiB on, readers
     * are waited for, so that the log does not grow without end, but not for long: a backup may take minutes.
     */
    CHECKPOINT_PAGES = 4096,
    RESTART_PAGES = 4 * CHECKPOINT_PAGES,
    RESTART_MILLISECONDS = 50,
};
enum { LATER_BYTES = 256 };

enum job_state { JOB_WAITS, JOB_RUNS, JOB_STATE__MAX };

/* On the stack of who waits for it, or on the heap when nobody does. */
struct job {
    store_work *work;
    void *context;
    enum store_status status;
    enum job_state state;
    bool later;
    sem_t done;
    struct job *next;
};
struct later_job {
    struct job job;
    _Alignas(max_align_t) unsigned char context[LATER_BYTES];
};

struct writer {
    struct store_db *db;
    pthread_t thread;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t wake;
    struct job *first, **last;
    unsigned awaited, later; /* how many wait, of each kind */
    bool stopping;
    unsigned group_max;
    atomic_bool well;
    int log_pages;     /* of the write-ahead log, after the last commit */
    int checkpoint_at; /* pages */
};

static int note_log_pages(void *context, sqlite3 *sqlite, const char *name, int pages)
{
    (void)sqlite;
    (void)name;
    struct writer *w = context;
    if (pages < w->log_pages) /* the log begins anew */
        w->checkpoint_at = CHECKPOINT_PAGES;
    w->log_pages = pages;
    return SQLITE_OK;
}

static struct timespec seconds_from_now(time_t seconds)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += seconds;
    return t;
}

/* ---- the queue ---- */

static void put(struct writer *w, struct job *job)
{
    job->next = NULL;
    *w->last = job;
    w->last = &job->next;
    if (job->later)
        w->later++;
    else
        w->awaited++;
    if (w->awaited == 1 || w->later == 1 || w->later == LATER_GROUP)
        pthread_cond_signal(&w->wake);
}

/* Takes a job out that has not begun; false when it has. */
static bool take_back(struct writer *w, struct job *job)
{
    if (job->state != JOB_WAITS)
        return false;
    struct job **at = &w->first;
    while (*at != job)
        at = &(*at)->next;
    *at = job->next;
    if (w->last == &job->next)
        w->last = at;
    w->awaited--;
    return true;
}

/* Waits for work; gives up to group_max jobs, NULL at the end. */
static struct job *take(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    struct timespec until = seconds_from_now(LATER_SECONDS);
    while (w->awaited == 0 && w->later < LATER_GROUP && !w->stopping) {
        if (w->later == 0) {
            pthread_cond_wait(&w->wake, &w->lock);
            until = seconds_from_now(LATER_SECONDS);
        } else if (pthread_cond_clockwait(&w->wake, &w->lock, CLOCK_MONOTONIC, &until) != 0) {
            break;
        }
    }
    struct job *group = w->first;
    struct job **end = &w->first;
    for (unsigned n = 0; *end != NULL && n < w->group_max; n++) {
        (*end)->state = JOB_RUNS;
        if ((*end)->later)
            w->later--;
        else
            w->awaited--;
        end = &(*end)->next;
    }
    w->first = *end;
    *end = NULL;
    if (w->first == NULL)
        w->last = &w->first;
    pthread_mutex_unlock(&w->lock);
    return group;
}

/* ---- transactions ---- */

static bool in_transaction(struct store_db *db)
{
    return db->sqlite != NULL && sqlite3_get_autocommit(db->sqlite) == 0;
}

static void run_work(struct store_db *db, struct job *job)
{
    db->failure = STORE_OK;
    job->status = job->work(db, job->context);
    connection_end_rows(db);
    if (job->status == STORE_OK && db->failure != STORE_OK)
        job->status = db->failure;
}

static enum store_status begin(struct store_db *db)
{
    db->failure = STORE_OK;
    return db->sqlite == NULL ? STORE_BROKEN : connection_fixed(db, FIXED_BEGIN_WRITE);
}

/* Ends the transaction; what it gives is the truth about every job that was to be kept. */
static enum store_status commit(struct store_db *db)
{
    enum store_status status = in_transaction(db) ? connection_fixed(db, FIXED_COMMIT) : STORE_BROKEN;
    if (in_transaction(db))
        connection_fixed(db, FIXED_ROLLBACK);
    return status;
}

static void run_alone(struct writer *w, struct job *job)
{
    job->status = begin(w->db);
    if (job->status == STORE_OK) {
        run_work(w->db, job);
        if (job->status == STORE_OK)
            job->status = commit(w->db);
        else if (in_transaction(w->db))
            connection_fixed(w->db, FIXED_ROLLBACK);
    }
    connection_rest(w->db);
}

/* How a group is run: plainly, which is fast and can only undo it all, or with a savepoint for each. */
enum manner { PLAIN, WITH_SAVEPOINTS };

/* Runs one and undoes it alone if it failed; false when that cannot be done. */
static bool run_in_group(struct writer *w, struct job *job, enum manner manner)
{
    struct store_db *db = w->db;
    int64_t changes = sqlite3_total_changes64(db->sqlite);
    if (manner == WITH_SAVEPOINTS && connection_fixed(db, FIXED_SAVEPOINT) != STORE_OK)
        return false;
    run_work(db, job);
    if (!in_transaction(db))
        return false;
    if (manner == PLAIN)
        return job->status == STORE_OK || sqlite3_total_changes64(db->sqlite) == changes;
    if (job->status != STORE_OK && connection_fixed(db, FIXED_ROLLBACK_TO) != STORE_OK)
        return false;
    return connection_fixed(db, FIXED_RELEASE) == STORE_OK;
}

/* All in one transaction; false when nothing of it can be kept: then the next manner is tried. */
static bool run_group(struct writer *w, struct job *group, enum manner manner)
{
    enum store_status status = begin(w->db);
    bool begun = status == STORE_OK;
    bool whole = begun;
    for (struct job *job = group; whole && job != NULL; job = job->next)
        whole = run_in_group(w, job, manner);
    if (begun && !whole) {
        if (in_transaction(w->db))
            connection_fixed(w->db, FIXED_ROLLBACK);
        connection_rest(w->db);
        return false;
    }
    if (begun)
        status = commit(w->db);
    for (struct job *job = group; job != NULL && status != STORE_OK; job = job->next)
        if (!begun || job->status == STORE_OK)
            job->status = status;
    connection_rest(w->db);
    return true;
}

static void run_together(struct writer *w, struct job *group)
{
    if (run_group(w, group, PLAIN) || run_group(w, group, WITH_SAVEPOINTS))
        return;
    for (struct job *job = group; job != NULL; job = job->next)
        run_alone(w, job);
}

static void answer(struct job *group)
{
    while (group != NULL) {
        struct job *next = group->next; /* the job is gone once its owner knows */
        if (group->later)
            free(group);
        else
            sem_post(&group->done);
        group = next;
    }
}

static void checkpoint(struct writer *w)
{
    sqlite3 *sqlite = w->db->sqlite;
    if (w->log_pages < w->checkpoint_at || sqlite == NULL)
        return;
    bool restart = w->log_pages >= RESTART_PAGES;
    sqlite3_busy_timeout(sqlite, RESTART_MILLISECONDS);
    sqlite3_wal_checkpoint_v2(sqlite, NULL, restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE,
                              NULL, NULL);
    sqlite3_busy_timeout(sqlite, BUSY_MILLISECONDS);
    w->checkpoint_at = w->log_pages + CHECKPOINT_PAGES;
}

static void *writer_main(void *context)
{
    struct writer *w = context;
    for (struct job *group; (group = take(w)) != NULL;) {
        w->db->broken |= w->db->sqlite == NULL;
        if (w->db->broken)
            connection_rest(w->db);
        if (w->db->sqlite != NULL)
            sqlite3_wal_hook(w->db->sqlite, note_log_pages, w);
        if (group->next == NULL)
            run_alone(w, group);
        else
            run_together(w, group);
        atomic_store(&w->well, w->db->sqlite != NULL);
        answer(group);
        checkpoint(w);
    }
    return NULL;
}

/* ---- for the other threads ---- */

struct writer *writer_start(struct store_db *db, unsigned group_max)
{
    struct writer *w = calloc(1, sizeof(*w));
    if (w == NULL)
        return NULL;
    w->db = db;
    w->group_max = group_max > 0 ? group_max : GROUP_MAX;
    w->last = &w->first;
    w->checkpoint_at = CHECKPOINT_PAGES;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, NULL);
    atomic_init(&w->well, true);
    if (pthread_create(&w->thread, NULL, writer_main, w) != 0) {
        free(w);
        return NULL;
    }
    return w;
}

void writer_stop(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    if (w->db->sqlite != NULL)
        sqlite3_wal_checkpoint_v2(w->db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    connection_close(w->db);
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->wake);
    free(w);
}

enum store_status writer_run(struct writer *w, store_work *work, void *context)
{
    struct job job = {.work = work, .context = context};
    sem_init(&job.done, 0, 0);
    pthread_mutex_lock(&w->lock);
    put(w, &job);
    pthread_mutex_unlock(&w->lock);
    struct timespec until = seconds_from_now(WAIT_SECONDS);
    bool taken_back = false;
    int waited;
    while ((waited = sem_clockwait(&job.done, CLOCK_MONOTONIC, &until)) != 0 && errno == EINTR)
        continue;
    if (waited != 0) {
        pthread_mutex_lock(&w->lock);
        taken_back = take_back(w, &job);
        pthread_mutex_unlock(&w->lock);
        while (!taken_back && sem_wait(&job.done) != 0)
            continue;
    }
    sem_destroy(&job.done);
    return taken_back ? STORE_BUSY : job.status;
}

void writer_run_later(struct writer *w, store_work *work, const void *context, size_t size)
{
    struct later_job *later = size <= LATER_BYTES ? calloc(1, sizeof(*later)) : NULL;
    if (later == NULL)
        return;
    memcpy(later->context, context, size);
    later->job = (struct job){.work = work, .context = later->context, .later = true};
    pthread_mutex_lock(&w->lock);
    bool room = w->later < LATER_MAX && !w->stopping;
    if (room)
        put(w, &later->job);
    pthread_mutex_unlock(&w->lock);
    if (!room)
        free(later);
}

bool writer_is_well(struct writer *w)
{
    return atomic_load(&w->well);
}
