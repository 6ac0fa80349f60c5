#include "site/bytes.h"

void bytes_put_number(struct buf *out, uint64_t n)
{
    char bytes[10];
    size_t count = 0;
    for (; n >= 0x80; n >>= 7)
        bytes[count++] = (char)(n | 0x80);
    bytes[count++] = (char)n;
    buf_add(out, (struct str){bytes, count});
}

void bytes_put_text(struct buf *out, struct str text)
{
    bytes_put_number(out, text.n);
    buf_add(out, text);
}

static uint64_t bad(struct bytes *in)
{
    in->is_bad = true;
    in->rest = (struct str){"", 0};
    return 0;
}

uint64_t bytes_number(struct bytes *in)
{
    uint64_t n = 0;
    for (unsigned shift = 0; shift < 64 && in->rest.n > 0; shift += 7) {
        unsigned char byte = (unsigned char)in->rest.p[0];
        in->rest = str_sub(in->rest, 1, in->rest.n);
        n |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return n;
    }
    return bad(in);
}

size_t bytes_count(struct bytes *in)
{
    uint64_t n = bytes_number(in);
    return n <= in->rest.n ? (size_t)n : (size_t)bad(in);
}

struct str bytes_text(struct bytes *in)
{
    size_t n = bytes_count(in);
    struct str text = n > 0 ? str_sub(in->rest, 0, n) : (struct str){"", 0};
    in->rest = str_sub(in->rest, n, in->rest.n);
    return text;
}
