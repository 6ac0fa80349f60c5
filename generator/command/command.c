#include "command/command.h"

#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/file.h"
#include "base/jobs.h"

/* True when the name is a known one, or none was given. */
static bool read_format(struct call *call, const char *name)
{
    if (name == NULL || strcmp(name, "text") == 0)
        return true;
    if (strcmp(name, "json") != 0) {
        DIAG_AT(call->diags, D_OPTION_FORMAT, (struct place){0}, str_from(name));
        return false;
    }
    call->format = DIAG_JSON;
    return true;
}

bool command_read(struct call *call, const struct options *o, int *status)
{
    struct option rows[COMMAND_MAX_OPTIONS + 2];
    const char *format = NULL;
    bool help = false;
    size_t n = o->count < COMMAND_MAX_OPTIONS ? o->count : COMMAND_MAX_OPTIONS;
    if (n > 0)
        memcpy(rows, o->items, n * sizeof(rows[0]));
    rows[n++] = (struct option){.name = "format", .value = &format};
    rows[n++] = (struct option){.name = "help", .letter = 'h', .given = &help};
    struct options all = {rows, n, o->operands, o->max_operands, 0};
    bool ok = options_parse(&all, call->argc, call->argv, call->diags);
    ok = read_format(call, format) && ok;
    if (help) {
        fputs(call->command->help[call->language], stdout);
        *status = EXIT_FINE;
        return false;
    }
    if (!ok)
        command_report(call);
    *status = EXIT_USAGE;
    return ok;
}

void command_report(const struct call *call)
{
    diags_report(call->diags, call->language, call->format, call->format == DIAG_JSON ? stdout : stderr);
}

bool command_jobs(const struct call *call, const char *given, size_t *jobs)
{
    int64_t n = (int64_t)jobs_processors();
    if (given && (!str_to_int64(str_from(given), &n) || n < 1 || n > JOBS_MOST)) {
        DIAG_AT(call->diags, D_OPTION_NUMBER, (struct place){0}, STR("--jobs"), str_from(given), STR("1"),
                arena_printf(call->arena, "%d", JOBS_MOST));
        command_report(call);
        return false;
    }
    *jobs = (size_t)n;
    return true;
}

const char *command_theme(const struct call *call, const char *given)
{
    char program[4096];
    if (given)
        return given;
    if (file_exists("themes/default"))
        return "themes/default";
    if (file_exists(PORTILLON_SHARE "/themes/default"))
        return PORTILLON_SHARE "/themes/default";
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    while (n > 0 && program[n - 1] != '/')
        n--;
    const char *beside = arena_printf(call->arena, "%.*s../themes/default", (int)(n > 0 ? n : 0), program).p;
    return file_exists(beside) ? beside : "themes/default";
}
