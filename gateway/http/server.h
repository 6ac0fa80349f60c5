/* The FastCGI server, the only user of libfcgi. All its threads wait on one epoll set that holds the
 * listening socket and every kept connection, each armed for one event: a connection costs a thread only
 * while it has a request to be answered, so no request waits behind an idle connection, and a peer that says
 * nothing holds up nobody. One that stops in the middle of a request is dropped after SERVER_TIMEOUT seconds.
 *
 * Only the web server may reach the socket (0660, own group): libfcgi 2.4.2 ends the process when it is sent
 * absurd lengths, and is restarted by the master. A peer that sends a request before the answer to the last
 * one is complete loses it, which the protocol allows; nginx does not. */
#ifndef PORTILLON_HTTP_SERVER_H
#define PORTILLON_HTTP_SERVER_H

#include "base/str.h"

enum { SERVER_TIMEOUT = 5, SERVER_BACKLOG = 4096 };

struct server;

/* One request as the web server describes it. The slices are borrowed until the answer is given; `p` is NULL
 * for what was not sent. */
struct exchange {
    struct str method;
    struct str path; /* DOCUMENT_URI: decoded and merged by nginx; REQUEST_URI is never looked at */
    struct str query;
    struct str cookie;
    struct str origin;
    struct str fetch_site;
    struct str content_type;
    struct str content_length;
    struct str remote;
    void *connection;
};

/* The next bytes of the body: fewer than `max` only at its end, or where it breaks off. */
size_t exchange_read(struct exchange *e, char *to, size_t max);
/* Adds to the answer: CGI's head, an empty line, the body. */
void exchange_write(struct exchange *e, struct str bytes);

struct server_settings {
    int listener; /* of socket_listen; stays the caller's */
    unsigned threads;
    /* Answers one request; called in thread 0 … threads - 1. */
    void (*answer)(void *context, unsigned thread, struct exchange *e);
    void *context;
};

/* As many requests are worked on at a time as there are places, twice as many as processors: more threads
 * would only push each other off them. A handler that is about to wait, or to work for long, says so: its
 * place goes to another thread, and it needs none to end its request. Elsewhere it does nothing. */
void server_waits(void);

/* Starts the threads; NULL and errno when it cannot. Signals that the caller wants for itself must be blocked
 * before. */
struct server *server_start(const struct server_settings *settings);
/* Answers what has already arrived on its connections, closes them and joins the threads. What waits on the
 * listening socket stays there, for who takes it over. */
void server_stop(struct server *s);

#endif
