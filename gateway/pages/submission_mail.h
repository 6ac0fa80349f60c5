/* The mails that tell of a submission: the result to who follows the client, the receipt to the client. */
#ifndef PORTILLON_PAGES_SUBMISSION_MAIL_H
#define PORTILLON_PAGES_SUBMISSION_MAIL_H

#include "http/request.h"
#include "post/message.h"
#include "submission/submission.h"

enum { SUBMISSION_MAILS = 2 };

struct submission_mails {
    struct outgoing items[SUBMISSION_MAILS];
    size_t n;
};
/* A client's: to the adviser and to the client. A visitor's: to the site's contact, or else to the sender's
 * address of all mails. They are put into the outbox by the write that stores the submission, and composed
 * when they are first given to the courier. */
enum store_status submission_mails(const struct request *r, struct store_db *db, const struct submission *s,
                                   struct submission_mails *out);

/* Composes one of them, read from the outbox: sets mail->mime. A mail_composer (post/dispatch.h). */
enum store_status submission_mail_compose(const struct app *app, const struct site *site, struct store_db *db,
                                          struct arena *a, struct outgoing *mail);

#endif
