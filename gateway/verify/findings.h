/* What verification finds: rows of the store that do not say what they must. */
#ifndef PORTILLON_VERIFY_FINDINGS_H
#define PORTILLON_VERIFY_FINDINGS_H

#include "base/str.h"

/* One row, and the first thing in it that is not as it must be. Everything is borrowed for the call's time.
 */
struct finding {
    const char *table;
    struct str id;        /* its key: an id, or "client/number" */
    struct str reference; /* for people: P-7K3M-92QD; may be empty */
    const char *column;
    struct str expected, found; /* of long texts, the first line that differs */
    bool changed; /* the row is not what it was when it was written; else it was written wrong, or this
                     program computes otherwise than the one that wrote it */
};

struct findings {
    void (*add)(void *context, const struct finding *finding);
    void (*row)(void *context); /* after each row that was read */
    void *context;
    int64_t rows, wrong; /* counted here */
};

static inline void findings_row(struct findings *f)
{
    f->rows++;
    f->row(f->context);
}

static inline void findings_add(struct findings *f, const struct finding *finding)
{
    f->wrong++;
    f->add(f->context, finding);
}

#endif
