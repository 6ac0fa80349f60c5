/* What became of a form, told to the page that is shown after it. A form is answered by a redirection, so
 * that Back, Reload and a second click never send it again; what that page has to say (mistakes, what was
 * typed) goes along in its address, in the field `constat`: sealed, so that nobody else can make or read it,
 * and of use to the same session and page alone. */
#ifndef PORTILLON_HTTP_SEQUEL_H
#define PORTILLON_HTTP_SEQUEL_H

#include "http/response.h"

enum {
    SEQUEL_HOURS = 12,
    SEQUEL_MAX = 5 * 1024 /* bytes of an address: web servers take 8 KiB with the rest */
};

struct sequel {
    struct str path;    /* may have a query */
    const char *anchor; /* of what the reading goes on at; NULL: the top */
    struct str text;    /* in no language: the page is worded when it is shown; lines as of store/lines.h */
};
/* The address of the page with what it has to say. Empty: the text is too long for one. */
struct str sequel_address(const struct request *r, const struct sequel *sequel);
/* Leads there. False, with nothing answered, when the text is too long for an address. */
bool sequel_redirect(struct request *r, struct response *out, const struct sequel *sequel);

/* The text that was left for the page that is asked for. Empty: there is none, it is another session's or
 * page's, or SEQUEL_HOURS old. */
struct str sequel_read(const struct request *r);

#endif
