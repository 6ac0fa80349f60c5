#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* With the address sanitizer what nobody has taken is forbidden ground, and so are some bytes behind each
 * piece. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
enum { GUARD = 16 };
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { GUARD = 0 };
#endif

enum { BLOCK_FIRST = 4096, BLOCK_LARGEST = 256 * 1024 };

struct block {
    struct block *older;
    size_t size;
    size_t taken;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *newest; /* never NULL */
    size_t used;
    struct arena *children; /* adopted */
    struct arena *sibling;
};

static struct block *block_new(size_t size, struct block *older)
{
    struct block *b = memory_resize(NULL, memory_sum(sizeof(*b), size));
    b->older = older;
    b->size = size;
    b->taken = 0;
    POISON(b->bytes, size);
    return b;
}

static void blocks_free(struct block *b)
{
    while (b != NULL) {
        struct block *older = b->older;
        free(b);
        b = older;
    }
}

struct arena *arena_new(void)
{
    struct arena *a = memory_resize(NULL, sizeof(*a));
    a->newest = block_new(BLOCK_FIRST, NULL);
    a->used = 0;
    a->children = NULL;
    a->sibling = NULL;
    return a;
}

static void children_free(struct arena *a)
{
    while (a->children != NULL) {
        struct arena *child = a->children;
        a->children = child->sibling;
        arena_free(child);
    }
}

void arena_free(struct arena *a)
{
    if (a == NULL)
        return;
    children_free(a);
    blocks_free(a->newest);
    free(a);
}

void arena_adopt(struct arena *a, struct arena *child)
{
    child->sibling = a->children;
    a->children = child;
}

void arena_clear(struct arena *a)
{
    children_free(a);
    blocks_free(a->newest->older);
    a->newest->older = NULL;
    a->newest->taken = 0;
    a->used = 0;
    POISON(a->newest->bytes, a->newest->size);
}

/* A fresh block with room for `size`. */
static struct block *block_with_room(struct arena *a, size_t size)
{
    if (size > BLOCK_LARGEST / 4) {
        /* Behind the newest, whose rest stays in use. */
        a->newest->older = block_new(size, a->newest->older);
        return a->newest->older;
    }
    size_t next = a->newest->size * 2;
    while (next < size)
        next *= 2;
    a->newest = block_new(next < BLOCK_LARGEST ? next : BLOCK_LARGEST, a->newest);
    return a->newest;
}

/* Uninitialised; `align` is a power of two, at most that of max_align_t. */
static char *take(struct arena *a, size_t size, size_t align)
{
    size_t wanted = memory_sum(size, GUARD);
    struct block *b = a->newest;
    size_t padding = -b->taken & (align - 1);
    if (b->size - b->taken < memory_sum(wanted, padding)) {
        b = block_with_room(a, wanted);
        padding = 0;
    }
    char *p = b->bytes + b->taken + padding;
    b->taken += wanted + padding;
    a->used += size;
    UNPOISON(p, size);
    return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
    char *p = take(a, size, alignof(max_align_t));
    memset(p, 0, size);
    return p;
}

void *arena_alloc_array(struct arena *a, size_t count, size_t size)
{
    return arena_alloc(a, memory_product(count, size));
}

struct str arena_join(struct arena *a, struct str x, struct str y)
{
    size_t n = memory_sum(x.n, y.n);
    char *p = take(a, memory_sum(n, 1), 1);
    if (x.n > 0)
        memcpy(p, x.p, x.n);
    if (y.n > 0)
        memcpy(p + x.n, y.p, y.n);
    p[n] = '\0';
    return (struct str){p, n};
}

struct str arena_str(struct arena *a, struct str s)
{
    return arena_join(a, s, (struct str){0});
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
    /* Printed where it will be, when there is room. */
    va_list args;
    struct block *b = a->newest;
    size_t room = GUARD > 0 ? 0 : b->size - b->taken;
    va_start(args, format);
    int n = vsnprintf(b->bytes + b->taken, room, format, args);
    va_end(args);
    if (n < 0)
        return (struct str){"", 0};
    size_t size = (size_t)n + 1;
    char *p = take(a, size, 1);
    if (size <= room)
        return (struct str){p, (size_t)n};
    va_start(args, format);
    vsnprintf(p, size, format, args);
    va_end(args);
    return (struct str){p, (size_t)n};
}

/* The array is the last thing taken and its block has room behind it. */
static bool extend_in_place(struct arena *a, const char *end, size_t more)
{
    struct block *b = a->newest;
    if (GUARD > 0 || end != b->bytes + b->taken || b->size - b->taken < more)
        return false;
    memset(b->bytes + b->taken, 0, more);
    b->taken += more;
    a->used += more;
    return true;
}

void *arena_grow(struct arena *a, void *array, size_t count, size_t *cap, size_t size)
{
    if (count < *cap) {
        memset((char *)array + count * size, 0, size);
        return array;
    }
    size_t wanted = count < 4 ? 8 : memory_product(count, 2);
    size_t more = memory_product(wanted - count, size);
    *cap = wanted;
    if (array == NULL)
        return arena_alloc_array(a, wanted, size);
    if (extend_in_place(a, (char *)array + count * size, more))
        return array;
    void *moved = arena_alloc_array(a, wanted, size);
    memcpy(moved, array, count * size);
    return moved;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
