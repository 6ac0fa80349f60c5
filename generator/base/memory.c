#include "base/memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_OUT_OF_MEMORY = 70 };
enum { KEPT_PIECES = 1024 * 1024, KEPT_IN_ALL = 64 * 1024 * 1024 };

void memory_exhausted(void)
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
        memory_exhausted();
    return moved;
}

void memory_keep(void)
{
#ifdef M_TRIM_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, KEPT_PIECES);
    mallopt(M_TRIM_THRESHOLD, KEPT_IN_ALL);
#endif
}
