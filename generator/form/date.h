/* A date as people type it: the day in figures ("1er" too), the month in figures or by its name, whole or
 * shortened, with or without accents, in French, English or Dutch ("février", "fev.", "Feb"), the year in
 * four figures. */
#ifndef PORTILLON_FORM_DATE_H
#define PORTILLON_FORM_DATE_H

#include "form/answers.h"

/* Day, month and year, or one text: "2026-11-23", "23/11/2026", "23 nov. 2026". FORM_OK, FORM_NOT_A_DATE,
 * FORM_WRONG_YEAR (not of four figures), FORM_TOO_EARLY or FORM_TOO_LATE (before or after the years that can
 * be told: *day is INT32_MIN or INT32_MAX). */
enum form_problem form_date_read(struct arena *a, struct form_raw raw, int32_t *day);

#endif
