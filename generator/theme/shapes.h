/* The fields that each template of a theme may use: the contract between the theme and the programs that fill it, written in
 * shapes.def as
 *     SHAPE("espace/accueil", "todo[].title todo[].url:url profile? profile.text:html")
 * `[]` a list, `?` may be absent or false, `:html` a struct html, `:url` an address, `:int` a number (plurals); a field named twice
 * must agree. A field ending in `^` (`questions[].options[].nested[]^questions[]`) has the shape of the other path: recursion.
 * The row "*" holds what every page has. */
#ifndef PORTILLON_THEME_SHAPES_H
#define PORTILLON_THEME_SHAPES_H

#include "theme/value.h"

struct shape;
/* The shape of a template, common fields included, or NULL for a name that has none. Parsed once, kept for the program's life. */
const struct shape *shape_find(struct str template_name);
/* Every name that has a shape, "*" left out. */
size_t shape_names(const struct str **names);
/* Does the data fit: nothing unknown, nothing required missing, kinds right? On a misfit *path says where (in the arena). Used by tests
 * and, in debug builds, at every rendering. */
bool shape_fits(const struct shape *shape, const struct value *data, struct arena *a, struct str *path);

#endif
