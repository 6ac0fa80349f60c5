/* The head of an answer, with the security headers that every answer has whatever its handler did. */
#ifndef PORTILLON_HTTP_HEADERS_H
#define PORTILLON_HTTP_HEADERS_H

#include "http/response.h"

/* Writes CGI's head, the empty line included. `allow`: methods, for a 405; NULL otherwise. `secure`: the
 * portal is reached by https alone. */
void headers_write(struct buf *head, const struct response *response, const char *allow, bool secure);

#endif
