/* The tree of data that a template is rendered with. Everything lives in an arena; strings given are borrowed
 * and must live as long. Maps keep the order in which keys were set. */
#ifndef PORTILLON_THEME_VALUE_H
#define PORTILLON_THEME_VALUE_H

#include "base/arena.h"
#include "theme/html.h"

enum value_kind {
    VALUE_KIND_NULL,
    VALUE_KIND_BOOL,
    VALUE_KIND_INT,
    VALUE_KIND_TEXT,
    VALUE_KIND_HTML,
    VALUE_KIND_LIST,
    VALUE_KIND_MAP,
    VALUE_KIND__MAX
};

struct value;

struct value *value_map(struct arena *a);
struct value *value_list(struct arena *a);
struct value *value_text(struct arena *a, struct str text);
struct value *value_int(struct arena *a, int64_t n);
struct value *value_bool(struct arena *a, bool b);
struct value *value_html(struct arena *a, struct html h);

/* Sets a key (a string that outlives the map; normally a literal); setting again replaces. */
void value_set(struct value *map, const char *key, struct value *v);
void value_set_text(struct value *map, const char *key, struct str text);
void value_set_int(struct value *map, const char *key, int64_t n);
void value_set_bool(struct value *map, const char *key, bool b);
void value_set_html(struct value *map, const char *key, struct html h);
/* A new map or list under the key. */
struct value *value_set_map(struct value *map, const char *key);
struct value *value_set_list(struct value *map, const char *key);
/* Appends; value_add_map appends a new map. */
void value_add(struct value *list, struct value *v);
struct value *value_add_map(struct value *list);

enum value_kind value_kind(const struct value *v);
/* The entry of a map, or NULL; value_find takes the key's str_hash made beforehand. */
const struct value *value_get(const struct value *map, struct str key);
const struct value *value_find(const struct value *map, struct str key, uint64_t hash);
/* Items of a list, or entries of a map; the key of an entry. */
size_t value_count(const struct value *v);
const struct value *value_at(const struct value *v, size_t i);
struct str value_key_at(const struct value *map, size_t i);
/* Text of TEXT and HTML, digits of INT (in *scratch, at least 24 bytes), empty for the others. */
struct str value_as_text(const struct value *v, char scratch[static 24]);
int64_t value_as_int(const struct value *v);
/* Mustache's truth: not null, not false, not an empty list, not an empty text; 0 is true. */
bool value_is_true(const struct value *v);

#endif
