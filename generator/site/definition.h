/* A questionnaire in all its languages: what site.db calls a definition. */
#ifndef PORTILLON_SITE_DEFINITION_H
#define PORTILLON_SITE_DEFINITION_H

#include "site/questionnaire.h"

struct definition {
    struct str id;
    const struct questionnaire *languages[CONFIG_MAX_LANGUAGES]; /* by language; NULL when missing or wrong */
    struct str version, wording;                                 /* hex BLAKE2b-256 */
};

struct definitions {
    struct definition **items; /* in order of the front matter's `order`, then of the id */
    size_t count, cap;
};

/* The hash of a questionnaire's meaning. */
struct str definition_version(struct arena *a, const struct form *form);

/* Compiles every questionnaire in every language and compares the translations. What could not be compiled is
 * in portal->diags. */
void definitions_compile(struct portal *portal, struct definitions *out);
/* What pages that list questionnaires need of those that were compiled before and have not changed: id and
 * page. */
void definitions_outline(struct portal *portal, struct definitions *out);

#endif
