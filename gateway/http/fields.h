/* The fields of a form or query: application/x-www-form-urlencoded, decoded strictly, then held against the
 * rules of the route's row. Handlers see only what a rule names. */
#ifndef PORTILLON_HTTP_FIELDS_H
#define PORTILLON_HTTP_FIELDS_H

#include "http/route.h"

enum { FIELDS_MAX = 2000 };

struct fields {
    struct field *items;
    size_t count, cap;
};

/* Splits and decodes. False when there are more than FIELDS_MAX, an escape is not two hexadecimal digits, a
 * name or value is not valid UTF-8 or holds a NUL, or a name is empty. Line ends of values become LF. */
bool fields_decode(struct arena *a, struct str text, struct fields *out);

/* The value of the only field of that name; p NULL when there is none. *twice is set when there are several.
 */
struct str fields_only(const struct fields *all, const char *name, bool *twice);

struct fields_policy {
    const struct field_rule *rules;
    size_t n_rules;
    const struct site *site; /* for FIELD_LANGUAGE; may be NULL: then every language fits */
    bool ignore_unknown;     /* of a query: mail programs add their own parameters to links */
};
/* Keeps what the rules name, in order. False when one breaks its rule, comes twice without `many`, or is
 * unknown; *bad is then its name. */
bool fields_check(struct arena *a, const struct fields *all, const struct fields_policy *policy,
                  struct fields *kept, struct str *bad);
/* One value against its rule. */
bool field_fits(const struct field_rule *rule, struct str value, const struct site *site);

#endif
