/* The master: starts the gateway and the courier as processes of their own, starts them again when they die,
 * and stops them in order. It keeps the listening socket and both ends of the wire between the two, so that
 * neither a request in the backlog nor the other process is lost with one of them.
 *
 * SIGTERM, SIGINT: stop; requests and the mail under way are finished first. SIGHUP: passed on to the
 * gateway, which opens its log again. */
#ifndef PORTILLON_MASTER_H
#define PORTILLON_MASTER_H

#include "config.h"

/* What a child exits with when it cannot begin. At the very first start that ends the master too: whoever
 * starts it sees the reason on standard error. */
enum { MASTER_CANNOT_BEGIN = 78 };

/* Gives the exit status. */
int master_run(const struct config *config, int listener);

#endif
