/* The files of a point of a questionnaire, as a form posts them: taken, kept, named by the draft, or refused
 * with a reason beside their question. */
#ifndef PORTILLON_PAGES_POINT_FILES_H
#define PORTILLON_PAGES_POINT_FILES_H

#include "pages/filling.h"
#include "pages/repeat.h"
#include "upload/upload.h"

struct point_file {
    size_t question; /* index */
    struct upload upload;
    struct upload_limits limits;
    struct upload_outcome outcome;
    struct incoming *content;
};

/* A question whose files changed. */
struct point_change {
    size_t question;
    struct form_raw raw; /* its answer after the write */
};

struct point_files {
    struct request *r;
    const struct filling *f;
    struct point_file *items;
    size_t n;
    struct upload removed; /* the one to be taken away; without an id: none */
    struct point_change *changes;
    size_t n_changes;
    struct repeat_change list; /* what becomes of the list in whose items files are */
    struct upload_hashes gone; /* with an item */
    bool held;
};

/* Reads what was posted and judges it. False when a file is not of a question that asks for one; `point` -1:
 * any point's will do. */
bool point_files_read(struct request *r, const struct filling *f, ptrdiff_t point, struct point_files *out);
/* The files of an item that is removed go with it, and those of the items behind it move up with them; an
 * item that is added has none. To be done in the write. */
void point_files_follow(struct point_files *files, const struct repeat_change *change);
/* Keeps those that can be added; then they must be written and ended. */
enum store_status point_files_keep(struct point_files *files);
/* Inside a write: adds and removes the rows, and saves the answers of the questions that changed. */
enum store_status point_files_write(struct store_db *db, struct point_files *files);
/* Whatever came of it: removes what no row names now. */
void point_files_end(struct point_files *files);

bool point_files_are_refused(const struct point_files *files);
/* The sentences for what was refused, by question. */
const struct str *point_files_notes(const struct point_files *files);
/* What was refused, as lines for http/sequel.h; and what such a line says, added to its question's sentences.
 */
struct str point_files_refused(const struct point_files *files);
void point_files_refused_line(const struct request *r, const struct filling *f, struct str name,
                              struct str text, struct str *notes);

#endif
