/* usage: verify_bench STORE.db
 * Rows a second of portillonctl verify on one core, over all rows of a store (tests/bench/verify makes one).
 * Beside it stands the limit: the same statements read to their end, each column of each row touched, nothing
 * worked out. Prints one line of JSON; 1 when the store does not fit. */
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "verify/verify.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long peak_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static int64_t read_all(struct store_db *db, enum sql statement, int columns)
{
    int64_t bytes = 0;
    struct store_rows rows = store_query(db, statement, NULL, 0);
    while (store_next(&rows))
        for (int i = 0; i < columns; i++)
            bytes += (int64_t)store_text(&rows, i).n;
    return bytes;
}

static void add(void *context, const struct finding *f)
{
    (void)context;
    fprintf(stderr, "%s " STR_FMT " %s\n", f->table, STR_ARG(f->id), f->column);
}

static void row(void *context)
{
    (void)context;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new();
    struct diags *diags = diags_new(a, 10);
    struct store *store = argc == 2 ? store_open_reading(argv[1], diags) : NULL;
    diags_report(diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    if (store == NULL)
        return 2;
    struct findings findings = {.add = add, .row = row};
    struct verify_counts counts = {0};
    struct store_db *db = store_borrow(store);
    double begin = now();
    int64_t bytes = read_all(db, SQL_VERIFY_SUBMISSIONS, 24) + read_all(db, SQL_VERIFY_PROFILES, 17) +
                    read_all(db, SQL_EVENT_ALL, 8);
    double read = now() - begin;
    long before = peak_kib();
    begin = now();
    enum store_status status = verify_run(db, NULL, &findings, &counts);
    double verified = now() - begin;
    store_release(store, db);
    store_close(store);
    arena_free(a);
    printf("{\"rows\":%lld,\"submissions\":%lld,\"megabytes\":%lld,\"rows_per_second\":%.0f,"
           "\"plain_reading_per_second\":%.0f,\"share_of_reading\":%.3f,\"peak_mib\":%ld,"
           "\"above_reading_kib\":%ld}\n",
           (long long)findings.rows, (long long)counts.rows[VERIFY_SUBMISSIONS], (long long)bytes / 1000000,
           (double)findings.rows / verified, (double)findings.rows / read, read / verified, peak_kib() / 1024,
           peak_kib() - before);
    return status == STORE_OK && findings.wrong == 0 ? 0 : 1;
}
