#include "serve.h"

#include "account/throttle.h"
#include "app.h"
#include "ctl/control.h"
#include "help/feedback.h"
#include "http/dispatch.h"
#include "http/session.h"
#include "log.h"
#include "master.h"
#include "pages/submission_mail.h"
#include "post/dispatch.h"
#include "submission/visitor.h"
#include "upload/upload.h"

#include <errno.h>

enum { SWEEP_SECONDS = 3600, DIAGNOSTICS_MAX = 50 };

struct gateway {
    struct app app;
    struct dispatch *dispatch;
    struct server *server;
    struct dispatcher *dispatcher;
    struct control *control;
};

/* Threads that read besides those of requests: the dispatcher's, the control socket's and the sweep's. */
enum { OTHER_READERS = 3 };

static bool open_all(struct gateway *g, const struct config *config, struct log *log, struct arena *a)
{
    struct app_settings settings = {
        .config = config, .log = log, .readers = config->threads + OTHER_READERS, .waits = server_waits};
    struct diags *diags = diags_new(a, DIAGNOSTICS_MAX);
    if (app_open(&g->app, &settings, a, diags))
        g->control = control_start(&g->app, diags);
    diags_report(diags, diag_language_from_env(), DIAG_TEXT, stderr);
    return g->control != NULL;
}

static bool start(struct gateway *g, int listener, int wire)
{
    unsigned threads = g->app.config->threads;
    g->dispatcher = dispatcher_start(&g->app, wire, submission_mail_compose);
    g->dispatch = dispatch_new(&g->app, threads);
    struct server_settings settings = {
        .listener = listener, .threads = threads, .answer = dispatch_answer, .context = g->dispatch};
    if (g->dispatcher != NULL)
        g->server = server_start(&settings);
    if (g->server == NULL)
        LOG_EVENT(g->app.log, LOG_LEVEL_ERROR, "threads", LOG_TEXT("why", str_from(strerrordesc_np(errno))));
    return g->server != NULL;
}

static void stop(struct gateway *g)
{
    if (g->server != NULL)
        server_stop(g->server);
    if (g->dispatcher != NULL)
        dispatcher_stop(g->dispatcher);
    if (g->control != NULL)
        control_stop(g->control);
    dispatch_free(g->dispatch);
    app_close(&g->app);
}

/* What nobody needs any more. */
static enum store_status sweep(struct store_db *db, void *context)
{
    const int64_t *now = context;
    enum store_status status = session_sweep(db, *now);
    if (status == STORE_OK)
        status = throttle_sweep(db, *now);
    if (status == STORE_OK)
        status = miss_sweep(db, *now);
    return status == STORE_OK ? visitor_sweep(db, *now) : status;
}

/* Until told to stop; rows and files that nobody needs any more are swept away meanwhile. */
static void work(struct gateway *g, struct log *log)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, MASTER_STOP);
    sigaddset(&signals, SIGHUP);
    const struct timespec pause = {.tv_sec = SWEEP_SECONDS};
    for (;;) {
        int64_t now = g->app.system->now();
        store_write_later(g->app.store, sweep, &now, sizeof now);
        size_t removed = upload_sweep(&g->app, now);
        if (removed > 0)
            LOG_EVENT(log, LOG_LEVEL_INFO, "files_swept", LOG_INT("removed", (int64_t)removed));
        int number = sigtimedwait(&signals, NULL, &pause);
        if (number == MASTER_STOP)
            return;
        if (number == SIGHUP)
            log_reopen(log);
    }
}

int serve_run(const struct config *config, int listener, int wire)
{
    int status = MASTER_CANNOT_BEGIN;
    struct arena *a = arena_new();
    struct gateway g = {0};
    struct log *log = log_open(config->log.n > 0 ? config->log.p : NULL);
    if (log != NULL && open_all(&g, config, log, a) && start(&g, listener, wire)) {
        LOG_EVENT(log, LOG_LEVEL_INFO, "ready", LOG_INT("threads", config->threads));
        if (!config->secure)
            LOG_EVENT(log, LOG_LEVEL_WARNING, "plain_http", LOG_TEXT("base_url", config->base_url));
        work(&g, log);
        status = 0;
    }
    stop(&g);
    log_close(log);
    arena_free(a);
    return status;
}
