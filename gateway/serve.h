/* The gateway process: store, site, writer, FastCGI server and all that hangs on them. */
#ifndef PORTILLON_SERVE_H
#define PORTILLON_SERVE_H

#include "config.h"

/* Works until MASTER_STOP, which the caller has blocked, finishes what is under way and gives the exit
 * status; MASTER_CANNOT_BEGIN with the reason on standard error when something cannot be opened. `wire` is
 * its end of the socket to the courier. */
int serve_run(const struct config *config, int listener, int wire);

#endif
