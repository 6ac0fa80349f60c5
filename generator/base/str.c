#include "base/str.h"

#include <string.h>

bool str_empty(struct str s)
{
    return s.n == 0;
}

bool str_eq_z(struct str a, const char *z)
{
    return str_eq(a, str_from(z));
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    }
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);
    if (order != 0)
        return order;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

/* Of two bytes, as most that are looked for in whole pages: memmem takes each byte in turn, memchr many at
 * once. */
static ptrdiff_t find_pair(struct str s, const char *pair)
{
    const char *end = s.p + s.n - 1, *at = memchr(s.p, pair[0], s.n - 1);
    while (at != NULL && at[1] != pair[1])
        at = ++at < end ? memchr(at, pair[0], (size_t)(end - at)) : NULL;
    return at == NULL ? -1 : at - s.p;
}

ptrdiff_t str_find(struct str s, struct str what)
{
    if (what.n == 0)
        return 0;
    if (s.n < what.n)
        return -1;
    if (what.n == 2)
        return find_pair(s, what.p);
    const char *found = memmem(s.p, s.n, what.p, what.n);
    return found == NULL ? -1 : found - s.p;
}

bool str_line(struct str *rest, struct str *line)
{
    if (rest->n == 0)
        return false;
    *line = str_cut(rest, '\n');
    /* A CR ends the line only together with the LF that was cut off. */
    bool cut = line->p + line->n != rest->p;
    if (cut && line->n > 0 && line->p[line->n - 1] == '\r')
        line->n--;
    return true;
}

bool str_to_int64(struct str s, int64_t *out)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    size_t i = negative ? 1 : 0;
    if (i == s.n)
        return false;
    int64_t value = 0;
    for (; i < s.n; i++) {
        int digit = s.p[i] - '0';
        if (digit < 0 || digit > 9)
            return false;
        /* Downwards when negative: INT64_MIN has no positive twin. */
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value))
            return false;
    }
    *out = value;
    return true;
}

uint64_t str_hash(struct str s)
{
    const uint64_t odd = 0x9E3779B97F4A7C15; /* 2^64 by the golden ratio */
    uint64_t hash = s.n * odd, part;
    size_t at = 0;
    if (s.n == 0)
        return 0;
    for (; at + sizeof(part) <= s.n; at += sizeof(part)) {
        memcpy(&part, s.p + at, sizeof(part));
        hash = (hash ^ part) * odd;
        hash ^= hash >> 32;
    }
    hash = (hash ^ str_piece(s.p + at, s.n - at)) * odd;
    return hash ^ hash >> 29;
}

enum { DISTANCE_LONGEST = 255 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* What is left of both when the beginning and the end they share are taken off. */
static void trim_common(struct str *a, struct str *b)
{
    size_t n = 0;
    while (n < a->n && n < b->n && a->p[n] == b->p[n])
        n++;
    *a = str_sub(*a, n, a->n);
    *b = str_sub(*b, n, b->n);
    while (a->n > 0 && b->n > 0 && a->p[a->n - 1] == b->p[b->n - 1]) {
        a->n--;
        b->n--;
    }
}

size_t str_distance(struct str a, struct str b, size_t limit)
{
    trim_common(&a, &b);
    size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;
    if (gap >= limit || a.n > DISTANCE_LONGEST || b.n > DISTANCE_LONGEST)
        return limit;
    /* rows[i % 3]: distances of a's first i bytes to each beginning of b. */
    size_t rows[3][DISTANCE_LONGEST + 1];
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t replaced = above[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            row[j] = least(replaced, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return least(rows[a.n % 3][b.n], limit);
}
