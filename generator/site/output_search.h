/* Inside output: the tables of site.db that the search reads. */
#ifndef PORTILLON_SITE_OUTPUT_SEARCH_H
#define PORTILLON_SITE_OUTPUT_SEARCH_H

#include "site/output_statement.h"

/* Indexes every page that has an article, and what may be searched for instead of what. */
void search_write(struct database *d);

#endif
