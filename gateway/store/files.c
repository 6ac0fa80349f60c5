#include "store/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium/randombytes.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "store/digest.h"

enum { FOLDER_MODE = 0750, FILE_MODE = 0640, COPY_BYTES = 64 * 1024, NAME_BYTES = 16 };

struct files {
    int root, incoming; /* folders */
    pthread_rwlock_t held;
};

/* Where a file belongs: "3f" and "3f9a…", of the root. */
struct home {
    char folder[3], name[FILE_HASH_LENGTH + 1];
};

struct incoming {
    struct files *files;
    int fd;
    enum store_status status;
    bool kept;
    int64_t size;
    crypto_generichash_state state;
    char draft[2 * NAME_BYTES + 1]; /* its name below incoming/ */
    struct home home;               /* once it is finished */
};

static enum store_status status_of(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EFBIG ? STORE_FULL
           : error == ENOENT                                    ? STORE_NONE
                                                                : STORE_BROKEN;
}

static void hexadecimal(const unsigned char *bytes, size_t n, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * n] = '\0';
}

static bool home_of(struct str hash, struct home *out)
{
    if (hash.n != FILE_HASH_LENGTH)
        return false;
    for (size_t i = 0; i < hash.n; i++)
        if (hash.p[i] == '\0' || strchr("0123456789abcdef", hash.p[i]) == NULL)
            return false;
    memcpy(out->name, hash.p, hash.n);
    out->name[hash.n] = '\0';
    snprintf(out->folder, sizeof(out->folder), "%.2s", out->name);
    return true;
}

static int open_folder(int at, const char *name)
{
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Makes it when it is not there; a new one is synced into its parent. */
static int make_folder(int at, const char *name)
{
    if (mkdirat(at, name, FOLDER_MODE) == 0) {
        if (fsync(at) != 0)
            return -1;
    } else if (errno != EEXIST) {
        return -1;
    }
    return open_folder(at, name);
}

struct files *files_open(const char *folder, struct diags *diags)
{
    struct files *f = calloc(1, sizeof(*f));
    if (f == NULL)
        abort();
    pthread_rwlock_init(&f->held, NULL);
    f->incoming = -1;
    int error = file_make_folders(folder, FOLDER_MODE);
    f->root = error == 0 ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (f->root >= 0)
        f->incoming = make_folder(f->root, "incoming");
    if (f->incoming >= 0)
        return f;
    DIAG_AT(diags, D_STORE_FILES, (struct place){0}, str_from(folder),
            str_from(strerrordesc_np(error != 0 ? error : errno)));
    files_close(f);
    return NULL;
}

void files_close(struct files *f)
{
    if (f == NULL)
        return;
    if (f->incoming >= 0)
        close(f->incoming);
    if (f->root >= 0)
        close(f->root);
    pthread_rwlock_destroy(&f->held);
    free(f);
}

void files_hold(struct files *f)
{
    pthread_rwlock_rdlock(&f->held);
}

void files_let_go(struct files *f)
{
    pthread_rwlock_unlock(&f->held);
}

/* ---- one file that comes in ---- */

struct incoming *incoming_new(struct files *f, enum store_status *status)
{
    unsigned char random[NAME_BYTES];
    struct incoming *in = calloc(1, sizeof(*in));
    if (in == NULL)
        abort();
    in->files = f;
    randombytes_buf(random, sizeof(random));
    hexadecimal(random, sizeof(random), in->draft);
    crypto_generichash_init(&in->state, NULL, 0, DIGEST_SIZE);
    in->fd = openat(f->incoming, in->draft, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (in->fd >= 0)
        return in;
    *status = status_of(errno);
    free(in);
    return NULL;
}

static bool write_all(int to, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(to, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

enum store_status incoming_add(struct incoming *in, struct str bytes)
{
    if (in->status != STORE_OK)
        return in->status;
    if (!write_all(in->fd, bytes)) {
        in->status = status_of(errno);
        return in->status;
    }
    crypto_generichash_update(&in->state, (const unsigned char *)bytes.p, bytes.n);
    in->size += (int64_t)bytes.n;
    return STORE_OK;
}

int64_t incoming_size(const struct incoming *in)
{
    return in->size;
}

static size_t read_at(int from, int64_t offset, char *to, size_t max)
{
    size_t n = 0;
    while (n < max) {
        ssize_t got = pread(from, to + n, max - n, (off_t)(offset + (int64_t)n));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    return n;
}

size_t incoming_read(const struct incoming *in, int64_t offset, char *to, size_t max)
{
    return read_at(in->fd, offset, to, max);
}

enum store_status incoming_finish(struct incoming *in, struct str *hash)
{
    unsigned char digest[DIGEST_SIZE];
    if (in->status == STORE_OK && fsync(in->fd) != 0)
        in->status = status_of(errno);
    crypto_generichash_final(&in->state, digest, sizeof(digest));
    hexadecimal(digest, sizeof(digest), in->home.name);
    memcpy(in->home.folder, in->home.name, 2);
    *hash = str_from(in->home.name);
    return in->status;
}

enum store_status incoming_keep(struct incoming *in)
{
    if (in->status != STORE_OK)
        return in->status;
    int folder = make_folder(in->files->root, in->home.folder);
    if (folder < 0)
        return status_of(errno);
    enum store_status status = STORE_OK;
    if (renameat(in->files->incoming, in->draft, folder, in->home.name) != 0)
        status = status_of(errno);
    in->kept = status == STORE_OK;
    if (in->kept && fsync(folder) != 0)
        status = STORE_BROKEN;
    close(folder);
    return status;
}

void incoming_free(struct incoming *in)
{
    if (in == NULL)
        return;
    if (!in->kept)
        unlinkat(in->files->incoming, in->draft, 0);
    close(in->fd);
    free(in);
}

/* ---- sweeping ---- */

/* Calls `each` for every file of a folder, which is closed afterwards. */
static size_t for_each(int folder, size_t (*each)(int folder, const char *name, const struct files_sweep *),
                       const struct files_sweep *sweep)
{
    size_t n = 0;
    const struct dirent *entry;
    DIR *list = fdopendir(folder);
    if (list == NULL) {
        close(folder);
        return 0;
    }
    while ((entry = readdir(list)) != NULL)
        if (entry->d_name[0] != '.')
            n += each(dirfd(list), entry->d_name, sweep);
    closedir(list);
    return n;
}

/* Waits for those who hold the files, but not for long: a backup holds them while it copies. What is not
 * swept now is swept the next time. */
static bool take_alone(struct files *f)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    return pthread_rwlock_clockwrlock(&f->held, CLOCK_MONOTONIC, &until) == 0;
}

static size_t sweep_draft(int folder, const char *name, const struct files_sweep *sweep)
{
    struct stat s;
    bool old = fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW) == 0 && s.st_mtime < sweep->before;
    return old && unlinkat(folder, name, 0) == 0;
}

static size_t sweep_kept(int folder, const char *name, const struct files_sweep *sweep)
{
    return !sweep->is_named(str_from(name), sweep->context) && unlinkat(folder, name, 0) == 0;
}

size_t files_sweep(struct files *f, const struct files_sweep *sweep)
{
    size_t n = 0;
    int folder = open_folder(f->root, "incoming");
    if (folder >= 0)
        n += for_each(folder, sweep_draft, sweep);
    for (unsigned i = 0; i < 256; i++) {
        char name[3];
        snprintf(name, sizeof(name), "%02x", i);
        folder = open_folder(f->root, name);
        if (folder < 0)
            continue;
        if (!take_alone(f)) {
            close(folder);
            break;
        }
        n += for_each(folder, sweep_kept, sweep);
        pthread_rwlock_unlock(&f->held);
    }
    return n;
}

void files_forget(struct files *f, struct str hash, const struct files_sweep *sweep)
{
    struct home home;
    /* Asked again once nobody can name it meanwhile; but what is named already is not worth waiting for. */
    if (!home_of(hash, &home) || sweep->is_named(hash, sweep->context))
        return;
    int folder = open_folder(f->root, home.folder);
    if (folder < 0)
        return;
    if (take_alone(f)) {
        sweep_kept(folder, home.name, sweep);
        pthread_rwlock_unlock(&f->held);
    }
    close(folder);
}

/* ---- checking and copying ---- */

static int open_file(struct files *f, const struct home *home)
{
    int folder = open_folder(f->root, home->folder);
    if (folder < 0)
        return -1;
    int fd = openat(folder, home->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int error = errno;
    close(folder);
    errno = error;
    return fd;
}

enum store_status files_digest(struct files *f, struct str hash, char digest[static FILE_HASH_LENGTH + 1])
{
    struct home home;
    if (!home_of(hash, &home))
        return STORE_BROKEN;
    int fd = open_file(f, &home);
    if (fd < 0)
        return status_of(errno);
    crypto_generichash_state state;
    unsigned char sum[DIGEST_SIZE];
    char bytes[COPY_BYTES];
    crypto_generichash_init(&state, NULL, 0, DIGEST_SIZE);
    for (int64_t offset = 0;;) {
        size_t n = read_at(fd, offset, bytes, sizeof(bytes));
        crypto_generichash_update(&state, (const unsigned char *)bytes, n);
        offset += (int64_t)n;
        if (n < sizeof(bytes))
            break;
    }
    close(fd);
    crypto_generichash_final(&state, sum, sizeof(sum));
    hexadecimal(sum, sizeof(sum), digest);
    return STORE_OK;
}

enum store_status files_check(struct files *f, struct str hash)
{
    char digest[FILE_HASH_LENGTH + 1];
    enum store_status status = files_digest(f, hash, digest);
    return status == STORE_OK && !str_eq_z(hash, digest) ? STORE_BROKEN : status;
}

static enum store_status copy_bytes(struct files *f, struct files *to, const struct home *home)
{
    enum store_status status;
    char bytes[COPY_BYTES];
    int fd = open_file(f, home);
    if (fd < 0)
        return status_of(errno);
    struct incoming *in = incoming_new(to, &status);
    for (int64_t offset = 0; in != NULL;) {
        size_t n = read_at(fd, offset, bytes, sizeof(bytes));
        status = incoming_add(in, (struct str){bytes, n});
        offset += (int64_t)n;
        if (status != STORE_OK || n < sizeof(bytes))
            break;
    }
    close(fd);
    struct str hash = {0};
    if (in != NULL)
        status = incoming_finish(in, &hash);
    if (status == STORE_OK)
        status = str_eq_z(hash, home->name) ? incoming_keep(in) : STORE_BROKEN;
    incoming_free(in);
    return status;
}

/* A link to what is damaged is taken back. */
static bool link_file(struct files *f, struct files *to, const struct home *home, enum store_status *status)
{
    int from_folder = open_folder(f->root, home->folder);
    int to_folder = from_folder < 0 ? -1 : make_folder(to->root, home->folder);
    bool linked = to_folder >= 0 && linkat(from_folder, home->name, to_folder, home->name, 0) == 0;
    if (linked) {
        *status = fsync(to_folder) == 0 ? files_check(to, str_from(home->name)) : STORE_BROKEN;
        if (*status != STORE_OK)
            unlinkat(to_folder, home->name, 0);
    }
    if (from_folder >= 0)
        close(from_folder);
    if (to_folder >= 0)
        close(to_folder);
    return linked;
}

enum store_status files_copy(struct files *f, struct files *to, struct str hash)
{
    struct home home;
    if (!home_of(hash, &home))
        return STORE_BROKEN;
    if (files_check(to, hash) == STORE_OK)
        return STORE_OK;
    enum store_status status;
    return link_file(f, to, &home, &status) ? status : copy_bytes(f, to, &home);
}

enum store_status files_sync(struct files *f)
{
    return fsync(f->root) == 0 ? STORE_OK : STORE_BROKEN;
}
