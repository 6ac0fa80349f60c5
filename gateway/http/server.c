#include "http/server.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>

/* Bytes of a refused body that are read and dropped, so that the web server gets to read the answer. */
#define DRAIN_MAX ((size_t)64 << 20)
enum {
    PAUSE = 100, /* milliseconds to the next try when no descriptor was left for a new connection */
    GRACE =
        2000, /* milliseconds that a new connection's first request is waited for while the server stops */
};

struct connection {
    FCGX_Request request; /* its ipcFd is the connection, -1 once libfcgi has closed it */
    bool spoken;          /* a request has arrived on it */
    struct connection *previous, *next;
};

/* A thread that waits for a place. */
struct parked {
    sem_t turn;
    struct parked *below;
};

struct server {
    struct server_settings settings;
    int poll;
    int wake; /* an eventfd that stays readable once the server stops */
    pthread_t *threads;
    unsigned n_threads;
    atomic_uint next_number;
    atomic_bool paused; /* no descriptor was left to accept with */
    atomic_bool stopping;
    pthread_mutex_t lock; /* of all that follows */
    struct connection *connections;
    unsigned places;       /* that are free: see server_waits */
    struct parked *parked; /* the last that came goes first: its memory is still in the processor's caches */
};

/* Of the thread. */
static _Thread_local struct server *own_server;
static _Thread_local bool has_place;

/* What the event was for, when it is not a connection. */
static char listener_mark, wake_mark;

static void arm(struct server *s, int operation, int fd, void *mark)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data.ptr = mark};
    if (epoll_ctl(s->poll, operation, fd, &event) != 0)
        abort(); /* only out of memory or a mistake of ours */
}

/* While the server stops, the listening socket is no longer in the set: nothing to be done then. */
static void arm_listener(struct server *s)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.ptr = &listener_mark};
    if (epoll_ctl(s->poll, EPOLL_CTL_MOD, s->settings.listener, &event) != 0 && errno != ENOENT)
        abort();
}

static void remember(struct server *s, struct connection *c)
{
    pthread_mutex_lock(&s->lock);
    c->next = s->connections;
    if (c->next != NULL)
        c->next->previous = c;
    s->connections = c;
    pthread_mutex_unlock(&s->lock);
}

static void forget(struct server *s, struct connection *c)
{
    pthread_mutex_lock(&s->lock);
    if (c->next != NULL)
        c->next->previous = c->previous;
    if (c->previous != NULL)
        c->previous->next = c->next;
    else
        s->connections = c->next;
    pthread_mutex_unlock(&s->lock);
    free(c);
}

static struct connection *connection_new(int fd)
{
    struct timeval limit = {.tv_sec = SERVER_TIMEOUT};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    struct connection *c = calloc(1, sizeof *c);
    if (c == NULL)
        abort();
    /* Without a listening socket FCGX_Accept_r fails instead of accepting another connection in this one's
     * place. It begins by closing what is not kept; detached, it closes without waiting up to 2 s for the
     * peer to do so first. */
    FCGX_InitRequest(&c->request, -1, FCGI_FAIL_ACCEPT_ON_INTR);
    c->request.ipcFd = fd;
    c->request.keepConnection = 1;
    FCGX_Detach(&c->request);
    return c;
}

static void take_connection(struct server *s)
{
    int fd = accept4(s->settings.listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
        s->paused = true; /* this thread arms the listener again after PAUSE */
        return;
    }
    arm_listener(s);
    if (fd < 0)
        return;
    struct connection *c = connection_new(fd);
    remember(s, c);
    arm(s, EPOLL_CTL_ADD, fd, c);
}

size_t exchange_read(struct exchange *e, char *to, size_t max)
{
    struct connection *c = e->connection;
    size_t n = 0;
    while (n < max) {
        int wanted = max - n > 1 << 20 ? 1 << 20 : (int)(max - n);
        int got = FCGX_GetStr(to + n, wanted, c->request.in);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    return n;
}

void exchange_write(struct exchange *e, struct str bytes)
{
    struct connection *c = e->connection;
    while (bytes.n > 0) {
        size_t n = bytes.n > 1 << 20 ? 1 << 20 : bytes.n;
        if (FCGX_PutStr(bytes.p, (int)n, c->request.out) < 0)
            return;
        bytes = str_sub(bytes, n, bytes.n);
    }
}

/* The first parameter of a name counts. nginx passes a header that was not sent as an empty parameter. */
static void take_parameter(struct exchange *e, struct str parameter)
{
    const struct {
        struct str name;
        struct str *value;
    } known[] = {
        {STR("REQUEST_METHOD"), &e->method},     {STR("DOCUMENT_URI"), &e->path},
        {STR("QUERY_STRING"), &e->query},        {STR("HTTP_COOKIE"), &e->cookie},
        {STR("HTTP_ORIGIN"), &e->origin},        {STR("HTTP_SEC_FETCH_SITE"), &e->fetch_site},
        {STR("CONTENT_TYPE"), &e->content_type}, {STR("CONTENT_LENGTH"), &e->content_length},
        {STR("REMOTE_ADDR"), &e->remote},
    };
    struct str rest = parameter;
    struct str name = str_cut(&rest, '=');
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].value->p == NULL && rest.n > 0 && str_eq(name, known[i].name))
            *known[i].value = rest;
}

/* What is left unread would be taken for the next request. */
static void drop_body(struct exchange *e)
{
    char trash[4096];
    for (size_t n = 0; n < DRAIN_MAX; n += sizeof trash)
        if (exchange_read(e, trash, sizeof trash) < sizeof trash)
            return;
    struct connection *c = e->connection;
    c->request.keepConnection = 0;
}

static void serve(struct server *s, unsigned thread, struct connection *c)
{
    c->spoken = true;
    if (FCGX_Accept_r(&c->request) == 0) {
        struct exchange e = {.connection = c};
        for (char **p = c->request.envp; *p != NULL; p++)
            take_parameter(&e, str_from(*p));
        s->settings.answer(s->settings.context, thread, &e);
        drop_body(&e);
        FCGX_Finish_r(&c->request);
    }
    if (c->request.ipcFd < 0)
        forget(s, c);
    else
        arm(s, EPOLL_CTL_MOD, c->request.ipcFd, c);
}

/* ---- places ---- */

/* false: the server stops. */
static bool take_place(struct server *s)
{
    struct parked self;
    pthread_mutex_lock(&s->lock);
    bool at_once = s->places > 0 || s->stopping;
    if (at_once) {
        s->places -= s->places > 0;
    } else {
        sem_init(&self.turn, 0, 0);
        self.below = s->parked;
        // cppcheck-suppress autoVariables ; whoever takes it from the list ends the wait below
        s->parked = &self;
    }
    pthread_mutex_unlock(&s->lock);
    if (!at_once) {
        while (sem_wait(&self.turn) != 0)
            continue;
        sem_destroy(&self.turn);
    }
    return !s->stopping;
}

static void leave_place(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    struct parked *next = s->parked;
    if (next != NULL)
        s->parked = next->below;
    else
        s->places++;
    pthread_mutex_unlock(&s->lock);
    if (next != NULL)
        sem_post(&next->turn);
}

void server_waits(void)
{
    if (!has_place)
        return;
    has_place = false;
    leave_place(own_server);
}

static unsigned count_places(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 2 ? (unsigned)processors * 2 : 4;
}

/* ---- threads ---- */

static void *work(void *argument)
{
    struct server *s = argument;
    unsigned thread = atomic_fetch_add(&s->next_number, 1);
    own_server = s;
    for (;;) {
        has_place = has_place || take_place(s);
        if (!has_place)
            return NULL;
        struct epoll_event event;
        int n = epoll_wait(s->poll, &event, 1, s->paused ? PAUSE : -1);
        if (n < 0 && errno != EINTR)
            abort();
        if (n == 0 && atomic_exchange(&s->paused, false))
            arm_listener(s);
        if (n != 1)
            continue;
        if (event.data.ptr == &listener_mark)
            take_connection(s);
        else if (event.data.ptr != &wake_mark)
            serve(s, thread, event.data.ptr);
        else
            return NULL;
    }
}

/* Has somebody come whose first request is still on its way? */
static bool awaits_first_request(const struct server *s)
{
    for (const struct connection *c = s->connections; c != NULL; c = c->next)
        if (!c->spoken)
            return true;
    return false;
}

/* After the threads have gone: what had arrived by then is answered here. A web server sends again what it
 * wrote into a connection that was kept and is closed, but not what it wrote into a new one. */
static void answer_what_arrived(struct server *s)
{
    struct epoll_event event;
    while (epoll_wait(s->poll, &event, 1, awaits_first_request(s) ? GRACE : 0) == 1)
        if (event.data.ptr != &listener_mark && event.data.ptr != &wake_mark)
            serve(s, 0, event.data.ptr);
}

static void release(struct server *s)
{
    while (s->connections != NULL) {
        struct connection *c = s->connections;
        s->connections = c->next;
        FCGX_Free(&c->request, 1);
        free(c);
    }
    pthread_mutex_destroy(&s->lock);
    if (s->wake >= 0)
        close(s->wake);
    if (s->poll >= 0)
        close(s->poll);
    free(s->threads);
    free(s);
}

/* libfcgi takes SIGPIPE, SIGUSR1 and SIGTERM for itself when nobody handles them, even when they are ignored.
 */
static void initialise_library(void)
{
    FCGX_Init();
    struct sigaction ignore = {.sa_handler = SIG_IGN}, usual = {.sa_handler = SIG_DFL};
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGUSR1, &usual, NULL);
    sigaction(SIGTERM, &usual, NULL);
}

static bool start_threads(struct server *s)
{
    for (; s->n_threads < s->settings.threads; s->n_threads++) {
        int error = pthread_create(&s->threads[s->n_threads], NULL, work, s);
        if (error != 0) {
            errno = error;
            return false;
        }
    }
    return true;
}

struct server *server_start(const struct server_settings *settings)
{
    initialise_library();
    struct server *s = calloc(1, sizeof *s);
    if (s == NULL)
        abort();
    s->settings = *settings;
    s->places = count_places();
    pthread_mutex_init(&s->lock, NULL);
    s->threads = calloc(settings->threads, sizeof *s->threads);
    s->poll = epoll_create1(EPOLL_CLOEXEC);
    s->wake = eventfd(0, EFD_CLOEXEC);
    if (s->threads == NULL || s->poll < 0 || s->wake < 0) {
        release(s);
        return NULL;
    }
    struct epoll_event stays = {.events = EPOLLIN, .data.ptr = &wake_mark};
    if (epoll_ctl(s->poll, EPOLL_CTL_ADD, s->wake, &stays) != 0)
        abort();
    arm(s, EPOLL_CTL_ADD, settings->listener, &listener_mark);
    if (!start_threads(s)) {
        int error = errno;
        server_stop(s);
        errno = error;
        return NULL;
    }
    return s;
}

void server_stop(struct server *s)
{
    epoll_ctl(s->poll, EPOLL_CTL_DEL, s->settings.listener, NULL);
    eventfd_write(s->wake, 1);
    s->stopping = true;
    for (unsigned i = 0; i < s->n_threads; i++)
        leave_place(s);
    for (unsigned i = 0; i < s->n_threads; i++)
        pthread_join(s->threads[i], NULL);
    epoll_ctl(s->poll, EPOLL_CTL_DEL, s->wake, NULL);
    answer_what_arrived(s);
    release(s);
}
