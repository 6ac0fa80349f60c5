#include "site/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/file.h"
#include "site/compress.h"
#include "site/output_parts.h"

static const char *below(struct arena *a, const char *folder, const char *name)
{
    return arena_printf(a, "%s/%s", folder, name).p;
}

static void report(struct diags *diags, const char *path, int error)
{
    DIAG_AT(diags, D_FILE_WRITE, (struct place){0}, str_from(path), str_from(strerrordesc_np(error)));
}

/* 0 or an errno. Removes what a build left beside public/. */
static int clear_fresh(const struct output *o)
{
    int error = file_exists(o->fresh) ? file_remove_tree(o->fresh) : 0;
    if (unlink(o->database) != 0 && errno != ENOENT && error == 0)
        error = errno;
    if (unlink(o->record_fresh) != 0 && errno != ENOENT && error == 0)
        error = errno;
    return error;
}

static int prepare(struct output *o)
{
    int error = file_make_folders(o->options.folder, 0755);
    if (error)
        return error;
    o->lock = open(o->options.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (o->lock < 0)
        return errno;
    while (flock(o->lock, LOCK_EX) != 0) {
        if (errno != EINTR)
            return errno;
    }
    error = clear_fresh(o);
    if (!error && faccessat(o->lock, ".", W_OK, AT_EACCESS) != 0)
        error = errno;
    return error;
}

struct output *output_open(struct arena *a, const struct output_options *options, struct diags *diags)
{
    struct output *o = ARENA_NEW(a, struct output);
    o->arena = a;
    if (options)
        o->options = *options;
    o->lock = o->fresh_folder = -1;
    pthread_mutex_init(&o->mutex, NULL);
    if (!o->options.folder)
        return o;
    const char *folder = o->options.folder = arena_str(a, str_from(o->options.folder)).p;
    o->public = below(a, folder, "public");
    o->fresh = below(a, folder, ".public.new");
    o->database = below(a, folder, ".site.db.new");
    o->record = below(a, folder, ".portillon");
    o->record_fresh = below(a, folder, ".portillon.new");
    int error = prepare(o);
    if (error == 0)
        return o;
    report(diags, folder, error);
    output_close(o);
    return NULL;
}

const char *output_record(const struct output *o)
{
    return o->options.folder ? o->record : NULL;
}

void output_expect(struct output *o, const struct published_list *before, bool partial)
{
    o->before = before;
    o->is_partial = partial;
}

/* ---- writing ---- */

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct published *)a)->path, ((const struct published *)b)->path);
}

const struct published *output_find(const struct published_list *list, struct str path)
{
    struct published wanted = {.path = path};
    return list && list->count > 0 ? bsearch(&wanted, list->items, list->count, sizeof(wanted), by_path)
                                   : NULL;
}

int output_make_parents(int at, const char *path)
{
    char folder[OUTPUT_PATH];
    size_t n = strlen(path), slash = n;
    if (n >= sizeof(folder))
        return ENAMETOOLONG;
    memcpy(folder, path, n + 1);
    while (slash > 0 && folder[slash] != '/')
        slash--;
    if (slash == 0)
        return 0;
    folder[slash] = '\0';
    /* Nearly always the folders above are there. */
    if (mkdirat(at, folder, 0755) == 0 || errno == EEXIST)
        return 0;
    int error = errno == ENOENT ? output_make_parents(at, folder) : errno;
    return error || mkdirat(at, folder, 0755) == 0 || errno == EEXIST ? error : errno;
}

static int write_part(int fd, struct str content)
{
    int error = 0;
    while (content.n > 0 && error == 0) {
        ssize_t n = write(fd, content.p, content.n);
        if (n > 0)
            content = str_sub(content, (size_t)n, content.n);
        else if (n == 0 || errno != EINTR)
            error = n == 0 ? EIO : errno;
    }
    return error;
}

static int write_whole(int fd, struct str content)
{
    int error = write_part(fd, content);
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

int output_begin_record(const struct output *o)
{
    return open(o->record_fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
}

bool output_add_to_record(int file, struct str part)
{
    return file >= 0 && write_part(file, part) == 0;
}

bool output_end_record(const struct output *o, int file, bool is_wanted)
{
    bool ok = is_wanted && file >= 0 && fsync(file) == 0;
    if (file >= 0 && close(file) != 0)
        ok = false;
    ok = ok && rename(o->record_fresh, o->record) == 0;
    if (!ok)
        unlink(o->record_fresh);
    return ok;
}

static int write_new(const struct output *o, const char *path, struct str content)
{
    /* Nearly every page has a folder of its own. */
    int error = output_make_parents(o->fresh_folder, path);
    if (error)
        return error;
    int fd = openat(o->fresh_folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    return fd < 0 ? errno : write_whole(fd, content);
}

static bool is_to_compress(const struct output *o, struct str path)
{
    return str_ends(path, STR(".html")) ? o->options.compress_html : compress_suits(path);
}

/* A compressed copy is kept when it is the smaller one. */
static int write_compressed(const struct output *o, struct published *file, struct str content)
{
    struct arena *scratch = arena_new();
    struct str packed;
    int error = 0;
    if (compress_gzip(scratch, content, &packed)) {
        error = write_new(o, arena_printf(scratch, STR_FMT OUTPUT_GZIP, STR_ARG(file->path)).p, packed);
        file->has_gzip = true;
    }
    if (!error && compress_brotli(scratch, content, &packed)) {
        error = write_new(o, arena_printf(scratch, STR_FMT OUTPUT_BROTLI, STR_ARG(file->path)).p, packed);
        file->has_brotli = true;
    }
    arena_free(scratch);
    return error;
}

static int write_file(const struct output *o, struct published *file, struct str content)
{
    char path[OUTPUT_PATH];
    int n = snprintf(path, sizeof(path), STR_FMT, STR_ARG(file->path));
    if (n < 0 || (size_t)n + sizeof(OUTPUT_BROTLI) > sizeof(path))
        return ENAMETOOLONG;
    int error = write_new(o, path, content);
    return error || !is_to_compress(o, file->path) ? error : write_compressed(o, file, content);
}

/* The folder beside is made with the first file. */
static int open_fresh(struct output *o)
{
    pthread_mutex_lock(&o->mutex);
    int error = 0;
    if (o->fresh_folder < 0) {
        error = file_make_folders(o->fresh, 0755);
        o->fresh_folder = error ? -1 : open(o->fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (!error && o->fresh_folder < 0)
            error = errno;
    }
    pthread_mutex_unlock(&o->mutex);
    return error;
}

void output_file(struct output *o, struct str path, struct str content)
{
    int error = 0;
    if (!o->options.folder)
        return;
    struct published file = {.path = path, .size = content.n, .hash = hash_quick(content)};
    const struct published *old = output_find(o->before, path);
    if (old && old->size == file.size && hash_equal(old->hash, file.hash)) {
        file = *old;
    } else {
        file.is_fresh = true;
        error = open_fresh(o);
        error = error ? error : write_file(o, &file, content);
    }
    pthread_mutex_lock(&o->mutex);
    file.path = arena_str(o->arena, path);
    *ARENA_PUSH(o->arena, &o->files) = file;
    if (error && !o->error) {
        o->error = error;
        o->error_path = arena_str(o->arena, path);
    }
    pthread_mutex_unlock(&o->mutex);
}

int output_copy(int from_folder, const char *from, int to_folder, const char *to)
{
    int in = openat(from_folder, from, O_RDONLY | O_CLOEXEC), error = in < 0 ? errno : 0;
    int out = error ? -1 : openat(to_folder, to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    ssize_t n = 1;
    if (!error && out < 0)
        error = errno;
    while (!error && n > 0) {
        n = copy_file_range(in, NULL, out, NULL, 1 << 30, 0);
        error = n < 0 ? errno : 0;
    }
    if (in >= 0)
        close(in);
    if (out >= 0 && close(out) != 0 && !error)
        error = errno;
    return error;
}

const char *output_copy_database(const struct output *o)
{
    const char *published = below(o->arena, o->options.folder, "site.db");
    return output_copy(AT_FDCWD, published, AT_FDCWD, o->database) == 0 ? o->database : NULL;
}

const char *output_database(const struct output *o)
{
    return o->options.folder ? o->database : NULL;
}

/* ---- publishing ---- */

/* What this build wrote, and of a partial one what stays, in order. */
static void complete(struct output *o)
{
    struct published_list written = o->files, all = {0};
    const struct published_list *before = o->before;
    if (written.count > 0)
        qsort(written.items, written.count, sizeof(written.items[0]), by_path);
    if (!o->is_partial || !before)
        return;
    all.cap = written.count + before->count;
    all.items = ARENA_ARRAY(o->arena, struct published, all.cap);
    for (size_t i = 0, j = 0; i < written.count || j < before->count;) {
        int order = i == written.count   ? 1
                    : j == before->count ? -1
                                         : str_cmp(written.items[i].path, before->items[j].path);
        all.items[all.count++] = order <= 0 ? written.items[i] : before->items[j];
        i += order <= 0;
        j += order >= 0;
    }
    o->files = all;
}

bool output_publish(struct output *o, bool database, struct published_list *published, struct diags *diags)
{
    if (!o->options.folder)
        return true;
    complete(o);
    int error = o->error ? o->error : output_swap(o, database);
    if (error) {
        const char *path =
            o->error_path.n > 0 ? below(o->arena, o->fresh, o->error_path.p) : o->options.folder;
        report(diags, path, error);
        return false;
    }
    *published = o->files;
    return true;
}

void output_restart(struct output *o)
{
    if (o->fresh_folder >= 0)
        close(o->fresh_folder);
    o->fresh_folder = -1;
    o->files = (struct published_list){0};
    o->before = NULL;
    o->error = o->lock >= 0 ? clear_fresh(o) : 0;
}

void output_close(struct output *o)
{
    output_restart(o);
    if (o->lock >= 0)
        close(o->lock);
    pthread_mutex_destroy(&o->mutex);
}
