/* Time and randomness: what tests replace. */
#ifndef PORTILLON_SYSTEM_H
#define PORTILLON_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

struct system_table {
    int64_t (*now)(void); /* UTC seconds since 1970-01-01 */
    void (*fill)(void *bytes,
                 size_t size); /* with random bits from the kernel; ends the process when there is none */
};
extern const struct system_table system_real;

#endif
