/* Texts of the theme by language and key, in ICU's message syntax: `{name}`, `{count, plural, =0 {…} one {# point} other {# points}}`,
 * `{kind, select, person {…} other {…}}`, '' for an apostrophe only where ICU would need it (an apostrophe starts a quotation only before
 * { or }). Plural rules and numbers by ICU. */
#ifndef PORTILLON_THEME_CATALOGUE_H
#define PORTILLON_THEME_CATALOGUE_H

#include "base/diag.h"
#include "theme/value.h"

struct catalogue;  /* one language */
struct catalogues; /* all languages of a site, reference first */

struct catalogues *catalogues_new(struct arena *arena);
/* Adds a language, or more messages to it (a site's own texts override the theme's). Compiles the message; mistakes are diagnostics at
 * `at`. */
bool catalogues_add(struct catalogues *all, struct str language, struct str key, struct str message, struct place at, struct diags *diags);
/* Every key of the reference language must stand in every other with the same arguments, and nothing more. */
void catalogues_check(const struct catalogues *all, struct diags *diags);

const struct catalogue *catalogues_find(const struct catalogues *all, struct str language); /* NULL: no such language */
struct str catalogue_language(const struct catalogue *c);

/* How a message gets its arguments: the value called `name` ("client.name"), or NULL. */
typedef const struct value *catalogue_lookup(void *context, struct str name);
/* Appends the message with its arguments, escaped for the place. false: unknown key (nothing is appended). */
bool catalogue_format(const struct catalogue *c, struct str key, catalogue_lookup *lookup, void *context, enum html_place place,
                      struct buf *out);
/* The message without arguments, or with those of a map, as plain text in the arena; the key itself when it is unknown. */
struct str catalogue_text(const struct catalogue *c, struct arena *a, struct str key, const struct value *arguments);

/* The names of the arguments of a message, for checks. */
size_t catalogue_arguments(const struct catalogue *c, struct str key, const struct str **names);

/* Goes through all messages of a language, in order of the key: for writing site.db. */
void catalogue_each(const struct catalogue *c, void (*each)(void *context, struct str key, struct str message), void *context);

#endif
