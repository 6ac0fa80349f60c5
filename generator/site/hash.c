#include "site/hash.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <xxhash.h>

static struct str hex(struct arena *a, struct str content, size_t bytes)
{
    unsigned char digest[32];
    char text[65];
    crypto_generichash(digest, sizeof(digest), (const unsigned char *)content.p, content.n, NULL, 0);
    sodium_bin2hex(text, sizeof(text), digest, bytes);
    return arena_str(a, str_from(text));
}

struct str hash_hex(struct arena *a, struct str content)
{
    return hex(a, content, 32);
}

struct str hash_short(struct arena *a, struct str content)
{
    return hex(a, content, 5);
}

struct hash hash_quick(struct str content)
{
    XXH128_hash_t hash = XXH3_128bits(content.p, content.n);
    return (struct hash){hash.low64, hash.high64};
}

/* XXH3's own state, under our name. */
struct hashing *hashing_new(void)
{
    XXH3_state_t *state = XXH3_createState();
    if (!state || XXH3_128bits_reset(state) != XXH_OK)
        abort();
    return (struct hashing *)state;
}

void hashing_add(struct hashing *hashing, struct str part)
{
    XXH3_128bits_update((XXH3_state_t *)hashing, part.p, part.n);
}

struct hash hashing_end(struct hashing *hashing)
{
    XXH128_hash_t hash = XXH3_128bits_digest((XXH3_state_t *)hashing);
    XXH3_freeState((XXH3_state_t *)hashing);
    return (struct hash){hash.low64, hash.high64};
}

struct str hash_version(struct arena *a, struct str content)
{
    uint64_t ten_digits = hash_quick(content).low >> 24;
    return arena_printf(a, "%010" PRIx64, ten_digits);
}

bool hash_equal(struct hash a, struct hash b)
{
    return a.low == b.low && a.high == b.high;
}
