#include "site/compress.h"

#include <brotli/encode.h>
#define ZLIB_CONST
#include <zlib.h>

enum {
    LEAST = 860,      /* bytes: what is shorter fits into one packet anyway */
    GZIP_WINDOW = 31, /* 15, and 16 for gzip's header */
    GZIP_MEMORY = 9,
    GZIP_EFFORT = 9,
    BROTLI_EFFORT = 9,      /* of 11: the last two take ten times longer for some percent */
    LARGE = (1 << 16) - 16, /* bytes: from here on mostly lists for machines, worth less time and memory */
    SMALL_WINDOW = 16,      /* bits: all of what is not large, and brotli needs 1 MB instead of 33 */
    EFFORT_FOR_LARGE = 4,
};

bool compress_suits(struct str path)
{
    static const struct str endings[] = {STR_INIT(".html"), STR_INIT(".css"), STR_INIT(".js"),
                                         STR_INIT(".svg"),  STR_INIT(".xml"), STR_INIT(".txt"),
                                         STR_INIT(".json")};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (str_ends(path, endings[i]))
            return true;
    }
    return false;
}

static int effort(struct str content, int usual)
{
    return content.n < LARGE ? usual : EFFORT_FOR_LARGE;
}

/* deflateInit2 writes no time and no name into the header. */
bool compress_gzip(struct arena *a, struct str content, struct str *out)
{
    z_stream z = {0};
    if (content.n < LEAST || content.n > UINT32_MAX ||
        deflateInit2(&z, effort(content, GZIP_EFFORT), Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    char *packed = arena_alloc(a, content.n);
    z.next_in = (const unsigned char *)content.p;
    z.avail_in = (unsigned)content.n;
    z.next_out = (unsigned char *)packed;
    z.avail_out = (unsigned)content.n;
    bool pays = deflate(&z, Z_FINISH) == Z_STREAM_END;
    *out = (struct str){packed, content.n - z.avail_out};
    deflateEnd(&z);
    return pays;
}

bool compress_brotli(struct arena *a, struct str content, struct str *out)
{
    if (content.n < LEAST)
        return false;
    size_t n = content.n;
    char *packed = arena_alloc(a, n);
    if (!BrotliEncoderCompress(effort(content, BROTLI_EFFORT),
                               content.n < LARGE ? SMALL_WINDOW : BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                               content.n, (const unsigned char *)content.p, &n, (unsigned char *)packed))
        return false;
    *out = (struct str){packed, n};
    return true;
}
