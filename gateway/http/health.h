/* For monitoring: plain words, for machines. */
#ifndef PORTILLON_HTTP_HEALTH_H
#define PORTILLON_HTTP_HEALTH_H

#include "http/response.h"

/* /healthz: the process answers. */
void health_alive(struct request *r, struct response *out);
/* /readyz: the store can be read and its writer is alive. */
void health_ready(struct request *r, struct response *out);

#endif
