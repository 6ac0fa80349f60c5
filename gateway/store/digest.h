/* BLAKE2b-256 over fields: each goes in with its length before it, so that no two lists of fields give the
 * same bytes. */
#ifndef PORTILLON_STORE_DIGEST_H
#define PORTILLON_STORE_DIGEST_H

#include <sodium/crypto_generichash.h>

#include "base/arena.h"

enum { DIGEST_SIZE = 32 };

struct digest {
    crypto_generichash_state state;
};

/* `what` names the kind of thing and its version: "profile 1". */
void digest_begin(struct digest *d, const char *what);
void digest_text(struct digest *d, struct str text);
void digest_int(struct digest *d, int64_t n);
void digest_end(struct digest *d, unsigned char out[static DIGEST_SIZE]);

/* Of bytes as they are. */
void digest_of(struct str bytes, unsigned char out[static DIGEST_SIZE]);
/* Lower-case hexadecimal, and back; false when it is not that of a digest. */
struct str digest_hex(struct arena *a, struct str bytes);
bool digest_from_hex(struct str text, unsigned char out[static DIGEST_SIZE]);

#endif
