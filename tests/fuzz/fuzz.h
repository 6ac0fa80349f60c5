/* What every libFuzzer target includes. A target gives one function that is called with bytes of all kinds;
 * the sanitizers watch, and `must` holds what has to be true of every input. `make fuzz` runs them. */
#ifndef PORTILLON_TESTS_FUZZ_FUZZ_H
#define PORTILLON_TESTS_FUZZ_FUZZ_H

#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define must(condition)                                                                   \
    do {                                                                                  \
        if (!(condition)) {                                                               \
            fprintf(stderr, "%s:%d: must be true: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                                      \
        }                                                                                 \
    } while (0)

#endif
