/* Texts of the theme by language and key, in ICU's message syntax: `{name}`, `{count, number}`,
 * `{count, plural, =0 {…} one {# point} other {# points}}`, `{n, selectordinal, one {#er} other {#e}}`,
 * `{kind, select, person {…} other {…}}`. An apostrophe is an apostrophe: it starts a quotation only before {
 * or } (and, inside a plural, before #); two of them are one. Plural rules and numbers by ICU. */
#ifndef PORTILLON_THEME_CATALOGUE_H
#define PORTILLON_THEME_CATALOGUE_H

#include "base/diag.h"
#include "theme/value.h"

struct catalogue;  /* one language */
struct catalogues; /* all languages of a site, reference first */

struct catalogues *catalogues_new(struct arena *arena);
void catalogues_free(struct catalogues *all); /* what ICU holds; the rest goes with the arena */

/* A message as it is added; the texts must live as long as the catalogues. */
struct catalogue_entry {
    struct str key;  /* "form.required" */
    struct str text; /* in ICU's syntax */
    struct place at; /* for diagnostics */
};
/* Adds a language, or more messages to it (a site's own texts override the theme's). Compiles the message;
 * false when it added diagnostics. */
bool catalogues_add(struct catalogues *all, struct str language, const struct catalogue_entry *entry,
                    struct diags *diags);
/* Every key of the reference language must stand in every other with the same arguments, and nothing more. */
void catalogues_check(const struct catalogues *all, struct diags *diags);

const struct catalogue *catalogues_find(const struct catalogues *all,
                                        struct str language); /* NULL: none such */
struct str catalogue_language(const struct catalogue *c);

/* How a message gets its arguments: the value called `name` ("client.name"), or NULL. */
typedef const struct value *catalogue_lookup(void *context, struct str name);
struct catalogue_use {
    catalogue_lookup *lookup;
    void *context;         /* given to lookup */
    enum html_place place; /* texts and arguments are escaped for it */
};
/* Appends the message with its arguments. false: unknown key (nothing is appended). Thread-safe. */
bool catalogue_format(const struct catalogue *c, struct str key, const struct catalogue_use *use,
                      struct buf *out);
/* The same with the key's str_hash made beforehand. */
bool catalogue_format_hashed(const struct catalogue *c, struct str key, uint64_t hash,
                             const struct catalogue_use *use, struct buf *out);
/* The message without arguments, or with those of a map, as plain text in the arena; the key itself when it
 * is unknown. */
struct str catalogue_text(const struct catalogue *c, struct arena *a, struct str key,
                          const struct value *arguments);

bool catalogue_has(const struct catalogue *c, struct str key);
/* The names of the arguments of a message, each once, for checks. */
size_t catalogue_arguments(const struct catalogue *c, struct str key, const struct str **names);
/* The key nearest to one that is unknown, or the empty slice. */
struct str catalogue_nearest(const struct catalogue *c, struct str key);
/* The languages, reference first. */
size_t catalogues_count(const struct catalogues *all);
const struct catalogue *catalogues_at(const struct catalogues *all, size_t i);

/* Goes through all messages of a language, in order of the key: for writing site.db. */
void catalogue_each(const struct catalogue *c,
                    void (*each)(void *context, struct str key, struct str message), void *context);

#endif
