/* multipart/form-data as browsers send it (RFC 7578; the names of files as the HTML standard encodes them),
 * read while it comes in: never more of it in memory than a window, however long it is.
 *
 * Stricter than RFC 2046 where nobody is the worse for it, because whatever two readers may understand
 * differently is a way in: nothing before the first boundary, nothing but a line end behind the last, no
 * blanks behind a boundary, no folded headers, no parts within parts, no transfer encodings. */
#ifndef PORTILLON_HTTP_MULTIPART_H
#define PORTILLON_HTTP_MULTIPART_H

#include "base/arena.h"

enum {
    MULTIPART_BOUNDARY_MAX = 70, /* RFC 2046 section 5.1.1 */
    MULTIPART_HEADERS_MAX = 4096,
    MULTIPART_PARTS_MAX = 2000,
    MULTIPART_WINDOW = 64 * 1024
};

/* Where it comes from: gives fewer bytes than `max` only where it ends or breaks off. */
struct multipart_source {
    size_t (*read)(void *context, char *to, size_t max);
    void *context;
};

enum multipart_step {
    MULTIPART_PART, /* there is a part */
    MULTIPART_END,  /* that was all, and all that was announced */
    MULTIPART_MALFORMED,
    MULTIPART_SHORT, /* it broke off before its announced length */
    MULTIPART_STEP__MAX
};

struct multipart_part {
    struct str name;
    bool is_file;
    struct str file_name; /* of a file, as the browser gave it; empty: none was chosen */
};

struct multipart {
    struct multipart_source source;
    int64_t left; /* announced and not read */
    enum multipart_step failed;
    bool in_part;
    size_t parts;
    size_t start, end; /* of what is in the window and not used */
    size_t delimiter_length;
    char delimiter[MULTIPART_BOUNDARY_MAX + 4]; /* CR LF - - boundary */
    char window[MULTIPART_WINDOW];
};

/* The boundary of a Content-Type. False when it is another type, has no boundary or no valid one, or names
 * another character set than UTF-8. */
bool multipart_boundary(struct str content_type, struct str *boundary);

void multipart_begin(struct multipart *m, struct multipart_source source, struct str boundary,
                     int64_t length);
/* Goes on to the next part, past what was not read of this one. Its texts are in the arena. */
enum multipart_step multipart_next(struct multipart *m, struct arena *a, struct multipart_part *part);
/* The next bytes of the part's content, borrowed until the next call; empty at its end. False when it fails:
 * multipart_next then says how. */
bool multipart_content(struct multipart *m, struct str *bytes);

#endif
