/* portillon: the generator's command line. */
#include <sys/stat.h>

#include "base/config.h"
#include "base/file.h"
#include "base/options.h"
#include "site/build.h"
#include "site/usage.en.txt.h"
#include "site/usage.fr.txt.h"

enum { MAX_DIAGNOSTICS = 1000 };

struct command {
    struct arena *arena;
    struct diags *diags;
    enum diag_language language;
    enum diag_format format;
    const char *name, *content, *output, *theme, *format_name;
    bool help, version;
};

static int usage(FILE *to, const struct command *c)
{
    fputs(c->language == DIAG_FRENCH ? usage_fr_txt : usage_en_txt, to);
    return to == stdout ? EXIT_FINE : EXIT_USAGE;
}

/* themes/default here, else the one that was installed, else the one of the source tree the program was built
 * in. */
static const char *default_theme(struct arena *a)
{
    char program[4096];
    if (file_exists("themes/default"))
        return "themes/default";
    if (file_exists(PORTILLON_SHARE "/themes/default"))
        return PORTILLON_SHARE "/themes/default";
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    while (n > 0 && program[n - 1] != '/')
        n--;
    const char *beside = arena_printf(a, "%.*s../themes/default", (int)(n > 0 ? n : 0), program).p;
    return file_exists(beside) ? beside : "themes/default";
}

static bool read_format(struct command *c)
{
    if (!c->format_name || strcmp(c->format_name, "text") == 0)
        return true;
    c->format = DIAG_JSON;
    if (strcmp(c->format_name, "json") == 0)
        return true;
    c->format = DIAG_TEXT;
    DIAG_AT(c->diags, D_OPTION_FORMAT, (struct place){0}, str_from(c->format_name));
    return false;
}

static bool read_command(struct command *c, int argc, char **argv)
{
    const char *operands[2] = {0};
    const struct option rows[] = {
        {.name = "output", .letter = 'o', .value = &c->output},
        {.name = "theme", .value = &c->theme},
        {.name = "format", .value = &c->format_name},
        {.name = "help", .letter = 'h', .given = &c->help},
        {.name = "version", .given = &c->version},
    };
    struct options o = {rows, sizeof(rows) / sizeof(rows[0]), operands, 2, 0};
    bool ok = options_parse(&o, argc, argv, c->diags);
    c->name = operands[0];
    c->content = operands[1] ? operands[1] : "content";
    return read_format(c) && ok;
}

static struct str count(struct arena *a, size_t n, const char *one, const char *many)
{
    return arena_printf(a, "%zu %s", n, n == 1 ? one : many);
}

/* "34 pages, 3 langues, 0,02 s" */
static void print_summary(const struct command *c, const struct build_summary *summary, double seconds)
{
    bool is_french = c->language == DIAG_FRENCH;
    struct str pages = count(c->arena, summary->pages, "page", "pages");
    struct str languages = is_french ? count(c->arena, summary->languages, "langue", "langues")
                                     : count(c->arena, summary->languages, "language", "languages");
    int hundredths = (int)(seconds * 100 + 0.5);
    printf(STR_FMT ", " STR_FMT ", %d%c%02d s\n", STR_ARG(pages), STR_ARG(languages), hundredths / 100,
           is_french ? ',' : '.', hundredths % 100);
}

/* The last line, so that nobody takes a long list of diagnostics for a publication. */
static void print_failure(const struct command *c)
{
    bool is_check = strcmp(c->name, "check") == 0;
    struct str n = arena_printf(c->arena, "%zu", diags_errors(c->diags));
    struct diags *last = diags_new(c->arena, 1);
    DIAG_AT(last, is_check ? D_CHECK_FAILED : D_BUILD_FAILED, (struct place){0}, n);
    diags_report(last, c->language, DIAG_TEXT, stderr);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int build(struct command *c)
{
    double start = now();
    struct build_summary summary;
    const char *output = c->output ? c->output : "build/site";
    struct build_options options = {c->content, c->theme ? c->theme : default_theme(c->arena),
                                    strcmp(c->name, "build") == 0 ? output : NULL};
    bool ok = build_run(&options, c->arena, c->diags, &summary);
    diags_report(c->diags, c->language, c->format, c->format == DIAG_JSON ? stdout : stderr);
    if (c->format == DIAG_TEXT && ok)
        print_summary(c, &summary, now() - start);
    else if (c->format == DIAG_TEXT)
        print_failure(c);
    return ok ? EXIT_FINE : EXIT_CONTENT;
}

static int run(struct command *c, int argc, char **argv)
{
    bool ok = read_command(c, argc, argv);
    if (c->help)
        return usage(stdout, c);
    if (c->version) {
        puts("portillon " PORTILLON_VERSION);
        return EXIT_FINE;
    }
    bool is_known = c->name && (strcmp(c->name, "build") == 0 || strcmp(c->name, "check") == 0);
    if (ok && is_known)
        return build(c);
    if (c->name && !is_known)
        DIAG_AT(c->diags, D_COMMAND_UNKNOWN, (struct place){0}, str_from(c->name));
    diags_report(c->diags, c->language, c->format, stderr);
    return ok || !c->name ? usage(stderr, c) : EXIT_USAGE;
}

int main(int argc, char **argv)
{
    umask(022); /* what is published is for the web server to read */
    struct command c = {.arena = arena_new(), .language = diag_language_from_env()};
    c.diags = diags_new(c.arena, MAX_DIAGNOSTICS);
    int status = run(&c, argc, argv);
    arena_free(c.arena);
    return status;
}
