/* Inside the store: the thread that owns the only writing connection. */
#ifndef PORTILLON_STORE_WRITER_H
#define PORTILLON_STORE_WRITER_H

#include "store/connection.h"

struct writer;

/* Takes the open connection over. At most `group_max` works share a transaction; 0: as many as is good. NULL
 * when no thread can be started. */
struct writer *writer_start(struct store_db *db, unsigned group_max);
/* Finishes what waits, ends the thread, checkpoints, closes the connection, frees. */
void writer_stop(struct writer *w);

enum store_status writer_run(struct writer *w, store_work *work, void *context);
void writer_run_later(struct writer *w, store_work *work, const void *context, size_t size);
/* False while the connection cannot be opened again. */
bool writer_is_well(struct writer *w);

#endif
