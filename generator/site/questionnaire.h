/* A questionnaire written in Markdown, compiled: its declarations go to form/build.h with their places, its
 * words are kept by line and role. One call compiles one language; definition.h puts the languages together.
 */
#ifndef PORTILLON_SITE_QUESTIONNAIRE_H
#define PORTILLON_SITE_QUESTIONNAIRE_H

#include "form/form.h"
#include "site/portal.h"

enum word_role {
    WORD_TITLE,       /* plain text */
    WORD_DESCRIPTION, /* plain text */
    WORD_HINT,        /* HTML */
    WORD_TEXT,        /* HTML */
    WORD_MESSAGE,     /* plain text */
    WORD_ROLE__MAX
};
/* As site.db says it: "title", … */
struct str word_role_name(enum word_role role);

/* A questionnaire of FORM_MAX_LINES declarations with all its words is much smaller. */
enum { QUESTIONNAIRE_MAX_FILE = 2 * 1024 * 1024 };

/* A row of definition_text. */
struct word {
    unsigned line; /* 0: the questionnaire itself */
    enum word_role role;
    struct str text;
};
struct words {
    struct word *items; /* by line, then role */
    size_t count, cap;
};

/* Where each line stands, from line 1 at index 0. */
struct line_places {
    struct place *items;
    size_t count, cap;
};

struct questionnaire {
    struct page *page;
    const struct form *form; /* NULL when there were errors */
    struct words words;
    struct line_places places;
};

struct questionnaire *questionnaire_compile(struct portal *portal, struct page *page);

/* The words of a line in a role; empty when there are none. */
struct str questionnaire_words(const struct questionnaire *q, unsigned line, enum word_role role);

#endif
