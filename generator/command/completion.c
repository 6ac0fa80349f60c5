/* portillon completion: what makes a shell offer commands and options. */
#include <stdio.h>
#include <string.h>

#include "command/command.h"
#include "command/completion.bash.h"
#include "command/completion.fish.h"
#include "command/completion.zsh.h"

static const struct {
    struct str shell;
    const char *script;
} scripts[] = {
    {STR_INIT("bash"), completion_bash},
    {STR_INIT("zsh"), completion_zsh},
    {STR_INIT("fish"), completion_fish},
};
enum { N_SCRIPTS = sizeof(scripts) / sizeof(*scripts) };

int command_completion(struct call *call)
{
    const char *shell[1] = {NULL};
    struct options o = {.operands = shell, .max_operands = 1};
    int status;
    if (!command_read(call, &o, &status))
        return status;
    struct str names[N_SCRIPTS], wanted = str_from(shell[0] ? shell[0] : "");
    for (size_t i = 0; i < N_SCRIPTS; i++) {
        names[i] = scripts[i].shell;
        if (str_eq(wanted, scripts[i].shell)) {
            fputs(scripts[i].script, stdout);
            return EXIT_FINE;
        }
    }
    DIAG_AT(call->diags, D_COMPLETION_SHELL, (struct place){0}, wanted,
            diag_nearest(wanted, names, N_SCRIPTS));
    command_report(call);
    return EXIT_USAGE;
}
