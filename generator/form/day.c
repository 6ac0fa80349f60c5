#include "form/day.h"

/* Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". Years begin in
 * March, so that the leap day is the last of its year; 719468 days lie between 0000-03-01 and 1970-01-01. */
enum { DAYS_PER_ERA = 146097, DAYS_TO_1970 = 719468 };

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool form_day_from_civil(int year, int month, int day, int32_t *out)
{
    if (year < FORM_FIRST_YEAR || year > FORM_LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return false;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *out = era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
    return true;
}

void form_day_to_civil(int32_t d, int *year, int *month, int *day)
{
    int z = d + DAYS_TO_1970;
    int era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = z - era * DAYS_PER_ERA;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    *month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

int form_years_between(int32_t from, int32_t to)
{
    int from_year;
    int from_month;
    int from_day;
    int to_year;
    int to_month;
    int to_day;
    form_day_to_civil(from, &from_year, &from_month, &from_day);
    form_day_to_civil(to, &to_year, &to_month, &to_day);
    bool before_birthday = to_month < from_month || (to_month == from_month && to_day < from_day);
    return to_year - from_year - (before_birthday ? 1 : 0);
}

static bool read_digits(struct str s, int *out)
{
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

bool form_day_parse(struct str text, int32_t *out)
{
    int year;
    int month;
    int day;
    return text.n == 10 && text.p[4] == '-' && text.p[7] == '-' && read_digits(str_sub(text, 0, 4), &year) &&
           read_digits(str_sub(text, 5, 7), &month) && read_digits(str_sub(text, 8, 10), &day) &&
           form_day_from_civil(year, month, day, out);
}

void form_day_print(int32_t d, struct buf *out)
{
    int year;
    int month;
    int day;
    form_day_to_civil(d, &year, &month, &day);
    buf_addf(out, "%04d-%02d-%02d", year, month, day);
}
