/* What was asked for at a closed door is not lost: the sign-in page carries it, sealed under the server's
 * key, in its hidden field `reprise`. After signing in, a page that was asked for is shown, and a form that
 * was posted from a session that had run out is handled as if it had never stopped, provided it is the same
 * account and within RESUME_HOURS. */
#ifndef PORTILLON_HTTP_RESUME_H
#define PORTILLON_HTTP_RESUME_H

#include "http/route.h"

enum { RESUME_HOURS = 12 };

/* Sets r->reprise, and r->kept for a POST. `text` is the query or the body. A POST whose account is not known
 * any more is not kept: it could not be told to whom it belongs. */
void resume_keep(struct request *r, struct str text);

/* For the sign-in page, after session_begin has been committed: answers what `sealed` carries, as the new
 * session's account. False when there is nothing to be answered: nothing was carried, it is too old or
 * somebody else's, or not for this role. The answer keeps the cookie. */
bool resume_answer(struct request *r, struct response *out, struct str sealed);

/* Does `sealed` carry a form that was posted, rather than a page that was asked for? */
bool resume_is_form(const struct request *r, struct str sealed);

#endif
