#include "master.h"

#include "log.h"
#include "post/courier.h"
#include "serve.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* Milliseconds. A child that lived for STEADY starts again at once; one that did not waits, twice as long
 * each time; never so long that who asks meanwhile has to wait a second. */
enum { FIRST_DELAY = 50, LONGEST_DELAY = 400, STEADY = 1000, STOP_LIMIT = 20000 };

enum child_kind { CHILD_GATEWAY, CHILD_COURIER, CHILD__MAX };

struct child {
    const char *name;
    pid_t pid;          /* 0: not running */
    int64_t started_at; /* milliseconds of a clock that never goes back */
    int64_t start_at;   /* when to start it again */
    int delay;          /* before the start after the next */
    bool began;         /* it has been running well once */
};

struct master {
    const struct config *config;
    struct log *log;
    int listener;
    int wire[CHILD__MAX]; /* each child's end */
    sigset_t signals;     /* blocked, and waited for */
    struct child children[CHILD__MAX];
    bool stopping;
    int status;
};

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* In the child. */
static int run(struct master *m, enum child_kind kind)
{
    prctl(PR_SET_PDEATHSIG, MASTER_STOP);
    close(m->wire[kind == CHILD_GATEWAY ? CHILD_COURIER : CHILD_GATEWAY]);
    log_close(m->log);
    if (kind == CHILD_GATEWAY)
        return serve_run(m->config, m->listener, m->wire[kind]);
    close(m->listener);
    return courier_run(m->config, m->wire[kind], MASTER_STOP);
}

static void start(struct master *m, enum child_kind kind)
{
    struct child *c = &m->children[kind];
    pid_t master = getpid(), pid = fork();
    if (pid == 0) {
        if (getppid() != master)
            _exit(0);
        exit(run(m, kind));
    }
    c->started_at = milliseconds();
    c->start_at = c->started_at + LONGEST_DELAY;
    c->pid = pid > 0 ? pid : 0;
    if (pid > 0)
        LOG_EVENT(m->log, LOG_LEVEL_INFO, "start", LOG_TEXT("process", str_from(c->name)),
                  LOG_INT("pid", pid));
    else
        LOG_EVENT(m->log, LOG_LEVEL_ERROR, "fork", LOG_TEXT("why", str_from(strerrordesc_np(errno))));
}

static void stop_child(struct child *c, int signal_number)
{
    if (c->pid > 0)
        kill(c->pid, signal_number);
}

static void stop_gateway(struct master *m)
{
    m->children[CHILD_GATEWAY].start_at = milliseconds() + STOP_LIMIT;
    stop_child(&m->children[CHILD_GATEWAY], MASTER_STOP);
}

/* The courier goes first: the gateway notes what became of its last mail. */
static void stop(struct master *m)
{
    struct child *courier = &m->children[CHILD_COURIER];
    if (m->stopping)
        return;
    m->stopping = true;
    courier->start_at = milliseconds() + STOP_LIMIT;
    m->children[CHILD_GATEWAY].start_at = courier->start_at + STOP_LIMIT;
    if (courier->pid > 0)
        stop_child(courier, MASTER_STOP);
    else
        stop_gateway(m);
}

static void note_death(struct master *m, struct child *c, int how)
{
    int64_t now = milliseconds();
    bool steady = now - c->started_at >= STEADY;
    bool ended_well = WIFEXITED(how) ? WEXITSTATUS(how) == 0 : WTERMSIG(how) == MASTER_STOP;
    bool expected = m->stopping && ended_well;
    c->pid = 0;
    LOG_EVENT(m->log, expected ? LOG_LEVEL_INFO : LOG_LEVEL_ERROR, "end",
              LOG_TEXT("process", str_from(c->name)),
              LOG_INT("status", WIFEXITED(how) ? WEXITSTATUS(how) : -1),
              LOG_INT("signal", WIFSIGNALED(how) ? WTERMSIG(how) : 0));
    if (m->stopping) {
        if (c == &m->children[CHILD_COURIER])
            stop_gateway(m);
        return;
    }
    bool cannot_begin = WIFEXITED(how) && WEXITSTATUS(how) == MASTER_CANNOT_BEGIN;
    if (cannot_begin && !c->began) {
        m->status = 1;
        stop(m);
        return;
    }
    c->began = c->began || !cannot_begin;
    c->delay = steady                         ? 0
               : c->delay == 0                ? FIRST_DELAY
               : c->delay * 2 > LONGEST_DELAY ? LONGEST_DELAY
                                              : c->delay * 2;
    c->start_at = now + c->delay;
}

static void reap(struct master *m)
{
    int how;
    pid_t pid;
    while ((pid = waitpid(-1, &how, WNOHANG)) > 0)
        for (int i = 0; i < CHILD__MAX; i++)
            if (m->children[i].pid == pid)
                note_death(m, &m->children[i], how);
}

/* Starts what is due, or ends what does not stop. Gives the milliseconds to the next time; -1: only a signal
 * changes anything. */
static int64_t look_after(struct master *m)
{
    int64_t now = milliseconds(), next = -1;
    for (int i = 0; i < CHILD__MAX; i++) {
        struct child *c = &m->children[i];
        bool waits = m->stopping ? c->pid > 0 : c->pid == 0;
        if (waits && c->start_at <= now) {
            if (m->stopping)
                stop_child(c, SIGKILL);
            else
                start(m, (enum child_kind)i);
        } else if (waits && (next < 0 || c->start_at - now < next)) {
            next = c->start_at - now;
        }
    }
    return next;
}

static bool is_over(const struct master *m)
{
    return m->stopping && m->children[CHILD_GATEWAY].pid == 0 && m->children[CHILD_COURIER].pid == 0;
}

static void wait_for_signal(struct master *m, int64_t limit)
{
    struct timespec time = {.tv_sec = limit / 1000, .tv_nsec = limit % 1000 * 1000000};
    int number = sigtimedwait(&m->signals, NULL, limit < 0 ? NULL : &time);
    if (number == SIGTERM || number == SIGINT)
        stop(m);
    if (number == SIGHUP) {
        log_reopen(m->log);
        stop_child(&m->children[CHILD_GATEWAY], SIGHUP);
    }
    reap(m);
}

static void prepare(struct master *m)
{
    struct rlimit files, none = {0, 0};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    /* A core would hold passwords and keys. */
    setrlimit(RLIMIT_CORE, &none);
    sigemptyset(&m->signals);
    sigaddset(&m->signals, SIGTERM);
    sigaddset(&m->signals, SIGINT);
    sigaddset(&m->signals, SIGHUP);
    sigaddset(&m->signals, MASTER_STOP);
    sigaddset(&m->signals, SIGCHLD);
    sigprocmask(SIG_BLOCK, &m->signals, NULL);
}

int master_run(const struct config *config, int listener, struct diags *diags)
{
    struct master m = {
        .config = config,
        .listener = listener,
        .children = {[CHILD_GATEWAY] = {.name = "gateway"}, [CHILD_COURIER] = {.name = "courier"}},
    };
    prepare(&m);
    m.log = log_open(config->log.n > 0 ? config->log.p : NULL);
    if (m.log == NULL || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, m.wire) != 0) {
        DIAG_AT(diags, m.log == NULL ? D_LOG_OPEN : D_LISTEN, (struct place){0},
                m.log == NULL ? config->log : config->socket, str_from(strerrordesc_np(errno)));
        log_close(m.log);
        return 1;
    }
    for (;;) {
        int64_t limit = look_after(&m);
        if (is_over(&m))
            break;
        wait_for_signal(&m, limit);
    }
    log_close(m.log);
    return m.status;
}
