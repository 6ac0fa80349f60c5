#include "site/validity.h"

#include <inttypes.h>

enum { MAX_MONTHS = 1200, DAYS_OF_MONTH = 30, WEEKS_OF_YEAR = 52 };

/* What English, French and Dutch call a month and a year. */
static bool is_unit(struct str word, const char *units)
{
    for (struct str rest = str_from(units); rest.n > 0;)
        if (str_eq_nocase(str_cut(&rest, ' '), word))
            return true;
    return false;
}

/* How many months one such unit is; 0: no unit. */
static int64_t months_of(struct str unit)
{
    if (is_unit(unit, "month months mois maand maanden m"))
        return 1;
    return is_unit(unit, "year years an ans année années annee annees jaar jaren y a j") ? 12 : 0;
}

/* "12 months", with years where they were meant and nothing is lost. */
static struct str written(struct arena *a, int64_t months, bool in_years)
{
    int64_t n = in_years && months % 12 == 0 ? months / 12 : months;
    const char *unit = n != months ? "year" : "month";
    if (n < 1 || months > MAX_MONTHS)
        return (struct str){"", 0};
    return arena_printf(a, "%" PRId64 " %s%s", n, unit, n == 1 ? "" : "s");
}

/* Days and weeks that make whole months or years. */
static int64_t months_of_days(int64_t n, struct str unit)
{
    if (is_unit(unit, "day days jour jours dag dagen"))
        return n % 365 == 0 ? n / 365 * 12 : n % DAYS_OF_MONTH == 0 ? n / DAYS_OF_MONTH : 0;
    if (is_unit(unit, "week weeks semaine semaines weken"))
        return n % WEEKS_OF_YEAR == 0 ? n / WEEKS_OF_YEAR * 12 : 0;
    return 0;
}

struct str validity_read(struct arena *a, struct str text, int *months)
{
    struct str trimmed = str_trim(text);
    size_t n_digits = 0;
    int64_t n;
    while (n_digits < trimmed.n && trimmed.p[n_digits] >= '0' && trimmed.p[n_digits] <= '9')
        n_digits++;
    *months = 0;
    if (!str_to_int64(str_sub(trimmed, 0, n_digits), &n) || n < 1 || n > INT32_MAX)
        return (struct str){"", 0};
    struct str unit = str_trim(str_sub(trimmed, n_digits, trimmed.n));
    int64_t of_unit = unit.n == 0 ? 1 : months_of(unit);
    struct str meant = written(a, of_unit > 0 ? n * of_unit : months_of_days(n, unit), of_unit != 1);
    if (meant.n > 0 && str_eq(meant, trimmed))
        *months = (int)(n * of_unit);
    return meant;
}
