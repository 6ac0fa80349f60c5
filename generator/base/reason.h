/* Why the system refused something, for people. */
#ifndef PORTILLON_BASE_REASON_H
#define PORTILLON_BASE_REASON_H

#include "base/str.h"

/* What strerrordesc_np says of an error, in French; a text that is none of these is given back. */
struct str reason_in_french(struct str text);

#endif
