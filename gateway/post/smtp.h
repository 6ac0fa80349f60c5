/* One SMTP connection, kept between mails. The only file that includes curl is smtp.c. */
#ifndef PORTILLON_POST_SMTP_H
#define PORTILLON_POST_SMTP_H

#include "config.h"
#include "post/wire.h"

struct smtp;

/* NULL when libcurl cannot be started or the password file cannot be read. */
struct smtp *smtp_open(const struct config *config);
void smtp_close(struct smtp *s);

/* Sends one mail to one recipient; fills delivery, code and reason of the report. `mime` is a whole mail as
 * mail_build makes it. */
void smtp_send(struct smtp *s, const char *to, struct str mime, struct wire *report);

#endif
