#include "post/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
};

bool wire_send(int socket, const struct wire *packet, int file)
{
    struct iovec part = {.iov_base = (void *)(uintptr_t)packet, .iov_len = sizeof(*packet)};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    union control control = {.bytes = {0}};
    if (file >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &file, sizeof(int));
    }
    ssize_t n;
    do {
        n = sendmsg(socket, &message, MSG_NOSIGNAL);
    } while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof(*packet);
}

static bool is_ours(const struct wire *packet, const struct msghdr *message, ssize_t n)
{
    return n == (ssize_t)sizeof(*packet) && !(message->msg_flags & (MSG_TRUNC | MSG_CTRUNC)) &&
           packet->kind < WIRE_KIND__MAX && packet->delivery < DELIVERY__MAX && packet->id[WIRE_ID] == '\0' &&
           packet->to[WIRE_ADDRESS] == '\0' && packet->reason[WIRE_REASON] == '\0';
}

int wire_receive(int socket, struct wire *packet, int *file)
{
    struct iovec part = {.iov_base = packet, .iov_len = sizeof(*packet)};
    union control control = {.bytes = {0}};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes)};
    *file = -1;
    ssize_t n;
    do {
        n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    if (n <= 0)
        return n == 0 ? 0 : -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
        memcpy(file, CMSG_DATA(header), sizeof(int));
    if (is_ours(packet, &message, n))
        return 1;
    if (*file >= 0)
        close(*file);
    *file = -1;
    return -1;
}

static bool write_all(int file, struct str content)
{
    while (content.n > 0) {
        ssize_t n = write(file, content.p, content.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        content = str_sub(content, (size_t)n, content.n);
    }
    return true;
}

int wire_file(struct str content)
{
    int file = memfd_create("mail", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0)
        return -1;
    int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    if (!write_all(file, content) || fcntl(file, F_ADD_SEALS, seals) != 0 || lseek(file, 0, SEEK_SET) != 0) {
        close(file);
        return -1;
    }
    return file;
}
