/* What the store does when the disk fails: a layer between SQLite and the system fails the nth write or sync,
 * once or from then on. Whatever was acknowledged must be there afterwards; when the disk is well again, so
 * is the store. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "base/file.h"
#include "lib/test.h"
#include "store/members.h"
#include "store/store.h"

/* ---- the layer ---- */

struct fault_file {
    sqlite3_file base; /* first: SQLite sees this */
    sqlite3_file *real;
};

static struct {
    atomic_long countdown; /* fails when it comes to 0; negative: all is well */
    atomic_bool for_ever;
    atomic_ulong unsynced; /* writes to the log that no sync has followed */
    int code;
    sqlite3_vfs *real, vfs;
} disk;

static void break_disk(long at, int code, bool for_ever)
{
    disk.code = code;
    atomic_store(&disk.for_ever, for_ever);
    atomic_store(&disk.countdown, at);
}

static void mend_disk(void)
{
    atomic_store(&disk.countdown, -1);
}

static bool fails(void)
{
    if (atomic_load(&disk.countdown) < 0)
        return false;
    if (atomic_load(&disk.countdown) == 0)
        return true;
    if (atomic_fetch_sub(&disk.countdown, 1) != 1)
        return false;
    if (!atomic_load(&disk.for_ever))
        mend_disk();
    return true;
}

static sqlite3_file *real(sqlite3_file *file)
{
    return ((struct fault_file *)file)->real;
}

static int fault_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
    if (fails())
        return disk.code;
    atomic_fetch_add(&disk.unsynced, 1);
    return real(file)->pMethods->xWrite(real(file), bytes, n, at);
}

static int fault_sync(sqlite3_file *file, int flags)
{
    if (fails())
        return disk.code == SQLITE_FULL ? SQLITE_IOERR_FSYNC : disk.code;
    atomic_store(&disk.unsynced, 0);
    return real(file)->pMethods->xSync(real(file), flags);
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (fails())
        return disk.code == SQLITE_FULL ? SQLITE_IOERR_TRUNCATE : disk.code;
    return real(file)->pMethods->xTruncate(real(file), size);
}

static int fault_close(sqlite3_file *file)
{
    int code = real(file)->pMethods->xClose(real(file));
    sqlite3_free(real(file));
    return code;
}

static int fault_read(sqlite3_file *file, void *bytes, int n, sqlite3_int64 at)
{
    return real(file)->pMethods->xRead(real(file), bytes, n, at);
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int fault_lock(sqlite3_file *file, int lock)
{
    return real(file)->pMethods->xLock(real(file), lock);
}

static int fault_unlock(sqlite3_file *file, int lock)
{
    return real(file)->pMethods->xUnlock(real(file), lock);
}

static int fault_check_lock(sqlite3_file *file, int *out)
{
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int fault_control(sqlite3_file *file, int what, void *argument)
{
    return real(file)->pMethods->xFileControl(real(file), what, argument);
}

static int fault_sector(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int fault_device(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int fault_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out)
{
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, out);
}

static int fault_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}

static void fault_shm_barrier(sqlite3_file *file)
{
    real(file)->pMethods->xShmBarrier(real(file));
}

static int fault_shm_unmap(sqlite3_file *file, int delete)
{
    return real(file)->pMethods->xShmUnmap(real(file), delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_check_lock,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_device,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
};

static int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    (void)vfs;
    struct fault_file *f = (struct fault_file *)file;
    f->base.pMethods = NULL;
    f->real = sqlite3_malloc(disk.real->szOsFile);
    int code = disk.real->xOpen(disk.real, name, f->real, flags, out_flags);
    if (code == SQLITE_OK)
        f->base.pMethods = &methods;
    else
        sqlite3_free(f->real);
    return code;
}

static int install_layer(void **state)
{
    (void)state;
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "fault";
    disk.vfs.szOsFile = sizeof(struct fault_file);
    disk.vfs.xOpen = fault_open;
    mend_disk();
    return sqlite3_vfs_register(&disk.vfs, 1) == SQLITE_OK ? 0 : -1;
}

/* ---- works ---- */

enum { WRITERS = 6 };

struct writer_task {
    struct store *store;
    unsigned number;
    pthread_t thread;
    enum store_status got;
};

static enum store_status insert(struct store_db *db, void *context)
{
    const struct writer_task *t = context;
    return members_insert(db, t->number);
}

static void *write_one(void *context)
{
    struct writer_task *t = context;
    t->got = store_write(t->store, insert, t);
    return NULL;
}

/* Several at once, some of them in one group. */
static void write_several(struct store *s, unsigned first, struct writer_task tasks[static WRITERS])
{
    for (unsigned i = 0; i < WRITERS; i++) {
        tasks[i] = (struct writer_task){.store = s, .number = first + i};
        assert_int_equal(pthread_create(&tasks[i].thread, NULL, write_one, &tasks[i]), 0);
    }
    for (unsigned i = 0; i < WRITERS; i++)
        pthread_join(tasks[i].thread, NULL);
}

static struct store *open_in(const char *folder)
{
    struct arena *a = arena_new();
    struct store_settings settings = {.folder = folder, .readers = 2};
    struct store *s = store_open(&settings, diags_new(a, 5));
    arena_free(a);
    assert_non_null(s);
    return s;
}

/* Only one thread writes here, and nothing but the log is written: what is acknowledged has been synced. */
static void what_is_acknowledged_is_synced(void **state)
{
    (void)state;
    const char *folder = test_tmp("synced");
    file_remove_tree(folder);
    struct store *s = open_in(folder);
    for (unsigned i = 0; i < WRITERS; i++) {
        struct writer_task one = {.store = s, .number = i};
        write_one(&one);
        assert_int_equal(one.got, STORE_OK);
        assert_int_equal(atomic_load(&disk.unsynced), 0);
    }
    store_close(s);
}

/* Breaks at the nth call and looks at what was acknowledged, then and after opening anew. */
static void try_fault(const char *folder, long at, int code, bool for_ever)
{
    struct writer_task tasks[WRITERS];
    file_remove_tree(folder);
    struct store *s = open_in(folder);
    break_disk(at, code, for_ever);
    write_several(s, 0, tasks);
    if (for_ever && atomic_load(&disk.countdown) == 0) {
        struct writer_task during = {.store = s, .number = 100};
        write_one(&during);
        assert_int_not_equal(during.got, STORE_OK);
    }
    mend_disk();
    struct writer_task after = {.store = s, .number = 200};
    write_one(&after);
    assert_int_equal(after.got, STORE_OK);
    assert_true(store_ready(s));
    store_close(s);
    s = open_in(folder);
    for (unsigned i = 0; i < WRITERS; i++) {
        if (tasks[i].got == STORE_OK)
            assert_true(members_exist(s, i));
        else
            assert_true(tasks[i].got == STORE_FULL || tasks[i].got == STORE_BROKEN);
    }
    assert_true(members_exist(s, 200));
    store_close(s);
}

static void try_faults(int code, bool for_ever)
{
    const char *folder = test_tmp("fault");
    for (long at = 1; at <= 24; at++)
        try_fault(folder, at, code, for_ever);
}

static void a_disk_that_fails_once(void **state)
{
    (void)state;
    try_faults(SQLITE_IOERR_WRITE, false);
}

static void a_disk_that_fails_until_it_is_mended(void **state)
{
    (void)state;
    try_faults(SQLITE_IOERR_FSYNC, true);
}

static void a_disk_that_is_full_until_there_is_room(void **state)
{
    (void)state;
    try_faults(SQLITE_FULL, true);
}

/* A store cannot be opened, or whole, never half: whatever fails while its tables are made. */
static void a_store_is_made_whole_or_not(void **state)
{
    (void)state;
    const char *folder = test_tmp("fault-open");
    bool made = false;
    for (long at = 1; !made; at++) {
        struct arena *a = arena_new();
        struct store_settings settings = {.folder = folder, .readers = 1};
        file_remove_tree(folder);
        break_disk(at, SQLITE_IOERR_WRITE, false);
        struct store *s = store_open(&settings, diags_new(a, 5));
        made = atomic_load(&disk.countdown) > 0;
        mend_disk();
        if (s != NULL)
            store_close(s);
        store_close(open_in(folder));
        arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_acknowledged_is_synced),
        cmocka_unit_test(a_disk_that_fails_once),
        cmocka_unit_test(a_disk_that_fails_until_it_is_mended),
        cmocka_unit_test(a_disk_that_is_full_until_there_is_room),
        cmocka_unit_test(a_store_is_made_whole_or_not),
    };
    return cmocka_run_group_tests(tests, install_layer, NULL);
}
