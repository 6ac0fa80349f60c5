/* The fields that each template of a theme may use: the contract between the theme and the programs that fill
 * it, written in shapes.def as
 *     SHAPE("espace/accueil", "todo[].title todo[].url:url profile? profile.text:html")
 * `[]` a list, `?` may be absent or false, `:html` a struct html, `:url` an address (the only kind that may
 * begin one), `:int` a whole number; everything else is a text, or with `?` also a flag. A field named twice
 * must agree. A list followed by `^` and another one has its items' shape: recursion
 * (`questions[].options[].nested[]^questions[]`). An object is there when one of its required fields is,
 * unless it is itself declared with `?`. Absent, false, the empty text and the empty list are alike. The row
 * "*" holds what every page has; of it, templates below mail/ and message/ have site.name, lang and base
 * alone. */
#ifndef PORTILLON_THEME_SHAPES_H
#define PORTILLON_THEME_SHAPES_H

#include "theme/value.h"

struct shape;
/* The shape of a template, common fields included, or NULL for a name that has none. Parsed once, kept for
 * the program's life; thread-safe. */
const struct shape *shape_find(struct str template_name);
/* Every name that has a shape, "*" left out. */
size_t shape_names(const struct str **names);

/* Parses rows of their own, for tests: NULL when they are wrong. */
const struct shape *shape_parse(struct arena *a, struct str paths);

enum shape_kind { SHAPE_TEXT, SHAPE_INT, SHAPE_HTML, SHAPE_URL, SHAPE_LIST, SHAPE_MAP, SHAPE_KIND__MAX };
enum shape_kind shape_kind(const struct shape *shape);
bool shape_is_optional(const struct shape *shape);
/* The field of a map, or NULL. */
const struct shape *shape_field(const struct shape *map, struct str name);
/* The fields of a map in the order of their declaration; NULL behind the last. */
const struct shape *shape_field_at(const struct shape *map, size_t i, struct str *name);
/* What each item of a list is. */
const struct shape *shape_item(const struct shape *list);
/* The paths of all fields below, dotted ("client.name"; of a list its name alone), in the arena: for "did you
 * mean". */
size_t shape_paths(const struct shape *map, struct arena *a, const struct str **paths);

/* Does the data fit: nothing unknown, nothing required missing, kinds right? On a misfit *path says where (in
 * the arena). Used by tests and, in debug builds, at every rendering. */
bool shape_fits(const struct shape *shape, const struct value *data, struct arena *a, struct str *path);

#endif
