/* A mail, built whole before anything is sent (RFC 5322, RFC 2045 to 2047): CRLF line ends, 7-bit bytes,
 * lines of at most 78 characters in headers and 76 in bodies, names and subject encoded where they are not
 * ASCII, a text part and an HTML part. The only file that includes GMime is message.c. */
#ifndef PORTILLON_POST_MESSAGE_H
#define PORTILLON_POST_MESSAGE_H

#include "base/arena.h"
#include "base/buf.h"

struct mail {
    struct str from, from_name;         /* the firm's address and name */
    struct str to, to_name;             /* one recipient */
    struct str reply_to, reply_to_name; /* who reads an answer; empty: `from` does */
    struct str subject;                 /* one line */
    struct str text;                    /* plain UTF-8, LF line ends */
    struct str html;                    /* a whole HTML document */
    struct str message_id;              /* without angle brackets: "<26 characters>@<host>" */
    struct str language;                /* "fr": Content-Language */
    int64_t date;                       /* UTC seconds */
};

/* A mail that waits to be written into the outbox: see post/outbox.h. Either whole, or what it is composed of
 * when it is first given to the courier: nobody waits for that, and nothing is lost when the program dies
 * before. */
struct outgoing {
    struct str id;         /* of the outbox row, 26 characters */
    struct str kind;       /* name of the message: "invitation" */
    struct str to;         /* envelope recipient */
    struct str message_id; /* the same however often it is tried */
    struct str mime;       /* the whole mail, or empty: not composed yet */
    struct str
        token_hash; /* of the link it carries, whose life begins when the mail is accepted; else empty */
    /* Of a mail that is not composed yet: */
    struct str submission; /* what it tells of */
    struct str to_name, language;
    int64_t created_at; /* its date; set when it is read from its row */
};

/* ASCII, one `@`, a local part and a domain of the characters that need no quoting (RFC 5321 dot-string), at
 * most 254 bytes. */
bool mail_address_is_valid(struct str address);

/* Appends the mail. false when it cannot be built safely: an address that is not valid, a control character
 * in a name, subject or id, or more than `out` may hold. */
bool mail_build(const struct mail *mail, struct buf *out);

#endif
