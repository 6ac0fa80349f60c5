/* The socket that nginx talks FastCGI to: a Unix socket that its owner and group alone can connect to. Made
 * here and not by libfcgi, whose FCGX_OpenSocket takes the mode from the umask, removes whatever stands at
 * the path and ends the process on errors. */
#ifndef PORTILLON_LISTEN_H
#define PORTILLON_LISTEN_H

#include <stdbool.h>

/* Makes it at the path with mode 0660, non-blocking. A socket nobody listens on any more is replaced; one
 * that somebody does is EADDRINUSE. -1 and errno when it cannot. */
int listen_open(const char *path);

/* The one systemd has opened for us (sd_listen_fds(3): LISTEN_PID, LISTEN_FDS); -1 when there is none. To be
 * called once, before any fork. */
int listen_inherit(void);

#endif
