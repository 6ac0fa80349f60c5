/* Ids: 128 bits of the kernel's randomness as 26 characters of lower-case base32 (Crockford's digits: no i,
 * l, o, u). */
#ifndef PORTILLON_STORE_ID_H
#define PORTILLON_STORE_ID_H

#include "base/arena.h"

enum { ID_LENGTH = 26, REFERENCE_LENGTH = 11 };

struct str id_new(struct arena *a);
/* What people read out: P-7K3M-92QD, 40 random bits. */
struct str reference_new(struct arena *a);

#endif
