/* E-mail addresses and telephone numbers that people type. */
#ifndef PORTILLON_FORM_CONTACT_H
#define PORTILLON_FORM_CONTACT_H

#include "base/arena.h"

/* An ASCII address that mail programs take without quoting: RFC 5321's dot-string local part of at most 64
 * bytes and a domain of at least two labels, 254 bytes in all. The domain is put in lower case. */
bool form_email_read(struct arena *a, struct str text, struct str *out);

/* Digits with an optional leading + or 00 and any of space . - / ( ) between them: "+32 470 12 34 56" becomes
 * "+32470123456" (E.164, 8 to 15 digits). A national number keeps its leading 0, as digits alone (6 to 15):
 * its country is not known here. */
bool form_phone_read(struct arena *a, struct str text, struct str *out);

#endif
