/* The answers of a questionnaire, read again before they are sent: /espace/q/ASSIGNMENT/verifier, which
 * …/envoyer shows too when it cannot send. */
#ifndef PORTILLON_PAGES_REVIEW_H
#define PORTILLON_PAGES_REVIEW_H

#include "pages/filling.h"

/* Why the answers were not sent. */
enum review_mistake {
    REVIEW_FINE,
    REVIEW_STALE,      /* they changed since they were read */
    REVIEW_INCOMPLETE, /* something is missing, or to be corrected first */
    REVIEW_MISTAKE__MAX
};
/* Leads to the page, in an address of its own, so that Back and Reload send nothing again. */
void review_leave(struct request *r, struct response *out, const struct filling *f,
                  enum review_mistake mistake);

/* What the page's form posts as `version`: the definition's and the draft's, so that what is sent is what was
 * read. */
struct str review_version(const struct request *r, const struct filling *f);

#endif
