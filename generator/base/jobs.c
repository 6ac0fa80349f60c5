#include "base/jobs.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

struct jobs {
    job *work;
    void *context;
    size_t n;
    atomic_size_t next;
    atomic_size_t workers; /* numbers given out */
};

static void *work(void *argument)
{
    struct jobs *jobs = argument;
    size_t worker = atomic_fetch_add(&jobs->workers, 1);
    for (size_t piece = atomic_fetch_add(&jobs->next, 1); piece < jobs->n;
         piece = atomic_fetch_add(&jobs->next, 1))
        jobs->work(jobs->context, worker, piece);
    return NULL;
}

void jobs_run(size_t workers, size_t n, job *each, void *context)
{
    pthread_t threads[JOBS_MOST];
    size_t started = 0, wanted = workers < JOBS_MOST ? workers : JOBS_MOST;
    struct jobs jobs = {.work = each, .context = context, .n = n};
    while (started + 1 < wanted && started + 1 < n &&
           pthread_create(&threads[started], NULL, work, &jobs) == 0)
        started++;
    work(&jobs);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

size_t jobs_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
    return n > JOBS_MOST ? JOBS_MOST : n > 0 ? (size_t)n : 1;
}
