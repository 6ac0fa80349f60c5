/* Dates, times and numbers as people of a language write them (ICU; "en" as in Europe). Thread-safe: each
 * thread keeps a few of ICU's formatters for itself. Results live in the arena. */
#ifndef PORTILLON_THEME_FORMAT_H
#define PORTILLON_THEME_FORMAT_H

#include "base/arena.h"
#include "base/buf.h"

/* UTC seconds in the zone ("Europe/Paris"; an unknown one is UTC), as a date and time: "23 novembre 2026 à
 * 14:05". */
struct str format_date_time(struct arena *a, struct str language, struct str zone, int64_t utc_seconds);
/* "23 novembre 2026" */
struct str format_date(struct arena *a, struct str language, struct str zone, int64_t utc_seconds);
/* "14:05" */
struct str format_time(struct arena *a, struct str language, struct str zone, int64_t utc_seconds);
/* A calendar day (days since 1970-01-01), no zone: "23 novembre 2026". */
struct str format_day(struct arena *a, struct str language, int32_t day);
/* A canonical decimal ("1234.5") as people write it, with all its digits: "1 234,5"; with the currency's
 * symbol when one is given ("EUR"), and then with all its digits or none: "1 234,50 €", "1 234 €". What is no
 * decimal comes back as it is. */
struct str format_decimal(struct arena *a, struct str language, struct str decimal, struct str currency);
/* The symbol of a currency as the language writes it ("€" for "EUR"), or its code where it has none. */
struct str format_currency(struct arena *a, struct str language, struct str code);
/* The calendar day (days since 1970-01-01) that it is in the zone at that moment. */
int32_t format_local_day(struct str zone, int64_t utc_seconds);
/* A language's own name, as a switch between languages shows it: "Français" for "fr". */
struct str format_language(struct arena *a, struct str language);
/* All countries by their names in the language, in its order. */
struct country {
    struct str code, name; /* "be", "Belgique" */
};
struct countries {
    const struct country *items;
    size_t n;
};
struct countries format_countries(struct arena *a, struct str language);
/* Appends a whole number: "1 234". */
void format_integer(struct buf *out, struct str language, int64_t n);
/* Under which letter a dictionary of the language files the name: "E" for "Évaluer", "O" for "œuvre", "Å" in
 * Swedish; "0–9" for digits. */
struct str format_initial(struct arena *a, struct str language, struct str name);
/* Compares two names as a dictionary of the language would, numbers in them by their value ("Étape 2" before
 * "Étape 10"); only the same bytes are equal. */
int format_compare(struct str language, struct str a, struct str b);
/* Bytes that str_cmp puts in the order of format_compare, for names that are compared often: a long name's
 * key is about twice as long. Names that differ in nothing a dictionary minds have the same key. */
struct str format_sort_key(struct arena *a, struct str language, struct str name);

#endif
