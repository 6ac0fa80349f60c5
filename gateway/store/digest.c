#include "store/digest.h"

void digest_begin(struct digest *d, const char *what)
{
    crypto_generichash_init(&d->state, NULL, 0, DIGEST_SIZE);
    digest_text(d, str_from(what));
}

void digest_text(struct digest *d, struct str text)
{
    unsigned char length[8];
    for (size_t i = 0; i < sizeof(length); i++)
        length[i] = (unsigned char)(text.n >> (8 * i));
    crypto_generichash_update(&d->state, length, sizeof(length));
    crypto_generichash_update(&d->state, (const unsigned char *)text.p, text.n);
}

void digest_int(struct digest *d, int64_t n)
{
    char text[24];
    int length = snprintf(text, sizeof(text), "%lld", (long long)n);
    digest_text(d, (struct str){text, (size_t)length});
}

void digest_end(struct digest *d, unsigned char out[static DIGEST_SIZE])
{
    crypto_generichash_final(&d->state, out, DIGEST_SIZE);
}

void digest_of(struct str bytes, unsigned char out[static DIGEST_SIZE])
{
    crypto_generichash(out, DIGEST_SIZE, (const unsigned char *)bytes.p, bytes.n, NULL, 0);
}

static const char digits[] = "0123456789abcdef";

struct str digest_hex(struct arena *a, struct str bytes)
{
    char *text = arena_alloc(a, 2 * bytes.n + 1);
    for (size_t i = 0; i < bytes.n; i++) {
        text[2 * i] = digits[(unsigned char)bytes.p[i] >> 4];
        text[2 * i + 1] = digits[(unsigned char)bytes.p[i] & 15];
    }
    return (struct str){text, 2 * bytes.n};
}

bool digest_from_hex(struct str text, unsigned char out[static DIGEST_SIZE])
{
    if (text.n != 2 * (size_t)DIGEST_SIZE)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        const char *digit = memchr(digits, text.p[i], 16);
        if (digit == NULL)
            return false;
        unsigned high = i % 2 == 0 ? 0 : out[i / 2] * 16u;
        out[i / 2] = (unsigned char)(high + (unsigned)(digit - digits));
    }
    return true;
}
