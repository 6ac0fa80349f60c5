/* The example site built once for a program of tests, a store with an adviser and a client, and requests as
 * handlers get them. */
#ifndef PORTILLON_TESTS_PAGES_SCENE_H
#define PORTILLON_TESTS_PAGES_SCENE_H

#include "http/session.h"
#include "store/fixture.h"

#define SCENE_PASSWORD "un cheval vert et doux"

struct scene {
    struct fixture *fixture;
    struct arena *arena;
    struct app app;
    struct config config;
    const struct site *site;    /* the example site */
    struct str adviser, client; /* ids */
    struct session visitor, as_client, as_adviser;
};

/* cmocka's set-up and tear-down: *state is the scene. */
int scene_open(void **state);
int scene_close(void **state);

/* The example site alone, for tests without a store. */
const struct site *scene_site(void);

/* A request without fields, by somebody, in French. */
struct request *scene_request(struct scene *s, enum method method, const struct session *who);
/* Adds a field. */
void scene_field(struct request *r, const char *name, struct str value);

#endif
