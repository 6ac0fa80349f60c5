/* How diagnostics are written: for people and as JSON. For base/diag*.c and the command that explains them.
 */
#ifndef PORTILLON_BASE_DIAG_REPORT_H
#define PORTILLON_BASE_DIAG_REPORT_H

#include "base/buf.h"
#include "base/diag.h"

enum { DIAG_ARGS = 4 };

/* One diagnostic that was added. */
struct diag {
    enum diag_code code;
    struct place at;
    struct str args[DIAG_ARGS];
};

/* One row of diagnostics.def. */
struct diag_row {
    const char *name;
    enum diag_severity severity;
    const char *sentence[DIAG_LANGUAGE__MAX];
    const char *remedy[DIAG_LANGUAGE__MAX];
};

/* Sorted, ready to be written. */
struct diag_list {
    const struct diag **items;
    size_t count;
    size_t omitted; /* beyond the maximum */
};

const struct diag_row *diag_row(enum diag_code code);

/* Appends a sentence with its {0} to {3} filled. */
void diag_add_filled(struct buf *b, struct str sentence, const struct diag *d);
/* Appends `"key":"value"`. */
void diag_add_json(struct buf *b, const char *key, struct str value);
/* Fills {0} to {3}. Whoever writes it to a terminal takes the control characters out. */
void diag_add_sentence(struct buf *b, const struct diag *d, enum diag_language language);
/* A remedy may have several forms, "did you mean '{1}'?||write one of: {2}": the first is said that mentions
 * no argument, or one that is not empty. Nothing when there is none. */
void diag_add_remedy(struct buf *b, const struct diag *d, enum diag_language language);

void diag_report_text(const struct diag_list *list, enum diag_language language, FILE *to);
void diag_report_json(const struct diag_list *list, enum diag_language language, FILE *to);

#endif
