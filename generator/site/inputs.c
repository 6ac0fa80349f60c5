#include "site/inputs.h"

#include <time.h>

#include "base/file.h"

enum { SECOND = 1000000000, YOUNG = 2 };

struct scan {
    struct arena *arena;   /* of the paths */
    struct arena *growing; /* of the list */
    struct input_list *out;
    int64_t begun;
};

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

static int visit(const struct file_entry *entry, void *context)
{
    struct scan *scan = context;
    struct input *input = ARENA_PUSH(scan->growing, scan->out);
    int64_t modified = nanoseconds(entry->stat->st_mtim), changed = nanoseconds(entry->stat->st_ctim);
    int64_t last = modified > changed ? modified : changed;
    *input = (struct input){.path = arena_str(scan->arena, entry->path),
                            .size = (uint64_t)entry->stat->st_size,
                            .inode = entry->stat->st_ino,
                            .modified = modified,
                            .changed = changed,
                            .is_link = entry->is_link,
                            .is_young = last > scan->begun - (int64_t)YOUNG * SECOND};
    return 0;
}

int64_t inputs_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now);
}

int inputs_scan(struct arena *a, const char *folder, int64_t begun, struct input_list *out)
{
    /* Gathered apart: the list is as long as it is, and nothing stays of what it was while it grew. */
    struct input_list found = {0};
    struct scan scan = {a, arena_new(), &found, begun};
    int error = file_walk(folder, INPUTS_MAX, visit, &scan);
    *out = (struct input_list){ARENA_ARRAY(a, struct input, found.count + 1), found.count, found.count + 1};
    if (found.count > 0)
        memcpy(out->items, found.items, found.count * sizeof(found.items[0]));
    arena_free(scan.growing);
    return error;
}

static bool is_same(const struct input *before, const struct input *now)
{
    return !before->is_young && before->size == now->size && before->inode == now->inode &&
           before->modified == now->modified && before->changed == now->changed &&
           before->is_link == now->is_link;
}

size_t inputs_compare(const struct input_list *before, const struct input_list *now, size_t *changed,
                      size_t max)
{
    size_t n = 0;
    if (before->count != now->count)
        return SIZE_MAX;
    for (size_t i = 0; i < now->count; i++) {
        if (!str_eq(before->items[i].path, now->items[i].path))
            return SIZE_MAX;
        if (is_same(&before->items[i], &now->items[i]))
            continue;
        if (n < max)
            changed[n] = i;
        n++;
    }
    return n;
}
