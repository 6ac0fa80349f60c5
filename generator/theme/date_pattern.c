#include "theme/date_pattern.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ustring.h>

#include "base/memory.h"

enum {
    PARTS = 16, /* of a pattern */
    PATTERN_BYTES = 100,
    LITERAL_BYTES = 20, /* between two fields */
    MONTHS = 12,
    NAME_BYTES = 40, /* of a month; no part is longer */
};
static_assert(PARTS * NAME_BYTES <= DATE_PATTERN_BYTES, "every date fits");

enum field { LITERAL, DAY, MONTH, MONTH_NAME, YEAR, HOUR, MINUTE, FIELD__MAX };

struct part {
    enum field field;
    size_t width; /* digits at least; bytes of a literal */
    char literal[LITERAL_BYTES];
};

struct date_pattern {
    size_t n;
    struct part parts[PARTS];
    struct {
        char bytes[NAME_BYTES];
        size_t n;
    } months[MONTHS];
};

/* ---- reading ---- */

/* What a letter stands for that is there so many times; FIELD__MAX: nothing that is known. */
static enum field field_of(char letter, size_t times)
{
    switch (letter) {
    case 'd':
        return times <= 2 ? DAY : FIELD__MAX;
    case 'M':
        return times == 4 ? MONTH_NAME : times <= 2 ? MONTH : FIELD__MAX;
    case 'y':
        return times == 1 || times == 4 ? YEAR : FIELD__MAX;
    case 'H':
        return times <= 2 ? HOUR : FIELD__MAX;
    case 'm':
        return times <= 2 ? MINUTE : FIELD__MAX;
    default:
        return FIELD__MAX;
    }
}

static bool add_field(struct date_pattern *p, char letter, size_t times)
{
    enum field field = field_of(letter, times);
    if (p->n == PARTS || field == FIELD__MAX)
        return false;
    p->parts[p->n++] = (struct part){.field = field, .width = times};
    return true;
}

static bool add_literal(struct date_pattern *p, char c)
{
    bool goes_on = p->n > 0 && p->parts[p->n - 1].field == LITERAL;
    if (!goes_on && p->n == PARTS)
        return false;
    struct part *part = &p->parts[goes_on ? p->n - 1 : p->n++];
    if (part->width == LITERAL_BYTES)
        return false;
    part->literal[part->width++] = c;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters are fields but between apostrophes; two of these stand for one. */
static bool read_pattern(struct date_pattern *p, const char *c)
{
    bool quoted = false;
    bool known = true;
    while (*c != 0 && known) {
        size_t times = 1;
        if (*c == '\'' && c[1] != '\'') {
            quoted = !quoted;
        } else if (*c == '\'' || quoted || !is_letter(*c)) {
            known = add_literal(p, *c);
            times += *c == '\'';
        } else {
            while (c[times] == *c)
                times++;
            known = add_field(p, *c, times);
        }
        c += times;
    }
    return known;
}

static bool read_months(struct date_pattern *p, const UDateFormat *icu)
{
    UChar name[NAME_BYTES];
    for (int32_t i = 0; i < MONTHS; i++) {
        UErrorCode status = U_ZERO_ERROR;
        int32_t n = 0;
        int32_t length = udat_getSymbols(icu, UDAT_MONTHS, i, name, NAME_BYTES, &status);
        u_strToUTF8(p->months[i].bytes, NAME_BYTES, &n, name, length, &status);
        if (U_FAILURE(status))
            return false;
        p->months[i].n = (size_t)n;
    }
    return true;
}

struct date_pattern *date_pattern_of(const UDateFormat *icu)
{
    UChar wide[PATTERN_BYTES];
    char pattern[PATTERN_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    struct date_pattern *p = memory_resize(NULL, sizeof(*p));
    *p = (struct date_pattern){0};
    udat_toPattern(icu, false, wide, PATTERN_BYTES, &status);
    u_strToUTF8(pattern, PATTERN_BYTES, NULL, wide, -1, &status);
    if (status == U_ZERO_ERROR && read_pattern(p, pattern) && read_months(p, icu))
        return p;
    date_pattern_free(p);
    return NULL;
}

void date_pattern_free(struct date_pattern *p)
{
    free(p);
}

/* ---- writing ---- */

static char *put_number(char *to, int n, size_t width)
{
    char digits[12];
    size_t count = 0;
    for (; n > 0 || count < width; n /= 10)
        digits[count++] = (char)('0' + n % 10);
    while (count > 0)
        *to++ = digits[--count];
    return to;
}

static char *put(char *to, const char *bytes, size_t n)
{
    memcpy(to, bytes, n);
    return to + n;
}

static char *put_part(char *to, const struct date_pattern *p, const struct part *part, const struct tm *t)
{
    switch (part->field) {
    case LITERAL:
        return put(to, part->literal, part->width);
    case DAY:
        return put_number(to, t->tm_mday, part->width);
    case MONTH:
        return put_number(to, t->tm_mon + 1, part->width);
    case MONTH_NAME:
        return put(to, p->months[t->tm_mon].bytes, p->months[t->tm_mon].n);
    case YEAR:
        return put_number(to, t->tm_year + 1900, part->width);
    case HOUR:
        return put_number(to, t->tm_hour, part->width);
    case MINUTE:
        return put_number(to, t->tm_min, part->width);
    case FIELD__MAX:
        break;
    }
    return to;
}

struct str date_pattern_write(const struct date_pattern *p, int64_t local_seconds,
                              char out[static DATE_PATTERN_BYTES])
{
    time_t seconds = (time_t)local_seconds;
    struct tm t;
    char *end = out;
    if (gmtime_r(&seconds, &t) == NULL)
        return (struct str){out, 0};
    for (size_t i = 0; i < p->n; i++)
        end = put_part(end, p, &p->parts[i], &t);
    return (struct str){out, (size_t)(end - out)};
}
