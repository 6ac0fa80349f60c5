#include "store/id.h"

#include <errno.h>
#include <sys/random.h>

static void random_bytes(unsigned char *bytes, size_t size)
{
    /* Up to 256 bytes come whole or not at all. */
    while (getrandom(bytes, size, 0) != (ssize_t)size)
        if (errno != EINTR)
            abort();
}

static void base32(const unsigned char *bytes, size_t bits, char *out)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    unsigned held = 0;
    unsigned n = 0;
    for (size_t i = 0; i < (bits + 7) / 8; i++) {
        held = held << 8 | bytes[i];
        for (n += 8; n >= 5; n -= 5)
            *out++ = digits[held >> (n - 5) & 31];
    }
    if (n > 0)
        *out = digits[held << (5 - n) & 31];
}

struct str id_new(struct arena *a)
{
    unsigned char bytes[16];
    char text[ID_LENGTH];
    random_bytes(bytes, sizeof(bytes));
    base32(bytes, 128, text);
    return arena_str(a, (struct str){text, sizeof(text)});
}

struct str reference_new(struct arena *a)
{
    unsigned char bytes[5];
    char digits[8];
    char text[REFERENCE_LENGTH] = "P-";
    random_bytes(bytes, sizeof(bytes));
    base32(bytes, 40, digits);
    for (size_t i = 0; i < sizeof(digits); i++)
        if (digits[i] >= 'a')
            digits[i] = (char)(digits[i] - 'a' + 'A');
    memcpy(text + 2, digits, 4);
    text[6] = '-';
    memcpy(text + 7, digits + 4, 4);
    return arena_str(a, (struct str){text, sizeof(text)});
}
