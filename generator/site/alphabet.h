/* The index from A to Z, for a site whose pages no gateway searches: /fr/a-z/. Its entries are the titles of
 * the pages, the tags, and what stands for a tag in synonyms.yaml ("code secret: see mot de passe"), in the
 * order of a dictionary of the language, under the letters with which they begin there. */
#ifndef PORTILLON_SITE_ALPHABET_H
#define PORTILLON_SITE_ALPHABET_H

#include "site/view.h"

/* Once topics are known: fills portal->alphabets, and takes their addresses. */
void alphabet_build(struct portal *portal);
/* What other pages need of one that is not made: where it is. */
const struct alphabet *alphabet_outline(struct arena *a, struct str url);
/* Its first part. */
struct paging alphabet_paging(const struct alphabet *alphabet);
/* site/index: one part of it. */
struct value *view_alphabet(const struct view *v, const struct alphabet *alphabet, const struct paging *p);

#endif
