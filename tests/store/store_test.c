#include "store/store.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file.h"
#include "lib/test.h"
#include "store/members.h"

static struct arena *arena;
static struct diags *diags;

static struct store *open_in(const char *folder, unsigned max_pages)
{
    struct store_settings settings = {.folder = folder, .readers = 4, .max_pages = max_pages};
    arena = arena_new();
    diags = diags_new(arena, 10);
    return store_open(&settings, diags);
}

static void close_store(struct store *s)
{
    store_close(s);
    arena_free(arena);
}

/* Each test has a folder of its own. */
static const char *fresh_folder(void)
{
    static int count;
    char name[32];
    snprintf(name, sizeof(name), "store-%d", count++);
    file_remove_tree(test_tmp(name));
    return test_tmp(name);
}

static const char *in(const char *folder, const char *name)
{
    static char paths[8][600];
    static int next;
    next = (next + 1) % 8;
    snprintf(paths[next], sizeof(paths[next]), "%s/%s", folder, name);
    return paths[next];
}

/* ---- works ---- */

struct task {
    unsigned number;        /* of the member that is written */
    unsigned copies;        /* more of them, with the numbers behind */
    enum store_status give; /* what the work answers after writing */
    bool twice;             /* writes the member twice, against the primary key */
    struct gate *gate;      /* waits there first */
    int runs;
    enum store_status got;
};

/* Holds the writer until it is opened: what is given to it meanwhile is one group. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool reached, open;
};

static void gate_wait(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->reached = true;
    pthread_cond_broadcast(&g->change);
    while (!g->open)
        pthread_cond_wait(&g->change, &g->lock);
    pthread_mutex_unlock(&g->lock);
}

static void gate_until_reached(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    while (!g->reached)
        pthread_cond_wait(&g->change, &g->lock);
    pthread_mutex_unlock(&g->lock);
}

static void gate_open(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->open = true;
    pthread_cond_broadcast(&g->change);
    pthread_mutex_unlock(&g->lock);
}

static enum store_status write_members(struct store_db *db, void *context)
{
    struct task *t = context;
    t->runs++;
    if (t->gate != NULL)
        gate_wait(t->gate);
    enum store_status status = members_insert(db, t->number);
    for (unsigned i = 1; status == STORE_OK && i <= t->copies; i++)
        status = members_insert(db, t->number + i);
    if (status == STORE_OK && t->twice)
        status = members_insert(db, t->number);
    return status == STORE_OK ? t->give : status;
}

static size_t count(struct store *s)
{
    size_t n = 0;
    struct store_db *db = store_borrow(s);
    struct store_rows rows = store_query(db, SQL_MEMBER_LIST, NULL, 0);
    while (store_next(&rows))
        n++;
    assert_int_equal(rows.status, STORE_OK);
    store_release(s, db);
    return n;
}

struct thread_task {
    struct store *store;
    struct task task;
    pthread_t thread;
};

static void *write_in_thread(void *context)
{
    struct thread_task *t = context;
    t->task.got = store_write(t->store, write_members, &t->task);
    return NULL;
}

static void start(struct thread_task *t)
{
    assert_int_equal(pthread_create(&t->thread, NULL, write_in_thread, t), 0);
}

static enum store_status finish(struct thread_task *t)
{
    assert_int_equal(pthread_join(t->thread, NULL), 0);
    return t->task.got;
}

/* ---- tests ---- */

static void a_write_is_read_and_survives_reopening(void **state)
{
    (void)state;
    const char *folder = fresh_folder();
    struct store *s = open_in(folder, 0);
    assert_non_null(s);
    struct task t = {.number = 1};
    assert_int_equal(store_write(s, write_members, &t), STORE_OK);
    assert_true(members_exist(s, 1));
    assert_true(store_ready(s));
    close_store(s);
    s = open_in(folder, 0);
    assert_true(members_exist(s, 1));
    close_store(s);
}

static void files_are_their_owners_alone(void **state)
{
    (void)state;
    const char *folder = fresh_folder();
    struct stat st;
    struct store *s = open_in(folder, 0);
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm", "store.db.lock"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        assert_int_equal(stat(in(folder, names[i]), &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    assert_int_equal(stat(folder, &st), 0);
    /* The group may go through it to the files that clients upload, and see nothing else. */
    assert_int_equal(st.st_mode & 0777, 0710);
    close_store(s);
}

static void one_that_fails_in_a_group_harms_no_other(void **state)
{
    (void)state;
    enum { THREADS = 24 };
    struct store *s = open_in(fresh_folder(), 0);
    struct gate gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .change = PTHREAD_COND_INITIALIZER};
    struct thread_task first = {.store = s, .task = {.number = 1000, .gate = &gate}};
    struct thread_task threads[THREADS] = {0};
    start(&first);
    gate_until_reached(&gate);
    for (unsigned i = 0; i < THREADS; i++) {
        threads[i].store = s;
        threads[i].task =
            (struct task){.number = i, .twice = i % 3 == 1, .give = i % 3 == 2 ? STORE_NONE : STORE_OK};
        start(&threads[i]);
    }
    gate_open(&gate);
    assert_int_equal(finish(&first), STORE_OK);
    for (unsigned i = 0; i < THREADS; i++) {
        static const enum store_status expected[] = {STORE_OK, STORE_CONFLICT, STORE_NONE};
        assert_int_equal(finish(&threads[i]), expected[i % 3]);
        assert_int_equal(members_exist(s, i), i % 3 == 0);
    }
    close_store(s);
}

static void a_full_store_refuses_keeps_the_rest_and_recovers(void **state)
{
    (void)state;
    const char *folder = fresh_folder();
    struct store *s = open_in(folder, 80);
    struct task small = {.number = 1};
    struct task large = {.number = 10, .copies = 20000};
    struct task after = {.number = 2};
    assert_int_equal(store_write(s, write_members, &small), STORE_OK);
    assert_int_equal(store_write(s, write_members, &large), STORE_FULL);
    assert_int_equal(store_write(s, write_members, &after), STORE_OK);
    assert_int_equal(count(s), 2);
    close_store(s);
    s = open_in(folder, 0);
    assert_int_equal(store_write(s, write_members, &large), STORE_OK);
    close_store(s);
}

static void a_full_store_refuses_one_of_a_group(void **state)
{
    (void)state;
    struct store *s = open_in(fresh_folder(), 80);
    struct gate gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .change = PTHREAD_COND_INITIALIZER};
    struct thread_task tasks[] = {
        {.store = s, .task = {.number = 1, .gate = &gate}},
        {.store = s, .task = {.number = 2}},
        {.store = s, .task = {.number = 10, .copies = 20000}},
        {.store = s, .task = {.number = 3}},
    };
    start(&tasks[0]);
    gate_until_reached(&gate);
    for (size_t i = 1; i < 4; i++)
        start(&tasks[i]);
    gate_open(&gate);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(finish(&tasks[i]), i == 2 ? STORE_FULL : STORE_OK);
    assert_int_equal(count(s), 3);
    close_store(s);
}

static void a_second_process_is_refused(void **state)
{
    (void)state;
    const char *folder = fresh_folder();
    struct store *s = open_in(folder, 0);
    pid_t child = fork();
    if (child == 0) {
        bool refused = open_in(folder, 0) == NULL && diags_has(diags, D_STORE_LOCKED);
        _exit(refused ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close_store(s);
}

static int64_t number_in(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

static void a_backup_is_one_whole_file(void **state)
{
    (void)state;
    const char *folder = fresh_folder();
    struct store *s = open_in(folder, 0);
    struct task t = {.number = 1, .copies = 5000};
    assert_int_equal(store_write(s, write_members, &t), STORE_OK);
    const char *copy = in(folder, "copy.db");
    assert_int_equal(store_backup(s, copy), STORE_OK);
    assert_int_equal(store_backup(s, copy), STORE_OK);
    assert_int_equal(store_backup(s, in(folder, "none/copy.db")), STORE_BROKEN);
    close_store(s);
    assert_int_equal(number_in(copy, "SELECT count(*) FROM member"), 5001);
    assert_false(file_exists(in(folder, "copy.db-wal")));
    assert_false(file_exists(in(folder, "copy.db.part")));
}

static enum store_status touch_later(struct store_db *db, void *context)
{
    unsigned number;
    memcpy(&number, context, sizeof(number));
    return members_insert(db, number);
}

static void what_is_given_for_later_is_done_at_the_latest_at_the_end(void **state)
{
    (void)state;
    const char *folder = fresh_folder();
    struct store *s = open_in(folder, 0);
    for (unsigned i = 0; i < 500; i++)
        store_write_later(s, touch_later, &i, sizeof(i));
    close_store(s);
    assert_int_equal(number_in(in(folder, "store.db"), "SELECT count(*) FROM member"), 500);
}

static bool sees(struct store_db *db, unsigned number)
{
    char id[MEMBERS_ID + 1];
    struct store_rows rows = store_query(db, SQL_MEMBER_FIND, STORE_ARGS(arg_text(members_id(id, number))));
    bool found = store_next(&rows);
    store_end(&rows);
    return found;
}

static void a_reader_sees_one_moment(void **state)
{
    (void)state;
    struct thread_task other = {.store = open_in(fresh_folder(), 0), .task = {.number = 7}};
    struct store_db *db = store_borrow(other.store);
    assert_false(sees(db, 7));
    start(&other);
    assert_int_equal(finish(&other), STORE_OK);
    assert_false(sees(db, 7));
    store_release(other.store, db);
    assert_true(members_exist(other.store, 7));
    close_store(other.store);
}

/* A snapshot that outlived its own thread's write would hold up the writer's checkpoint, and this thread
 * waits for the writer. */
static void who_reads_and_writes_sees_what_it_wrote(void **state)
{
    (void)state;
    struct store *s = open_in(fresh_folder(), 0);
    struct task t = {.number = 7};
    struct store_db *db = store_borrow(s);
    assert_false(sees(db, 7));
    assert_int_equal(store_write(s, write_members, &t), STORE_OK);
    assert_true(sees(db, 7));
    store_release(s, db);
    close_store(s);
}

static void who_borrows_again_waits_for_nobody(void **state)
{
    (void)state;
    struct store *s = open_in(fresh_folder(), 0);
    struct store_db *first = store_borrow(s);
    for (int i = 0; i < 10; i++) /* more than there are */
        assert_ptr_equal(store_borrow(s), first);
    for (int i = 0; i < 11; i++)
        store_release(s, first);
    assert_false(members_exist(s, 1));
    close_store(s);
}

enum { LARGE = 200 * 1000, MANY = 400 };

static enum store_status write_large(struct store_db *db, void *context)
{
    static char text[LARGE];
    char id[MEMBERS_ID + 1];
    struct str z = STR("z");
    memset(text, 'x', sizeof(text));
    return store_run(db, SQL_MEMBER_INSERT,
                     STORE_ARGS(arg_text(members_id(id, *(unsigned *)context)), arg_text(STR("adviser")),
                                arg_text(z), arg_text(z), arg_text(z),
                                arg_text((struct str){text, sizeof(text)}), arg_text(z), arg_int(0)));
}

struct long_writing {
    struct store *store;
    time_t seconds;
};

static void *write_much(void *context)
{
    struct long_writing *w = context;
    struct timespec begin;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (unsigned i = 0; i < MANY; i++)
        assert_int_equal(store_write(w->store, write_large, &i), STORE_OK);
    clock_gettime(CLOCK_MONOTONIC, &end);
    w->seconds = end.tv_sec - begin.tv_sec;
    return NULL;
}

/* 80 MB are written meanwhile: the log wants to begin anew, again and again. */
static void a_long_reader_does_not_hold_up_writers(void **state)
{
    (void)state;
    pthread_t thread;
    struct long_writing w = {.store = open_in(fresh_folder(), 0)};
    struct store_db *db = store_borrow(w.store);
    assert_false(sees(db, 1));
    assert_int_equal(pthread_create(&thread, NULL, write_much, &w), 0);
    pthread_join(thread, NULL);
    assert_false(sees(db, 1));
    store_release(w.store, db);
    assert_true(w.seconds < 60); /* 5 s for each of those above 64 MiB would be minutes */
    assert_int_equal(count(w.store), MANY);
    close_store(w.store);
}

static void a_reader_cannot_write(void **state)
{
    (void)state;
    struct store *s = open_in(fresh_folder(), 0);
    struct store_db *db = store_borrow(s);
    assert_int_equal(members_insert(db, 1), STORE_BROKEN);
    store_release(s, db);
    assert_false(members_exist(s, 1));
    close_store(s);
}

/* The other process writes without being asked: the store answers after 5 s, and goes on when it is gone. */
static void a_foreign_lock_makes_writes_busy_and_passes(void **state)
{
    (void)state;
    const char *folder = fresh_folder();
    struct store *s = open_in(folder, 0);
    struct task t = {.number = 1};
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        sqlite3 *db;
        sqlite3_open(in(folder, "store.db"), &db);
        sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        if (write(ready[1], "x", 1) == 1)
            pause();
        _exit(0);
    }
    char c;
    assert_int_equal(read(ready[0], &c, 1), 1);
    assert_int_equal(store_write(s, write_members, &t), STORE_BUSY);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(store_write(s, write_members, &t), STORE_OK);
    close_store(s);
}

/* Writes member after member and tells each number once it is acknowledged. */
static void write_until_killed(const char *folder, int ledger)
{
    struct store *s = open_in(folder, 0);
    unsigned i = 0;
    struct task t = {0};
    while (s != NULL && store_write(s, write_members, &t) == STORE_OK &&
           write(ledger, &i, sizeof(i)) == sizeof(i))
        t = (struct task){.number = ++i};
    _exit(1);
}

static void what_was_acknowledged_survives_kill(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 5; round++) {
        const char *folder = fresh_folder();
        int ledger[2];
        unsigned number = 0;
        unsigned last = 0;
        assert_int_equal(pipe(ledger), 0);
        pid_t child = fork();
        if (child == 0)
            write_until_killed(folder, ledger[1]);
        close(ledger[1]);
        while (number < 50 * (round + 1) && read(ledger[0], &number, sizeof(number)) == sizeof(number))
            last = number;
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while (read(ledger[0], &number, sizeof(number)) == sizeof(number))
            last = number;
        close(ledger[0]);
        assert_true(last >= 50);
        struct store *s = open_in(folder, 0);
        size_t kept = count(s);
        assert_true(kept == last + 1 || kept == last + 2);
        for (unsigned i = 0; i <= last; i++)
            assert_true(members_exist(s, i));
        close_store(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_write_is_read_and_survives_reopening),
        cmocka_unit_test(files_are_their_owners_alone),
        cmocka_unit_test(one_that_fails_in_a_group_harms_no_other),
        cmocka_unit_test(a_full_store_refuses_keeps_the_rest_and_recovers),
        cmocka_unit_test(a_full_store_refuses_one_of_a_group),
        cmocka_unit_test(a_second_process_is_refused),
        cmocka_unit_test(a_backup_is_one_whole_file),
        cmocka_unit_test(what_is_given_for_later_is_done_at_the_latest_at_the_end),
        cmocka_unit_test(a_reader_sees_one_moment),
        cmocka_unit_test(who_reads_and_writes_sees_what_it_wrote),
        cmocka_unit_test(who_borrows_again_waits_for_nobody),
        cmocka_unit_test(a_long_reader_does_not_hold_up_writers),
        cmocka_unit_test(a_reader_cannot_write),
        cmocka_unit_test(a_foreign_lock_makes_writes_busy_and_passes),
        cmocka_unit_test(what_was_acknowledged_survives_kill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
