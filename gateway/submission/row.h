/* Inside submissions: the row as it is stored. */
#ifndef PORTILLON_SUBMISSION_ROW_H
#define PORTILLON_SUBMISSION_ROW_H

#include "store/digest.h"
#include "submission/submission.h"

/* The columns that the digest covers. The assignment's id is the submission's own, or NULL without a client.
 */
struct submission_row {
    struct str id, reference, client, email, definition, version, wording, language, author;
    struct submission_texts texts;
    int64_t day, withheld, sent_at;
};

enum { SUBMISSION_COLUMNS = 17 /* of submission_find, before the digest */ };

/* Copies a row of submission_find, or of a statement that begins like it. */
struct submission_row submission_row_read(struct arena *a, const struct store_rows *rows);
void submission_row_digest(const struct submission_row *r, unsigned char out[static DIGEST_SIZE]);

#endif
