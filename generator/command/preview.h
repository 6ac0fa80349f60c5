/* The web server of `portillon serve`: for one person on this machine. It listens on the loopback address
 * alone, answers GET and HEAD, refuses requests under another host's name (a page elsewhere could ask
 * otherwise), and puts a script into every page that loads it again when something changed. */
#ifndef PORTILLON_COMMAND_PREVIEW_H
#define PORTILLON_COMMAND_PREVIEW_H

#include "base/arena.h"
#include "base/buf.h"

enum { PREVIEW_CONNECTIONS = 128, PREVIEW_REQUEST = 16384 };

struct preview_connection {
    int fd;       /* -1: free */
    bool is_told; /* waits for events: has asked for them */
    struct buf request;
};

struct preview {
    int listener;
    unsigned port;
    const char *public; /* folder whose files are shown */
    struct str errors;  /* a page that is shown instead of every other; empty: none */
    uint64_t build;     /* of what is shown: pages say it, so that one that is older loads itself again */
    struct preview_connection connections[PREVIEW_CONNECTIONS];
};

/* 0 or an errno. Port 0: a free one is taken. */
int preview_open(struct preview *p, unsigned port, const char *public);
/* A new connection waits at the listener. */
void preview_accept(struct preview *p);
/* A connection is readable. */
void preview_read(struct preview *p, struct preview_connection *connection);
/* There is a new build: open pages are told to load themselves again. */
void preview_reload(struct preview *p);
void preview_close(struct preview *p);

#endif
