#include "base/utf8.h"

/* Length of the valid sequence that s begins with, and its code point; 0 when there is none. */
static size_t decode(struct str s, int32_t *code_point)
{
    static const int32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (s.n == 0)
        return 0;
    unsigned char first = (unsigned char)s.p[0];
    if (first < 0x80) {
        *code_point = first;
        return 1;
    }
    size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || s.n < length)
        return 0;
    int32_t c = first & (0x7f >> length);
    for (size_t i = 1; i < length; i++) {
        unsigned char next = (unsigned char)s.p[i];
        if ((next & 0xc0) != 0x80)
            return 0;
        c = (c << 6) | (next & 0x3f);
    }
    if (c < smallest[length] || (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff)
        return 0;
    *code_point = c;
    return length;
}

/* How many bytes from `at` on are ASCII, eight at a time. */
static size_t ascii_run(struct str s, size_t at)
{
    size_t from = at;
    uint64_t eight;
    for (; at + sizeof(eight) <= s.n; at += sizeof(eight)) {
        memcpy(&eight, s.p + at, sizeof(eight));
        if (eight & 0x8080808080808080)
            break;
    }
    return at - from;
}

size_t utf8_valid_prefix(struct str s)
{
    size_t at = 0;
    while (at < s.n) {
        int32_t ignored;
        at += ascii_run(s, at);
        if (at == s.n)
            break;
        size_t length = decode(str_sub(s, at, s.n), &ignored);
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

bool utf8_is_valid(struct str s)
{
    return utf8_valid_prefix(s) == s.n;
}

int32_t utf8_next(struct str *s)
{
    int32_t c = -1;
    size_t length = decode(*s, &c);
    *s = str_sub(*s, length == 0 ? 1 : length, s->n);
    return c;
}

size_t utf8_length(struct str s)
{
    size_t count = 0;
    for (; s.n > 0; count++)
        utf8_next(&s);
    return count;
}

static bool is_plain(int32_t c, bool multiline)
{
    if (c == '\t' || c == '\n' || c == '\r')
        return multiline;
    bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
    bool override = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    bool not_a_character = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
    return !control && !override && !not_a_character;
}

bool utf8_is_plain(struct str s, bool multiline)
{
    while (s.n > 0) {
        if (!is_plain(utf8_next(&s), multiline))
            return false;
    }
    return true;
}

int utf8_width(int32_t c)
{
    static const struct {
        int32_t from;
        int32_t to;
        int width;
    } unusual[] = {
        {0x0300, 0x036f, 0},   {0x1100, 0x115f, 2},   {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},
        {0x200b, 0x200f, 0},   {0x20d0, 0x20ff, 0},   {0x2e80, 0x303e, 2},   {0x3041, 0xa4cf, 2},
        {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},   {0xfe20, 0xfe2f, 0},
        {0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},   {0x1f300, 0x1f64f, 2},
        {0x1f680, 0x1f6ff, 2}, {0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
    };
    for (size_t i = 0; i < sizeof(unusual) / sizeof(unusual[0]); i++) {
        if (c >= unusual[i].from && c <= unusual[i].to)
            return unusual[i].width;
    }
    return 1;
}
