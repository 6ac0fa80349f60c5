/* Time and randomness: what tests replace. Ids are made of the latter. */
#ifndef PORTILLON_SYSTEM_H
#define PORTILLON_SYSTEM_H

#include "base/arena.h"

struct system_table {
    int64_t (*now)(void); /* UTC seconds since 1970-01-01 */
    void (*fill)(void *bytes,
                   size_t size); /* with random bits from the kernel; ends the process when there is none */
};
extern const struct system_table system_real;

/* An id as URLs and the stores have it: 128 random bits as 26 characters of Crockford's base32, in lower
 * case. */
enum { ID_LENGTH = 26 };
struct str id_make(const struct system_table *system, struct arena *a);
/* Could it be one of ours? */
bool id_is_valid(struct str id);

#endif
