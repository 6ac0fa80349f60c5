#include "command/preview.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "command/reload.txt.h"

enum { FILE_MOST = 64 * 1024 * 1024, WRITE_SECONDS = 5 };

#define EVENTS "/_portillon/events"
#define SCRIPT "/_portillon/reload.js"

int preview_open(struct preview *p, unsigned port, const char *public)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    socklen_t size = sizeof(at);
    int yes = 1;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now); /* a page of the serve before this one is of another build */
    *p = (struct preview){.public = public, .errors = {"", 0}, .build = (uint64_t)now.tv_sec * 1000};
    for (size_t i = 0; i < PREVIEW_CONNECTIONS; i++)
        p->connections[i].fd = -1;
    p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (p->listener < 0)
        return errno;
    setsockopt(p->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(p->listener, (const struct sockaddr *)&at, sizeof(at)) != 0 || listen(p->listener, 64) != 0 ||
        getsockname(p->listener, (struct sockaddr *)&at, &size) != 0) {
        int error = errno;
        close(p->listener);
        return error;
    }
    p->port = ntohs(at.sin_port);
    return 0;
}

static void end(struct preview_connection *c)
{
    close(c->fd);
    buf_release(&c->request);
    *c = (struct preview_connection){.fd = -1};
}

void preview_accept(struct preview *p)
{
    int fd = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC);
    struct timeval patience = {.tv_sec = WRITE_SECONDS};
    if (fd < 0)
        return;
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    for (size_t i = 0; i < PREVIEW_CONNECTIONS; i++) {
        if (p->connections[i].fd >= 0)
            continue;
        p->connections[i].fd = fd;
        buf_init(&p->connections[i].request, PREVIEW_REQUEST);
        return;
    }
    close(fd);
}

/* ---- answering ---- */

static bool send_all(int fd, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

struct answer {
    const char *status, *type, *more; /* more header lines, each ended */
    struct str body;
};

static void answer(const struct preview_connection *c, const struct answer *a, bool has_body)
{
    struct buf head;
    buf_init(&head, 4096);
    buf_addf(&head,
             "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nCache-Control: "
             "no-store\r\n%sConnection: close\r\n\r\n",
             a->status, a->type, a->body.n, a->more ? a->more : "");
    if (send_all(c->fd, buf_str(&head)) && has_body)
        send_all(c->fd, a->body);
    buf_release(&head);
}

static const char *type_of(struct str path)
{
    static const struct {
        struct str ending;
        const char *type;
    } types[] = {
        {STR_INIT(".html"), "text/html; charset=utf-8"},
        {STR_INIT(".css"), "text/css; charset=utf-8"},
        {STR_INIT(".js"), "text/javascript; charset=utf-8"},
        {STR_INIT(".svg"), "image/svg+xml"},
        {STR_INIT(".png"), "image/png"},
        {STR_INIT(".jpg"), "image/jpeg"},
        {STR_INIT(".jpeg"), "image/jpeg"},
        {STR_INIT(".gif"), "image/gif"},
        {STR_INIT(".webp"), "image/webp"},
        {STR_INIT(".pdf"), "application/pdf"},
        {STR_INIT(".xml"), "application/xml"},
        {STR_INIT(".txt"), "text/plain; charset=utf-8"},
        {STR_INIT(".mp4"), "video/mp4"},
        {STR_INIT(".webm"), "video/webm"},
        {STR_INIT(".vtt"), "text/vtt; charset=utf-8"},
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (str_ends(path, types[i].ending))
            return types[i].type;
    }
    return "application/octet-stream";
}

/* The script goes before the end of the body: pages that are published do not have it. */
static struct str with_script(const struct preview *p, struct arena *a, struct str page)
{
    ptrdiff_t at = str_find(page, STR("</body>"));
    size_t cut = at < 0 ? page.n : (size_t)at;
    struct str head = str_sub(page, 0, cut), tail = str_sub(page, cut, page.n);
    return arena_printf(a, STR_FMT "<script src=\"" SCRIPT "?%" PRIu64 "\"></script>" STR_FMT, STR_ARG(head),
                        p->build, STR_ARG(tail));
}

static void answer_page(const struct preview *p, const struct preview_connection *c, struct answer *a,
                        bool has_body)
{
    struct arena *arena = arena_new();
    if (p->errors.n > 0) {
        a->status = "500 Internal Server Error";
        a->body = p->errors;
    }
    a->type = "text/html; charset=utf-8";
    a->body = with_script(p, arena, a->body);
    answer(c, a, has_body);
    arena_free(arena);
}

/* Plain parts, none of which begins with a dot; nothing encoded: addresses of the portal need none. */
static bool is_plain(struct str path)
{
    return str_starts(path, STR("/")) && str_find(path, STR("/.")) < 0 && str_find_char(path, '%') < 0 &&
           str_find_char(path, '\0') < 0 && str_find_char(path, '\\') < 0;
}

static void answer_file(const struct preview *p, const struct preview_connection *c, struct str path,
                        bool has_body)
{
    struct arena *arena = arena_new();
    bool is_folder = str_ends(path, STR("/"));
    const char *name =
        arena_printf(arena, "%s" STR_FMT "%s", p->public, STR_ARG(path), is_folder ? "index.html" : "").p;
    struct answer a = {.status = "200 OK", .type = type_of(is_folder ? STR(".html") : path)};
    int error = is_plain(path) ? file_read(arena, name, FILE_MOST, &a.body) : ENOENT;
    if (error == EISDIR) {
        a = (struct answer){"301 Moved Permanently",
                            "text/plain",
                            arena_printf(arena, "Location: " STR_FMT "/\r\n", STR_ARG(path)).p,
                            {"", 0}};
        answer(c, &a, has_body);
    } else if (error) {
        a.status = "404 Not Found";
        if (file_read(arena, arena_printf(arena, "%s/404.html", p->public).p, FILE_MOST, &a.body) != 0)
            a.body = (struct str){"", 0};
        answer_page(p, c, &a, has_body);
    } else if (str_starts(str_from(a.type), STR("text/html"))) {
        answer_page(p, c, &a, has_body);
    } else {
        answer(c, &a, has_body);
    }
    arena_free(arena);
}

/* ---- requests ---- */

/* "localhost:4000" and the like: a name of this machine, so that no other site's page reads the preview. */
static bool is_own_host(struct str request)
{
    static const struct str names[] = {STR_INIT("localhost"), STR_INIT("127.0.0.1")};
    struct str line;
    while (str_line(&request, &line) && line.n > 0) {
        struct str value = line;
        struct str key = str_cut(&value, ':');
        if (!str_eq_nocase(key, STR("host")))
            continue;
        value = str_trim(value);
        struct str host = str_cut(&value, ':');
        return str_eq(host, names[0]) || str_eq(host, names[1]);
    }
    return false;
}

static bool tell_reload(const struct preview_connection *c)
{
    return send_all(c->fd, STR("data: reload\n\n"));
}

/* `of` is the build of the page that asks, if it says so. */
static void tell_of_events(const struct preview *p, struct preview_connection *c, struct str of)
{
    int64_t build;
    c->is_told = send_all(
        c->fd, STR("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n"
                   "retry: 1000\n\n"));
    if (c->is_told && str_to_int64(of, &build) && (uint64_t)build != p->build)
        c->is_told = tell_reload(c);
}

static void handle(struct preview *p, struct preview_connection *c)
{
    struct str rest = buf_str(&c->request), line, all = rest;
    str_line(&rest, &line);
    struct str target = line;
    struct str method = str_cut(&target, ' ');
    struct str path = str_cut(&target, ' ');
    struct str query = path;
    path = str_cut(&query, '?');
    bool is_get = str_eq_z(method, "GET");
    struct answer script = {"200 OK", "text/javascript; charset=utf-8", NULL, str_from(reload_txt)};
    struct answer refusal = {"405 Method Not Allowed", "text/plain", "Allow: GET, HEAD\r\n", {"", 0}};
    struct answer stranger = {"403 Forbidden", "text/plain", NULL, {"", 0}};
    if (!is_own_host(all))
        answer(c, &stranger, true);
    else if (!is_get && !str_eq_z(method, "HEAD"))
        answer(c, &refusal, true);
    else if (str_eq_z(path, EVENTS) && is_get)
        tell_of_events(p, c, query);
    else if (str_eq_z(path, SCRIPT))
        answer(c, &script, is_get);
    else
        answer_file(p, c, path, is_get);
    if (!c->is_told)
        end(c);
}

void preview_read(struct preview *p, struct preview_connection *c)
{
    char bytes[4096];
    ssize_t n = recv(c->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0 || c->is_told) {
        end(c);
        return;
    }
    buf_add(&c->request, (struct str){bytes, (size_t)n});
    if (c->request.full)
        end(c);
    else if (str_find(buf_str(&c->request), STR("\r\n\r\n")) >= 0)
        handle(p, c);
}

void preview_reload(struct preview *p)
{
    p->build++;
    for (size_t i = 0; i < PREVIEW_CONNECTIONS; i++) {
        struct preview_connection *c = &p->connections[i];
        if (c->fd >= 0 && c->is_told && !tell_reload(c))
            end(c);
    }
}

void preview_close(struct preview *p)
{
    for (size_t i = 0; i < PREVIEW_CONNECTIONS; i++) {
        if (p->connections[i].fd >= 0)
            end(&p->connections[i]);
    }
    close(p->listener);
}
