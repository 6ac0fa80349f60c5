/* usage: client SOCKET FILE ROUNDS
 * Asks a FastCGI server on a Unix socket for what the lines of FILE say, a query string of /recherche each,
 * one after the other over one kept connection, ROUNDS times, and takes the time of each from the first byte
 * sent to the last received: what it costs at the gateway, without the web server. Prints one JSON object:
 * requests, p50_us, p99_us, max_us, wrong (answers that are not 200). Records as in the FastCGI
 * specification, sections 3 to 5. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum { BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, HEADER = 8, RECORD_MAX = 65535 + 255 + HEADER };

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void add_record(struct buf *out, uint8_t type, struct str content)
{
    char head[HEADER] = {1, (char)type, 0, 1, (char)(content.n >> 8), (char)content.n, 0, 0};
    buf_add(out, (struct str){head, sizeof(head)});
    buf_add(out, content);
}

static void add_pair(struct buf *out, struct str name, struct str value)
{
    char sizes[5] = {(char)name.n, (char)0x80, 0, (char)(value.n >> 8), (char)value.n};
    buf_add(out, (struct str){sizes, sizeof(sizes)});
    buf_add(out, name);
    buf_add(out, value);
}

static void make_request(struct buf *out, struct str query)
{
    static const char keep[8] = {0, 1, 1};
    struct buf pairs;
    buf_init(&pairs, 8192);
    add_pair(&pairs, STR("REQUEST_METHOD"), STR("GET"));
    add_pair(&pairs, STR("DOCUMENT_URI"), STR("/recherche"));
    add_pair(&pairs, STR("QUERY_STRING"), query);
    add_pair(&pairs, STR("REMOTE_ADDR"), STR("192.0.2.7"));
    buf_clear(out);
    add_record(out, BEGIN, (struct str){keep, sizeof(keep)});
    add_record(out, PARAMS, buf_str(&pairs));
    add_record(out, PARAMS, (struct str){"", 0});
    add_record(out, STDIN, (struct str){"", 0});
    buf_release(&pairs);
}

static int connect_to(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (strlen(path) >= sizeof(at.sun_path))
        fail(path);
    memcpy(at.sun_path, path, strlen(path) + 1);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0)
        fail(path);
    return fd;
}

static void receive(int fd, char *to, size_t n)
{
    while (n > 0) {
        ssize_t got = read(fd, to, n);
        if (got <= 0)
            fail("read");
        to += got;
        n -= (size_t)got;
    }
}

/* One whole answer; was it a page, and no refusal? */
static bool receive_answer(int fd)
{
    static char record[RECORD_MAX];
    bool is_first = true, is_right = false;
    for (;;) {
        unsigned char head[HEADER];
        receive(fd, (char *)head, sizeof(head));
        size_t size = (size_t)head[4] << 8 | head[5];
        receive(fd, record, size + head[6]);
        if (head[1] == END)
            return is_right;
        if (head[1] == STDOUT && is_first && size > 0) {
            struct str said = {record, size};
            is_right = !str_starts(said, STR("Status:")) || str_starts(said, STR("Status: 200"));
            is_first = false;
        }
    }
}

static uint32_t ask(int fd, struct str request, size_t *wrong)
{
    struct timespec begun, done;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    if (write(fd, request.p, request.n) != (ssize_t)request.n)
        fail("write");
    *wrong += !receive_answer(fd);
    clock_gettime(CLOCK_MONOTONIC, &done);
    return (uint32_t)((done.tv_sec - begun.tv_sec) * 1000000 + (done.tv_nsec - begun.tv_nsec) / 1000);
}

static int by_size(const void *a, const void *b)
{
    const uint32_t *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

int main(int argc, char **argv)
{
    enum { SAMPLES_MAX = 1 << 20 };
    struct arena *a = arena_new();
    struct str text;
    if (argc != 4 || file_read(a, argv[2], 16 << 20, &text) != 0)
        return 2;
    int fd = connect_to(argv[1]), rounds = (int)strtol(argv[3], NULL, 10);
    uint32_t *samples = ARENA_ARRAY(a, uint32_t, SAMPLES_MAX);
    size_t n = 0, wrong = 0;
    struct buf request;
    buf_init(&request, 16384);
    for (int round = 0; round < rounds; round++) {
        struct str rest = text, query;
        while (n < SAMPLES_MAX && str_line(&rest, &query)) {
            make_request(&request, query);
            samples[n++] = ask(fd, buf_str(&request), &wrong);
        }
    }
    qsort(samples, n, sizeof(*samples), by_size);
    printf("{\"requests\": %zu, \"p50_us\": %u, \"p99_us\": %u, \"max_us\": %u, \"wrong\": %zu}\n", n,
           samples[n / 2], samples[n * 99 / 100], samples[n - 1], wrong);
    buf_release(&request);
    arena_free(a);
    close(fd);
    return 0;
}
