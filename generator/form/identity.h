/* Numbers that registers and banks have given to people, with the digits that show a slip of the pen. What is
 * read becomes canonical, without spaces or marks; printing puts them back where people expect them. */
#ifndef PORTILLON_FORM_IDENTITY_H
#define PORTILLON_FORM_IDENTITY_H

#include "base/arena.h"

enum form_identity {
    FORM_IDENTITY_FINE,
    FORM_IDENTITY_SHAPE,  /* too short, too long, or signs that do not belong there */
    FORM_IDENTITY_DIGITS, /* the control digits do not fit */
};

/* The Belgian national number: six digits of the day of birth, three of order, two of control, which are 97
 * less the remainder of the nine by 97; for births from 2000 a 2 stands before the nine (royal decree of 3
 * April 1984, art. 1 to 4, as amended by that of 25 November 1997). Bis numbers have 20 added to the month,
 * or 40 when the sex is known (royal decree of 8 February 1991, art. 2 and 4); month and day are 00 when they
 * are not known. Spaces, points, dashes and slashes may stand anywhere. `*out` gets the
 * eleven digits. */
enum form_identity form_national_number_read(struct arena *a, struct str text, struct str *out);
/* "85.07.30-033.28"; what is not eleven digits as it is. */
struct str form_national_number_text(struct arena *a, struct str digits);

/* ISO 13616-1: two letters of a country, two digits of control, then as many letters and digits as SWIFT's
 * IBAN registry (release 97) gives that country; with the first four put last and letters read as 10 to 35,
 * the remainder by 97 is 1 (ISO 7064, MOD 97-10). The same marks may stand anywhere. `*out` gets
 * capitals and digits alone. */
enum form_identity form_iban_read(struct arena *a, struct str text, struct str *out);
/* In groups of four: "BE68 5390 0754 7034". */
struct str form_iban_text(struct arena *a, struct str iban);

#endif
