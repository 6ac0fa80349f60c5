/* Dates, times and numbers as people of a language write them (ICU). Results live in the arena. */
#ifndef PORTILLON_THEME_FORMAT_H
#define PORTILLON_THEME_FORMAT_H

#include "base/arena.h"

/* UTC seconds as a date and time in the zone ("Europe/Paris"): "23 novembre 2026 à 14:05". */
struct str format_date_time(struct arena *a, struct str language, struct str zone, int64_t utc_seconds);
struct str format_date(struct arena *a, struct str language, struct str zone,
                       int64_t utc_seconds); /* "23 novembre 2026" */
struct str format_time(struct arena *a, struct str language, struct str zone,
                       int64_t utc_seconds); /* "14:05" */
/* A calendar day (days since 1970-01-01), no zone. */
struct str format_day(struct arena *a, struct str language, int32_t day);
/* A canonical decimal ("1234.5") as people write it, with the currency's symbol when one is given ("EUR"): "1
 * 234,50 €". */
struct str format_decimal(struct arena *a, struct str language, struct str decimal, struct str currency);
/* The symbol of a currency as the language writes it ("€" for "EUR"), or its code where it has none. */
struct str format_currency(struct arena *a, struct str language, struct str code);
/* The calendar day (days since 1970-01-01) that it is in the zone at that moment. */
int32_t format_local_day(struct str zone, int64_t utc_seconds);
/* A language's own name, as a switch between languages shows it: "Français" for "fr". */
struct str format_language(struct arena *a, struct str language);
/* Compares two names as a dictionary of the language would: for sorting. */
int format_compare(struct str language, struct str a, struct str b);

#endif
