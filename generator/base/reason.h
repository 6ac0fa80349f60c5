/* Why the system refused something, for people. */
#ifndef PORTILLON_BASE_REASON_H
#define PORTILLON_BASE_REASON_H

#include "base/str.h"

/* What strerrordesc_np, sqlite3_errstr or curl_easy_strerror says of an error, or another sentence of
 * reasons.def, in French; a text that is none of these is given back. */
struct str reason_in_french(struct str text);

#endif
