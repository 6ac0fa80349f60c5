/* portillond: the daemon. */
#include "base/config.h"
#include "base/options.h"
#include "config.h"
#include "listen.h"
#include "master.h"
#include "portillond.en.txt.h"
#include "portillond.fr.txt.h"
#include "store/site.h"

#include <errno.h>
#include <sys/stat.h>

enum { DIAGNOSTICS_MAX = 50 };

struct command {
    struct arena *arena;
    struct diags *diags;
    const char *config_path;
    bool check, help, version;
};

static bool parse(struct command *c, int argc, char **argv)
{
    const struct option options[] = {
        {.name = "config", .letter = 'c', .value = &c->config_path},
        {.name = "check", .given = &c->check},
        {.name = "help", .letter = 'h', .given = &c->help},
        {.name = "version", .given = &c->version},
    };
    struct options all = {.items = options, .count = sizeof options / sizeof options[0]};
    return options_parse(&all, argc, argv, c->diags);
}

static void print_help(void)
{
    fputs(diag_language_from_env() == DIAG_FRENCH ? portillond_fr_txt : portillond_en_txt, stdout);
}

/* The site too: nothing can be served without. */
static bool check_site(struct command *c, const struct config *config)
{
    struct site_source *site = site_source_open(config->site.p, c->diags);
    if (site == NULL)
        return false;
    site_source_close(site);
    return true;
}

static int serve(struct command *c, const struct config *config)
{
    bool inherited = true;
    int listener = listen_inherit();
    if (listener < 0) {
        inherited = false;
        listener = listen_open(config->socket.p);
    }
    if (listener < 0) {
        DIAG_AT(c->diags, D_LISTEN, (struct place){0}, config->socket, str_from(strerrordesc_np(errno)));
        return 1;
    }
    int status = master_run(config, listener, c->diags);
    if (!inherited)
        unlink(config->socket.p);
    return status;
}

static int run(struct command *c, int argc, char **argv)
{
    struct config config;
    if (!parse(c, argc, argv))
        return EXIT_USAGE;
    if (c->help) {
        print_help();
        return EXIT_FINE;
    }
    if (c->version) {
        puts("portillond " PORTILLON_VERSION);
        return EXIT_FINE;
    }
    if (!config_read(c->arena, c->config_path, &config, c->diags))
        return EXIT_CONTENT;
    if (c->check)
        return check_site(c, &config) ? EXIT_FINE : EXIT_CONTENT;
    diags_report(c->diags, diag_language_from_env(), DIAG_TEXT, stderr);
    c->diags = diags_new(c->arena, DIAGNOSTICS_MAX);
    return serve(c, &config);
}

int main(int argc, char **argv)
{
    umask(0027);
    struct command c = {.arena = arena_new(), .config_path = "portillon.yaml"};
    c.diags = diags_new(c.arena, DIAGNOSTICS_MAX);
    int status = run(&c, argc, argv);
    diags_report(c.diags, diag_language_from_env(), DIAG_TEXT, stderr);
    arena_free(c.arena);
    return status;
}
