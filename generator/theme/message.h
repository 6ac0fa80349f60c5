/* One message in ICU's syntax: parsed, and put together for one set of arguments. See catalogue.h for the
 * syntax. */
#ifndef PORTILLON_THEME_MESSAGE_H
#define PORTILLON_THEME_MESSAGE_H

#include "theme/catalogue.h"

enum { PLURALS_OF_SMALL = 101 };

/* What a language decides: which plural form a number takes, and how it is written. Thread-safe once open. */
struct message_rules {
    struct str language;
    struct plural_rules {
        void *icu;                          /* NULL: everything is "other" */
        struct str small[PLURALS_OF_SMALL]; /* the categories of the first numbers, which nearly all are */
    } cardinal, ordinal;
};
void message_rules_open(struct message_rules *rules, struct str language);
void message_rules_close(struct message_rules *rules);

struct message;

struct message_source {
    struct str text;
    struct place at;
    const struct message_rules *rules;
};
/* NULL when it added diagnostics; the texts stay borrowed. */
struct message *message_parse(struct arena *a, const struct message_source *source, struct diags *diags);

void message_format(const struct message *message, const struct message_rules *rules,
                    const struct catalogue_use *use, struct buf *out);
/* The names of its arguments, each once. */
size_t message_arguments(const struct message *message, const struct str **names);

#endif
