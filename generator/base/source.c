#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"

static const struct place nowhere;

static void cannot_read(struct arena *a, struct diags *d, struct str name, int error, size_t max)
{
    if (error == EFBIG)
        DIAG_AT(d, D_FILE_TOO_LARGE, nowhere, name, arena_printf(a, "%zu", max));
    else
        DIAG_AT(d, D_FILE_READ, nowhere, name, str_from(strerrordesc_np(error)));
}

static const struct source *check(struct source *s, struct diags *d)
{
    size_t valid = utf8_valid_prefix(s->text);
    if (valid < s->text.n) {
        DIAG_AT(d, D_NOT_UTF8, ((struct place){s, valid, 1}));
        return NULL;
    }
    struct str mark = STR("\xef\xbb\xbf");
    if (str_starts(s->text, mark)) {
        s->text = str_sub(s->text, mark.n, s->text.n);
        DIAG_AT(d, D_BYTE_ORDER_MARK, ((struct place){s, 0, 0}));
    }
    return s;
}

const struct source *source_read(struct arena *a, const char *path, struct str name, size_t max,
                                 struct diags *d)
{
    struct source *s = ARENA_NEW(a, struct source);
    s->name = arena_str(a, name);
    int error = file_read(a, path, max, &s->text);
    if (error == 0)
        return check(s, d);
    cannot_read(a, d, name, error, max);
    return NULL;
}

static bool is_pipe(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode) || S_ISSOCK(st.st_mode));
}

const struct source *source_read_input(struct arena *a, const char *path, size_t max, struct diags *d)
{
    bool is_standard = strcmp(path, "-") == 0;
    if (!is_standard && !is_pipe(path))
        return source_read(a, path, str_from(path), max, d);
    struct source *s = ARENA_NEW(a, struct source);
    s->name = arena_str(a, str_from(path));
    int fd = is_standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    int error = fd < 0 ? errno : file_read_stream(a, fd, max, &s->text);
    if (fd >= 0 && !is_standard)
        close(fd);
    if (error == 0)
        return check(s, d);
    cannot_read(a, d, s->name, error, max);
    return NULL;
}
