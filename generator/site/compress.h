/* Compressed copies of published files, made once so that the web server need not (nginx: gzip_static,
 * brotli_static). The same content gives the same bytes. */
#ifndef PORTILLON_SITE_COMPRESS_H
#define PORTILLON_SITE_COMPRESS_H

#include "base/arena.h"

/* Is a file of this name text, so that packing it pays? Pictures and fonts are packed already. */
bool compress_suits(struct str path);
/* False when it does not pay: the content is short, or not smaller afterwards. */
bool compress_gzip(struct arena *a, struct str content, struct str *out);
bool compress_brotli(struct arena *a, struct str content, struct str *out);

#endif
