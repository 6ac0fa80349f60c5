/* What the gateway and the courier say to each other over a pair of SOCK_SEQPACKET sockets, whose ends the
 * master keeps so that either process can die and be started again. A packet is one struct; a mail's text
 * travels beside it as a memory file, so that its size has no limit but MAIL_MAX.
 *
 * The courier works off the packets in their order and answers each, a HELLO too: after its answer to a HELLO
 * no earlier packet is still under way. It says HELLO of its own accord when it starts: what was given to its
 * predecessor and not answered is lost and must be given again. */
#ifndef PORTILLON_POST_WIRE_H
#define PORTILLON_POST_WIRE_H

#include "base/str.h"

enum wire_kind { WIRE_HELLO, WIRE_MAIL, WIRE_REPORT, WIRE_KIND__MAX };

/* How a delivery ended. */
enum delivery {
    DELIVERY_ACCEPTED,  /* the server took the responsibility (RFC 5321 section 4.2.5) */
    DELIVERY_TEMPORARY, /* try again later: no server, a 4xx reply, a dropped connection */
    DELIVERY_PERMANENT, /* a 5xx reply about this recipient or this mail */
    DELIVERY__MAX
};

enum { WIRE_ID = 26, WIRE_ADDRESS = 254, WIRE_REASON = 200, MAIL_MAX = 8 << 20 };

struct wire {
    enum wire_kind kind;
    char id[WIRE_ID + 1];         /* MAIL, REPORT: the outbox row; HELLO: the asker's, given back */
    char to[WIRE_ADDRESS + 1];    /* MAIL: envelope recipient */
    enum delivery delivery;       /* REPORT */
    int code;                     /* REPORT: the last SMTP reply, 0 when there was none */
    char reason[WIRE_REASON + 1]; /* REPORT: for the administrator, ASCII, no address in it */
    bool started;                 /* HELLO: said on its own accord by a courier that has just begun */
};

/* Sends a packet, with a file beside it unless `file` is -1 (borrowed). false: the other side is gone or its
 * queue is full. */
bool wire_send(int socket, const struct wire *packet, int file);
/* Receives one; *file is the file beside it, to be closed, or -1. 1 received, 0 closed, -1 not a packet of
 * ours or an error. */
int wire_receive(int socket, struct wire *packet, int *file);

/* A memory file of this content, rewound and sealed; -1 on error. */
int wire_file(struct str content);

#endif
