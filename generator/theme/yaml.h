/* YAML as Portillon uses it: mappings, sequences and scalars, read by libyaml into a tree that knows where everything stands. Anchors,
 * aliases, tags and several documents are refused; duplicate keys are errors; `title: Bilan : 2026` gets its own explanation. At most 1 MiB,
 * 32 levels, 20,000 nodes. */
#ifndef PORTILLON_THEME_YAML_H
#define PORTILLON_THEME_YAML_H

#include "base/diag.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING, YAML_KIND__MAX };

struct yaml {
    enum yaml_kind kind;
    struct place at;   /* of the value */
    struct place key_at;
    struct str key;    /* inside a mapping */
    struct str scalar; /* the text of a scalar */
    const struct yaml *items; /* children of a sequence or mapping, in order */
    size_t n_items;
};

/* Reads `length` bytes at `offset` of the source (a whole file, or the front matter). NULL when diagnostics were added. An empty text is an empty
 * mapping. */
const struct yaml *yaml_read(struct arena *a, const struct source *source, size_t offset, size_t length, struct diags *diags);

const struct yaml *yaml_get(const struct yaml *mapping, const char *key); /* NULL when absent */

/* What a mapping may hold: every key that is not in the list is an error with "did you mean". */
void yaml_allow(const struct yaml *mapping, const char *const *keys, size_t n, struct diags *diags);

/* Typed access, reporting what is wrong: absent gives false without a diagnostic. */
bool yaml_text(const struct yaml *mapping, const char *key, struct str *out, struct diags *diags);
bool yaml_int(const struct yaml *mapping, const char *key, int64_t min, int64_t max, int64_t *out, struct diags *diags);
bool yaml_bool(const struct yaml *mapping, const char *key, bool *out, struct diags *diags); /* true/false, yes/no, oui/non */
/* One of the words; its index. */
bool yaml_choice(const struct yaml *mapping, const char *key, const char *const *words, size_t n, size_t *out, struct diags *diags);

#endif
