/* YAML as Portillon uses it: mappings, sequences and scalars, read by libyaml into a tree that knows where
 * everything stands. Anchors, aliases, tags and several documents are refused; duplicate keys are errors;
 * `title: Bilan : 2026` gets its own explanation, and reading goes on behind it so that all of them are
 * reported in one run. At most 1 MiB, 32 levels, 20,000 keys and values. */
#ifndef PORTILLON_THEME_YAML_H
#define PORTILLON_THEME_YAML_H

#include "base/diag.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING, YAML_KIND__MAX };

struct yaml {
    enum yaml_kind kind;
    struct place at;          /* of the value; of a mapping or sequence: where it begins, length 0 */
    struct place key_at;      /* inside a mapping */
    struct str key;           /* inside a mapping */
    struct str scalar;        /* the text of a scalar; empty for `key:` with nothing behind it */
    const struct yaml *items; /* children of a sequence or mapping, in order */
    size_t n_items;
};

/* Reads `length` bytes at `offset` of the source (a whole file, or the front matter): a mapping, everything
 * in the arena. NULL when diagnostics were added. An empty text is an empty mapping. */
const struct yaml *yaml_read(struct arena *a, const struct source *source, size_t offset, size_t length,
                             struct diags *diags);

/* The value under the key, or NULL when it is absent or `mapping` is no mapping. */
const struct yaml *yaml_get(const struct yaml *mapping, const char *key);

/* What a mapping may hold: every key that is not in the list is an error with "did you mean". */
void yaml_allow(const struct yaml *mapping, const char *const *keys, size_t n, struct diags *diags);

/* Typed access, reporting what is wrong at its place. All are false when the key is absent (without a
 * diagnostic) or when a diagnostic was added; *out is then untouched. */
bool yaml_text(const struct yaml *mapping, const char *key, struct str *out, struct diags *diags);
bool yaml_bool(const struct yaml *mapping, const char *key, bool *out,
               struct diags *diags); /* true/false, yes/no,
                                        oui/non */
struct yaml_range {
    int64_t min, max; /* both allowed */
};
bool yaml_int(const struct yaml *mapping, const char *key, struct yaml_range range, int64_t *out,
              struct diags *diags);

/* One of the words; its index. */
struct yaml_words {
    const char *const *items;
    size_t n;
};
bool yaml_choice(const struct yaml *mapping, const char *key, struct yaml_words words, size_t *out,
                 struct diags *diags);

/* A sequence of texts, or one text alone, as an array in the arena. */
struct yaml_texts {
    struct str *items;
    size_t count, cap;
};
bool yaml_texts(const struct yaml *mapping, const char *key, struct arena *a, struct yaml_texts *out,
                struct diags *diags);

#endif
