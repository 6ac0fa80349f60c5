/* An arena: memory that is taken piece by piece and given back all at once, with the request, the page or the
 * compilation it was taken for. Running out of memory ends the process. */
#ifndef PORTILLON_BASE_ARENA_H
#define PORTILLON_BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);
/* Gives everything back but keeps one block for the next use. */
void arena_clear(struct arena *a);
/* From now on `child` lives as long as what is in `a`: for what a thread made in an arena of its own. */
void arena_adopt(struct arena *a, struct arena *child);

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc_array((a), (count), sizeof(type)))
void *arena_alloc_array(struct arena *a, size_t count, size_t size);

/* A copy; the bytes are followed by a NUL that is not counted, so .p can be given to libraries. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The concatenation of two slices. */
struct str arena_join(struct arena *a, struct str x, struct str y);

/* Makes room for one more element in a growing array: returns the array, moved and doubled when `count` has
 * reached *cap. The old one stays in the arena. Use through ARENA_PUSH. */
void *arena_grow(struct arena *a, void *array, size_t count, size_t *cap, size_t size);
/* Appends a zeroed element to the array `v->items` (count in v->count, room in v->cap); a pointer to it. */
#define ARENA_PUSH(a, v)                                                                   \
    ((v)->items = arena_grow((a), (v)->items, (v)->count, &(v)->cap, sizeof(*(v)->items)), \
     &(v)->items[(v)->count++])

/* Bytes taken so far: for limits and measurements. */
size_t arena_used(const struct arena *a);

#endif
