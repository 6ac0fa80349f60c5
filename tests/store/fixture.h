/* A store and a small site for tests of the gateway's rules, in folders of their own, with a clock that
 * stands still. */
#ifndef PORTILLON_TESTS_STORE_FIXTURE_H
#define PORTILLON_TESTS_STORE_FIXTURE_H

#include "app.h"
#include "lib/test.h"

enum { FIXTURE_NOW = 1795000000 }; /* 2026-11-18 */

struct fixture {
    struct arena *arena;
    struct diags *diags;
    const char *folder, *site_path;
    const struct site *site;
    struct app app; /* store, files, site, passwords (cheap ones), system */
};

/* cmocka's set-up and tear-down: *state is the fixture. */
int fixture_open(void **state);
int fixture_close(void **state);

/* What the clock says; fixture_open sets it to FIXTURE_NOW. */
extern int64_t fixture_now;

/* Writes the site anew: `profil` (horizon, projet, reaction, age; below) with this wording, and the given
 * declaration for its question `reaction` instead of `one`. The site is given back and borrowed again. */
void fixture_publish(struct fixture *f, const char *reaction, const char *title);

/* SQL that changes the store behind its back, once closed, or asks a number of it. */
void fixture_execute(const char *path, const char *sql);
bool fixture_try(const char *path, const char *sql); /* false: refused */
int64_t fixture_number(const char *path, const char *sql);
/* Path of store.db, after everything written was copied into it. */
const char *fixture_copy(struct fixture *f);

/* People, as far as the rules need them. */
struct str fixture_member(struct fixture *f, const char *email);                     /* its id */
struct str fixture_client(struct fixture *f, struct str adviser, const char *email); /* its id */
/* Opens the client's account; with a password, unless it is NULL. */
void fixture_account(struct fixture *f, struct str client, const char *password);

#endif
