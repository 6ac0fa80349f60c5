/* The dispatcher: a thread of the gateway that gives the outbox's due mails to the courier and notes its
 * reports. */
#ifndef PORTILLON_POST_DISPATCH_H
#define PORTILLON_POST_DISPATCH_H

#include "app.h"

struct dispatcher;

/* Begins; `socket` is the gateway's end of the wire (wire.h), borrowed. Until the courier has answered a
 * first HELLO nothing is given to it. NULL when no thread can be started. */
struct dispatcher *dispatcher_start(const struct app *app, int socket);
/* Ends the thread; what is under way is noted when the gateway starts again. */
void dispatcher_stop(struct dispatcher *d);

#endif
