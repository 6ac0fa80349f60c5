/* The route table: a row is the whole policy of a page. routes.c holds it: read it first. A zero value means
 * closed: no role, no body, no field. A GET row cannot write (its handler gets no way to call store_write:
 * `reads` rows run with the writer refused). */
#ifndef PORTILLON_HTTP_ROUTE_H
#define PORTILLON_HTTP_ROUTE_H

#include "http/request.h"
#include "http/response.h"

/* CSRF_NO_COOKIE: the page is about nobody. It gives no visitor a cookie, so a POST has no token to carry; it
 * must still come from our own pages by what the browser says (http/csrf.h), and may change nothing of
 * anybody's. */
enum csrf { CSRF_CLOSED = 0, CSRF_NOT_NEEDED /* GET only */, CSRF_REQUIRED, CSRF_NO_COOKIE, CSRF__MAX };
enum access { ACCESS_CLOSED = 0, ACCESS_READS, ACCESS_WRITES, ACCESS__MAX };

/* How the value of a field is validated before the handler sees it. */
enum field_kind {
    FIELD_CLOSED = 0,
    FIELD_TEXT,      /* one line of plain text */
    FIELD_LONG_TEXT, /* several lines */
    FIELD_TOKEN,     /* [A-Za-z0-9_-]*, links' tokens */
    FIELD_ID,        /* 26 characters of base32 */
    FIELD_EMAIL,     /* as typed: the handler judges it */
    FIELD_PASSWORD,  /* any bytes but NUL, valid UTF-8, at most 1024 bytes; more is 400 */
    FIELD_FLAG,      /* "1" or absent */
    FIELD_LANGUAGE,  /* a language of the site */
    FIELD_ANSWERS,   /* any other field: the questionnaire's definition judges it */
    FIELD_KIND__MAX
};
struct field_rule {
    const char *name; /* NULL for FIELD_ANSWERS */
    enum field_kind kind;
    size_t max; /* bytes */
    bool many;  /* may be repeated */
};

struct route {
    const char *path; /* "/espace/q/" "*" parts: `*` matches one part */
    enum method method;
    enum role role; /* ROLE_ADVISER lets administrators in too */
    enum csrf csrf;
    enum access access;
    size_t body_limit; /* bytes; 0 for GET */
    size_t form_limit; /* of a form with files (multipart/form-data): bytes of its other fields, as a form
                          without files has them; 0: the row takes no files */
    int rate;   /* requests a minute of one address, of one account behind a door; 0: the configured number,
                   120 by default */
    int hourly; /* requests an hour, besides; 0: no such limit */
    const struct field_rule *fields;
    size_t n_fields;
    void (*handler)(struct request *, struct response *);
    const char *door; /* sign-in page for who is not signed in: "/espace/connexion" or "/cabinet/connexion" */
};

extern const struct route routes[];
extern const size_t n_routes;

/* Finds the row; sets params. NULL: no such path with this method. */
const struct route *route_find(enum method method, struct str path, struct str params[4]);

#endif
