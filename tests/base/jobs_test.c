#include "base/jobs.h"

#include <sched.h>
#include <stdatomic.h>

#include "lib/test.h"

enum { PIECES = 5000 };

struct seen {
    atomic_int times[PIECES];
    atomic_int busy[JOBS_MOST];
    atomic_int shared; /* a worker's number that two pieces had at once */
};

static void see(void *context, size_t worker, size_t piece)
{
    struct seen *seen = context;
    if (atomic_fetch_add(&seen->busy[worker], 1) > 0)
        atomic_fetch_add(&seen->shared, 1);
    atomic_fetch_add(&seen->times[piece], 1);
    if (piece % 64 == 0)
        sched_yield();
    atomic_fetch_sub(&seen->busy[worker], 1);
}

static void every_piece_is_done_once_whatever_the_number_of_workers(void **state)
{
    (void)state;
    static const size_t workers[] = {0, 1, 2, 7, JOBS_MOST, JOBS_MOST + 5};
    for (size_t i = 0; i < sizeof(workers) / sizeof(workers[0]); i++) {
        static struct seen seen;
        seen = (struct seen){0};
        jobs_run(workers[i], PIECES, see, &seen);
        for (size_t j = 0; j < PIECES; j++)
            assert_int_equal(seen.times[j], 1);
        assert_int_equal(seen.shared, 0);
    }
}

static void nothing_to_do_is_done_at_once(void **state)
{
    (void)state;
    jobs_run(4, 0, see, NULL);
}

static void there_is_a_processor(void **state)
{
    (void)state;
    assert_in_range(jobs_processors(), 1, JOBS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piece_is_done_once_whatever_the_number_of_workers),
        cmocka_unit_test(nothing_to_do_is_done_at_once),
        cmocka_unit_test(there_is_a_processor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
