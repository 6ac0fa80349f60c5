#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { BUF_FIRST = 256 };

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_release(struct buf *b)
{
    free(b->p);
    buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
    buf_truncate(b, 0);
    b->full = false;
}

/* Makes room for up to n more bytes and the NUL, within the maximum; gives how many there is room for. */
static size_t make_room(struct buf *b, size_t n)
{
    if (b->full)
        return 0;
    size_t left = b->max - b->n;
    if (n > left) {
        b->full = true;
        n = left;
    }
    size_t needed = memory_sum(memory_sum(b->n, n), 1);
    if (needed <= b->cap)
        return n;
    size_t cap = b->cap < BUF_FIRST ? BUF_FIRST : b->cap;
    while (cap < needed)
        cap = memory_product(cap, 2);
    b->p = memory_resize(b->p, cap);
    b->cap = cap;
    return n;
}

static void end_at(struct buf *b, size_t n)
{
    b->n = n;
    if (b->p != NULL)
        b->p[n] = '\0';
}

void buf_add_more(struct buf *b, struct str s)
{
    size_t n = make_room(b, s.n);
    if (n > 0)
        memcpy(b->p + b->n, s.p, n);
    end_at(b, b->n + n);
}

void buf_add_repeat(struct buf *b, char c, size_t times)
{
    size_t n = make_room(b, times);
    if (n > 0)
        memset(b->p + b->n, c, n);
    end_at(b, b->n + n);
}

void buf_add_int(struct buf *b, int64_t value)
{
    if (value >= 0 && value < 10) {
        buf_add_char(b, (char)('0' + value));
        return;
    }
    char digits[24];
    char *end = digits + sizeof(digits), *p = end;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        *--p = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        *--p = '-';
    buf_add(b, (struct str){p, (size_t)(end - p)});
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return;
    /* vsnprintf itself cuts at the maximum: the room it is told of is what is left. */
    size_t n = make_room(b, (size_t)length);
    if (n > 0) {
        va_start(args, format);
        vsnprintf(b->p + b->n, n + 1, format, args);
        va_end(args);
    }
    end_at(b, b->n + n);
}

void buf_truncate(struct buf *b, size_t n)
{
    if (n < b->n)
        end_at(b, n);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p == NULL ? "" : b->p, b->n};
}

const char *buf_z(struct buf *b)
{
    return b->p == NULL ? "" : b->p;
}
