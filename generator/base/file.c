#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEEPEST = 64, OPEN_FOLDERS = 32 };

/* Reads until the end of the file or until `size` bytes are there. */
static int read_up_to(int fd, char *p, size_t size, size_t *got)
{
    *got = 0;
    while (*got < size) {
        ssize_t n = read(fd, p + *got, size - *got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        if (n == 0)
            return 0;
        *got += (size_t)n;
    }
    return 0;
}

static int read_open_file(struct arena *a, int fd, size_t max, struct str *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return errno;
    if (!S_ISREG(st.st_mode))
        return S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
    size_t size = (size_t)st.st_size;
    if (size > max)
        return EFBIG;
    /* One byte more than it should have, for the NUL and to notice that it grew meanwhile. */
    char *p = arena_alloc(a, size + 1);
    size_t got;
    int error = read_up_to(fd, p, size + 1, &got);
    if (error != 0)
        return error;
    if (got > size)
        return size == max ? EFBIG : EAGAIN;
    p[got] = '\0';
    *out = (struct str){p, got};
    return 0;
}

int file_read_stream(struct arena *a, int fd, size_t max, struct str *out)
{
    struct buf all;
    char part[1 << 16];
    size_t got = sizeof(part);
    int error = 0;
    buf_init(&all, max + 1);
    while (error == 0 && got == sizeof(part) && all.n <= max) {
        error = read_up_to(fd, part, sizeof(part), &got);
        buf_add(&all, str_sub((struct str){part, got}, 0, max + 1 - all.n));
    }
    if (error == 0 && all.n > max)
        error = EFBIG;
    *out = error == 0 ? arena_str(a, buf_str(&all)) : (struct str){0};
    buf_release(&all);
    return error;
}

int file_read(struct arena *a, const char *path, size_t max, struct str *out)
{
    /* Not blocking: opening a FIFO must not wait for somebody to write to it. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return errno;
    int error = read_open_file(a, fd, max, out);
    close(fd);
    return error;
}

static int write_all(int fd, struct str content)
{
    while (content.n > 0) {
        ssize_t n = write(fd, content.p, content.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        content = str_sub(content, (size_t)n, content.n);
    }
    return 0;
}

static int write_synced(int fd, struct str content, unsigned mode)
{
    int error = fchmod(fd, mode) == 0 ? write_all(fd, content) : errno;
    if (error == 0 && fsync(fd) != 0)
        error = errno;
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

static int sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    return error;
}

static struct str folder_of(struct str path)
{
    size_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    return n == 0 ? STR("./") : str_sub(path, 0, n);
}

static int write_and_rename(struct arena *a, const char *path, struct str content, unsigned mode)
{
    struct str whole = str_from(path);
    struct str folder = folder_of(whole);
    struct str name = str_ends(whole, STR("/")) ? STR("") : str_from(strrchr(path, '/'));
    name = name.n == 0 ? whole : str_sub(name, 1, name.n);
    /* A name with a dot in front: file_walk and the web server's rules leave it out. */
    struct str beside = arena_printf(a, STR_FMT "." STR_FMT ".XXXXXX", STR_ARG(folder), STR_ARG(name));
    char *temporary = ARENA_ARRAY(a, char, beside.n + 1);
    memcpy(temporary, beside.p, beside.n);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = write_synced(fd, content, mode);
    if (error == 0 && rename(temporary, path) != 0)
        error = errno;
    if (error != 0) {
        unlink(temporary);
        return error;
    }
    return sync_folder(arena_str(a, folder).p);
}

int file_write_atomic(const char *path, struct str content, unsigned mode)
{
    struct arena *a = arena_new();
    int error = write_and_rename(a, path, content, mode);
    arena_free(a);
    return error;
}

static int make_folder(const char *path, unsigned mode)
{
    if (mkdir(path, mode) == 0)
        return 0;
    if (errno != EEXIST)
        return errno;
    struct stat st;
    if (stat(path, &st) != 0)
        return errno;
    return S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
}

int file_make_folders(const char *path, unsigned mode)
{
    char *copy = strdup(path);
    if (copy == NULL)
        return ENOMEM;
    int error = 0;
    for (char *p = copy; error == 0 && *p != '\0'; p++) {
        if (*p != '/' || p == copy)
            continue;
        *p = '\0';
        error = make_folder(copy, mode);
        *p = '/';
    }
    free(copy);
    return error != 0 ? error : make_folder(path, mode);
}

bool file_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

struct walk {
    struct arena *arena;
    int (*each)(const struct file_entry *entry, void *context);
    void *context;
    size_t left; /* entries that may still come */
    int depth;
};

struct entry {
    struct str path; /* ends in '/' for a folder, which gives the very order of the whole paths */
    struct stat stat;
};

struct entries {
    struct entry *items;
    size_t count;
    size_t cap;
};

static int compare_entries(const void *x, const void *y)
{
    const struct entry *a = x;
    const struct entry *b = y;
    return str_cmp(a->path, b->path);
}

static int add_entry(struct walk *w, int folder, const char *name, struct str prefix, struct entries *to)
{
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? 0 : errno;
    if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode))
        return 0;
    if (w->left == 0)
        return E2BIG;
    w->left--;
    struct entry *e = ARENA_PUSH(w->arena, to);
    e->path = ARENA_CONCAT(w->arena, prefix, str_from(name), str_from(S_ISDIR(st.st_mode) ? "/" : ""));
    e->stat = st;
    return 0;
}

static int list_folder(struct walk *w, DIR *folder, struct str prefix, struct entries *to)
{
    int error = 0;
    while (error == 0) {
        errno = 0;
        const struct dirent *d = readdir(folder);
        if (d == NULL) {
            error = errno;
            break;
        }
        if (d->d_name[0] != '.')
            error = add_entry(w, dirfd(folder), d->d_name, prefix, to);
    }
    if (error == 0 && to->count > 0)
        qsort(to->items, to->count, sizeof(to->items[0]), compare_entries);
    return error;
}

/* `name` is relative to the folder `at`, `prefix` to the root of the walk. */
static int walk_folder(struct walk *w, int at, const char *name, struct str prefix)
{
    if (w->depth == DEEPEST)
        return ELOOP;
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (prefix.n > 0 ? O_NOFOLLOW : 0));
    if (fd < 0)
        return errno;
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        int error = errno;
        close(fd);
        return error;
    }
    w->depth++;
    struct entries entries = {0};
    int result = list_folder(w, folder, prefix, &entries);
    for (size_t i = 0; result == 0 && i < entries.count; i++) {
        struct entry *e = &entries.items[i];
        if (str_ends(e->path, STR("/")))
            result = walk_folder(w, fd, e->path.p + prefix.n, e->path);
        else
            result = w->each(&(struct file_entry){e->path, S_ISLNK(e->stat.st_mode), &e->stat}, w->context);
    }
    w->depth--;
    closedir(folder);
    return result;
}

int file_walk(const char *root, size_t max, int (*each)(const struct file_entry *entry, void *context),
              void *context)
{
    struct walk w = {.arena = arena_new(), .each = each, .context = context, .left = max};
    int result = walk_folder(&w, AT_FDCWD, root, (struct str){"", 0});
    arena_free(w.arena);
    return result;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path) == 0 ? 0 : errno;
}

int file_remove_tree(const char *path)
{
    int result = nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    return result < 0 ? errno : result;
}
