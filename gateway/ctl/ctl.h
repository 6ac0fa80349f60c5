/* The administrator's commands. Each is one function over an open store; portillonctl runs it itself, or,
 * while the daemon holds the store, has the daemon run it through the control socket (control.h): the same
 * code, the same words. */
#ifndef PORTILLON_CTL_CTL_H
#define PORTILLON_CTL_CTL_H

#include "app.h"
#include "base/buf.h"
#include "base/options.h"

/* What a command has to say, in French and English: texts.def. */
enum ctl_text {
#define TEXT(name, fr, en) TEXT_##name,
#include "ctl/texts.def"
#undef TEXT
    CTL_TEXT__MAX
};

/* One run of one command. */
struct ctl {
    const struct app *app;   /* NULL for commands that need no store */
    const struct site *site; /* borrowed for the run's time; NULL likewise */
    const char *config_path;
    const char *folder; /* that paths of the command line are relative to */
    struct arena *arena;
    struct diags *diags; /* mistakes, for standard error */
    enum diag_language language;
    struct buf out; /* for standard output */
    int64_t now;
};

struct ctl_command {
    const char *name; /* one or two words: "client create" */
    enum ctl_text summary, usage;
    int (*run)(struct ctl *c, int argc,
               char *const *argv); /* EXIT_… or 1; argv[0] is the last word of the name */
    bool alone;                    /* needs no store: never sent to the daemon */
    bool offline;                  /* needs the store for itself: refused while the daemon runs */
};

/* The command that argv begins with, and how many words it took; NULL: none, with the reason in `diags`. */
const struct ctl_command *ctl_find(int argc, char *const *argv, int *words, struct diags *diags);
/* The list of commands, or one command's usage. */
void ctl_help(struct ctl *c, const struct ctl_command *command);

/* The commands that begin with this word and have another; false: there are none. */
bool ctl_help_group(struct ctl *c, const char *word);

/* Appends a text and a line end; {0} to {3} are the arguments. */
void ctl_say(struct ctl *c, enum ctl_text text, const struct str *args, size_t n);
#define CTL_SAY(c, text, ...)                                          \
    ctl_say((c), (text), (const struct str[]){{0}, ##__VA_ARGS__} + 1, \
            sizeof((const struct str[]){{0}, ##__VA_ARGS__}) / sizeof(struct str) - 1)
/* The same without a line end, in the arena. */
struct str ctl_format(struct ctl *c, enum ctl_text text, const struct str *args, size_t n);
/* The text alone, for parts of a line. */
struct str ctl_word(const struct ctl *c, enum ctl_text text);
/* A number in figures, for a text's argument. */
struct str ctl_number(const struct ctl *c, int64_t n);

/* A command's own words: argv[0] is the last word of its name. */
struct ctl_line {
    int argc;
    char *const *argv;
    const char **operands; /* room for max_operands; those not given are NULL */
    size_t min_operands, max_operands;
};
/* Reads options and operands; false, with the reason in `diags`: EXIT_USAGE. */
bool ctl_options(struct ctl *c, const struct ctl_line *line, const struct option *items, size_t n);
/* A path of the command line, whole: the daemon works in another folder. */
const char *ctl_path(const struct ctl *c, const char *path);
/* Says why a store call failed; gives 1. */
int ctl_store_failure(struct ctl *c, enum store_status status, struct str what);

/* By id or e-mail address. */
struct client;
enum store_status ctl_find_client(struct ctl *c, struct str who, struct client *out);
/* Creates a client of the adviser with this e-mail address, by the administrator. STORE_NONE: there is no
 * such adviser. */
enum store_status ctl_make_client(struct ctl *c, struct str adviser, struct client *client);

/* The commands, by subject. */
int ctl_init(struct ctl *c, int argc, char *const *argv);
int ctl_admin_create(struct ctl *c, int argc, char *const *argv);
int ctl_adviser_create(struct ctl *c, int argc, char *const *argv);
int ctl_client_create(struct ctl *c, int argc, char *const *argv);
int ctl_client_list(struct ctl *c, int argc, char *const *argv);
int ctl_invite(struct ctl *c, int argc, char *const *argv);
int ctl_history(struct ctl *c, int argc, char *const *argv);
int ctl_mail_list(struct ctl *c, int argc, char *const *argv);
int ctl_mail_retry(struct ctl *c, int argc, char *const *argv);
int ctl_feedback(struct ctl *c, int argc, char *const *argv);
int ctl_backup(struct ctl *c, int argc, char *const *argv);
int ctl_verify(struct ctl *c, int argc, char *const *argv);
int ctl_config_check(struct ctl *c, int argc, char *const *argv);
int ctl_populate(struct ctl *c, int argc, char *const *argv);

#endif
