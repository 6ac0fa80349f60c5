/* A growable buffer of bytes with a maximum. Going over the maximum sets `full` and drops what does not fit
 * and all that follows, so the content stays a beginning of what was added; it is checked once, at the end;
 * running out of memory ends the process. */
#ifndef PORTILLON_BASE_BUF_H
#define PORTILLON_BASE_BUF_H

#include "base/str.h"

struct buf {
    char *p;    /* owned; NUL-terminated once anything was added, the NUL is not counted */
    size_t n;   /* bytes in use */
    size_t cap; /* bytes allocated */
    size_t max; /* bytes at most */
    bool full;  /* something was dropped because of max */
};

/* An empty buffer that may hold at most `max` bytes; owns nothing until something is added. */
void buf_init(struct buf *b, size_t max);
/* Gives the memory back; the buffer is empty and usable afterwards. */
void buf_release(struct buf *b);
/* Forgets the content and that it was full; keeps the memory. */
void buf_clear(struct buf *b);

/* buf_add for what may need room. */
void buf_add_more(struct buf *b, struct str s);
/* The slice must not be part of this buffer. */
static inline void buf_add(struct buf *b, struct str s)
{
    if (b->full || s.n == 0 || s.n >= b->cap - b->n || s.n > b->max - b->n) {
        buf_add_more(b, s);
        return;
    }
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = '\0';
}
static inline void buf_add_z(struct buf *b, const char *z)
{
    buf_add(b, (struct str){z, strlen(z)});
}
static inline void buf_add_char(struct buf *b, char c)
{
    buf_add(b, (struct str){&c, 1});
}
void buf_add_repeat(struct buf *b, char c, size_t times);
void buf_add_int(struct buf *b, int64_t value);
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Makes the content `n` bytes long; only shortens. */
void buf_truncate(struct buf *b, size_t n);

/* The content, borrowed until the next change. */
struct str buf_str(const struct buf *b);
/* The content as a NUL-terminated string, borrowed until the next change. */
const char *buf_z(struct buf *b);

#endif
