/* The commands of portillon. Each is one file of this folder, with its help beside it (NAME.fr.txt,
 * NAME.en.txt), its declaration below and its row in main.c's table. A command reads its words with
 * command_read, does its work, and ends with one of the statuses of base/options.h. */
#ifndef PORTILLON_COMMAND_COMMAND_H
#define PORTILLON_COMMAND_COMMAND_H

#include "base/options.h"

/* One command being carried out. The arena dies when it has ended. */
struct call {
    struct arena *arena;
    struct diags *diags;
    enum diag_language language; /* of the person at the keyboard */
    enum diag_format format;     /* of the diagnostics: what --format says, once the words are read */
    const struct command *command;
    int argc;
    char **argv; /* argv[0] is the command's name */
};

struct command {
    const char *name;
    const char *help[DIAG_LANGUAGE__MAX];
    int (*run)(struct call *call);
};

/* What every command understands is added to its own rows: --help and --format. At most this many of its own.
 */
enum { COMMAND_MAX_OPTIONS = 16 };

/* Reads the words of the command line into what the rows of `o` name. True: go on. Otherwise the help was
 * printed or the mistakes reported, and *status is what the command ends with. */
bool command_read(struct call *call, const struct options *o, int *status);
/* Writes the diagnostics where they belong: text on standard error, JSON on standard output. */
void command_report(const struct call *call);
/* What --jobs says: a number from 1 to JOBS_MOST, or NULL for all processors. False when a diagnostic was
 * added. */
bool command_jobs(const struct call *call, const char *given, size_t *jobs);
/* The theme: the folder given, else themes/default here, else the one that was installed, else the one of the
 * source tree the program was built in. */
const char *command_theme(const struct call *call, const char *given);

/* ---- build.c ---- */

int command_build(struct call *call);
int command_check(struct call *call);

/* ---- new.c, serve.c, completion.c ---- */

int command_new(struct call *call);
int command_serve(struct call *call);
int command_completion(struct call *call);

/* ---- explain.c ---- */

/* Not in the table: `check` with --explain. */
int command_explain(struct call *call);

/* ---- score.c ---- */

int command_score(struct call *call);

#endif
