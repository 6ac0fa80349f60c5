/* The only place where memory is asked of the system. Running out of it ends the process with a message and
 * status 70, so that nobody else has to check. */
#ifndef PORTILLON_BASE_MEMORY_H
#define PORTILLON_BASE_MEMORY_H

#include <stddef.h>

/* Like realloc, and like malloc for NULL; never NULL. Give it back with free. */
void *memory_resize(void *memory, size_t size);

/* For a program that works a while and ends: what is given back is kept for the next page instead of being
 * returned to the system and asked for again, which costs more than the work on a page. Once, before any
 * thread. Pieces of a megabyte and more are returned all the same. */
void memory_keep(void);

/* Ends the process. */
_Noreturn void memory_exhausted(void);

/* count * size; ends the process when that does not fit in a size_t. */
static inline size_t memory_product(size_t count, size_t size)
{
    size_t product;
    if (__builtin_mul_overflow(count, size, &product))
        memory_exhausted();
    return product;
}

/* a + b, likewise. */
static inline size_t memory_sum(size_t a, size_t b)
{
    size_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        memory_exhausted();
    return sum;
}

#endif
