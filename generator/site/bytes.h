/* Numbers and texts one behind the other, and read back: for files that only this program reads. */
#ifndef PORTILLON_SITE_BYTES_H
#define PORTILLON_SITE_BYTES_H

#include "base/buf.h"

/* Seven bits a byte, the low ones first (LEB128). */
void bytes_put_number(struct buf *out, uint64_t n);
void bytes_put_text(struct buf *out, struct str text);

/* What is left to read; `is_bad` when it ended too early, and from then on everything is 0 and empty. */
struct bytes {
    struct str rest;
    bool is_bad;
};
uint64_t bytes_number(struct bytes *in);
/* A count of things of which each takes a byte at least: never more than there is. */
size_t bytes_count(struct bytes *in);
struct str bytes_text(struct bytes *in);

#endif
