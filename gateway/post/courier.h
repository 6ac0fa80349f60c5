/* The courier: the only process with internet sockets, and without a database. It gets mails over the wire
 * (wire.h), sends them by libcurl or writes them into a folder, and reports. */
#ifndef PORTILLON_POST_COURIER_H
#define PORTILLON_POST_COURIER_H

#include "config.h"

/* Works until the socket is closed or the signal `stop` comes; the mail under way is finished and reported
 * first. Gives the process's exit status. */
int courier_run(const struct config *config, int socket, int stop);

#endif
