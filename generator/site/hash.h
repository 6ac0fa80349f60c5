/* BLAKE2b (RFC 7693): versions of questionnaires, names of published files. XXH3: what tells one build's
 * output from the last one's; ten times quicker, and nobody gains by two pages that look the same to it. */
#ifndef PORTILLON_SITE_HASH_H
#define PORTILLON_SITE_HASH_H

#include "base/arena.h"

/* 64 hexadecimal digits: BLAKE2b-256. */
struct str hash_hex(struct arena *a, struct str content);
/* Ten digits, for file names. */
struct str hash_short(struct arena *a, struct str content);

struct hash {
    uint64_t low, high;
};
/* The same of a content that comes in parts. */
struct hashing;
struct hashing *hashing_new(void);
void hashing_add(struct hashing *hashing, struct str part);
/* And lets it go. */
struct hash hashing_end(struct hashing *hashing);
/* Ten digits of XXH3-128: the version of an article. */
struct str hash_version(struct arena *a, struct str content);
/* XXH3-128. */
struct hash hash_quick(struct str content);
bool hash_equal(struct hash a, struct hash b);

#endif
