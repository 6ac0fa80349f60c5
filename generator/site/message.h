/* Mails: the files below content/LANGUAGE/messages/ made into templates: a subject, an HTML body, a text
 * body. */
#ifndef PORTILLON_SITE_MESSAGE_H
#define PORTILLON_SITE_MESSAGE_H

#include "site/portal.h"

/* A row of site.db. */
struct message {
    struct str name, language;
    struct str subject, html, text;
};
struct messages {
    struct message *items; /* by path */
    size_t count, cap;
};

/* Compiles all messages. When there are any, there must be all that the programs send (shapes `message/…`).
 */
void messages_compile(struct portal *portal, struct messages *out);

#endif
