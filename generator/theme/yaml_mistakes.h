/* What a YAML parser complains of, said in the words of the person who wrote the file. */
#ifndef PORTILLON_THEME_YAML_MISTAKES_H
#define PORTILLON_THEME_YAML_MISTAKES_H

#include "base/diag.h"

/* Where the parser stopped; offsets are in bytes into `text`, which begins `from` bytes into the source. */
struct yaml_mistake {
    const struct source *source;
    size_t from;
    struct str text;
    struct str problem; /* libyaml's sentence */
    struct str context; /* libyaml's "while …", or empty */
    size_t at;
    size_t context_at;
};

/* Adds the one diagnostic that explains it; the arena is for passing texts only. */
void yaml_explain(struct arena *a, const struct yaml_mistake *mistake, struct diags *diags);

/* `title: Bilan : 2026`: the second colon. */
bool yaml_is_colon_too_many(const struct yaml_mistake *mistake);

/* All that stands behind the key on the line at `at`, as a slice of the text. */
struct str yaml_value_at(struct str text, size_t at);

/* The value at `at` begins with a character that has a meaning in YAML. */
void yaml_explain_special(const struct source *source, size_t from, struct str text, size_t at,
                          struct diags *diags);

#endif
