/* A tree of nodes as plain text, for the text part of mails: a template like the HTML one. */
#ifndef PORTILLON_SITE_PLAIN_H
#define PORTILLON_SITE_PLAIN_H

#include "site/node.h"

/* Appends all blocks below the node: a blank line between them, lists with "- " or "1. ", links as "words:
 * address", headings underlined. */
void plain_below(struct buf *out, const struct node *parent);
/* The same words without addresses and underlines: for what programs read. */
void plain_words(struct buf *out, const struct node *parent);

#endif
