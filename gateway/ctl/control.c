#include "ctl/control.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "log.h"

/* A request or an answer is a count of texts, then each with its length before it, all as 32-bit numbers of
 * this machine. */
enum { TEXTS_MAX = 64, TEXT_MAX = 4 << 20, PATIENCE_S = 30 };
/* Of a request, what stands behind language and folder. */
enum { COMMAND = 2 };

struct control {
    const struct app *app;
    pthread_t thread;
    int listener, stop;
    const char *path;
    struct arena *keeping; /* this struct and its path */
    struct arena *arena;   /* one command */
};

static bool write_all(int to, const void *bytes, size_t size)
{
    const char *p = bytes;
    while (size > 0) {
        ssize_t n = send(to, p, size, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        p += n;
        size -= (size_t)n;
    }
    return true;
}

static bool read_all(int from, void *bytes, size_t size)
{
    char *p = bytes;
    while (size > 0) {
        ssize_t n = recv(from, p, size, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        p += n;
        size -= (size_t)n;
    }
    return true;
}

static bool send_texts(int to, const struct str *texts, size_t n)
{
    uint32_t count = (uint32_t)n;
    bool sent = write_all(to, &count, sizeof(count));
    for (size_t i = 0; i < n && sent; i++) {
        uint32_t size = (uint32_t)texts[i].n;
        sent = write_all(to, &size, sizeof(size)) && write_all(to, texts[i].p, texts[i].n);
    }
    return sent;
}

/* Gives how many texts came; 0 when they are not as they must be. */
static size_t receive_texts(int from, struct arena *a, struct str texts[static TEXTS_MAX])
{
    uint32_t count, size;
    if (!read_all(from, &count, sizeof(count)) || count > TEXTS_MAX)
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (!read_all(from, &size, sizeof(size)) || size > TEXT_MAX)
            return 0;
        char *text = arena_alloc(a, size + 1);
        if (!read_all(from, text, size))
            return 0;
        texts[i] = (struct str){text, size};
    }
    return count;
}

/* A stuck peer must not hold the others up for ever. */
static void set_patience(int socket)
{
    struct timeval patience = {.tv_sec = PATIENCE_S};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
}

/* ---- the daemon's side ---- */

static struct str report(struct arena *a, struct diags *diags, enum diag_language language)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (!memory)
        abort();
    diags_report(diags, language, DIAG_TEXT, memory);
    fclose(memory);
    struct str kept = arena_str(a, (struct str){text, size});
    free(text);
    return kept;
}

void control_run(const struct app *app, struct arena *a, const struct control_call *call,
                 struct control_answer *out)
{
    struct ctl c = {
        .app = app,
        .site = site_borrow(app->site),
        .arena = a,
        .diags = diags_new(a, 100),
        .language = call->language,
        .folder = call->folder,
        .now = app->system->now(),
    };
    buf_init(&c.out, TEXT_MAX);
    int words;
    const struct ctl_command *command = ctl_find(call->argc, call->argv, &words, c.diags);
    out->status = EXIT_USAGE;
    if (command)
        out->status = command->run(&c, call->argc - words + 1, call->argv + words - 1);
    out->out = arena_str(a, buf_str(&c.out));
    out->errors = report(a, c.diags, call->language);
    buf_release(&c.out);
    site_return(app->site, c.site);
}

static bool is_trusted(int connection)
{
    struct ucred peer;
    socklen_t size = sizeof(peer);
    return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.uid == 0 || peer.uid == geteuid());
}

static void run_for(const struct control *control, int connection, const struct str *texts, size_t n)
{
    char *argv[TEXTS_MAX + 1] = {NULL};
    for (size_t i = COMMAND; i < n; i++)
        argv[i - COMMAND] = (char *)(uintptr_t)texts[i].p; /* in the arena, NUL-terminated */
    struct control_call call = {
        .language = str_eq(texts[0], STR("en")) ? DIAG_ENGLISH : DIAG_FRENCH,
        .folder = texts[1].p,
        .argc = (int)n - COMMAND,
        .argv = argv,
    };
    struct control_answer answer;
    control_run(control->app, control->arena, &call, &answer);
    LOG_EVENT(control->app->log, LOG_LEVEL_INFO, "command", LOG_TEXT("name", texts[COMMAND]),
              LOG_INT("status", answer.status));
    struct str status = arena_printf(control->arena, "%d", answer.status);
    send_texts(connection, (const struct str[]){status, answer.out, answer.errors}, 3);
}

static void serve(const struct control *control)
{
    int connection = accept4(control->listener, NULL, NULL, SOCK_CLOEXEC);
    if (connection < 0)
        return;
    set_patience(connection);
    struct str texts[TEXTS_MAX];
    size_t n = is_trusted(connection) ? receive_texts(connection, control->arena, texts) : 0;
    if (n > COMMAND)
        run_for(control, connection, texts, n);
    close(connection);
    arena_clear(control->arena);
}

static void *listen_on(void *context)
{
    const struct control *control = context;
    struct pollfd ready[] = {{.fd = control->listener, .events = POLLIN},
                             {.fd = control->stop, .events = POLLIN}};
    for (;;) {
        if (poll(ready, 2, -1) < 0)
            continue;
        if (ready[1].revents)
            return NULL;
        if (ready[0].revents)
            serve(control);
    }
}

static bool address_of(const char *path, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof(address->sun_path))
        return false;
    memcpy(address->sun_path, path, strlen(path) + 1);
    return true;
}

/* Mode 0600 from the beginning: nobody can connect between bind and chmod. */
static int listener_at(const char *path)
{
    struct sockaddr_un address;
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || !address_of(path, &address))
        return -1;
    unlink(path);
    mode_t before = umask(0177);
    bool bound = bind(listener, (const struct sockaddr *)&address, sizeof(address)) == 0;
    umask(before);
    if (bound && listen(listener, 8) == 0)
        return listener;
    close(listener);
    return -1;
}

struct control *control_start(const struct app *app, struct diags *diags)
{
    struct arena *keeping = arena_new();
    struct control *control = ARENA_NEW(keeping, struct control);
    *control = (struct control){
        .app = app, .keeping = keeping, .arena = arena_new(), .stop = eventfd(0, EFD_CLOEXEC)};
    control->path = arena_str(keeping, app->config->control).p;
    control->listener = listener_at(control->path);
    if (control->listener >= 0 && pthread_create(&control->thread, NULL, listen_on, control) == 0)
        return control;
    DIAG_AT(diags, D_CTL_SOCKET, (struct place){0}, app->config->control, str_from(strerrordesc_np(errno)));
    arena_free(control->arena);
    arena_free(control->keeping);
    return NULL;
}

void control_stop(struct control *control)
{
    uint64_t one = 1;
    if (write(control->stop, &one, sizeof(one)) == sizeof(one))
        pthread_join(control->thread, NULL);
    close(control->listener);
    close(control->stop);
    unlink(control->path);
    arena_free(control->arena);
    arena_free(control->keeping);
}

/* ---- portillonctl's side ---- */

static int connect_to(const char *path)
{
    struct sockaddr_un address;
    int socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ >= 0 && address_of(path, &address) &&
        connect(socket_, (const struct sockaddr *)&address, sizeof(address)) == 0)
        return socket_;
    if (socket_ >= 0)
        close(socket_);
    return -1;
}

bool control_listens(const char *path)
{
    int connection = connect_to(path);
    if (connection >= 0)
        close(connection);
    return connection >= 0;
}

bool control_ask(const char *path, struct arena *a, const struct control_call *call,
                 struct control_answer *out)
{
    int connection = connect_to(path);
    if (connection < 0)
        return false;
    struct str texts[TEXTS_MAX] = {call->language == DIAG_ENGLISH ? STR("en") : STR("fr"),
                                   str_from(call->folder)};
    size_t n = COMMAND;
    for (int i = 0; i < call->argc && n < TEXTS_MAX; i++)
        texts[n++] = str_from(call->argv[i]);
    struct str answer[TEXTS_MAX];
    int64_t status = 1;
    if (send_texts(connection, texts, n) && receive_texts(connection, a, answer) == 3 &&
        str_to_int64(answer[0], &status))
        *out = (struct control_answer){.status = (int)status, .out = answer[1], .errors = answer[2]};
    else
        *out = (struct control_answer){.status = 1, .errors = STR("portillond: no answer\n")};
    close(connection);
    return true;
}
