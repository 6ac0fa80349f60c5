/* The fields of a message against what the program that sends it gives (theme/shapes.def). */
#ifndef PORTILLON_SITE_MESSAGE_FIELDS_H
#define PORTILLON_SITE_MESSAGE_FIELDS_H

#include "site/node.h"
#include "site/portal.h"
#include "theme/shapes.h"

/* Checks the fields of the subject and of the body, in order: unknown ones, sections that do not close. */
void message_fields_check(struct portal *portal, const struct page *page, const struct node *root,
                          const struct shape *shape);

#endif
