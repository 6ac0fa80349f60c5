/* /refus/STATUS: the page for what nginx has refused before the gateway heard of it. */
#ifndef PORTILLON_HTTP_REFUSED_H
#define PORTILLON_HTTP_REFUSED_H

#include "http/response.h"

void refused_by_nginx(struct request *r, struct response *out);

#endif
