/* A scripted SMTP server on a loopback port of its own, for what real servers do too rarely: it refuses,
 * drops or stalls at any point of the dialogue. Plain, one connection at a time, in a thread of the test. */
#ifndef PORTILLON_TESTS_LIB_SMTP_SERVER_H
#define PORTILLON_TESTS_LIB_SMTP_SERVER_H

#include "base/str.h"

enum smtp_point {
    SMTP_BANNER,
    SMTP_EHLO,
    SMTP_MAIL,
    SMTP_RCPT,
    SMTP_DATA,
    SMTP_BODY,
    SMTP_QUIT,
    SMTP_POINT__MAX
};

/* Besides a reply code (421, 550, …): */
enum { SMTP_DROP = 0, SMTP_STALL = -1 };

struct smtp_server;
struct smtp_server *smtp_server_start(void);
void smtp_server_stop(struct smtp_server *s);
int smtp_server_port(const struct smtp_server *s);
/* The next time the dialogue comes to `point`, once: answers the code, closes (SMTP_DROP) or stays silent
 * (SMTP_STALL). */
void smtp_server_fault(struct smtp_server *s, enum smtp_point point, int what);
/* Mails accepted so far, and one of them: "MAIL line\nRCPT line\n" followed by the body as received, dots
 * unstuffed. */
size_t smtp_server_count(struct smtp_server *s);
struct str smtp_server_mail(struct smtp_server *s, size_t i);
/* The name the client gave with EHLO last. */
struct str smtp_server_helo(struct smtp_server *s);
/* Connections so far. */
size_t smtp_server_connections(struct smtp_server *s);

#endif
