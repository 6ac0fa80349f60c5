/* portillon serve: builds into a folder of its own, shows it, and does so again whenever a file changes. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/file.h"
#include "command/command.h"
#include "command/errors.en.txt.h"
#include "command/errors.fr.txt.h"
#include "command/preview.h"
#include "command/watch.h"
#include "site/build.h"
#include "theme/html.h"

/* Editors write a file in several steps: the build waits until nothing more comes for so long. */
enum { QUIET_MILLISECONDS = 40, PORT = 4000, PORT_LAST = 65535, KEPT_DIAGNOSTICS = 200 };

struct serve {
    struct call *call;
    struct build_options options;
    int64_t port;
    struct preview preview;
    struct buf errors; /* the page that shows them */
    int watch, signals;
};

static bool read_words(struct serve *s, int *status)
{
    const char *jobs = NULL, *port = NULL, *theme = NULL;
    const struct option rows[] = {
        {.name = "port", .letter = 'p', .value = &port},
        {.name = "theme", .value = &theme},
        {.name = "jobs", .letter = 'j', .value = &jobs},
    };
    s->options.content = "content";
    s->port = PORT;
    if (!command_read(s->call,
                      &(struct options){rows, sizeof(rows) / sizeof(rows[0]), &s->options.content, 1, 0},
                      status))
        return false;
    *status = EXIT_USAGE;
    if (port && (!str_to_int64(str_from(port), &s->port) || s->port < 0 || s->port > PORT_LAST)) {
        DIAG_AT(s->call->diags, D_OPTION_NUMBER, (struct place){0}, STR("--port"), str_from(port), STR("0"),
                STR("65535"));
        command_report(s->call);
        return false;
    }
    s->options.theme = command_theme(s->call, theme);
    s->options.theme_is_given = theme != NULL;
    s->options.no_search = s->options.drafts = true;
    return command_jobs(s->call, jobs, &s->options.jobs);
}

/* ---- building ---- */

/* What diags_report prints, inside the page of errors. */
static void make_errors(struct serve *s, struct diags *diags)
{
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);
    struct str rest = str_from(s->call->language == DIAG_FRENCH ? errors_fr_txt : errors_en_txt);
    const struct str hole = STR("{{errors}}");
    ptrdiff_t at = str_find(rest, hole);
    if (!to)
        return;
    diags_report(diags, s->call->language, DIAG_TEXT, to);
    fclose(to);
    buf_add(&s->errors, str_sub(rest, 0, (size_t)at));
    html_escape(&s->errors, (struct str){text, n}, HTML_TEXT);
    buf_add(&s->errors, str_sub(rest, (size_t)at + hole.n, rest.n));
    free(text);
}

static void build(struct serve *s)
{
    struct arena *a = arena_new();
    struct diags *diags = diags_new(a, KEPT_DIAGNOSTICS);
    struct build_summary summary;
    buf_clear(&s->errors);
    bool ok = build_run(&s->options, a, diags, &summary);
    diags_report(diags, s->call->language, DIAG_TEXT, stderr);
    if (!ok)
        make_errors(s, diags);
    s->preview.errors = buf_str(&s->errors);
    watch_add(s->watch, s->options.content);
    watch_add(s->watch, s->options.theme);
    arena_free(a);
}

/* ---- the loop ---- */

static bool is_quiet(int watch)
{
    struct pollfd wait = {.fd = watch, .events = POLLIN};
    return poll(&wait, 1, QUIET_MILLISECONDS) == 0;
}

static void take_changes(struct serve *s)
{
    bool matters = watch_take(s->watch);
    while (matters && !is_quiet(s->watch))
        watch_take(s->watch);
    if (!matters)
        return;
    build(s);
    preview_reload(&s->preview);
}

static void loop(struct serve *s)
{
    enum { FIXED = 3 };
    for (;;) {
        struct pollfd polled[FIXED + PREVIEW_CONNECTIONS] = {
            {.fd = s->signals, .events = POLLIN},
            {.fd = s->watch, .events = POLLIN},
            {.fd = s->preview.listener, .events = POLLIN},
        };
        for (size_t i = 0; i < PREVIEW_CONNECTIONS; i++)
            polled[FIXED + i] = (struct pollfd){.fd = s->preview.connections[i].fd, .events = POLLIN};
        if (poll(polled, FIXED + PREVIEW_CONNECTIONS, -1) < 0 && errno != EINTR)
            return;
        if (polled[0].revents)
            return;
        for (size_t i = 0; i < PREVIEW_CONNECTIONS; i++) {
            if (polled[FIXED + i].revents)
                preview_read(&s->preview, &s->preview.connections[i]);
        }
        if (polled[2].revents)
            preview_accept(&s->preview);
        if (polled[1].revents)
            take_changes(s);
    }
}

static int signals_open(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

static int refuse(struct serve *s, const char *what, int error)
{
    DIAG_AT(s->call->diags, D_SERVE_FAILED, (struct place){0}, str_from(what),
            str_from(strerrordesc_np(error)));
    command_report(s->call);
    return EXIT_CONTENT;
}

static int serve(struct serve *s)
{
    struct arena *a = s->call->arena;
    const char *public = arena_printf(a, "%s/public", s->options.output).p;
    const char *port = arena_printf(a, "127.0.0.1:%d", (int)s->port).p;
    int error = preview_open(&s->preview, (unsigned)s->port, public);
    if (error)
        return refuse(s, port, error);
    s->watch = watch_open();
    s->signals = signals_open();
    buf_init(&s->errors, 1 << 24);
    build(s);
    const char *hint = s->call->language == DIAG_FRENCH ? "Ctrl-C arrête" : "Ctrl-C stops it";
    printf("http://127.0.0.1:%u/  (%s)\n", s->preview.port, hint);
    fflush(stdout);
    loop(s);
    preview_close(&s->preview);
    buf_release(&s->errors);
    close(s->watch);
    close(s->signals);
    return EXIT_FINE;
}

int command_serve(struct call *call)
{
    struct serve s = {.call = call};
    int status;
    if (!read_words(&s, &status))
        return status;
    const char *above = getenv("TMPDIR");
    struct str folder = arena_printf(call->arena, "%s/portillon.XXXXXX", above ? above : "/tmp");
    char *name = arena_alloc(call->arena, folder.n + 1);
    memcpy(name, folder.p, folder.n);
    if (!mkdtemp(name))
        return refuse(&s, name, errno);
    s.options.output = name;
    status = serve(&s);
    file_remove_tree(name);
    return status;
}
