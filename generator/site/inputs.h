/* What a build reads: every file below the content folder and the theme, with what stat says of it. Two
 * builds whose inputs are the same, made by the same program with the same options, publish the same.
 *
 * As with git's index, a file that was changed twice within the granularity of its time stamps looks the same
 * after the second change: a file that was young when the build began is never taken to be unchanged. */
#ifndef PORTILLON_SITE_INPUTS_H
#define PORTILLON_SITE_INPUTS_H

#include "base/arena.h"

enum {
    INPUTS_MAX = 400000, /* files and folders below one folder */
};

struct input {
    struct str path; /* below its folder */
    uint64_t size, inode;
    int64_t modified, changed; /* nanoseconds since 1970: mtime and ctime */
    bool is_link;
    bool is_young; /* changed less than two seconds before the build began, or after: FAT counts in twos */
};

/* The files of one folder, in byte order of their paths. */
struct input_list {
    struct input *items;
    size_t count, cap;
};

/* The time, as `begun` below. */
int64_t inputs_now(void);
/* Reads a folder as file_walk does: names with a dot in front are left out. `begun` is when the build did. 0
 * or an errno. */
int inputs_scan(struct arena *a, const char *folder, int64_t begun, struct input_list *out);

/* The inputs that are in both lists and differ, or were young: at most `max` of them are stored as indices
 * into `now`. Gives how many there are; SIZE_MAX when a file has come or gone. */
size_t inputs_compare(const struct input_list *before, const struct input_list *now, size_t *changed,
                      size_t max);

#endif
