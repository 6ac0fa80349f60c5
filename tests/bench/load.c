/* A load generator over kept HTTP/1.1 connections, one thread, epoll: load PORT FILE CONNECTIONS STATUS
 * [SECONDS]
 *
 * FILE holds whole requests, each after its length (32 bits, this machine's order). They are sent over
 * CONNECTIONS connections, each waiting for its answer: once each, or with SECONDS over and over until the
 * time is up. Prints one JSON object: requests, seconds, per_second, p50_ms, p99_ms, max_ms, wrong (answers
 * with another status), broken (connections lost). */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

enum { ANSWER_MAX = 1 << 20, SAMPLES_MAX = 4 << 20 };

struct connection {
    int fd;
    int64_t sent_at; /* ns */
    struct str rest; /* of the request, not sent yet */
    char *answer;
    size_t n;
};

struct load {
    int port, poll;
    const struct str *requests;
    size_t n_requests, next;
    int64_t begun, ends; /* ns; ends 0: each request once */
    char status[4];
    uint32_t *samples; /* µs */
    size_t n_samples, wrong, broken;
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerrordesc_np(errno));
    exit(1);
}

static void read_requests(struct load *l, struct arena *a, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0)
        fail(path);
    char *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        fail(path);
    struct {
        struct str *items;
        size_t count, cap;
    } list = {0};
    for (size_t at = 0; at + 4 < (size_t)status.st_size;) {
        uint32_t size;
        memcpy(&size, bytes + at, 4);
        *ARENA_PUSH(a, &list) = (struct str){bytes + at + 4, size};
        at += 4 + size;
    }
    l->requests = list.items;
    l->n_requests = list.count;
}

static int open_connection(const struct load *l)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)l->port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
        fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

static void send_rest(struct connection *c)
{
    while (c->rest.n > 0) {
        ssize_t n = send(c->fd, c->rest.p, c->rest.n, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        c->rest = str_sub(c->rest, (size_t)n, c->rest.n);
    }
}

/* The next request on this connection; false when there is none left. */
static bool begin(struct load *l, struct connection *c)
{
    int64_t now = now_ns();
    if (l->n_requests == 0 || (l->ends ? now >= l->ends : l->next == l->n_requests))
        return false;
    c->rest = l->requests[l->next++ % l->n_requests];
    c->sent_at = now;
    c->n = 0;
    send_rest(c);
    return true;
}

/* The length of a whole answer, or 0 while it is not complete. */
static size_t answer_length(struct str answer)
{
    ptrdiff_t head = str_find(answer, STR("\r\n\r\n"));
    if (head < 0)
        return 0;
    struct str headers = str_sub(answer, 0, (size_t)head + 2), line;
    while (str_line(&headers, &line)) {
        struct str value = line, name = str_cut(&value, ':');
        int64_t length;
        if (str_eq_nocase(name, STR("content-length")) && str_to_int64(str_trim(value), &length))
            return (size_t)head + 4 + (size_t)length <= answer.n ? (size_t)head + 4 + (size_t)length : 0;
    }
    if (str_find(answer, STR("chunked")) < 0)
        return (size_t)head + 4;
    return str_ends(answer, STR("\r\n0\r\n\r\n")) ? answer.n : 0;
}

static void reconnect(struct load *l, struct connection *c)
{
    close(c->fd);
    c->fd = open_connection(l);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(l->poll, EPOLL_CTL_ADD, c->fd, &event);
}

static void note(struct load *l, const struct connection *c)
{
    int64_t took = (now_ns() - c->sent_at) / 1000;
    if (l->n_samples < SAMPLES_MAX)
        l->samples[l->n_samples++] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
    if (c->n < 12 || memcmp(c->answer + 9, l->status, 3) != 0)
        l->wrong++;
}

/* false: this connection is done. */
static bool take(struct load *l, struct connection *c)
{
    ssize_t n = recv(c->fd, c->answer + c->n, ANSWER_MAX - c->n, 0);
    if (n < 0 && errno == EAGAIN)
        return true;
    if (n <= 0) {
        l->broken++;
        reconnect(l, c);
        return begin(l, c);
    }
    c->n += (size_t)n;
    struct str answer = {c->answer, c->n};
    if (answer_length(answer) == 0)
        return true;
    note(l, c);
    if (str_find(answer, STR("\nConnection: close")) >= 0)
        reconnect(l, c);
    return begin(l, c);
}

static int by_size(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof(x));
    memcpy(&y, b, sizeof(y));
    return x < y ? -1 : x > y;
}

static double sample_ms(const struct load *l, size_t per_mille)
{
    if (l->n_samples == 0)
        return 0;
    size_t i = l->n_samples * per_mille / 1000;
    return l->samples[i < l->n_samples ? i : l->n_samples - 1] / 1000.0;
}

static void report(struct load *l, double seconds)
{
    qsort(l->samples, l->n_samples, sizeof(*l->samples), by_size);
    printf("{\"requests\": %zu, \"seconds\": %.3f, \"per_second\": %.0f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, "
           "\"max_ms\": %.3f, \"wrong\": %zu, \"broken\": %zu}\n",
           l->n_samples, seconds, (double)l->n_samples / seconds, sample_ms(l, 500), sample_ms(l, 990),
           sample_ms(l, 1000), l->wrong, l->broken);
}

static void run(struct load *l, struct arena *a, size_t n_connections)
{
    size_t open = 0;
    for (size_t i = 0; i < n_connections; i++) {
        struct connection *c = ARENA_NEW(a, struct connection);
        *c = (struct connection){.fd = open_connection(l), .answer = arena_alloc(a, ANSWER_MAX)};
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        epoll_ctl(l->poll, EPOLL_CTL_ADD, c->fd, &event);
        open += begin(l, c);
    }
    while (open > 0) {
        struct epoll_event events[64];
        int n = epoll_wait(l->poll, events, 64, 10000);
        if (n == 0)
            fail("no answer for 10 s");
        for (int i = 0; i < n; i++)
            open -= !take(l, events[i].data.ptr);
    }
}

int main(int argc, char **argv)
{
    int64_t port, connections, seconds = 0;
    if (argc < 5 || !str_to_int64(str_from(argv[1]), &port) ||
        !str_to_int64(str_from(argv[3]), &connections) ||
        (argc > 5 && !str_to_int64(str_from(argv[5]), &seconds))) {
        fprintf(stderr, "usage: load PORT FILE CONNECTIONS STATUS [SECONDS]\n");
        return 2;
    }
    struct arena *arena = arena_new();
    struct load l = {.port = (int)port, .poll = epoll_create1(EPOLL_CLOEXEC)};
    snprintf(l.status, sizeof(l.status), "%.3s", argv[4]);
    read_requests(&l, arena, argv[2]);
    l.samples = arena_alloc(arena, SAMPLES_MAX * sizeof(*l.samples));
    l.begun = now_ns();
    l.ends = seconds ? l.begun + seconds * 1000000000 : 0;
    run(&l, arena, (size_t)connections);
    report(&l, (double)(now_ns() - l.begun) / 1e9);
    arena_free(arena);
    return l.wrong || l.broken ? 1 : 0;
}
