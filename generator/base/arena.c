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

struct arena_block {
    struct arena_block *older;
    size_t size;
    size_t taken; /* with the address sanitizer, which nothing is hidden from: else the arena knows */
    alignas(max_align_t) char bytes[];
};

static struct arena_block *block_new(size_t size, struct arena_block *older)
{
    struct arena_block *b = memory_resize(NULL, memory_sum(sizeof(*b), size));
    b->older = older;
    b->size = size;
    b->taken = 0;
    POISON(b->bytes, size);
    return b;
}

static void blocks_free(struct arena_block *b)
{
    while (b != NULL) {
        struct arena_block *older = b->older;
        free(b);
        b = older;
    }
}

/* From here on memory is taken of this block; with guards, never by arena_take alone. */
static void use_block(struct arena *a, struct arena_block *b)
{
    a->newest = b;
    a->at = b->bytes;
    a->end = b->bytes + (GUARD > 0 ? 0 : b->size);
}

struct arena *arena_new(void)
{
    struct arena *a = memory_resize(NULL, sizeof(*a));
    *a = (struct arena){0};
    use_block(a, block_new(BLOCK_FIRST, NULL));
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
    use_block(a, a->newest);
    a->used = 0;
    POISON(a->newest->bytes, a->newest->size);
}

/* A fresh block with room for `size`. */
static struct arena_block *block_with_room(struct arena *a, size_t size)
{
    if (size > BLOCK_LARGEST / 4) {
        /* Behind the newest, whose rest stays in use. */
        a->newest->older = block_new(size, a->newest->older);
        return a->newest->older;
    }
    size_t next = a->newest->size * 2;
    while (next < size)
        next *= 2;
    use_block(a, block_new(next < BLOCK_LARGEST ? next : BLOCK_LARGEST, a->newest));
    return a->newest;
}

#ifdef __SANITIZE_ADDRESS__
char *arena_take_elsewhere(struct arena *a, size_t size)
{
    const size_t unit = alignof(max_align_t);
    size_t wanted = memory_sum(size, GUARD + unit - 1) & ~(unit - 1);
    struct arena_block *b = a->newest;
    if (b->size - b->taken < wanted)
        b = block_with_room(a, wanted);
    char *p = b->bytes + b->taken;
    b->taken += wanted;
    a->used += size;
    UNPOISON(p, size);
    return p;
}
#else
char *arena_take_elsewhere(struct arena *a, size_t size)
{
    struct arena_block *b = block_with_room(a, size);
    if (b == a->newest)
        a->at += size;
    a->used += size;
    return b->bytes;
}
#endif

struct str arena_join_all(struct arena *a, const struct str *parts, size_t n)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++)
        length = memory_sum(length, parts[i].n);
    char *p = arena_take(a, memory_sum(length, 1), 1), *end = p;
    for (size_t i = 0; i < n; i++) {
        if (parts[i].n > 0)
            memcpy(end, parts[i].p, parts[i].n);
        end += parts[i].n;
    }
    *end = '\0';
    return (struct str){p, length};
}

struct str arena_join(struct arena *a, struct str x, struct str y)
{
    return arena_join_all(a, (const struct str[]){x, y}, 2);
}

struct str arena_str(struct arena *a, struct str s)
{
    return arena_join(a, s, (struct str){0});
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
    /* Printed where it will be, when there is room. */
    va_list args;
    size_t room = (size_t)(a->end - a->at);
    va_start(args, format);
    int n = vsnprintf(a->at, room, format, args);
    va_end(args);
    if (n < 0)
        return (struct str){"", 0};
    size_t size = (size_t)n + 1;
    char *p = arena_take(a, size, 1);
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
    if (end != a->at || (size_t)(a->end - a->at) < more)
        return false;
    memset(a->at, 0, more);
    a->at += more;
    a->used += more;
    return true;
}

void *arena_grow(struct arena *a, void *array, size_t count, size_t *cap, size_t size)
{
    size_t wanted = count < 4 ? 8 : memory_product(count, 2);
    size_t more = memory_product(wanted - count, size);
    *cap = wanted;
    if (array == NULL)
        return arena_alloc(a, memory_product(wanted, size));
    if (extend_in_place(a, (char *)array + count * size, more))
        return array;
    void *moved = arena_alloc(a, memory_product(wanted, size));
    memcpy(moved, array, count * size);
    return moved;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
