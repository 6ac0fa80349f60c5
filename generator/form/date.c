#include "form/date.h"

#include "base/fold.h"

enum { MONTHS = 12, NAMES = 4, MONTH_MIN = 3, MONTH_MAX = 16, FOUR_FIGURES = 1000 };

/* Folded, in French, English and Dutch; an abbreviation that is not the beginning of the name. */
static const char *const months[MONTHS][NAMES] = {
    {"janvier", "january", "januari", NULL},
    {"fevrier", "february", "februari", NULL},
    {"mars", "march", "maart", "mrt"},
    {"avril", "april", NULL, NULL},
    {"mai", "may", "mei", NULL},
    {"juin", "june", "juni", NULL},
    {"juillet", "july", "juli", NULL},
    {"aout", "august", "augustus", NULL},
    {"septembre", "september", NULL, NULL},
    {"octobre", "october", "oktober", NULL},
    {"novembre", "november", NULL, NULL},
    {"decembre", "december", NULL, NULL},
};

static bool read_small(struct str text, int *out)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || i >= 4)
            return false;
        *out = *out * 10 + (text.p[i] - '0');
    }
    return text.n > 0;
}

static bool begins_a_name(struct str text, const char *const names[NAMES])
{
    for (size_t i = 0; i < NAMES; i++)
        if (names[i] != NULL && str_starts(str_from(names[i]), text))
            return true;
    return false;
}

/* The one month whose name begins so; "jui" is none. */
static bool read_month_name(struct arena *a, struct str text, int *out)
{
    struct str word = fold(a, text.n > MONTH_MAX ? str_sub(text, 0, MONTH_MAX) : text);
    int found = 0;
    if (str_ends(word, STR(".")))
        word = str_sub(word, 0, word.n - 1);
    if (word.n < MONTH_MIN)
        return false;
    for (int i = 0; i < MONTHS; i++) {
        if (!begins_a_name(word, months[i]))
            continue;
        if (found > 0)
            return false;
        found = i + 1;
    }
    *out = found;
    return found > 0;
}

static bool read_month(struct arena *a, struct str text, int *out)
{
    return read_small(text, out) || read_month_name(a, text, out);
}

static bool read_day_of_month(struct arena *a, struct str text, int *out)
{
    if (str_eq(fold(a, text), STR("1er")))
        text = str_sub(text, 0, 1);
    return read_small(text, out);
}

/* A year that has a 29 February when this one has, among those that can be told. */
static int alike(int year)
{
    enum { CYCLE = 400 };
    int shift = (year - FORM_FIRST_YEAR) % CYCLE;
    return FORM_FIRST_YEAR + (shift < 0 ? shift + CYCLE : shift);
}

static enum form_problem read_civil(struct arena *a, const struct str texts[3], int32_t *out)
{
    int y;
    int m;
    int d;
    if (!read_day_of_month(a, str_trim(texts[0]), &d) || !read_month(a, str_trim(texts[1]), &m) ||
        !read_small(str_trim(texts[2]), &y))
        return FORM_NOT_A_DATE;
    if (form_day_from_civil(y, m, d, out))
        return FORM_OK;
    if (!form_day_from_civil(alike(y), m, d, out))
        return FORM_NOT_A_DATE;
    if (y < FOUR_FIGURES)
        return FORM_WRONG_YEAR;
    *out = y < FORM_FIRST_YEAR ? INT32_MIN : INT32_MAX;
    return y < FORM_FIRST_YEAR ? FORM_TOO_EARLY : FORM_TOO_LATE;
}

/* "23/11/2026", also with points, dashes or blanks. */
static enum form_problem read_text(struct arena *a, struct str text, int32_t *out)
{
    static const char marks[] = "/.- ";
    enum form_problem problem = FORM_NOT_A_DATE;
    if (form_day_parse(text, out))
        return FORM_OK;
    for (const char *mark = marks; *mark != 0 && problem == FORM_NOT_A_DATE; mark++) {
        struct str texts[3] = {{0}, {0}, text};
        for (size_t i = 0; i < 2; i++)
            texts[i] = str_cut(&texts[2], *mark);
        problem = read_civil(a, texts, out);
    }
    return problem;
}

enum form_problem form_date_read(struct arena *a, struct form_raw raw, int32_t *day)
{
    if (raw.n == 3)
        return read_civil(a, raw.texts, day);
    return raw.n == 1 ? read_text(a, str_trim(raw.texts[0]), day) : FORM_NOT_A_DATE;
}
