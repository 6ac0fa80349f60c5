/* Currencies, by the three letters that ISO 4217 gives them: List One of its maintenance agency, SIX
 * (currency and funds codes in force, with the amendments up to 2026), without the funds, metals and codes
 * for testing, in which nobody is paid.
 *
 * A code that ISO takes back leaves the table: what was published with it stays readable, since only what is
 * written now is looked up here. */
#ifndef PORTILLON_FORM_CURRENCY_H
#define PORTILLON_FORM_CURRENCY_H

#include "base/str.h"

/* Is it in force? In capitals only. */
bool form_currency_is_known(struct str code);
/* Decimals of an amount, the "minor unit" of ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD; 2 of an unknown code.
 */
unsigned form_currency_decimals(struct str code);
/* The code that somebody probably meant by a code that was withdrawn, a name, a sign or a slip: "EUR" for
 * "FRF", "euros", "€" and "EUE"; empty when there is no telling. */
struct str form_currency_meant(struct str word);

#endif
