/* A form with files: multipart/form-data. Its fields become the same text that a form without files is, so
 * that everything behind sees but one kind of form; its files go to the store's incoming files while they are
 * read, and never into memory. */
#ifndef PORTILLON_HTTP_UPLOAD_H
#define PORTILLON_HTTP_UPLOAD_H

#include "http/route.h"
#include "http/server.h"

enum {
    UPLOAD_FILES_MAX = 20,                  /* of one form */
    UPLOAD_BYTES_MAX = 50 * 1000 * 1000 + 1 /* kept of one file: enough to see that it is too large */
};

/* Reads the body whole. Where `keep` is false the files are read and dropped, and the text says so by a field
 * `perdus=1`: somebody else than the row's role is asking. */
enum refusal upload_read(struct request *r, const struct route *route, struct exchange *e, bool keep,
                         struct str *text);
/* Removes the files that no handler kept. */
void upload_end(struct request *r);

#endif
