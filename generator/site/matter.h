/* Front matter: the YAML between two lines of three hyphens at the beginning of a Markdown file. */
#ifndef PORTILLON_SITE_MATTER_H
#define PORTILLON_SITE_MATTER_H

#include "base/diag.h"
#include "theme/yaml.h"

enum matter_kind { MATTER_PAGE, MATTER_QUESTIONNAIRE, MATTER_MESSAGE, MATTER_KIND__MAX };

enum { MATTER_MAX = 64 * 1024 };

struct matter {
    size_t body;      /* offset of what follows */
    struct str title; /* a message's subject */
    struct place title_at;
    struct str description; /* may be empty */
    int64_t order;          /* INT64_MAX when not given */
    /* pages */
    bool draft, has_updated, is_faq;
    struct place type_at;
    int32_t updated; /* day */
    struct yaml_texts roles, tags;
    const struct yaml *related, *aliases; /* a text, a sequence of texts, or NULL */
    /* questionnaires */
    bool is_public;
    int validity_months;                 /* 0: no end */
    struct place access_at, validity_at; /* of the values; without a source: not given */
};

/* Reads it. false when there is none, or it is wrong; the diagnostics were added. `out->body` is then still
 * set where possible, so that mistakes in the body are reported in the same run. */
bool matter_read(struct arena *a, const struct source *source, enum matter_kind kind, struct matter *out,
                 struct diags *diags);

/* A copy that needs nothing but the arena, and the source for the places in it. */
void matter_keep(struct arena *a, const struct matter *from, struct matter *to);

#endif
