/* BLAKE2b (RFC 7693): versions of questionnaires, names of published files. */
#ifndef PORTILLON_SITE_HASH_H
#define PORTILLON_SITE_HASH_H

#include "base/arena.h"

/* 64 hexadecimal digits: BLAKE2b-256. */
struct str hash_hex(struct arena *a, struct str content);
/* Ten digits, for file names. */
struct str hash_short(struct arena *a, struct str content);

#endif
