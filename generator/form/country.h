/* Countries, by the two letters that ISO 3166-1 gives them, in lower case as questionnaires write them.
 *
 * The table only grows: a code that ISO takes back stays, so that what was published with it can still be
 * read. It has XK besides, which ISO leaves to its users and the European Union and SWIFT use for Kosovo. */
#ifndef PORTILLON_FORM_COUNTRY_H
#define PORTILLON_FORM_COUNTRY_H

#include "base/str.h"

size_t form_country_count(void);
/* The code at a place of the table, in alphabetical order: "be". */
struct str form_country_code(size_t place);
/* Its place; capitals are taken as well. False when there is none. */
bool form_country_find(struct str code, size_t *place);
/* The code that somebody probably meant: "gb" for "uk"; empty when there is no telling. */
struct str form_country_meant(struct str word);

#endif
