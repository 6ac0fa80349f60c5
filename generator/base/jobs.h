/* Work of many like pieces, shared out among threads. */
#ifndef PORTILLON_BASE_JOBS_H
#define PORTILLON_BASE_JOBS_H

#include <stddef.h>

enum { JOBS_MOST = 64 };

/* One piece. `worker` counts from 0: no two pieces with the same worker run at the same time. */
typedef void job(void *context, size_t worker, size_t piece);

/* Does the pieces 0 to n - 1 with up to `workers` threads (the caller's is one of them; at least 1, at most
 * JOBS_MOST) and returns when all are done. Pieces are begun in their order. When the system gives fewer
 * threads, those there are do the work. */
void jobs_run(size_t workers, size_t n, job *each, void *context);
/* The processors that this process may use. */
size_t jobs_processors(void);

#endif
