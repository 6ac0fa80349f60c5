/* portillonctl: the administrator's command. See portillonctl(8). */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "ctl/control.h"

#define DEFAULT_CONFIG "portillon.yaml"

/* What stands before the command's own words. */
struct invocation {
    const char *config;
    bool help, version;
    int argc;
    char *const *argv;
};

static bool takes_value(const char *word)
{
    return strcmp(word, "--config") == 0 || strcmp(word, "-c") == 0;
}

static bool read_invocation(struct invocation *in, int argc, char *const *argv, struct diags *diags)
{
    const struct option options[] = {
        {.name = "config", .letter = 'c', .value = &in->config},
        {.name = "help", .letter = 'h', .given = &in->help},
        {.name = "version", .letter = 'V', .given = &in->version},
    };
    int own = 1;
    while (own < argc && argv[own][0] == '-')
        own += takes_value(argv[own]) ? 2 : 1;
    if (own > argc)
        own = argc;
    in->argc = argc - own;
    in->argv = argv + own;
    struct options table = {.items = options, .count = 3};
    return options_parse(&table, own, argv, diags);
}

static void print(FILE *file, struct str text)
{
    if (text.n > 0)
        fwrite(text.p, 1, text.n, file);
}

static int run_alone(struct ctl *c, const struct ctl_command *command, int words, const struct invocation *in)
{
    int status = command->run(c, in->argc - words + 1, in->argv + words - 1);
    print(stdout, buf_str(&c->out));
    return status;
}

static int print_answer(const struct control_answer *answer)
{
    print(stdout, answer->out);
    print(stderr, answer->errors);
    return answer->status;
}

static int run_here(struct ctl *c, const struct config *config, const struct control_call *call)
{
    struct app app;
    struct app_settings settings = {.config = config, .readers = 2};
    if (!app_open(&app, &settings, c->arena, c->diags))
        return 1;
    struct control_answer answer;
    control_run(&app, c->arena, call, &answer);
    app_close(&app);
    return print_answer(&answer);
}

static int run_with_store(struct ctl *c, const struct ctl_command *command, const struct invocation *in)
{
    struct config config;
    if (!config_read(c->arena, c->config_path, &config, c->diags))
        return 1;
    char folder[PATH_MAX];
    struct control_call call = {.language = c->language, .argc = in->argc, .argv = in->argv};
    call.folder = getcwd(folder, sizeof(folder)) != NULL ? folder : ".";
    const char *socket = arena_str(c->arena, config.control).p;
    if (command->offline && control_listens(socket)) {
        DIAG_AT(c->diags, D_CTL_DAEMON, (struct place){0});
        return 1;
    }
    struct control_answer answer;
    if (!command->offline && control_ask(socket, c->arena, &call, &answer))
        return print_answer(&answer);
    return run_here(c, &config, &call);
}

static bool wants_help(const struct invocation *in)
{
    for (int i = 0; i < in->argc; i++)
        if (strcmp(in->argv[i], "--help") == 0 || strcmp(in->argv[i], "-h") == 0)
            return true;
    return in->help || in->argc == 0;
}

static int run(struct ctl *c, const struct invocation *in)
{
    if (in->version) {
        puts("portillonctl " PORTILLON_VERSION);
        return EXIT_FINE;
    }
    bool is_bare = in->argc == 1 || (in->argc > 1 && in->argv[1][0] == '-');
    if (is_bare && ctl_help_group(c, in->argv[0])) {
        print(wants_help(in) ? stdout : stderr, buf_str(&c->out));
        return wants_help(in) ? EXIT_FINE : EXIT_USAGE;
    }
    int words = 0;
    const struct ctl_command *command = in->argc > 0 ? ctl_find(in->argc, in->argv, &words, c->diags) : NULL;
    if (in->argc > 0 && !command)
        return EXIT_USAGE;
    if (!command || wants_help(in)) {
        ctl_help(c, command);
        fwrite(c->out.p, 1, c->out.n, in->help || in->argc > 0 ? stdout : stderr);
        return in->help || in->argc > 0 ? EXIT_FINE : EXIT_USAGE;
    }
    c->config_path = in->config;
    return command->alone ? run_alone(c, command, words, in) : run_with_store(c, command, in);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct ctl c = {.arena = arena, .diags = diags_new(arena, 100), .language = diag_language_from_env()};
    buf_init(&c.out, 1 << 20);
    struct invocation in = {.config = DEFAULT_CONFIG};
    int status = read_invocation(&in, argc, argv, c.diags) ? run(&c, &in) : EXIT_USAGE;
    diags_report(c.diags, c.language, DIAG_TEXT, stderr);
    buf_release(&c.out);
    arena_free(arena);
    return status;
}
