/* From declarations to a definition. The Markdown compiler and the loader of site.db and store.db give the
 * same lines to the same builder, so there is one grammar (AUTHORING.md) and one parser.
 *
 *     struct form_builder *b = form_builder_new(arena, diags);
 *     form_builder_add(b, FORM_QUESTION, 1, STR("horizon: one"), place);
 *     …
 *     const struct form *f = form_builder_finish(b);   NULL when there were errors
 *
 * All errors of all lines are reported: names and types are resolved at the end, when everything is known. */
#ifndef PORTILLON_FORM_BUILD_H
#define PORTILLON_FORM_BUILD_H

#include "base/diag.h"
#include "form/form.h"

struct form_builder;

/* Everything lives in the arena. */
struct form_builder *form_builder_new(struct arena *arena, struct diags *diags);

/* Adds the next declared thing; gives its line number (from 1). `declaration` is the content of a code span,
 * a line of a `score`, `rules` or `checks` block (a check without its message), as written; `at` is where it
 * stands, so that a mistake inside it is shown under its very characters (a zeroed place when read from a
 * database). The text is copied. A point's declaration may be empty. Depths: points, scores, results, rules
 * and checks 0; questions 1, their options 2, questions nested under an option 3, and so on; levels 1. A
 * level belongs to the last result, an option to the last question of lower depth, a nested question to the
 * last option of lower depth. */
unsigned form_builder_add(struct form_builder *b, enum form_kind kind, unsigned depth, struct str declaration,
                          struct place at);

/* The same for a thing whose declaration could not be found at all, which the caller has reported: what it
 * belongs to is not whole, and nothing is said about what it seems to lack. */
unsigned form_builder_add_unread(struct form_builder *b, enum form_kind kind, unsigned depth,
                                 struct place at);

/* Resolves, checks, proves; NULL when any error was reported. `form->lines[].declaration` are canonical:
 * adding them to another builder gives an equal form. */
const struct form *form_builder_finish(struct form_builder *b);

/* The same without the proofs, for what is not whole, or is the translation of what is proven. */
const struct form *form_builder_finish_unproven(struct form_builder *b);

/* The same without the proofs, for a definition that was published: it was proven then, and it must stay
 * readable for ever, even if a later compiler refuses or proves more. */
const struct form *form_builder_finish_published(struct form_builder *b);

/* Cuts a line of a `checks` block, `refer age >= 75 : Message.`, at its first colon: the declaration and the
 * message, both trimmed. false when there is no colon. */
bool form_check_split(struct str line, struct str *declaration, struct str *message);

/* The canonical text that the meaning hash is taken of: kinds, depths and declarations, one a line. */
void form_canonical(const struct form *f, struct buf *out);

/* True when a heading's last code span is meant as a declaration (it has the shape `word: …`, or for a point
 * or option `word`), even a wrong one. */
bool form_looks_declared(enum form_kind kind, struct str span);

#endif
