/* The fields of message templates, {{…}}, inside Markdown: they pass through the renderers untouched. */
#ifndef PORTILLON_SITE_FIELD_H
#define PORTILLON_SITE_FIELD_H

#include "site/node.h"

enum field_kind {
    FIELD_VALUE,   /* {{client.name}} */
    FIELD_OPEN,    /* {{#alerts}}, {{^alerts}} */
    FIELD_CLOSE,   /* {{/alerts}} */
    FIELD_PARTIAL, /* {{> mail/reponses}} */
    FIELD_KIND__MAX
};

struct field {
    enum field_kind kind;
    struct str name; /* without a '?' at its end */
    struct str raw;  /* with the braces */
};

/* Takes what stands before the next field off *rest, then the field; false when there is none: *before is
 * then all. */
bool field_next(struct str *rest, struct str *before, struct field *field);

/* True for a paragraph that is nothing but one field. */
bool field_alone(const struct node *paragraph, struct field *field);

#endif
