/* The control socket: while the daemon holds the store, portillonctl's commands are run by it. One request a
 * connection: the language, the working folder, then the words of the command line; the answer: exit status,
 * standard output, standard error. Only the service's own user and root are listened to. */
#ifndef PORTILLON_CTL_CONTROL_H
#define PORTILLON_CTL_CONTROL_H

#include "ctl/ctl.h"

/* Runs one command (found by ctl_find) and gives its exit status; *errors gets what belongs on standard
 * error. */
struct control_call {
    enum diag_language language;
    const char *folder; /* that paths of the command line are relative to */
    int argc;
    char *const *argv; /* the command's words, without options of portillonctl itself */
};
struct control_answer {
    int status;
    struct str out, errors; /* in the arena */
};
void control_run(const struct app *app, struct arena *a, const struct control_call *call,
                 struct control_answer *out);

/* In the gateway: a thread that serves the socket at config->control. NULL, with the reason in `diags`, when
 * it cannot be made. */
struct control;
struct control *control_start(const struct app *app, struct diags *diags);
void control_stop(struct control *c);

/* In portillonctl. Does a daemon listen at `path`? */
bool control_listens(const char *path);
/* false when no daemon listens at `path`. */
bool control_ask(const char *path, struct arena *a, const struct control_call *call,
                 struct control_answer *out);

#endif
