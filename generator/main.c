/* portillon: finds the command that the first word names and lets it run. */
#include <string.h>
#include <sys/stat.h>

#include "base/config.h"
#include "base/memory.h"
#include "command/build.en.txt.h"
#include "command/build.fr.txt.h"
#include "command/check.en.txt.h"
#include "command/check.fr.txt.h"
#include "command/command.h"
#include "command/completion.en.txt.h"
#include "command/completion.fr.txt.h"
#include "command/new.en.txt.h"
#include "command/new.fr.txt.h"
#include "command/score.en.txt.h"
#include "command/score.fr.txt.h"
#include "command/serve.en.txt.h"
#include "command/serve.fr.txt.h"
#include "command/usage.en.txt.h"
#include "command/usage.fr.txt.h"

enum { MAX_DIAGNOSTICS = 1000 };

static const struct command commands[] = {
    {.name = "build", .help = {build_fr_txt, build_en_txt}, .run = command_build},
    {.name = "check", .help = {check_fr_txt, check_en_txt}, .run = command_check},
    {.name = "new", .help = {new_fr_txt, new_en_txt}, .run = command_new},
    {.name = "serve", .help = {serve_fr_txt, serve_en_txt}, .run = command_serve},
    {.name = "score", .help = {score_fr_txt, score_en_txt}, .run = command_score},
    {.name = "completion", .help = {completion_fr_txt, completion_en_txt}, .run = command_completion},
};
enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static int usage(FILE *to, enum diag_language language)
{
    fputs(language == DIAG_FRENCH ? usage_fr_txt : usage_en_txt, to);
    return to == stdout ? EXIT_FINE : EXIT_USAGE;
}

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

static int unknown(struct call *call, const char *word)
{
    struct str names[N_COMMANDS];
    for (size_t i = 0; i < N_COMMANDS; i++)
        names[i] = str_from(commands[i].name);
    struct str near = diag_nearest(str_from(word), names, N_COMMANDS);
    DIAG_AT(call->diags, D_COMMAND_UNKNOWN, (struct place){0}, str_from(word), near);
    command_report(call);
    return EXIT_USAGE;
}

static int run(struct call *call)
{
    const char *word = call->argc > 0 ? call->argv[0] : NULL;
    if (!word)
        return usage(stderr, call->language);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        return usage(stdout, call->language);
    if (strcmp(word, "--version") == 0) {
        puts("portillon " PORTILLON_VERSION);
        return EXIT_FINE;
    }
    call->command = find(word);
    return call->command ? call->command->run(call) : unknown(call, word);
}

int main(int argc, char **argv)
{
    memory_keep();
    umask(022); /* what is published is for the web server to read */
    struct call call = {
        .arena = arena_new(), .language = diag_language_from_env(), .argc = argc - 1, .argv = argv + 1};
    call.diags = diags_new(call.arena, MAX_DIAGNOSTICS);
    int status = run(&call);
    arena_free(call.arena);
    return status;
}
