/* One request as handlers see it: routed, authorised, its fields parsed. Everything lives in the request's
 * arena. */
#ifndef PORTILLON_HTTP_REQUEST_H
#define PORTILLON_HTTP_REQUEST_H

#include "app.h"

enum method { METHOD_GET, METHOD_POST, METHOD__MAX }; /* HEAD is answered as GET without a body */

/* Who is at the other end. */
enum role {
    ROLE_NOBODY = 0 /* a zero value means closed */,
    ROLE_ANYONE,
    ROLE_CLIENT,
    ROLE_ADVISER,
    ROLE_ADMIN,
    ROLE__MAX
};

struct field {
    struct str name, value; /* decoded, valid UTF-8, no NUL */
};

/* A file of a form that has any (http/upload.h). */
struct request_file {
    struct str field, name;   /* the control's, the file's as the browser gave it */
    struct incoming *content; /* store/files.h: gone after the request, unless it is kept */
};

struct session; /* http/session.h */

struct request {
    const struct app *app;
    struct arena *arena;
    const struct site *site; /* borrowed for the request's time */
    struct str id;           /* 12 characters, in the log and on error pages */
    enum method method;
    struct str path;      /* decoded, normalised */
    struct str params[4]; /* what the route's `*` parts matched, in order */
    struct str language;  /* of the answer */
    struct str remote;    /* address, from nginx */
    bool no_cookie;       /* the page gives visitors none */
    bool script;          /* the page's script asks: answer JSON (field auto=1) */
    const struct field
        *fields; /* of the body for POST, of the query for GET: only those that the route declares */
    size_t n_fields;
    const struct request_file *files; /* in order of the form */
    size_t n_files;
    const struct session *session; /* never NULL; session->account is empty for visitors */
    int64_t now;                   /* UTC seconds at its beginning */
    struct str reprise;   /* sealed, for the hidden field of that name of a sign-in page that is shown in the
                             place of what was asked for (http/resume.h) */
    bool kept;            /* a POST is kept in it */
    struct str new_token; /* made by session_begin */
    struct store *reader; /* for request_db alone: app->store is NULL in rows that only read */
    struct store_db *db;  /* lent on first use by request_db */
};

/* The request's read-only connection. */
struct store_db *request_db(struct request *r);
/* Gives it back: what request_db lends next sees what was written meanwhile. */
void request_db_renew(struct request *r);
/* The first field of this name, or an empty slice with p NULL. */
struct str request_field(const struct request *r, const char *name);
/* All values of a field, in order. */
size_t request_values(const struct request *r, struct str name, const struct str **values);

#endif
