#include "site/image.h"

#define MAX_SIDE 65535

static unsigned byte_at(struct str s, size_t at)
{
    return at < s.n ? (unsigned char)s.p[at] : 0;
}

static unsigned big16(struct str s, size_t at)
{
    return byte_at(s, at) << 8 | byte_at(s, at + 1);
}

static unsigned little16(struct str s, size_t at)
{
    return byte_at(s, at + 1) << 8 | byte_at(s, at);
}

static unsigned little24(struct str s, size_t at)
{
    return byte_at(s, at + 2) << 16 | little16(s, at);
}

static bool set(struct image_size *out, unsigned width, unsigned height)
{
    if (width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE)
        return false;
    *out = (struct image_size){(int)width, (int)height};
    return true;
}

/* PNG specification, 11.2.2: IHDR comes first. */
static bool read_png(struct str file, struct image_size *out)
{
    if (file.n < 24 || !str_eq_z(str_sub(file, 12, 16), "IHDR") || big16(file, 16) != 0 ||
        big16(file, 20) != 0)
        return false;
    return set(out, big16(file, 18), big16(file, 22));
}

/* ITU T.81, annex B: markers with their length, until a start of frame. */
static bool read_jpeg(struct str file, struct image_size *out)
{
    size_t at = 2;
    while (at + 9 < file.n) {
        unsigned marker = byte_at(file, at + 1);
        if (byte_at(file, at) != 0xFF)
            return false;
        if (marker == 0xFF) {
            at++;
            continue;
        }
        bool is_frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (is_frame)
            return set(out, big16(file, at + 7), big16(file, at + 5));
        at += marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8) ? 2 : 2 + big16(file, at + 2);
    }
    return false;
}

/* WebP container specification: VP8 (lossy), VP8L (lossless) or VP8X (extended). */
static bool read_webp(struct str file, struct image_size *out)
{
    struct str kind = str_sub(file, 12, 16);
    if (file.n < 30)
        return false;
    if (str_eq_z(kind, "VP8 "))
        return set(out, little16(file, 26) & 0x3FFF, little16(file, 28) & 0x3FFF);
    if (str_eq_z(kind, "VP8L")) {
        unsigned bits = little24(file, 21), more = byte_at(file, 24);
        return set(out, (bits & 0x3FFF) + 1, (bits >> 14 | (more & 0x0F) << 10) + 1);
    }
    return str_eq_z(kind, "VP8X") && set(out, little24(file, 24) + 1, little24(file, 27) + 1);
}

/* A length as SVG writes it, rounded down: "120", "12.5", "64px". Other units have no size in pixels. */
static bool read_length(struct str s, unsigned *out)
{
    size_t i = 0;
    unsigned value = 0;
    s = str_trim(s);
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && value <= MAX_SIDE)
        value = value * 10 + (unsigned)(s.p[i++] - '0');
    bool any = i > 0;
    if (i < s.n && s.p[i] == '.') {
        i++;
        while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
            i++;
    }
    struct str unit = str_sub(s, i, s.n);
    *out = value;
    return any && (unit.n == 0 || str_eq_z(unit, "px"));
}

/* The value of an attribute of a tag, quotes taken off. */
static bool find_attribute(struct str tag, struct str name, struct str *out)
{
    for (struct str rest = tag;;) {
        ptrdiff_t at = str_find(rest, name);
        if (at < 0)
            return false;
        bool is_whole = at > 0 && memchr(" \t\r\n", rest.p[at - 1], 4);
        rest = str_sub(rest, (size_t)at + name.n, rest.n);
        struct str value = str_trim(rest);
        if (!is_whole || value.n < 2 || value.p[0] != '=')
            continue;
        value = str_trim(str_sub(value, 1, value.n));
        if (value.n == 0 || (value.p[0] != '"' && value.p[0] != '\''))
            continue;
        char quote = value.p[0];
        value = str_sub(value, 1, value.n);
        *out = str_cut(&value, quote);
        return true;
    }
}

static bool read_view_box(struct str box, struct image_size *out)
{
    unsigned numbers[4] = {0};
    size_t n = 0, at = 0;
    while (n < 4 && at < box.n) {
        size_t end = at;
        while (end < box.n && !memchr(" ,\t\r\n", box.p[end], 5))
            end++;
        struct str word = str_sub(box, at, end);
        if (word.n > 0) {
            bool is_origin = n < 2;
            if (!is_origin && !read_length(word, &numbers[n]))
                return false;
            n++;
        }
        at = end + 1;
    }
    return n == 4 && set(out, numbers[2], numbers[3]);
}

static bool read_svg(struct str file, struct image_size *out)
{
    ptrdiff_t at = str_find(file, STR("<svg"));
    if (at < 0 || at > 4096)
        return false;
    struct str rest = str_sub(file, (size_t)at, file.n);
    struct str tag = str_cut(&rest, '>'), width, height, box;
    unsigned w, h;
    if (find_attribute(tag, STR("width"), &width) && find_attribute(tag, STR("height"), &height) &&
        read_length(width, &w) && read_length(height, &h))
        return set(out, w, h);
    return find_attribute(tag, STR("viewBox"), &box) && read_view_box(box, out);
}

bool image_read_size(struct str file, struct image_size *out)
{
    if (str_starts(file, STR("\x89PNG\r\n\x1a\n")))
        return read_png(file, out);
    if (str_starts(file, STR("\xff\xd8\xff")))
        return read_jpeg(file, out);
    if (str_starts(file, STR("GIF87a")) || str_starts(file, STR("GIF89a")))
        return file.n >= 10 && set(out, little16(file, 6), little16(file, 8));
    if (str_starts(file, STR("RIFF")) && str_eq_z(str_sub(file, 8, 12), "WEBP"))
        return read_webp(file, out);
    return read_svg(file, out);
}
