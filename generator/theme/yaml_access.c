#include "theme/yaml.h"

#include "base/buf.h"

const struct yaml *yaml_get(const struct yaml *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != YAML_MAPPING)
        return NULL;
    for (size_t i = 0; i < mapping->n_items; i++)
        if (str_eq_z(mapping->items[i].key, key))
            return &mapping->items[i];
    return NULL;
}

enum { MAX_KEYS = 64 };

static size_t slices(const char *const *words, size_t n, struct str out[static MAX_KEYS])
{
    size_t count = n < MAX_KEYS ? n : MAX_KEYS;
    for (size_t i = 0; i < count; i++)
        out[i] = str_from(words[i]);
    return count;
}

void yaml_allow(const struct yaml *mapping, const char *const *keys, size_t n, struct diags *diags)
{
    struct str known[MAX_KEYS];
    size_t count = slices(keys, n, known);
    for (size_t i = 0; i < mapping->n_items; i++) {
        const struct yaml *item = &mapping->items[i];
        bool found = false;
        for (size_t k = 0; k < n && !found; k++)
            found = str_eq_z(item->key, keys[k]);
        if (!found)
            DIAG_AT(diags, D_YAML_UNKNOWN_KEY, item->key_at, item->key, diag_nearest(item->key, known, count),
                    diag_list(diags, known, count));
    }
}

/* A place that can be shown: a collection's begins at its first child, which says little, so its key is
 * shown. */
static struct place shown(const struct yaml *item)
{
    return item->at.length == 0 && item->key_at.source != NULL ? item->key_at : item->at;
}

static const struct yaml *scalar(const struct yaml *mapping, const char *key, struct diags *diags)
{
    const struct yaml *item = yaml_get(mapping, key);
    if (item == NULL || item->kind == YAML_SCALAR)
        return item;
    DIAG_AT(diags, D_YAML_TEXT, shown(item), item->key);
    return NULL;
}

bool yaml_text(const struct yaml *mapping, const char *key, struct str *out, struct diags *diags)
{
    const struct yaml *item = scalar(mapping, key, diags);
    if (item == NULL)
        return false;
    *out = item->scalar;
    return true;
}

static struct str digits(int64_t n, struct buf *b)
{
    buf_clear(b);
    buf_add_int(b, n);
    return buf_str(b);
}

bool yaml_int(const struct yaml *mapping, const char *key, struct yaml_range range, int64_t *out,
              struct diags *diags)
{
    int64_t n = 0;
    const struct yaml *item = scalar(mapping, key, diags);
    if (item == NULL)
        return false;
    if (str_to_int64(item->scalar, &n) && n >= range.min && n <= range.max) {
        *out = n;
        return true;
    }
    struct buf min;
    struct buf max;
    buf_init(&min, 32);
    buf_init(&max, 32);
    DIAG_AT(diags, D_YAML_INT, shown(item), item->key, digits(range.min, &min), digits(range.max, &max));
    buf_release(&min);
    buf_release(&max);
    return false;
}

bool yaml_bool(const struct yaml *mapping, const char *key, bool *out, struct diags *diags)
{
    static const char *const yes[] = {"true", "yes", "oui"};
    static const char *const no[] = {"false", "no", "non"};
    const struct yaml *item = scalar(mapping, key, diags);
    if (item == NULL)
        return false;
    for (size_t i = 0; i < 3; i++) {
        bool is_yes = str_eq_nocase(item->scalar, str_from(yes[i]));
        if (is_yes || str_eq_nocase(item->scalar, str_from(no[i]))) {
            *out = is_yes;
            return true;
        }
    }
    DIAG_AT(diags, D_YAML_BOOL, shown(item), item->key);
    return false;
}

bool yaml_choice(const struct yaml *mapping, const char *key, struct yaml_words words, size_t *out,
                 struct diags *diags)
{
    const struct yaml *item = scalar(mapping, key, diags);
    if (item == NULL)
        return false;
    for (size_t i = 0; i < words.n; i++) {
        if (str_eq_z(item->scalar, words.items[i])) {
            *out = i;
            return true;
        }
    }
    struct str known[MAX_KEYS];
    size_t count = slices(words.items, words.n, known);
    DIAG_AT(diags, D_YAML_CHOICE, shown(item), item->scalar, item->key, diag_list(diags, known, count),
            diag_nearest(item->scalar, known, count));
    return false;
}

bool yaml_texts(const struct yaml *mapping, const char *key, struct arena *a, struct yaml_texts *out,
                struct diags *diags)
{
    const struct yaml *item = yaml_get(mapping, key);
    if (item == NULL)
        return false;
    struct yaml_texts texts = {0};
    if (item->kind == YAML_SCALAR && !str_empty(item->scalar))
        *ARENA_PUSH(a, &texts) = item->scalar;
    bool fine = item->kind != YAML_MAPPING;
    for (size_t i = 0; fine && i < item->n_items; i++) {
        fine = item->items[i].kind == YAML_SCALAR;
        *ARENA_PUSH(a, &texts) = item->items[i].scalar;
    }
    if (fine)
        *out = texts;
    else
        DIAG_AT(diags, D_YAML_SEQUENCE, shown(item), item->key);
    return fine;
}
