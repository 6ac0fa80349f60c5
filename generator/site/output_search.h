/* Inside output: the tables of site.db that the search reads. They are filled while pages are made: each
 * thread cuts the words of its pages into stems, and the rows are written in the order of the pages, whoever
 * made them, by the thread that finds the next one ready. Of a page nothing stays once its row is written. */
#ifndef PORTILLON_SITE_OUTPUT_SEARCH_H
#define PORTILLON_SITE_OUTPUT_SEARCH_H

#include "site/output_statement.h"

struct search_index;
/* What one thread knows; NULL to begin with. */
struct search_part;

/* For a portal whose pages are read; nothing else may use the database before search_end. `is_change`: it is
 * that of an earlier build, and only the texts of the pages that are added have changed. */
struct search_index *search_begin(struct database *d, bool is_change);
/* The page is made: its article, or that it has none, for which the next pages wait. From any thread. */
void search_add(struct search_index *index, struct search_part **part, const struct page *page);
/* Writes what is known once all pages are there, unless it is not wanted any more, and lets the index go. */
void search_end(struct search_index *index, bool is_wanted);

#endif
