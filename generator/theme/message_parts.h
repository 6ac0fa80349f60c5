/* What message.c and message_parse.c share: the tree of a message. */
#ifndef PORTILLON_THEME_MESSAGE_PARTS_H
#define PORTILLON_THEME_MESSAGE_PARTS_H

#include "theme/message.h"

enum part_kind {
    PART_TEXT,
    PART_ARGUMENT, /* {name} */
    PART_HASH,     /* # inside a plural: its number */
    PART_PLURAL,
    PART_ORDINAL,
    PART_SELECT,
    PART_KIND__MAX
};

struct part {
    enum part_kind kind;
    struct str text; /* of a TEXT; of the others, the argument's name */
    bool is_plain;   /* of a TEXT: HTML escapes nothing in it */
    int64_t offset;  /* of a PLURAL */
    struct choice *choices;
    struct part *next;
};

struct choice {
    struct str word; /* "one", "person" */
    bool is_exact;   /* "=0" */
    int64_t exact;
    struct part *parts;
    struct choice *next;
};

struct message {
    struct part *parts;
    struct {
        struct str *items;
        size_t count, cap;
    } names;
};

/* Is the word one of the language's plural categories? */
bool message_rules_have(const struct message_rules *rules, enum part_kind kind, struct str word);

#endif
