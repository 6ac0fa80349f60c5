/* Files that clients hand in as answers: what is accepted, whose they are. The bytes are the store's files
 * (store/files.h); a row here names them, and the draft's answer names the row. */
#ifndef PORTILLON_UPLOAD_UPLOAD_H
#define PORTILLON_UPLOAD_UPLOAD_H

#include "assignment/assignment.h"
#include "form/file.h"
#include "store/files.h"

struct upload {
    struct str id, client, assignment, question;
    struct str hash; /* its name among the files */
    struct str name; /* as shown */
    enum form_file_kind kind;
    int64_t size, uploaded_at;
    bool is_sent; /* with the answers of its questionnaire: upload_find alone says so */
};

/* Why a file was not taken; the sentence is the catalogue's (`upload.<name>`). */
enum upload_problem {
    UPLOAD_FINE,
    UPLOAD_EMPTY,
    UPLOAD_TOO_LARGE,    /* for the question */
    UPLOAD_UNKNOWN_KIND, /* the name says none of those that the question takes */
    UPLOAD_OTHER_KIND,   /* the content is not what the name says */
    UPLOAD_TOO_MANY,     /* for the question */
    UPLOAD_DRAFT_FULL,   /* more bytes than one questionnaire's answers may have */
    UPLOAD_CLIENT_FULL,  /* more than all of a client's may have */
    UPLOAD_PROBLEM__MAX
};
struct str upload_problem_name(enum upload_problem problem);

/* A name that can be shown on one line anywhere: the last part of a path, valid UTF-8, no control characters,
 * nothing that turns the direction of writing, at most FORM_MAX_FILE_NAME characters, its ending kept. Never
 * empty. */
struct str upload_name(struct arena *a, struct str name);

/* What a question takes. */
struct upload_policy {
    uint32_t kinds; /* bit i: form_file_kind i */
    int64_t max_bytes;
};
/* By name, size and content. */
enum upload_problem upload_judge(const struct upload_policy *policy, struct str name,
                                 const struct incoming *content);

/* How many there may be. */
struct upload_limits {
    size_t max_files;              /* of the question */
    int64_t max_draft, max_client; /* bytes */
};
/* What came of it. */
struct upload_outcome {
    enum upload_problem problem; /* why it was not added, or UPLOAD_FINE */
    struct str replaced;         /* the hash of the file whose place it took, or empty */
};
/* Would it be added? To be asked before the file is kept. */
enum store_status upload_check(struct store_db *db, struct arena *a, const struct upload *upload,
                               const struct upload_limits *limits, struct upload_outcome *out);
/* Adds a file that is kept already to a question of a draft; it takes the place of the one there is where
 * `max_files` is 1. STORE_OK also when out->problem says why not. */
enum store_status upload_add(struct store_db *db, struct arena *a, const struct upload *upload,
                             const struct upload_limits *limits, struct upload_outcome *out);
/* Takes one away. STORE_NONE: there is none, it is not this client's and draft's, or it was sent. */
enum store_status upload_remove(struct store_db *db, struct str id, struct str client, struct str assignment);
/* Takes away all files of a question (`of`: client, assignment, question) of a draft; appends their hashes.
 */
struct upload_hashes {
    struct str *items;
    size_t count, cap;
};
enum store_status upload_clear(struct store_db *db, struct arena *a, const struct upload *of,
                               struct upload_hashes *gone);
/* Gives them to another question, which has none. */
enum store_status upload_move(struct store_db *db, struct arena *a, const struct upload *of, struct str to);
/* Gives STORE_NONE when there is none. */
enum store_status upload_find(struct store_db *db, struct arena *a, struct str id, struct upload *out);
/* The files of a question, as the texts of its answer. */
enum store_status upload_texts(struct store_db *db, struct arena *a, const struct upload *of,
                               struct form_raw *out);

/* Removes a file at once if no row names it: after it was taken away, replaced, or not added. Renews the
 * thread's snapshot. */
struct app;
void upload_forget(const struct app *app, struct str hash);
/* Removes the files that no row names, and what came in over an hour ago and was never kept. */
size_t upload_sweep(const struct app *app, int64_t now);

#endif
