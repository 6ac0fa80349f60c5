/* Files as answers: the kinds that a questionnaire can ask for, and the text that stands for one file. The
 * bytes are somewhere else: an answer names them by their hash. */
#ifndef PORTILLON_FORM_FILE_H
#define PORTILLON_FORM_FILE_H

#include "base/buf.h"

enum form_file_kind {
    FORM_FILE_PDF,
    FORM_FILE_JPG,
    FORM_FILE_PNG,
    FORM_FILE_HEIC,
    FORM_FILE_DOCX,
    FORM_FILE_XLSX,
    FORM_FILE_ODT,
    FORM_FILE_ODS,
    FORM_FILE_TXT,
    FORM_FILE_CSV,
    FORM_FILE_KIND__MAX
};

enum {
    FORM_MAX_FILES = 20, /* of one question */
    FORM_MAX_FILE_BYTES = 50 * 1000 * 1000,
    FORM_FILE_BYTES = 10 * 1000 * 1000, /* where the question says nothing */
    FORM_MAX_FILE_NAME = 120,           /* characters */
    FORM_FILE_ID = 26,
    FORM_FILE_HASH = 64
};

struct str form_file_kind_name(enum form_file_kind kind); /* "pdf", "jpg", … */
bool form_file_kind_parse(struct str name, enum form_file_kind *out);
/* By the end of a file's name, in either case: `.jpeg` is jpg too. */
bool form_file_kind_of(struct str file_name, enum form_file_kind *out);
/* Endings of names for the `accept` of a control: ".jpg,.jpeg". */
struct str form_file_kind_endings(enum form_file_kind kind);

/* One file of an answer. A text that is a name alone has no id, no hash and no known size: the command line
 * scores with such. */
struct form_file {
    struct str id, hash; /* which upload, and BLAKE2b-256 of the bytes in hexadecimal; or both empty */
    struct str name;     /* as shown */
    int64_t size;        /* bytes; 0: not known */
    enum form_file_kind kind;
};

/* "ID HASH SIZE NAME", or a name alone. False when the name has no ending that says its kind. */
bool form_file_read(struct str text, struct form_file *out);
void form_file_print(const struct form_file *file, struct buf *out);

#endif
