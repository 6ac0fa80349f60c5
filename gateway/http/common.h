/* What every page is given besides its own fields: row "*" of theme/shapes.def. */
#ifndef PORTILLON_HTTP_COMMON_H
#define PORTILLON_HTTP_COMMON_H

#include "http/response.h"

void common_fields(struct request *r, struct value *view);
/* Where "home" leads: the space for clients, the office for members, the portal for visitors. */
struct str common_home(const struct request *r);

#endif
