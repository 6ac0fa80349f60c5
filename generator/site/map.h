/* A table of things by name, in an arena. Names are borrowed and must live as long. */
#ifndef PORTILLON_SITE_MAP_H
#define PORTILLON_SITE_MAP_H

#include "base/arena.h"

struct map_slot {
    struct str name;
    void *value; /* NULL: free */
};

/* Zeroed is empty. */
struct map {
    struct map_slot *slots;
    size_t count, cap;
};

/* Makes room at once for so many things in all. */
void map_reserve(struct map *map, struct arena *a, size_t count);
/* The thing of this name, or NULL. */
void *map_get(const struct map *map, struct str name);
/* Adds `value` (not NULL) unless the name is there already; gives what stands under the name afterwards. */
void *map_put(struct map *map, struct arena *a, struct str name, void *value);

#endif
