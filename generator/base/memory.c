#include "base/memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_OUT_OF_MEMORY = 70 };
enum { KEPT_PIECES = 1024 * 1024, KEPT_IN_ALL = 64 * 1024 * 1024 };

_Noreturn static void out_of_memory(void)
{
    static const char message[] = "portillon: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, message, sizeof(message) - 1);
    (void)ignored;
    _exit(EXIT_OUT_OF_MEMORY);
}

void *memory_resize(void *memory, size_t size)
{
    void *moved = realloc(memory, size == 0 ? 1 : size);
    if (moved == NULL)
        out_of_memory();
    return moved;
}

void memory_keep(void)
{
#ifdef M_TRIM_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, KEPT_PIECES);
    mallopt(M_TRIM_THRESHOLD, KEPT_IN_ALL);
#endif
}

size_t memory_product(size_t count, size_t size)
{
    size_t product;
    if (__builtin_mul_overflow(count, size, &product))
        out_of_memory();
    return product;
}

size_t memory_sum(size_t a, size_t b)
{
    size_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        out_of_memory();
    return sum;
}
