/* Submissions: answers sent in, judged and scored here alone, once and for ever. */
#ifndef PORTILLON_SUBMISSION_SUBMISSION_H
#define PORTILLON_SUBMISSION_SUBMISSION_H

#include "assignment/assignment.h"
#include "form/score.h"
#include "post/outbox.h"
#include "verify/findings.h"

/* What the store keeps of a submission, laid out before the write: a line for each answer, level, alert and
 * step. */
struct submission_texts {
    struct str answers, hidden; /* `question=canonical answer`, in order of the questionnaire */
    struct str levels;          /* `result=level score base`, "-" for what there is not */
    struct str alerts;          /* `severity line` of each check that was raised */
    struct str steps; /* of the scoring: kind, line, depth, applied, name, formula, put in, value, by tabs */
};

/* A submission as it was stored, or as it will be. */
struct submission {
    struct str id;        /* of the assignment or public submission */
    struct str reference; /* P-7K3M-92QD */
    struct str client;    /* empty: a visitor's */
    struct str email;     /* the visitor's, confirmed */
    struct str language;
    const struct definition *definition;
    int32_t day;                  /* `today` of the scoring */
    struct form_answers *answers; /* by question's index: those that are not asked count as not given */
    struct form_answers *hidden;  /* given but not asked: not part of the submission, listed */
    const struct form_scored *scored;
    bool withheld;     /* a `refer` check was raised: the client sees the result after the adviser has */
    struct str author; /* member who filled it in with the client; empty: the client */
    int64_t sent_at;
    struct submission_texts texts;
};

/* From a draft: NULL when there are problems (form_problems says which) or a `block` check was raised.
 * Everything in the arena. The caller then sets id, reference, client or email, language, author and sent_at.
 */
struct submission *submission_prepare(struct arena *a, const struct definition *definition,
                                      const struct draft *draft, int32_t today);
/* The same from answers. */
struct submission *submission_of_answers(struct arena *a, const struct definition *definition,
                                         const struct form_answers *answers);

/* Stores it with its line in the client's history, moves the assignment to sent (or notes that the visitor
 * has confirmed), puts the mails into the outbox: all in one write. STORE_CONFLICT: it was sent before (then
 * submission_find gives what was stored: the same receipt for everybody). `revision` must still be the
 * draft's: STORE_NONE when something was saved since, or there is no such draft. */
enum store_status submission_send(struct store_db *db, const struct submission *submission, int64_t revision,
                                  const struct outgoing *mails, size_t n_mails);

/* Loads, with definition, answers and scoring as they were. The definition is the site's where it is that
 * very one, else the one that was kept. */
enum store_status submission_find(struct store_db *db, struct arena *a, const struct site *site,
                                  struct str id, struct submission *out);

/* What lists say of it. */
struct submission_summary {
    struct str reference;
    bool withheld;
    int64_t sent_at;
    struct str definition, version;
};
enum store_status submission_summary(struct store_db *db, struct arena *a, struct str id,
                                     struct submission_summary *out);

/* Scores all submissions again, compares with what was stored, and checks their digests. Definitions come
 * from the store alone. */
enum store_status submissions_verify(struct store_db *db, struct findings *findings);

/* A new reference for people: without look-alike letters, random. */
struct app;
struct str submission_reference(const struct app *app, struct arena *a);

#endif
