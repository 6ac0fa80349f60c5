/* The master: starts the gateway and the courier as processes of their own, starts them again when they die,
 * and stops them in order. It keeps the listening socket and both ends of the wire between the two, so that
 * neither a request in the backlog nor the other process is lost with one of them.
 *
 * SIGTERM, SIGINT: stop; requests and the mail under way are finished first. SIGHUP: passed on to the
 * gateway, which opens its log again. Only the master heeds them: a SIGTERM to the whole group or control
 * group, as service managers send it, must not end the gateway before the courier has reported its mail. */
#ifndef PORTILLON_MASTER_H
#define PORTILLON_MASTER_H

#include "config.h"

#include <signal.h>

/* What the master tells its children to stop by, in order; they hold SIGTERM blocked. Also sent to them when
 * the master has died. */
enum { MASTER_STOP = SIGUSR2 };

/* What a child exits with when it cannot begin. At the very first start that ends the master too: whoever
 * starts it sees the reason on standard error. */
enum { MASTER_CANNOT_BEGIN = 78 };

/* Gives the exit status. What keeps it from beginning at all goes into `diags`. */
int master_run(const struct config *config, int listener, struct diags *diags);

#endif
