/* portillon build and portillon check: the same run, which publishes or does not. */
#include "site/build.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command/command.h"
#include "site/config.h"

static struct str count(struct arena *a, size_t n, const char *one, const char *many)
{
    return arena_printf(a, "%zu %s", n, n == 1 ? one : many);
}

/* "34 pages, 3 langues, 0,02 s" */
static void print_summary(const struct call *call, const struct build_summary *summary, double seconds)
{
    bool is_french = call->language == DIAG_FRENCH;
    struct str pages = count(call->arena, summary->pages, "page", "pages");
    struct str languages = is_french ? count(call->arena, summary->languages, "langue", "langues")
                                     : count(call->arena, summary->languages, "language", "languages");
    int hundredths = (int)(seconds * 100 + 0.5);
    printf(STR_FMT ", " STR_FMT ", %d%c%02d s\n", STR_ARG(pages), STR_ARG(languages), hundredths / 100,
           is_french ? ',' : '.', hundredths % 100);
}

/* "en : 12 sur 14, dont 1 à revoir" */
static void print_translations(const struct call *call, const struct build_summary *summary)
{
    bool is_french = call->language == DIAG_FRENCH;
    for (size_t i = 0; i < summary->n_translated; i++) {
        const struct translated *t = &summary->translated[i];
        printf(STR_FMT "%s %zu %s %zu", STR_ARG(t->language), is_french ? " :" : ":",
               t->originals - t->missing, is_french ? "sur" : "of", t->originals);
        if (t->older > 0)
            printf(is_french ? ", dont %zu à revoir" : ", %zu of them to be looked through", t->older);
        putchar('\n');
    }
}

/* The last line, so that nobody takes a long list of diagnostics for a publication. */
static void print_failure(const struct call *call, enum diag_code code)
{
    struct str n = arena_printf(call->arena, "%zu", diags_errors(call->diags));
    struct diags *last = diags_new(call->arena, 1);
    DIAG_AT(last, code, (struct place){0}, n);
    diags_report(last, call->language, DIAG_TEXT, stderr);
}

static void report(const struct call *call, const struct build_summary *summary)
{
    struct str said = summary->said[call->language][call->format];
    if (said.n > 0)
        fwrite(said.p, 1, said.n, call->format == DIAG_JSON ? stdout : stderr);
    else
        command_report(call);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The line of progress on a terminal, once there is something to wait for. */
struct progress {
    double start, last; /* seconds; when it was told last */
};

static void tell_progress(void *context, size_t done, size_t total)
{
    struct progress *p = context;
    double at = now();
    if (at - p->start < 1 || at - p->last < 0.1)
        return;
    fprintf(stderr, "\r%zu / %zu", done, total);
    p->last = at;
}

static int run(struct call *call, struct build_options *options)
{
    double start = now();
    struct build_summary summary;
    struct progress progress = {.start = start};
    struct build_progress asked = {tell_progress, &progress};
    options->progress = isatty(STDERR_FILENO) ? &asked : NULL;
    bool ok = build_run(options, call->arena, call->diags, &summary);
    options->progress = NULL;
    if (progress.last > 0)
        fputs("\r\033[K", stderr);
    report(call, &summary);
    if (call->format == DIAG_TEXT)
        print_translations(call, &summary);
    if (call->format == DIAG_TEXT && ok)
        print_summary(call, &summary, now() - start);
    else if (call->format == DIAG_TEXT)
        print_failure(call, options->output ? D_BUILD_FAILED : D_CHECK_FAILED);
    return ok ? EXIT_FINE : EXIT_CONTENT;
}

enum { OPTIONS_SHARED = 4 };

/* What build and check have in common; `own` are the rows of one of them, which store into `options`. */
static int read_and_run(struct call *call, const struct option *own, size_t n_own,
                        struct build_options *options)
{
    int status;
    const char *theme = NULL, *jobs = NULL;
    struct option rows[COMMAND_MAX_OPTIONS] = {
        {.name = "theme", .value = &theme},
        {.name = "jobs", .letter = 'j', .value = &jobs},
        {.name = "drafts", .given = &options->drafts},
        {.name = "base-url", .value = &options->base_url},
    };
    options->content = "content";
    for (size_t i = 0; i < n_own; i++)
        rows[OPTIONS_SHARED + i] = own[i];
    if (!command_read(call, &(struct options){rows, OPTIONS_SHARED + n_own, &options->content, 1, 0},
                      &status))
        return status;
    if (!command_jobs(call, jobs, &options->jobs))
        return EXIT_USAGE;
    if (options->base_url && !config_is_url(str_from(options->base_url))) {
        DIAG_AT(call->diags, D_SITE_URL, (struct place){0}, str_from(options->base_url));
        command_report(call);
        return EXIT_USAGE;
    }
    options->theme = command_theme(call, theme);
    options->theme_is_given = theme != NULL;
    return run(call, options);
}

int command_build(struct call *call)
{
    struct build_options options = {.output = "build/site"};
    const struct option rows[] = {
        {.name = "output", .letter = 'o', .value = &options.output},
        {.name = "no-search", .given = &options.no_search},
        {.name = "compress", .given = &options.compress},
        {.name = "fresh", .given = &options.fresh},
    };
    return read_and_run(call, rows, sizeof(rows) / sizeof(rows[0]), &options);
}

/* `--explain` makes another command of it. */
static bool asks_to_explain(const struct call *call)
{
    for (int i = 1; i < call->argc; i++)
        if (strcmp(call->argv[i], "--explain") == 0)
            return true;
    return false;
}

int command_check(struct call *call)
{
    struct build_options options = {0};
    const struct option rows[] = {
        {.name = "translations", .given = &options.translations},
        {.name = "links", .given = &options.links},
    };
    if (asks_to_explain(call))
        return command_explain(call);
    return read_and_run(call, rows, sizeof(rows) / sizeof(rows[0]), &options);
}
