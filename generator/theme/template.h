/* Mustache templates (core and inheritance of the specification): compiled once, rendered often, from any thread.
 *
 * LAX passes the official specification. STRICT is for themes: every field must be in the template's shape (shapes.def), no
 * raw operators, values are escaped for the place where they stand, and a value where it could not be made safe (inside
 * <script>, <style>, a tag's name, an unquoted attribute) is an error. TEXT is strict without HTML: for mails' text part.
 *
 * In strict and text templates `{{t.key.of.message}}` is the catalogue's message in the language of the rendering, escaped
 * for its place; its arguments are looked up in the template's context. */
#ifndef PORTILLON_THEME_TEMPLATE_H
#define PORTILLON_THEME_TEMPLATE_H

#include "base/diag.h"
#include "theme/catalogue.h"
#include "theme/value.h"

enum template_mode { TEMPLATE_LAX, TEMPLATE_STRICT, TEMPLATE_TEXT, TEMPLATE_MODE__MAX };

/* All templates of a theme, by name. Compiled templates live in the set's arena. */
struct templates;
struct templates *templates_new(struct arena *arena);

/* Compiles and adds; a name ending in ".txt" is TEXT in strict sets. false when diagnostics were added. The source's text must
 * live as long as the set. */
bool templates_add(struct templates *set, struct str name, const struct source *source, enum template_mode mode,
                   struct diags *diags);

/* Checks the template `name` as it will be rendered, through its partials and parents, against a shape (shapes.h) and the
 * catalogues: unknown fields, unknown messages, arguments of messages that the context does not have. */
struct shape;
void templates_check(const struct templates *set, struct str name, const struct shape *shape,
                     const struct catalogues *catalogues, struct diags *diags);

/* Renders. `catalogue` may be NULL (no texts). false when the name is unknown or the output is full. Thread-safe: touches only
 * `out`. */
bool templates_render(const struct templates *set, struct str name, const struct value *data,
                      const struct catalogue *catalogue, struct buf *out);
bool templates_has(const struct templates *set, struct str name);

#endif
