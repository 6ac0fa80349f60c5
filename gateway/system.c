#include "system.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t real_now(void)
{
    return (int64_t)time(NULL);
}

static void real_random(void *bytes, size_t size)
{
    unsigned char *to = bytes;
    while (size > 0) {
        size_t part = size < 256 ? size : 256; /* getentropy's limit */
        if (getentropy(to, part) != 0)
            abort();
        to += part;
        size -= part;
    }
}

const struct system_table system_real = {.now = real_now, .fill = real_random};

/* Douglas Crockford's alphabet: no i, l, o, u. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct str id_make(const struct system_table *system, struct arena *a)
{
    unsigned char bits[16];
    system->fill(bits, sizeof(bits));
    char *id = arena_alloc(a, ID_LENGTH + 1);
    /* 26 × 5 = 130 bits: the first character has three bits, the others five. */
    unsigned value = 0;
    int have = 2;
    size_t next = 0;
    for (size_t i = 0; i < ID_LENGTH; i++) {
        if (have < 5) {
            value = (value << 8 | bits[next++]) & 0xfffU;
            have += 8;
        }
        have -= 5;
        id[i] = alphabet[value >> have & 31U];
    }
    return (struct str){id, ID_LENGTH};
}

bool id_is_valid(struct str id)
{
    if (id.n != ID_LENGTH || !memchr("01234567", id.p[0], 8))
        return false;
    for (size_t i = 0; i < id.n; i++)
        if (!memchr(alphabet, id.p[i], sizeof(alphabet) - 1))
            return false;
    return true;
}
