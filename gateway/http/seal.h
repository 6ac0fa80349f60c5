/* The server's secret and what is done with it. data/key holds 32 random bytes, made at the first start with
 * mode 0600; a key is derived from them for every use (libsodium's BLAKE2b-based derivation), so that what
 * one use gives away is worth nothing to another. Also tokens: 32 random bytes as base64url, of which the
 * store only keeps the hash. */
#ifndef PORTILLON_HTTP_SEAL_H
#define PORTILLON_HTTP_SEAL_H

#include "base/arena.h"

enum key_use {
    KEY_CSRF,    /* keyed hash of a session's token */
    KEY_REPRISE, /* sealed requests that wait for a sign-in */
    KEY_ADDRESS, /* keyed hash of a client's address, in the log and for limits */
    KEY_SEQUEL,  /* sealed outcomes of forms */
    KEY_USE__MAX
};

enum { KEY_BYTES = 32, HASH_BYTES = 32, TOKEN_BYTES = 32, TOKEN_CHARS = 43 };

struct keys;

/* Reads FOLDER/key, or makes it. NULL and the reason (base/reasons.def) in *error when it cannot be read, is
 * not 32 bytes long, or is readable by others. */
const struct keys *keys_open(struct arena *a, const char *folder, struct str *error);
/* From given bytes, for tests. */
const struct keys *keys_from(struct arena *a, const unsigned char secret[KEY_BYTES]);

/* Keyed BLAKE2b-256. */
void keys_hash(const struct keys *keys, enum key_use use, struct str message, unsigned char hash[HASH_BYTES]);
/* BLAKE2b-256 of a token: what the store keeps of it. */
void seal_hash(struct str token, unsigned char hash[HASH_BYTES]);

/* Encrypted and authenticated, as base64url: nobody else can read or change it. */
struct str seal(const struct keys *keys, enum key_use use, struct str plain, struct arena *a);
/* False when it was not sealed by this key for this use. */
bool unseal(const struct keys *keys, enum key_use use, struct str sealed, struct arena *a, struct str *plain);

/* Without padding. */
struct str base64url(struct arena *a, const unsigned char *bytes, size_t n);
/* In a time that does not tell where they differ. */
bool equal_in_constant_time(struct str a, struct str b);

#endif
