/* The answers of a questionnaire, read again before they are sent: /espace/q/ASSIGNMENT/verifier, which
 * …/envoyer shows too when it cannot send. */
#ifndef PORTILLON_PAGES_REVIEW_H
#define PORTILLON_PAGES_REVIEW_H

#include "pages/filling.h"

/* `mistake`: a text to be shown at the head, or empty. */
void review_show(struct request *r, struct response *out, const struct filling *f, int status,
                 struct str mistake);

/* What the page's form posts as `version`: the definition's and the draft's, so that what is sent is what was
 * read. */
struct str review_version(const struct request *r, const struct filling *f);

#endif
