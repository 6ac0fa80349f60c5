/* A slice of text: a pointer and a length, borrowed from whoever owns the bytes. Never NUL-terminated by
 * promise, never freed. Every function takes and gives slices by value. */
#ifndef PORTILLON_BASE_STR_H
#define PORTILLON_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* A slice of a string literal, usable in initialisers and as a value. */
#define STR_INIT(literal)               \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
#define STR(literal) ((struct str)STR_INIT(literal))

/* For printf-like functions: printf(STR_FMT, STR_ARG(s)). */
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

/* The slice of a NUL-terminated string; NULL gives the empty slice. */
static inline struct str str_from(const char *z)
{
    return z == NULL ? (struct str){"", 0} : (struct str){z, strlen(z)};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
bool str_eq_z(struct str a, const char *z);
/* Equal when ASCII letters of either case are the same. */
bool str_eq_nocase(struct str a, struct str b);
/* Byte order, like memcmp; a prefix comes before what it begins. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_empty(struct str s);

/* Offset of the first occurrence, or -1. */
ptrdiff_t str_find(struct str s, struct str what);
static inline ptrdiff_t str_find_char(struct str s, char c)
{
    const char *found = s.n == 0 ? NULL : memchr(s.p, c, s.n);
    return found == NULL ? -1 : found - s.p;
}

/* The bytes [from, to); both are clamped to the length. */
static inline struct str str_sub(struct str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return s.p == NULL ? s : (struct str){s.p + from, to - from};
}
static inline bool str_is_blank(char c)
{
    return c == ' ' || (c <= '\r' && (c == '\t' || c == '\r' || c == '\n'));
}
/* Without ASCII blanks (space, tab, CR, LF) at either end. */
static inline struct str str_trim(struct str s)
{
    while (s.n > 0 && str_is_blank(s.p[0]))
        s = str_sub(s, 1, s.n);
    while (s.n > 0 && str_is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}
/* Gives what stands before the first `sep` and moves *rest behind it; without one, gives all and empties
 * *rest. */
static inline struct str str_cut(struct str *rest, char sep)
{
    struct str all = *rest;
    ptrdiff_t at = str_find_char(all, sep);
    *rest = at < 0 ? str_sub(all, all.n, all.n) : str_sub(all, (size_t)at + 1, all.n);
    return at < 0 ? all : str_sub(all, 0, (size_t)at);
}
/* Gives the next line without its end (LF or CRLF) and moves *rest behind it; false when *rest is empty. */
bool str_line(struct str *rest, struct str *line);

/* A whole decimal integer with optional '-', nothing else around it; false when it is not one or does not
 * fit. */
bool str_to_int64(struct str s, int64_t *out);

/* Up to eight bytes as one number: with their count it says what they are. */
static inline uint64_t str_piece(const char *p, size_t n)
{
    uint64_t eight = 0;
    uint32_t first, last;
    if (n == sizeof(eight)) {
        memcpy(&eight, p, sizeof(eight));
    } else if (n >= sizeof(first)) {
        memcpy(&first, p, sizeof(first));
        memcpy(&last, p + n - sizeof(last), sizeof(last));
        eight = first | (uint64_t)last << 32;
    } else if (n > 0) {
        const unsigned char *bytes = (const unsigned char *)p;
        eight = bytes[0] | (uint64_t)bytes[n / 2] << 8 | (uint64_t)bytes[n - 1] << 16;
    }
    return eight;
}

/* For hash tables within one run: multiplicative (Knuth, The Art of Computer Programming 3, 6.4), eight bytes
 * at a time. */
uint64_t str_hash(struct str s);

/* How many slips of the pen lie between two words, in bytes: one missing, one too many, one wrong, two
 * neighbours swapped (the optimal string alignment distance). Capped at `limit`, which is also what words get
 * that differ over more than 255 bytes. For "did you mean". */
size_t str_distance(struct str a, struct str b, size_t limit);

#endif
