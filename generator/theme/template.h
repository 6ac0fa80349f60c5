/* Mustache templates (core and inheritance of the specification): compiled once, rendered often, from any
 * thread.
 *
 * LAX passes the official specification. STRICT is for themes: every field must be in the template's shape
 * (shapes.def), no raw operators, values are escaped for the place where they stand, and a value where it
 * could not be made safe (inside <script>, <style>, a comment, a tag's name, an unquoted attribute, on… or
 * style="") is an error. TEXT is strict without HTML: for mails' text part and subjects. The mode of the
 * template that is rendered holds for its partials and parents.
 *
 * In STRICT and TEXT:
 *   {{t.key.of.message}} is the catalogue's message in the language of the rendering, escaped for its place;
 * its arguments are looked up in the template's context.
 *   {{#x}}…{{/x}} makes x the context when it is an object, and in turn each item when it is a list.
 *   {{#x?}}…{{/x?}} asks only: once when x is true, the context stays.
 *   A name that the shape declares for an item is looked for in that item alone, even when it is absent
 * there. Partials keep their own indentation (it would change what is in a <textarea>); in LAX and TEXT they
 * and blocks are indented as the specification says, recursive ones as at their first call. */
#ifndef PORTILLON_THEME_TEMPLATE_H
#define PORTILLON_THEME_TEMPLATE_H

#include "base/diag.h"
#include "theme/catalogue.h"
#include "theme/shapes.h"
#include "theme/value.h"

enum template_mode { TEMPLATE_LAX, TEMPLATE_STRICT, TEMPLATE_TEXT, TEMPLATE_MODE__MAX };

/* All templates of a theme, by name. Compiled templates live in the set's arena. */
struct templates;
struct templates *templates_new(struct arena *arena);

/* Reads and adds; a name ending in ".txt" is TEXT when `mode` is STRICT. A name that is there already is
 * replaced (a site's own template over the theme's). false when diagnostics were added. The source must live
 * as long as the set. */
bool templates_add(struct templates *set, struct str name, const struct source *source,
                   enum template_mode mode, struct diags *diags);

/* Puts partials and parents into every template and settles where each value is found and how it is escaped.
 * To be called once, after the last templates_add and before the first rendering. `shape_of` (normally
 * shape_find) may be NULL, or give NULL: then names are looked up through the contexts, innermost first.
 * Reports nothing: see templates_check. */
typedef const struct shape *template_shape_of(struct str name);
void templates_link(struct templates *set, template_shape_of *shape_of);
/* The same for one template, when no other is to be rendered. */
void templates_link_one(struct templates *set, struct str name, template_shape_of *shape_of);

/* Checks the template `name` as it will be rendered, through its partials and parents, against a shape (NULL:
 * only what needs none) and the catalogues (NULL: texts are not checked): unknown partials, fields, messages,
 * arguments of messages that the context does not have, values in places where they cannot be made safe. What
 * is wrong in a shared partial is reported once for the whole set. */
void templates_check(struct templates *set, struct str name, const struct shape *shape,
                     const struct catalogues *catalogues, struct diags *diags);

/* Renders. `catalogue` may be NULL (no texts). false when the name is unknown, the output is full or contexts
 * and recursive partials are nested more than 64 deep. Thread-safe: touches only `out`. */
bool templates_render(const struct templates *set, struct str name, const struct value *data,
                      const struct catalogue *catalogue, struct buf *out);
bool templates_has(const struct templates *set, struct str name);

#endif
