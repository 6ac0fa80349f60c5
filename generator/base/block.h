/* Sixteen bytes of a text looked at together, by the vectors that gcc and clang share: for loops that look at
 * every byte of a site and nearly always find nothing. */
#ifndef PORTILLON_BASE_BLOCK_H
#define PORTILLON_BASE_BLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK_SIZE = 16 };
typedef unsigned char block __attribute__((vector_size(BLOCK_SIZE)));

/* The BLOCK_SIZE bytes from p on. */
static inline block block_at(const char *p)
{
    block b;
    memcpy(&b, p, sizeof(b));
    return b;
}

/* Which bytes are c; which are of [from, to]. */
static inline block block_is(block b, unsigned char c)
{
    return (block)(b == c);
}
static inline block block_is_in(block b, unsigned char from, unsigned char to)
{
    return (block)((block)(b - from) <= (unsigned char)(to - from));
}

/* Is it so of any? */
static inline bool block_any(block found)
{
    uint64_t halves[2];
    memcpy(halves, &found, sizeof(halves));
    return (halves[0] | halves[1]) != 0;
}

#endif
