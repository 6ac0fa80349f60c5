#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/jobs.h"
#include "site/output_parts.h"

enum { LINKED_AT_ONCE = 128 };

/* ---- what differs ---- */

struct difference {
    size_t n;                      /* files that come, change or go */
    const struct published *fresh; /* the last that comes or changes, or NULL */
    const struct published *gone;  /* the last that goes, or NULL */
};

static struct difference find_difference(const struct output *o)
{
    struct difference d = {0};
    size_t stay = o->is_partial ? o->before->count : 0; /* then nothing goes */
    for (size_t i = 0; i < o->files.count; i++) {
        if (o->files.items[i].is_fresh) {
            d.fresh = &o->files.items[i];
            d.n++;
        }
        stay += !o->is_partial && output_find(o->before, o->files.items[i].path) != NULL;
    }
    for (size_t i = 0; stay < o->before->count && i < o->before->count; i++) {
        if (!output_find(&o->files, o->before->items[i].path)) {
            d.gone = &o->before->items[i];
            d.n++;
        }
    }
    return d;
}

/* ---- one file ---- */

static void remove_copies(int folder, const char *path)
{
    char name[OUTPUT_PATH + 8];
    snprintf(name, sizeof(name), "%s" OUTPUT_GZIP, path);
    unlinkat(folder, name, 0);
    snprintf(name, sizeof(name), "%s" OUTPUT_BROTLI, path);
    unlinkat(folder, name, 0);
}

static int sync_file(int folder, const char *path)
{
    int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
    int error = fd < 0 || fsync(fd) != 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    return error;
}

static int move_copy(const struct output *o, int folder, const char *path, const char *suffix)
{
    char name[OUTPUT_PATH + 8];
    snprintf(name, sizeof(name), "%s%s", path, suffix);
    int error = sync_file(o->fresh_folder, name);
    return error || renameat(o->fresh_folder, name, folder, name) == 0 ? error : errno;
}

static int replace_one(const struct output *o, int folder, const struct published *file)
{
    char path[OUTPUT_PATH];
    snprintf(path, sizeof(path), STR_FMT, STR_ARG(file->path));
    int error = sync_file(o->fresh_folder, path);
    if (!error)
        error = output_make_parents(folder, path);
    if (error)
        return error;
    remove_copies(folder, path);
    if (renameat(o->fresh_folder, path, folder, path) != 0)
        return errno;
    /* From here the new page is out: a copy that does not come is a matter of speed alone. */
    if (file->has_gzip)
        move_copy(o, folder, path, OUTPUT_GZIP);
    if (file->has_brotli)
        move_copy(o, folder, path, OUTPUT_BROTLI);
    return 0;
}

/* The folders that are empty then go, too. */
static int remove_one(int folder, const struct published *file)
{
    char path[OUTPUT_PATH];
    snprintf(path, sizeof(path), STR_FMT, STR_ARG(file->path));
    remove_copies(folder, path);
    if (unlinkat(folder, path, 0) != 0 && errno != ENOENT)
        return errno;
    for (char *slash = strrchr(path, '/'); slash; slash = strrchr(path, '/')) {
        *slash = '\0';
        if (unlinkat(folder, path, AT_REMOVEDIR) != 0)
            break;
    }
    return 0;
}

static int change_one(const struct output *o, const struct difference *d)
{
    int folder = open(o->public, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return errno;
    int error = d->fresh ? replace_one(o, folder, d->fresh) : remove_one(folder, d->gone);
    if (!error && syncfs(folder) != 0)
        error = errno;
    close(folder);
    return error;
}

/* ---- the whole folder ---- */

struct linking {
    const struct output *o;
    int folder; /* public/ */
    atomic_int error;
};

/* File systems without hard links, and those that refuse them for files of somebody else, get a copy. */
static int link_path(const struct linking *l, const char *path)
{
    int fresh = l->o->fresh_folder;
    if (linkat(l->folder, path, fresh, path, 0) == 0)
        return 0;
    if (errno == ENOENT) {
        int error = output_make_parents(fresh, path);
        if (error || linkat(l->folder, path, fresh, path, 0) == 0)
            return error;
    }
    return errno == EPERM || errno == EXDEV || errno == EMLINK || errno == EOPNOTSUPP
               ? output_copy(l->folder, path, fresh, path)
               : errno;
}

static int link_file(const struct linking *l, const struct published *file)
{
    char path[OUTPUT_PATH + 8];
    int n = snprintf(path, sizeof(path), STR_FMT, STR_ARG(file->path));
    int error = link_path(l, path);
    if (!error && file->has_gzip) {
        snprintf(path + n, sizeof(path) - (size_t)n, OUTPUT_GZIP);
        error = link_path(l, path);
    }
    if (!error && file->has_brotli) {
        snprintf(path + n, sizeof(path) - (size_t)n, OUTPUT_BROTLI);
        error = link_path(l, path);
    }
    return error;
}

static void link_group(void *context, size_t worker, size_t group)
{
    struct linking *l = context;
    (void)worker;
    size_t end = (group + 1) * LINKED_AT_ONCE;
    for (size_t i = group * LINKED_AT_ONCE; i < end && i < l->o->files.count && !l->error; i++) {
        const struct published *file = &l->o->files.items[i];
        int error = file->is_fresh ? 0 : link_file(l, file);
        if (error)
            l->error = error;
    }
}

/* What stays is linked into the folder beside. */
static int complete_fresh(struct output *o)
{
    int error = file_make_folders(o->fresh, 0755);
    if (!error && o->fresh_folder < 0) {
        o->fresh_folder = open(o->fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        error = o->fresh_folder < 0 ? errno : 0;
    }
    if (error || !o->before)
        return error;
    struct linking l = {.o = o, .folder = open(o->public, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (l.folder < 0)
        return errno;
    jobs_run(o->options.jobs, o->files.count / LINKED_AT_ONCE + 1, link_group, &l);
    close(l.folder);
    return l.error;
}

/* In one step where the file system can (renameat2), else in two. */
static int exchange(const struct output *o)
{
    if (renameat2(AT_FDCWD, o->fresh, AT_FDCWD, o->public, RENAME_NOREPLACE) == 0)
        return 0;
    if (!file_exists(o->public))
        return rename(o->fresh, o->public) == 0 ? 0 : errno;
    if (renameat2(AT_FDCWD, o->fresh, AT_FDCWD, o->public, RENAME_EXCHANGE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    const char *old = arena_printf(o->arena, "%s/.public.old", o->options.folder).p;
    if (file_exists(old))
        file_remove_tree(old);
    if (rename(o->public, old) != 0)
        return errno;
    if (rename(o->fresh, o->public) != 0) {
        int error = errno;
        return rename(old, o->public) == 0 ? error : errno;
    }
    return rename(old, o->fresh) == 0 ? 0 : errno;
}

static int change_all(struct output *o)
{
    int error = complete_fresh(o);
    if (!error && syncfs(o->lock) != 0)
        error = errno;
    return error ? error : exchange(o);
}

/* ---- site.db ---- */

enum { COMPARED_AT_ONCE = 1 << 16 };

static bool has_same_bytes(int one, int other)
{
    char bytes[2][COMPARED_AT_ONCE];
    ssize_t n = 1;
    while (n > 0) {
        n = read(one, bytes[0], sizeof(bytes[0]));
        if (n < 0 || read(other, bytes[1], sizeof(bytes[1])) != n ||
            memcmp(bytes[0], bytes[1], (size_t)n) != 0)
            return false;
    }
    return true;
}

static bool is_same_database(const struct output *o, const char *database)
{
    struct stat old, new;
    int one = open(database, O_RDONLY | O_CLOEXEC), other = open(o->database, O_RDONLY | O_CLOEXEC);
    bool is_same = one >= 0 && other >= 0 && fstat(one, &old) == 0 && fstat(other, &new) == 0 &&
                   old.st_size == new.st_size &&has_same_bytes(one, other);
    if (one >= 0)
        close(one);
    if (other >= 0)
        close(other);
    return is_same;
}

int output_swap(struct output *o, bool database)
{
    const char *site = arena_printf(o->arena, "%s/site.db", o->options.folder).p;
    struct difference d = {0};
    bool moves_database = database && !is_same_database(o, site);
    if (o->before)
        d = find_difference(o);
    int error = 0;
    bool changes = !o->before || d.n > 0 || moves_database;
    if (changes && unlink(o->record) != 0 && errno != ENOENT)
        return errno;
    if (!o->before || d.n > 1)
        error = change_all(o);
    else if (d.n == 1)
        error = change_one(o, &d);
    if (!error && moves_database) {
        error = sync_file(AT_FDCWD, o->database);
        if (!error && rename(o->database, site) != 0)
            error = errno;
    }
    if (!error && changes && fsync(o->lock) != 0)
        error = errno;
    return error;
}
