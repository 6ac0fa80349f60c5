#include "theme/format.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "base/fold.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "theme/date_pattern.h"

enum kind {
    DATE_TIME,
    DATE,
    TIME,
    NUMBER,
    DECIMAL,
    CURRENCY,
    CURRENCY_WHOLE,
    COLLATION,
    CALENDAR,
    KIND__MAX
};

enum {
    NAME_SIZE = 40,                    /* of a language, a zone, a currency */
    KEPT = 24,                         /* formatters that a thread keeps */
    RESULT_CHARS = 256,                /* of a formatted date or number */
    RESULT_BYTES = DATE_PATTERN_BYTES, /* the same in UTF-8 */
    OFFSETS = 4,                       /* of a zone that are kept */
};

/* What is added to UTC between two changes of a zone's clock. */
struct offset {
    int64_t from, to; /* UTC seconds: [from, to) */
    int64_t seconds;
};

/* One of ICU's formatters, kept because opening one takes a hundred times longer than using it. */
struct kept {
    enum kind kind;
    char language[NAME_SIZE];
    char detail[NAME_SIZE];         /* a zone or a currency */
    bool plain_digits;              /* NUMBER: writes small numbers as we would */
    struct offset offsets[OFFSETS]; /* CALENDAR */
    size_t next_offset;             /* the one to give up */
    struct date_pattern *pattern; /* DATE_TIME, DATE, TIME: writes as ICU does; NULL when that is not known */
    void *icu;                    /* NULL: free, or it could not be opened */
};

struct formatters {
    struct kept kept[KEPT];
    size_t next; /* the one to give up when all are taken */
};

static bool is_date(enum kind kind)
{
    return kind == DATE_TIME || kind == DATE || kind == TIME;
}

static bool is_number(enum kind kind)
{
    return kind == NUMBER || kind == DECIMAL || kind == CURRENCY || kind == CURRENCY_WHOLE;
}

static void close_kept(struct kept *k)
{
    if (k->icu == NULL)
        return;
    if (k->kind == COLLATION)
        ucol_close(k->icu);
    else if (k->kind == CALENDAR)
        ucal_close(k->icu);
    else if (is_number(k->kind))
        unum_close(k->icu);
    else
        udat_close(k->icu);
    k->icu = NULL;
    date_pattern_free(k->pattern);
    k->pattern = NULL;
}

static pthread_key_t formatters_key;

static void free_formatters(void *memory)
{
    struct formatters *f = memory;
    for (size_t i = 0; i < KEPT; i++)
        close_kept(&f->kept[i]);
    free(f);
}

static void make_key(void)
{
    if (pthread_key_create(&formatters_key, free_formatters) != 0)
        abort();
}

static struct formatters *own_formatters(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (pthread_once(&once, make_key) != 0)
        abort();
    struct formatters *f = pthread_getspecific(formatters_key);
    if (f != NULL)
        return f;
    f = memory_resize(NULL, sizeof(*f));
    memset(f, 0, sizeof(*f));
    if (pthread_setspecific(formatters_key, f) != 0)
        abort();
    return f;
}

/* --- Opening --- */

/* English as it is written on this side of the ocean. */
static const char *locale_of(const char *language)
{
    return strcmp(language, "en") == 0 ? "en_GB" : language;
}

static void *open_date(const struct kept *k, UErrorCode *status)
{
    UChar zone[NAME_SIZE];
    u_uastrcpy(zone, k->detail);
    UDateFormatStyle date = k->kind == TIME ? UDAT_NONE : UDAT_LONG;
    UDateFormatStyle time = k->kind == DATE ? UDAT_NONE : UDAT_SHORT;
    return udat_open(time, date, locale_of(k->language), zone, -1, NULL, 0, status);
}

static void *open_calendar(const struct kept *k, UErrorCode *status)
{
    UChar zone[NAME_SIZE];
    u_uastrcpy(zone, k->detail);
    return ucal_open(zone, -1, "en_GB", UCAL_GREGORIAN, status);
}

static void *open_number(const struct kept *k, UErrorCode *status)
{
    bool is_currency = k->kind == CURRENCY || k->kind == CURRENCY_WHOLE;
    UNumberFormatStyle style = is_currency ? UNUM_CURRENCY : UNUM_DECIMAL;
    UNumberFormat *number = unum_open(style, NULL, 0, locale_of(k->language), NULL, status);
    if (U_FAILURE(*status))
        return NULL;
    if (k->kind == DECIMAL)
        unum_setAttribute(number, UNUM_MAX_FRACTION_DIGITS, 40);
    if (is_currency) {
        UChar code[NAME_SIZE];
        u_uastrcpy(code, k->detail);
        unum_setTextAttribute(number, UNUM_CURRENCY_CODE, code, -1, status);
        if (k->kind == CURRENCY_WHOLE)
            unum_setAttribute(number, UNUM_FRACTION_DIGITS, 0);
    }
    return number;
}

static UCollator *open_collation(const struct kept *k, UErrorCode *status)
{
    UCollator *collator = ucol_open(locale_of(k->language), status);
    if (U_SUCCESS(*status))
        ucol_setAttribute(collator, UCOL_NUMERIC_COLLATION, UCOL_ON, status);
    return collator;
}

static void open_kept(struct kept *k)
{
    UErrorCode status = U_ZERO_ERROR;
    if (k->kind == COLLATION)
        k->icu = open_collation(k, &status);
    else if (k->kind == CALENDAR)
        k->icu = open_calendar(k, &status);
    else if (is_number(k->kind))
        k->icu = open_number(k, &status);
    else
        k->icu = open_date(k, &status);
    if (U_FAILURE(status))
        close_kept(k);
    if (k->kind == NUMBER && k->icu != NULL) {
        UChar digits[RESULT_CHARS];
        static const UChar plain[] = {'1', '0', '9', 0};
        status = U_ZERO_ERROR;
        unum_formatInt64(k->icu, 109, digits, RESULT_CHARS, NULL, &status);
        k->plain_digits = U_SUCCESS(status) && u_strcmp(digits, plain) == 0;
    }
}

static struct date_pattern *trusted_pattern(const struct kept *k);

/* This thread's formatter; NULL when ICU has none. */
static struct kept *kept(enum kind kind, struct str language, struct str detail)
{
    struct formatters *f = own_formatters();
    for (size_t i = 0; i < KEPT; i++) {
        struct kept *k = &f->kept[i];
        if (k->icu != NULL && k->kind == kind && str_eq_z(language, k->language) &&
            str_eq_z(detail, k->detail))
            return k;
    }
    if (language.n >= NAME_SIZE || detail.n >= NAME_SIZE)
        return NULL;
    struct kept *k = &f->kept[f->next];
    f->next = (f->next + 1) % KEPT;
    close_kept(k);
    *k = (struct kept){.kind = kind};
    memcpy(k->language, language.p, language.n);
    if (detail.n > 0)
        memcpy(k->detail, detail.p, detail.n);
    open_kept(k);
    if (is_date(kind) && k->icu != NULL)
        k->pattern = trusted_pattern(k);
    return k->icu == NULL ? NULL : k;
}

/* --- Zones --- */

/* The change of the zone's clock before or after the calendar's moment, in UTC seconds; `none` without one.
 */
static int64_t clock_change(const UCalendar *calendar, UTimeZoneTransitionType which, int64_t none)
{
    UErrorCode status = U_ZERO_ERROR;
    UDate change = 0;
    bool found = ucal_getTimeZoneTransitionDate(calendar, which, &change, &status);
    return found && U_SUCCESS(status) ? (int64_t)(change / 1000.0) : none;
}

static struct offset ask_offset(UCalendar *calendar, int64_t utc_seconds)
{
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(calendar, (double)utc_seconds * 1000.0, &status);
    int64_t offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &status);
    offset += ucal_get(calendar, UCAL_DST_OFFSET, &status);
    if (U_FAILURE(status))
        return (struct offset){0};
    return (struct offset){
        .from = clock_change(calendar, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, INT64_MIN),
        .to = clock_change(calendar, UCAL_TZ_TRANSITION_NEXT, INT64_MAX),
        .seconds = offset / 1000,
    };
}

/* Seconds to add to UTC. */
static int64_t zone_offset(struct kept *k, int64_t utc_seconds)
{
    for (size_t i = 0; i < OFFSETS; i++)
        if (utc_seconds >= k->offsets[i].from && utc_seconds < k->offsets[i].to)
            return k->offsets[i].seconds;
    struct offset *asked = &k->offsets[k->next_offset];
    k->next_offset = (k->next_offset + 1) % OFFSETS;
    *asked = ask_offset(k->icu, utc_seconds);
    return asked->seconds;
}

static int64_t local_seconds(struct str zone, int64_t utc_seconds)
{
    struct kept *k = kept(CALENDAR, STR("en"), zone);
    return utc_seconds + (k == NULL ? 0 : zone_offset(k, utc_seconds));
}

/* --- Using --- */

static struct str to_utf8(const UChar *text, int32_t length, char bytes[static RESULT_BYTES])
{
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(bytes, RESULT_BYTES, &n, text, length, &status);
    return U_SUCCESS(status) ? (struct str){bytes, (size_t)n} : (struct str){0};
}

/* The first day of a month is an ordinal in French ("1er janvier"), which CLDR's patterns leave out. */
static bool is_french_first(enum kind kind, struct str language, struct str shown)
{
    return kind != TIME && str_starts(language, STR("fr")) && str_starts(shown, STR("1 "));
}

static struct str write_by_icu(const struct kept *k, int64_t utc_seconds, char bytes[static RESULT_BYTES])
{
    UChar text[RESULT_CHARS];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = udat_format(k->icu, (double)utc_seconds * 1000.0, text, RESULT_CHARS, NULL, &status);
    return U_FAILURE(status) ? (struct str){"", 0} : to_utf8(text, n, bytes);
}

/* The formatter's pattern, when what is written by it is what ICU writes: other digits, another calendar, or
 * names that change with what stands beside them would show. */
static struct date_pattern *trusted_pattern(const struct kept *k)
{
    enum { SAMPLES = 50 };
    const int64_t step = 7 * 86400 + 12345; /* all months, and all hours, are among them */
    struct date_pattern *pattern = date_pattern_of(k->icu);
    char ours[DATE_PATTERN_BYTES];
    char theirs[RESULT_BYTES];
    for (int64_t i = 0; i < SAMPLES && pattern != NULL; i++) {
        int64_t local = local_seconds(str_from(k->detail), i * step);
        if (str_eq(date_pattern_write(pattern, local, ours), write_by_icu(k, i * step, theirs)))
            continue;
        date_pattern_free(pattern);
        pattern = NULL;
    }
    return pattern;
}

/* Before 1970, ICU alone knows. */
static struct str format_in_zone(struct arena *a, enum kind kind, const struct str language_and_zone[2],
                                 int64_t utc_seconds)
{
    const struct kept *k = kept(kind, language_and_zone[0], language_and_zone[1]);
    char bytes[RESULT_BYTES];
    if (k == NULL)
        return (struct str){"", 0};
    bool by_pattern = k->pattern != NULL && utc_seconds >= 0;
    struct str shown =
        by_pattern ? date_pattern_write(k->pattern, local_seconds(language_and_zone[1], utc_seconds), bytes)
                   : write_by_icu(k, utc_seconds, bytes);
    return is_french_first(kind, language_and_zone[0], shown)
               ? arena_printf(a, "1er" STR_FMT, STR_ARG(str_sub(shown, 1, shown.n)))
               : arena_str(a, shown);
}

struct str format_date_time(struct arena *a, struct str language, struct str zone, int64_t utc_seconds)
{
    return format_in_zone(a, DATE_TIME, (const struct str[]){language, zone}, utc_seconds);
}

struct str format_date(struct arena *a, struct str language, struct str zone, int64_t utc_seconds)
{
    return format_in_zone(a, DATE, (const struct str[]){language, zone}, utc_seconds);
}

struct str format_time(struct arena *a, struct str language, struct str zone, int64_t utc_seconds)
{
    return format_in_zone(a, TIME, (const struct str[]){language, zone}, utc_seconds);
}

struct str format_day(struct arena *a, struct str language, int32_t day)
{
    return format_date(a, language, STR("UTC"), (int64_t)day * 86400);
}

/* Digits, with one point and a minus at most. */
static bool is_decimal(struct str s)
{
    size_t points = 0;
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9')
            digits++;
        else if (c == '.')
            points++;
        else if (c != '-' || i > 0)
            return false;
    }
    return digits > 0 && points <= 1 && s.n < 100;
}

struct str format_decimal(struct arena *a, struct str language, struct str decimal, struct str currency)
{
    UChar text[RESULT_CHARS];
    char bytes[RESULT_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    const struct kept *k = NULL;
    enum kind amount = str_find_char(decimal, '.') < 0 ? CURRENCY_WHOLE : CURRENCY;
    if (is_decimal(decimal))
        k = kept(currency.n == 0 ? DECIMAL : amount, language, currency);
    if (k == NULL)
        return arena_str(a, decimal);
    int32_t n = unum_formatDecimal(k->icu, decimal.p, (int32_t)decimal.n, text, RESULT_CHARS, NULL, &status);
    return arena_str(a, U_FAILURE(status) ? decimal : to_utf8(text, n, bytes));
}

struct str format_currency(struct arena *a, struct str language, struct str code)
{
    char locale[NAME_SIZE] = "";
    char bytes[RESULT_BYTES];
    char name[NAME_SIZE] = "";
    UChar wide[NAME_SIZE];
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    if (language.n >= NAME_SIZE || code.n != 3)
        return arena_str(a, code);
    memcpy(locale, language.p, language.n);
    memcpy(name, code.p, code.n);
    u_uastrcpy(wide, name);
    const UChar *symbol = ucurr_getName(wide, locale_of(locale), UCURR_SYMBOL_NAME, NULL, &n, &status);
    return arena_str(a, U_FAILURE(status) ? code : to_utf8(symbol, n, bytes));
}

int32_t format_local_day(struct str zone, int64_t utc_seconds)
{
    int64_t local = local_seconds(zone, utc_seconds);
    int64_t day = local / 86400;
    return (int32_t)(local % 86400 < 0 ? day - 1 : day);
}

void format_integer(struct buf *out, struct str language, int64_t n)
{
    UChar text[RESULT_CHARS];
    char bytes[RESULT_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    const struct kept *k = kept(NUMBER, language, (struct str){"", 0});
    if (k != NULL && k->plain_digits && n >= 0 && n < 10) {
        buf_add_char(out, (char)('0' + n));
        return;
    }
    if (k == NULL || (k->plain_digits && n > -1000 && n < 1000)) {
        buf_add_int(out, n);
        return;
    }
    int32_t length = unum_formatInt64(k->icu, n, text, RESULT_CHARS, NULL, &status);
    if (U_SUCCESS(status))
        buf_add(out, to_utf8(text, length, bytes));
}

int format_compare(struct str language, struct str a, struct str b)
{
    UErrorCode status = U_ZERO_ERROR;
    const struct kept *k = kept(COLLATION, language, (struct str){"", 0});
    UCollationResult order = UCOL_EQUAL;
    if (k != NULL)
        order = ucol_strcollUTF8(k->icu, a.p, (int32_t)a.n, b.p, (int32_t)b.n, &status);
    if (U_FAILURE(status) || order == UCOL_EQUAL)
        return str_cmp(a, b);
    return order == UCOL_LESS ? -1 : 1;
}

struct str format_sort_key(struct arena *a, struct str language, struct str name)
{
    enum { KEY_CHARS = 512 }; /* what comes behind does not decide the order of names */
    UErrorCode status = U_ZERO_ERROR;
    UChar text[KEY_CHARS];
    unsigned char key[KEY_CHARS * 4];
    int32_t n = 0;
    const struct kept *k = kept(COLLATION, language, (struct str){"", 0});
    struct str short_name = str_sub(name, 0, KEY_CHARS);
    u_strFromUTF8WithSub(text, KEY_CHARS, &n, short_name.p, (int32_t)short_name.n, 0xFFFD, NULL, &status);
    if (k == NULL || U_FAILURE(status))
        return arena_str(a, short_name);
    int32_t size = ucol_getSortKey(k->icu, text, n, key, (int32_t)sizeof(key));
    size = size > (int32_t)sizeof(key) ? (int32_t)sizeof(key) : size;
    return arena_str(a, (struct str){(const char *)key, size > 0 ? (size_t)size - 1 : 0});
}

/* What the collation minds first: letters without their accents and case. */
static struct str primary(struct arena *a, struct str language, struct str name)
{
    struct str key = format_sort_key(a, language, name);
    return str_cut(&key, '\1'); /* ICU parts the levels by 01 */
}

static struct str capital(struct arena *a, struct str letter)
{
    char *out = arena_alloc(a, U8_MAX_LENGTH);
    int32_t n = 0;
    UBool is_wrong = false;
    U8_APPEND((uint8_t *)out, n, U8_MAX_LENGTH, (uint32_t)u_toupper(utf8_next(&letter)), is_wrong);
    return (struct str){out, is_wrong ? 0 : (size_t)n};
}

struct str format_initial(struct arena *a, struct str language, struct str name)
{
    struct str rest = name;
    int32_t c = utf8_next(&rest);
    struct str first = str_sub(name, 0, name.n - rest.n), folded = fold(a, first);
    if (c < 0 || (c >= '0' && c <= '9'))
        return STR("0–9");
    bool is_same = folded.n > 0 && str_eq(primary(a, language, first), primary(a, language, folded));
    return capital(a, is_same ? folded : first);
}
