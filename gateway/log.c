#include "log.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>

/* One write of a line this long is not interleaved with others'. */
enum { LINE_MAX_BYTES = 4000, VALUE_MAX_BYTES = 300 };

struct log {
    char *path; /* NULL: standard error */
    atomic_int fd;
};

static int open_file(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
}

struct log *log_open(const char *path)
{
    int fd = path == NULL ? STDERR_FILENO : open_file(path);
    if (fd < 0)
        return NULL;
    struct log *log = calloc(1, sizeof *log);
    if (log == NULL || (path != NULL && (log->path = strdup(path)) == NULL))
        abort();
    log->fd = fd;
    return log;
}

void log_close(struct log *log)
{
    if (log == NULL)
        return;
    if (log->path != NULL)
        close(log->fd);
    free(log->path);
    free(log);
}

void log_reopen(struct log *log)
{
    if (log->path == NULL)
        return;
    int fd = open_file(log->path);
    if (fd < 0)
        return;
    /* Under the same number, so that a thread that is about to write uses one or the other. */
    dup3(fd, log->fd, O_CLOEXEC);
    close(fd);
}

static void add_number(struct buf *line, long n, unsigned width, char before)
{
    char digits[8];
    for (unsigned i = width; i-- > 0; n /= 10)
        digits[i] = (char)('0' + n % 10);
    buf_add_char(line, before);
    buf_add(line, (struct str){digits, width});
}

static void add_time(struct buf *line)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct tm t;
    gmtime_r(&now.tv_sec, &t);
    buf_add_z(line, "time");
    add_number(line, t.tm_year + 1900, 4, '=');
    add_number(line, t.tm_mon + 1, 2, '-');
    add_number(line, t.tm_mday, 2, '-');
    add_number(line, t.tm_hour, 2, 'T');
    add_number(line, t.tm_min, 2, ':');
    add_number(line, t.tm_sec, 2, ':');
    add_number(line, now.tv_nsec / 1000000, 3, '.');
    buf_add_char(line, 'Z');
}

static bool is_bare(char c)
{
    return (c >= '-' && c <= ':') || (c >= '@' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '*' || c == '+';
}

static void add_quoted(struct buf *line, struct str text)
{
    buf_add_char(line, '"');
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '"' || c == '\\')
            buf_addf(line, "\\%c", c);
        else if (c < ' ' || c > '~')
            buf_addf(line, "\\x%02x", (unsigned)(unsigned char)c);
        else
            buf_add_char(line, c);
    }
    buf_add_char(line, '"');
}

static void add_text(struct buf *line, struct str text)
{
    text = str_sub(text, 0, VALUE_MAX_BYTES);
    bool bare = text.n > 0;
    for (size_t i = 0; i < text.n && bare; i++)
        bare = is_bare(text.p[i]);
    if (bare)
        buf_add(line, text);
    else
        add_quoted(line, text);
}

static const char *const level_names[LOG_LEVEL__MAX] = {
    [LOG_LEVEL_INFO] = "info",
    [LOG_LEVEL_WARNING] = "warning",
    [LOG_LEVEL_ERROR] = "error",
};

void log_write(struct log *log, enum log_level level, const char *event, const struct log_field *fields,
               size_t n)
{
    if (log == NULL)
        return;
    struct buf line;
    buf_init(&line, LINE_MAX_BYTES);
    add_time(&line);
    buf_add_z(&line, " level=");
    buf_add_z(&line, level_names[level]);
    buf_add_z(&line, " event=");
    buf_add_z(&line, event);
    for (size_t i = 0; i < n; i++) {
        buf_add_char(&line, ' ');
        buf_add_z(&line, fields[i].name);
        buf_add_char(&line, '=');
        if (fields[i].is_text)
            add_text(&line, fields[i].text);
        else
            buf_add_int(&line, fields[i].number);
    }
    buf_truncate(&line, LINE_MAX_BYTES - 1);
    line.full = false;
    buf_add_char(&line, '\n');
    /* A full disk must not stop the service: what cannot be written is lost. */
    ssize_t written = write(log->fd, line.p, line.n);
    (void)written;
    buf_release(&line);
}
