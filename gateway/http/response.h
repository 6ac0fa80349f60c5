/* What a handler answers. Nothing is sent before the handler has returned, so an error can still replace it
 * all. Security headers are set by the server for every answer. */
#ifndef PORTILLON_HTTP_RESPONSE_H
#define PORTILLON_HTTP_RESPONSE_H

#include "http/request.h"
#include "theme/value.h"

struct response {
    int status;
    struct str location;     /* of a redirect: a path of ours, beginning with '/' */
    struct str content_type; /* "text/html; charset=utf-8" unless set */
    struct str set_cookie;   /* the whole header value; set by session.h only */
    bool clear_site_data;    /* at sign-out */
    int retry_after;         /* seconds; 0: no header */
    int refusal;             /* its number, for the log; set by respond_refusal */
    struct str file;         /* hash: the web server sends this file, as an attachment called file_name */
    struct str file_name;
    struct buf body;
};

/* Refusals that a person sees have a stable number, a page that says what happened, what was kept and what to
 * do (catalogue keys `refusal.<name>.title|what|kept|todo`), and a log line. Where a form was understood and
 * only could not be handled now, the page holds what it posted, and a button that posts it again: what every
 * form does when it is posted twice holds then too. http/refusals.def: REFUSAL(number, NAME, status, name).
 */
enum refusal {
#define REFUSAL(number, NAME, status, name) REFUSAL_##NAME,
#include "http/refusals.def"
#undef REFUSAL
    REFUSAL__MAX
};

/* The web server sends the file of this hash from the folder of files (X-Accel-Redirect), to be saved under
 * this name. */
void respond_file(struct response *out, struct str hash, struct str name);

/* Renders the template with the view (a map), to which the common fields are added. */
void respond_page(struct request *r, struct response *out, int status, const char *template_name,
                  struct value *view);
/* 303 to a path of ours. */
void respond_redirect(struct response *out, struct str path);
void respond_json(struct response *out, struct str json);
void respond_refusal(struct request *r, struct response *out, enum refusal why);
/* The refusal that fits a failed store call: busy, full, broken, and not found for STORE_NONE. */
void respond_store_failure(struct request *r, struct response *out, enum store_status status);

#endif
