/* Diagnostics for people who write content: queued while a run goes on, sorted by place and all reported at
 * its end. Every one has a stable code, a place, a sentence that says what is wrong and one that says how to
 * mend it, in French and in English (diagnostics.def). */
#ifndef PORTILLON_BASE_DIAG_H
#define PORTILLON_BASE_DIAG_H

#include <stdio.h>

#include "base/arena.h"
#include "base/str.h"

enum diag_severity { DIAG_WARNING, DIAG_ERROR, DIAG_SEVERITY__MAX };
enum diag_language { DIAG_FRENCH, DIAG_ENGLISH, DIAG_LANGUAGE__MAX };
enum diag_format { DIAG_TEXT, DIAG_JSON, DIAG_FORMAT__MAX };

/* One per row of diagnostics.def: D_<NAME>. */
enum diag_code {
#define DIAG(name, severity, fr, fr_remedy, en, en_remedy) D_##name,
#include "base/diagnostics.def"
#undef DIAG
    DIAG_CODE__MAX
};

/* A source text. Owned by who made it; must outlive the report. */
struct source {
    struct str name; /* as the person knows it: a path relative to where the command was given */
    struct str text; /* the whole content */
};

/* A place: `offset` bytes into the source, `length` bytes under the caret (0 is one column). A NULL source is
 * no place at all; then only `message: …` is printed. Of a source whose text is empty no line is shown. */
struct place {
    const struct source *source;
    size_t offset;
    size_t length;
};

struct diags;

/* At most `max` diagnostics are kept (the others are counted and said); the arena keeps their texts. */
struct diags *diags_new(struct arena *arena, size_t max);

/* Up to four arguments fill {0} to {3} in the sentences. Use the DIAG_AT macro:
 *     DIAG_AT(diags, D_UNKNOWN_KEY, place, key, suggestion);
 * each argument is a struct str and is copied. What strerrordesc_np says is said in French to French readers.
 * Safe to call from one thread only. */
void diags_add(struct diags *d, enum diag_code code, struct place at, const struct str *args, size_t n_args);
#define DIAG_AT(d, code, place, ...)                                              \
    diags_add((d), (code), (place), (const struct str[]){{0}, ##__VA_ARGS__} + 1, \
              sizeof((const struct str[]){{0}, ##__VA_ARGS__}) / sizeof(struct str) - 1)

size_t diags_errors(const struct diags *d);
size_t diags_warnings(const struct diags *d);
/* True when a diagnostic of this code was added: for tests. */
bool diags_has(const struct diags *d, enum diag_code code);

/* Moves all diagnostics of `from` behind those of `into`: for work done in threads. */
void diags_merge(struct diags *into, struct diags *from);

/* Writes all, sorted by file, line and column:
 *     fr/aide/a.md:14:9: erreur: lien vers « b.md », qui n'existe pas [LINK_TARGET]
 *        | voir [la page](b.md)
 *        |                ^~~~
 *        = vouliez-vous dire « bb.md » ?
 * or, as JSON, an array of {code, severity, file, line, column, end_column, message, remedy}. */
void diags_report(struct diags *d, enum diag_language language, enum diag_format format, FILE *to);

/* French unless the first of LC_ALL, LC_MESSAGES, LANG that is set begins with another language than "fr";
 * C and POSIX count as not set. */
enum diag_language diag_language_from_env(void);

/* Line and column of an offset, both from 1; columns count characters (code points). */
void source_line_column(const struct source *s, size_t offset, size_t *line, size_t *column);

/* The candidate nearest to `word`, if near enough to be a slip of the pen (a third of its length), else the
 * empty slice. */
struct str diag_nearest(struct str word, const struct str *candidates, size_t n);
/* What French, Dutch and English writers try first, in small or capital letters. Empty: none of these. */
struct synonym {
    struct str written, meant;
};
struct str diag_meant(struct str word, const struct synonym *synonyms, size_t n);

/* "a, b, c" as an argument, kept by the diagnostics, with "…" instead of what would be too many to read. */
struct str diag_list(struct diags *d, const struct str *items, size_t n);

/* The stable name of a code: "LINK_TARGET". */
const char *diag_code_name(enum diag_code code);

#endif
