/* An arena: memory that is taken piece by piece and given back all at once, with the request, the page or the
 * compilation it was taken for. Running out of memory ends the process. */
#ifndef PORTILLON_BASE_ARENA_H
#define PORTILLON_BASE_ARENA_H

#include <stdalign.h>

#include "base/memory.h"
#include "base/str.h"

struct arena_block;

/* Its members are its own: they stand here only so that taking memory, which is done some hundred times for a
 * page, needs no call. */
struct arena {
    char *at, *end;             /* what is free of the newest block */
    struct arena_block *newest; /* never NULL */
    size_t used;
    struct arena *children; /* adopted */
    struct arena *sibling;
};

struct arena *arena_new(void);
void arena_free(struct arena *a);
/* Gives everything back but keeps one block for the next use. */
void arena_clear(struct arena *a);
/* From now on `child` lives as long as what is in `a`: for what a thread made in an arena of its own. */
void arena_adopt(struct arena *a, struct arena *child);

/* For arena_take, when a new block is needed. */
char *arena_take_elsewhere(struct arena *a, size_t size);

/* Uninitialised; `align` is a power of two, at most that of max_align_t. */
static inline char *arena_take(struct arena *a, size_t size, size_t align)
{
    size_t padding = -(uintptr_t)a->at & (align - 1);
    if (memory_sum(size, padding) > (size_t)(a->end - a->at))
        return arena_take_elsewhere(a, size);
    char *p = a->at + padding;
    a->at = p + size;
    a->used += size;
    return p;
}

/* Zeroed memory, aligned for any type. */
static inline void *arena_alloc(struct arena *a, size_t size)
{
    return memset(arena_take(a, size, alignof(max_align_t)), 0, size);
}
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), memory_product((count), sizeof(type))))

/* A copy; the bytes are followed by a NUL that is not counted, so .p can be given to libraries. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The concatenation of slices: of two, of n. */
struct str arena_join(struct arena *a, struct str x, struct str y);
struct str arena_join_all(struct arena *a, const struct str *parts, size_t n);
/* Of those that are named, without printf's while: ARENA_CONCAT(a, STR("/"), code, STR("/")). */
#define ARENA_CONCAT(a, ...)                               \
    arena_join_all((a), (const struct str[]){__VA_ARGS__}, \
                   sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))

/* A growing array whose `count` has reached *cap: moved and doubled, the rest of it zeroed. The old one stays
 * in the arena. Use through ARENA_PUSH. */
void *arena_grow(struct arena *a, void *array, size_t count, size_t *cap, size_t size);
/* Appends a zeroed element to the array `v->items` (count in v->count, room in v->cap); a pointer to it. */
#define ARENA_PUSH(a, v)                                                                         \
    ((v)->items = (v)->count < (v)->cap                                                          \
                      ? (v)->items                                                               \
                      : arena_grow((a), (v)->items, (v)->count, &(v)->cap, sizeof(*(v)->items)), \
     memset(&(v)->items[(v)->count], 0, sizeof(*(v)->items)), &(v)->items[(v)->count++])

/* Bytes taken so far: for limits and measurements. */
size_t arena_used(const struct arena *a);

#endif
