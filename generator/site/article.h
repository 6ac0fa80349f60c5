/* What the search knows of a page, and what readers' opinions are counted for. */
#ifndef PORTILLON_SITE_ARTICLE_H
#define PORTILLON_SITE_ARTICLE_H

#include "site/questionnaire.h"

struct article {
    struct str version;  /* ten digits: another whenever the page's source is */
    struct str headings; /* one a line */
    struct str text;     /* all that is read, one line for each paragraph, heading or cell; without headings'
                          * lines     apart, so that excerpts follow the page */
};

/* Of a page whose tree is made; lives in the arena. */
struct article *article_of(struct arena *a, const struct page *page, const struct node *root);
/* Of a questionnaire: its own words and those of its points and questions. */
struct article *article_of_questionnaire(struct arena *a, const struct questionnaire *q);
/* "aide/activer-mon-espace": what translations share. */
struct str article_page(const struct page *page);

#endif
