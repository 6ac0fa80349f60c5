/* THE table: every page of the gateway that exists, and all that is to be said about who may ask for it and
 * how. */
#include "http/health.h"
#include "http/route.h"

const struct route routes[] = {
    /* For monitoring. */
    {
        .path = "/healthz",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = health_alive,
    },
    {
        .path = "/readyz",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = health_ready,
    },
};

const size_t n_routes = sizeof routes / sizeof routes[0];
