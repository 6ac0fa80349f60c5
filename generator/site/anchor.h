/* Anchors of headings, as forges make them from the heading's words, but without accents: "Mot de passe
 * oublié ?" is `mot-de-passe-oublie`. A second heading of the same words gets `-1`, the next `-2`. */
#ifndef PORTILLON_SITE_ANCHOR_H
#define PORTILLON_SITE_ANCHOR_H

#include "base/diag.h"
#include "site/map.h"
#include "site/node.h"

/* The anchor of these words: letters small and without accents, digits, '_' and '-'; what separates words is
 * one '-', all else is left out. Never empty: "section" when nothing is left. */
struct str anchor_of(struct arena *a, struct str words);
/* The same, but empty when nothing is left: also what an anchor in a link is compared by, so that a forge's
 * own form
 * (`#mot-de-passe-oublié-`) leads to the same place. */
struct str anchor_fold(struct arena *a, struct str words);

struct anchor {
    struct str name;
    struct str title; /* the heading's words */
    int level;
};

/* The anchors of one page, in document order. Zeroed is empty. */
struct anchors {
    struct anchor *items;
    size_t count, cap;
    struct map taken;
    const struct map *reserved; /* ids that the theme's own markup has; may be NULL */
};

/* Gives every heading below root its anchor (node->extra), different from those before and from those of
 * notes. */
void anchors_find(struct anchors *anchors, struct arena *a, struct node *root);
/* What is left of them when the page is made: every name between two newlines, in the arena; empty when there
 * is none. */
struct str anchors_names(const struct anchors *anchors, struct arena *a);
/* Is the name one of those? */
bool anchors_have(struct str names, struct str name);

#endif
