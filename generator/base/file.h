/* Files: read with a maximum, written whole or not at all. Errors are errno values; nothing is printed. */
#ifndef PORTILLON_BASE_FILE_H
#define PORTILLON_BASE_FILE_H

#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"

/* Reads the whole regular file into the arena; a NUL that is not counted follows. 0, an errno, EFBIG when it
 * is larger than `max`, EISDIR for a folder, EINVAL for what is neither file nor folder. */
int file_read(struct arena *a, const char *path, size_t max, struct str *out);

/* Reads a stream, a pipe for example, to its end. 0, an errno, EFBIG when there is more than `max`. */
int file_read_stream(struct arena *a, int fd, size_t max, struct str *out);

/* Writes beside the target under another name, syncs, renames over it and syncs the folder: readers see the
 * old content or the new one, never half. `mode` such as 0644, whatever the umask. 0 or an errno; on error
 * the target is untouched. */
int file_write_atomic(const char *path, struct str content, unsigned mode);

/* Like mkdir -p. 0 or an errno; ENOTDIR when a file stands in the way. */
int file_make_folders(const char *path, unsigned mode);

/* True when the path names an existing file of any kind. */
bool file_exists(const char *path);

/* Calls `each` for every regular file under `root`, in byte order of its path relative to root; names
 * starting with a dot are left out, as is what is neither file, folder nor symbolic link; links are given
 * with is_link and never followed. Stops and gives the value when `each` returns non-zero; else 0 or an
 * errno. More than `max` entries, folders included, are E2BIG; more than 64 folders one in the other ELOOP.
 */
struct file_entry {
    struct str path; /* relative to root, '/'-separated; borrowed for the call's time */
    bool is_link;
    const struct stat *stat; /* what lstat says; likewise */
};
int file_walk(const char *root, size_t max, int (*each)(const struct file_entry *entry, void *context),
              void *context);

/* Removes a folder and everything in it, links as links; 0 or an errno. */
int file_remove_tree(const char *path);

#endif
