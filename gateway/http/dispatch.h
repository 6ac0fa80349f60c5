/* From a request of the web server to its answer: finds the row, holds the request against it, calls the
 * handler, sends what it answered with the headers that every answer has, and logs one line. */
#ifndef PORTILLON_HTTP_DISPATCH_H
#define PORTILLON_HTTP_DISPATCH_H

#include "app.h"
#include "http/server.h"

struct dispatch;

/* Serves requests of threads 0 to `threads` - 1; borrows the app. */
struct dispatch *dispatch_new(const struct app *app, unsigned threads);
void dispatch_free(struct dispatch *d);

/* For struct server_settings: `context` is the struct dispatch. */
void dispatch_answer(void *context, unsigned thread, struct exchange *e);

#endif
