/* Pages of questions and answers (front matter `type: faq`): every `##` is a question that folds, and the
 * page carries schema.org's FAQPage for search engines (JSON-LD: data, which browsers do not run). */
#ifndef PORTILLON_SITE_FAQ_H
#define PORTILLON_SITE_FAQ_H

#include "site/portal.h"

/* Folds the questions; a page without any, and a question without answer, are reported. */
void faq_fold(struct portal *portal, const struct page *page, struct node *root);
/* <script type="application/ld+json">…</script>, in the arena. */
struct html faq_data(struct arena *a, struct str language, const struct node *root);

#endif
