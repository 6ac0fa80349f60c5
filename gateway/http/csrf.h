/* Is a POST ours? Two answers, both must be yes: the browser says that it comes from our own pages, and the
 * form carries the token that belongs to the session's cookie. */
#ifndef PORTILLON_HTTP_CSRF_H
#define PORTILLON_HTTP_CSRF_H

#include "http/session.h"

/* Where the request comes from, by what the browser says of itself:
 *
 *     Sec-Fetch-Site  same-origin, or absent
 *     Origin          ours (the configured base URL) to the letter, or absent
 *
 * and at least one of the two present. Everything else is refused, `null`, `none`, `same-site` and
 * look-alikes included, and the absence of both too: every browser of the last years sends Origin with a
 * POST, so who sends neither is no browser. */
bool csrf_origin_is_ours(struct str origin, struct str fetch_site, struct str base_url);

/* Compares in constant time. An absent token is wrong. */
bool csrf_token_is_right(const struct session *session, struct str token);

#endif
