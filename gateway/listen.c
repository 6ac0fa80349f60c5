#include "listen.h"

#include "base/str.h"
#include "http/server.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

/* The first that systemd passes on. */
enum { INHERITED = 3 };

static bool is_alive(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    /* EAGAIN: its backlog is full. */
    bool alive = connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 || errno == EAGAIN;
    close(fd);
    return alive;
}

/* Removes what a process that is gone has left, and nothing that is not a socket. */
static bool make_room(const struct sockaddr_un *address)
{
    struct stat about;
    if (lstat(address->sun_path, &about) != 0)
        return errno == ENOENT;
    if (!S_ISSOCK(about.st_mode)) {
        errno = EEXIST;
        return false;
    }
    if (is_alive(address)) {
        errno = EADDRINUSE;
        return false;
    }
    return unlink(address->sun_path) == 0;
}

int listen_open(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(path);
    if (length >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, length);
    int fd = make_room(&address) ? socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0) : -1;
    if (fd < 0)
        return -1;
    mode_t before = umask(0117);
    bool open = bind(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    umask(before);
    if (open && listen(fd, SERVER_BACKLOG) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static int64_t number_from_environment(const char *name)
{
    int64_t number = -1;
    str_to_int64(str_from(getenv(name)), &number);
    unsetenv(name);
    return number;
}

int listen_inherit(void)
{
    int64_t pid = number_from_environment("LISTEN_PID"), count = number_from_environment("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    if (pid != getpid() || count < 1)
        return -1;
    fcntl(INHERITED, F_SETFD, FD_CLOEXEC);
    fcntl(INHERITED, F_SETFL, fcntl(INHERITED, F_GETFL) | O_NONBLOCK);
    return INHERITED;
}
