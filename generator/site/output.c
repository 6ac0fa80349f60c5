#include "site/output.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/file.h"

struct output {
    struct arena *arena;
    const char *folder;
    const char *fresh;    /* what is being written */
    const char *database; /* likewise */
    int lock;             /* the folder, locked */
    int error;            /* the first one */
    struct str error_path;
    pthread_mutex_t mutex; /* for the two errors */
};

static const char *below(struct arena *a, const char *folder, const char *name)
{
    return arena_printf(a, "%s/%s", folder, name).p;
}

static void report(struct diags *diags, const char *path, int error)
{
    DIAG_AT(diags, D_FILE_WRITE, (struct place){0}, str_from(path), str_from(strerrordesc_np(error)));
}

/* What a build that was killed left behind. */
static int clear(const struct output *o)
{
    int error = file_exists(o->fresh) ? file_remove_tree(o->fresh) : 0;
    if (unlink(o->database) != 0 && errno != ENOENT && error == 0)
        error = errno;
    return error;
}

static int prepare(struct output *o)
{
    int error = file_make_folders(o->folder, 0755);
    if (error)
        return error;
    o->lock = open(o->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (o->lock < 0)
        return errno;
    while (flock(o->lock, LOCK_EX) != 0) {
        if (errno != EINTR)
            return errno;
    }
    error = clear(o);
    return error ? error : file_make_folders(o->fresh, 0755);
}

struct output *output_open(struct arena *a, const char *folder, struct diags *diags)
{
    struct output *o = ARENA_NEW(a, struct output);
    o->arena = a;
    o->lock = -1;
    pthread_mutex_init(&o->mutex, NULL);
    if (!folder)
        return o;
    o->folder = arena_str(a, str_from(folder)).p;
    o->fresh = below(a, folder, ".public.new");
    o->database = below(a, folder, ".site.db.new");
    int error = prepare(o);
    if (error == 0)
        return o;
    report(diags, folder, error);
    if (o->lock >= 0)
        close(o->lock);
    return NULL;
}

static int write_whole(const char *path, struct str content)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0)
        return errno;
    int error = 0;
    while (content.n > 0 && error == 0) {
        ssize_t n = write(fd, content.p, content.n);
        if (n > 0)
            content = str_sub(content, (size_t)n, content.n);
        else if (n == 0 || errno != EINTR)
            error = n == 0 ? EIO : errno;
    }
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

/* The file is nearly always the first of its folder. */
static int write_new(char *name, size_t n, struct str content)
{
    size_t slash = n;
    while (name[slash] != '/')
        slash--;
    name[slash] = '\0';
    int error = mkdir(name, 0755) == 0 || errno == EEXIST ? 0 : file_make_folders(name, 0755);
    name[slash] = '/';
    return error ? error : write_whole(name, content);
}

void output_file(struct output *o, struct str path, struct str content)
{
    char name[4096];
    if (!o->folder)
        return;
    int n = snprintf(name, sizeof(name), "%s/" STR_FMT, o->fresh, STR_ARG(path));
    int error = n < 0 || (size_t)n >= sizeof(name) ? ENAMETOOLONG : write_new(name, (size_t)n, content);
    if (!error)
        return;
    pthread_mutex_lock(&o->mutex);
    if (!o->error) {
        o->error = error;
        o->error_path = arena_str(o->arena, path);
    }
    pthread_mutex_unlock(&o->mutex);
}

const char *output_database(const struct output *o)
{
    return o->folder ? o->database : NULL;
}

/* The new folder takes the place of the old in one step where the file system can (renameat2), else in two.
 */
static int swap_public(const struct output *o)
{
    const char *public = below(o->arena, o->folder, "public");
    if (renameat2(AT_FDCWD, o->fresh, AT_FDCWD, public, RENAME_NOREPLACE) == 0)
        return 0;
    if (!file_exists(public))
        return rename(o->fresh, public) == 0 ? 0 : errno;
    if (renameat2(AT_FDCWD, o->fresh, AT_FDCWD, public, RENAME_EXCHANGE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    const char *old = below(o->arena, o->folder, ".public.old");
    if (file_exists(old))
        file_remove_tree(old);
    if (rename(public, old) != 0)
        return errno;
    if (rename(o->fresh, public) != 0) {
        int error = errno;
        return rename(old, public) == 0 ? error : errno;
    }
    return rename(old, o->fresh) == 0 ? 0 : errno;
}

static int publish(struct output *o)
{
    if (o->error)
        return o->error;
    if (syncfs(o->lock) != 0)
        return errno;
    int error = swap_public(o);
    if (error)
        return error;
    if (rename(o->database, below(o->arena, o->folder, "site.db")) != 0)
        return errno;
    return fsync(o->lock) == 0 ? 0 : errno;
}

bool output_publish(struct output *o, struct diags *diags)
{
    if (!o->folder)
        return true;
    int error = publish(o);
    if (!error)
        return true;
    const char *path = o->error_path.n > 0 ? below(o->arena, o->fresh, o->error_path.p) : o->folder;
    report(diags, path, error);
    return false;
}

void output_close(struct output *o)
{
    if (!o->folder)
        return;
    clear(o);
    close(o->lock);
}
