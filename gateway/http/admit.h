/* The steps between a route's row and its handler. Each gives REFUSAL__MAX to go on, or why not. */
#ifndef PORTILLON_HTTP_ADMIT_H
#define PORTILLON_HTTP_ADMIT_H

#include "http/fields.h"
#include "http/server.h"

/* Reads the body of a POST whole: type, announced length, limit, and that all of it came. Of a form with
 * files, the files too (http/upload.h). */
enum refusal admit_body(struct request *r, const struct route *route, struct exchange *e, struct str *body);

/* Decodes and takes the token out into *csrf. Sets r->script for the page's script. */
enum refusal admit_decode(struct request *r, const struct route *route, struct str text, struct fields *all,
                          struct str *csrf);

/* Holds the fields against the row's rules and gives them to the request. */
enum refusal admit_fields(struct request *r, const struct route *route, const struct fields *all);

/* True when somebody of this role may come in by this row. */
bool admit_role(const struct route *route, enum role role);

#endif
