/* What every handler gets besides its request: the whole program in one struct, made in main, no globals. */
#ifndef PORTILLON_APP_H
#define PORTILLON_APP_H

#include "config.h"
#include "store/files.h"
#include "store/site.h"
#include "store/store.h"
#include "system.h"

struct keys;      /* http/seal.h: the server's secret, kept in data/key (0600) */
struct passwords; /* account/password.h: the two places for argon2id and their queue */
struct log;

struct app {
    const struct config *config;
    const struct system_table *system;
    struct store *store;
    struct files *files; /* what clients have uploaded */
    struct site_source *site;
    struct log *log;
    const struct keys *keys;
    struct passwords *passwords;
    void (*waits)(void); /* called by a thread that is about to wait or to work for long; or NULL */
};

struct app_settings {
    const struct config *config; /* must outlive the app */
    struct log *log;             /* likewise; NULL: nothing is logged */
    unsigned readers;            /* read-only connections: as many as threads that read */
    void (*waits)(void);         /* see struct app */
};
/* Opens store, files, key, passwords and site; after the last fork. false, with everything closed again and
 * the reason in `diags`, when something cannot be opened. */
bool app_open(struct app *out, const struct app_settings *settings, struct arena *a, struct diags *diags);
/* Finishes what waits to be written and closes everything. */
void app_close(struct app *app);

#endif
