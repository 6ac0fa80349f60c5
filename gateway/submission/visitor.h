/* Public questionnaires: a visitor's answers wait until the e-mail address is confirmed by the mailed link,
 * at most 7 days, and become a submission then. */
#ifndef PORTILLON_SUBMISSION_VISITOR_H
#define PORTILLON_SUBMISSION_VISITOR_H

#include "account/account.h"
#include "submission/submission.h"

enum { VISITOR_LIFE = 7 * 24 * 3600 };

struct visitor {
    struct str id;  /* of the submission that it becomes */
    struct str key; /* of the form: sending it twice keeps one */
    struct str email, language;
    const struct definition *definition;
    struct form_answers
        *answers; /* all that were given, asked or hidden; restored for the day of created_at */
    int64_t created_at;
    bool confirmed; /* it became a submission */
};

/* Keeps prepared answers and puts the mail with the confirming link, in one write. STORE_OK also when the
 * same answers were kept under this key before: then there is no second mail. STORE_CONFLICT: other answers
 * were. STORE_NONE: no more mails go to this address now (account_count_request), and nothing is kept. */
enum store_status visitor_keep(struct store_db *db, const struct visitor *visitor, const struct token *token,
                               const struct outgoing *mail);
/* What somebody holds up: the text of a link, now; and where the firm is, whose day it was when the answers
 * were given. */
struct visitor_claim {
    struct str token;
    int64_t now;
    struct str time_zone; /* "Europe/Paris" */
};
/* By the link's token. STORE_NONE: unknown or too old. To confirm, prepare and send it as a submission of its
 * id. */
enum store_status visitor_find(struct store_db *db, struct arena *a, const struct visitor_claim *claim,
                               struct visitor *out);
/* Sweeps away what was not confirmed in time. Inside a write. */
enum store_status visitor_sweep(struct store_db *db, int64_t now);

#endif
