#include "form/identity.h"

#include "form/day.h"

/* The mark that people put between groups, which the text begins with; empty when it begins with another
 * sign. */
static struct str mark_of(struct str text)
{
    static const struct str marks[] = {
        STR_INIT(" "),
        STR_INIT("."),
        STR_INIT("-"),
        STR_INIT("/"),
        STR_INIT("\t"),
        STR_INIT("\xC2\xA0"),
        STR_INIT("\xE2\x80\xAF"),
        STR_INIT("\xE2\x80\x89"),
        STR_INIT("\xE2\x80\x91"), /* a hyphen at which no line ends, as in our own examples */
    };
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (str_starts(text, marks[i]))
            return marks[i];
    return (struct str){0};
}

/* What is left without marks; false when it is more than fits. */
static bool without_marks(struct str text, char *out, size_t most, size_t *n)
{
    *n = 0;
    while (text.n > 0) {
        struct str mark = mark_of(text);
        if (mark.n == 0 && *n == most)
            return false;
        if (mark.n == 0)
            out[(*n)++] = text.p[0];
        text = str_sub(text, mark.n == 0 ? 1 : mark.n, text.n);
    }
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- national numbers ---- */

enum { DIGITS = 11, UNKNOWN = 0, BIS = 20, BIS_OF_KNOWN_SEX = 40 };

static int64_t number_at(const char *digits, size_t from, size_t count)
{
    int64_t n = 0;
    for (size_t i = from; i < from + count; i++)
        n = n * 10 + (digits[i] - '0');
    return n;
}

static bool is_birth(int century, const char *digits)
{
    int month = (int)number_at(digits, 2, 2);
    int day = (int)number_at(digits, 4, 2);
    int32_t ignored;
    month -= month >= BIS_OF_KNOWN_SEX ? BIS_OF_KNOWN_SEX : month >= BIS ? BIS : 0;
    if (month > 12 || day > 31)
        return false;
    return month == UNKNOWN || day == UNKNOWN ||
           form_day_from_civil(century + (int)number_at(digits, 0, 2), month, day, &ignored);
}

static bool has_control(const char *digits)
{
    int64_t nine = number_at(digits, 0, 9);
    int64_t control = number_at(digits, 9, 2);
    int64_t order = number_at(digits, 6, 3);
    if (order == 0 || order == 999)
        return false;
    return (control == 97 - nine % 97 && is_birth(1900, digits)) ||
           (control == 97 - (2000000000 + nine) % 97 && is_birth(2000, digits));
}

enum form_identity form_national_number_read(struct arena *a, struct str text, struct str *out)
{
    char digits[DIGITS];
    size_t n;
    if (!without_marks(text, digits, DIGITS, &n) || n != DIGITS)
        return FORM_IDENTITY_SHAPE;
    for (size_t i = 0; i < DIGITS; i++)
        if (!is_digit(digits[i]))
            return FORM_IDENTITY_SHAPE;
    if (!has_control(digits))
        return FORM_IDENTITY_DIGITS;
    *out = arena_str(a, (struct str){digits, DIGITS});
    return FORM_IDENTITY_FINE;
}

struct str form_national_number_text(struct arena *a, struct str digits)
{
    const char *p = digits.p;
    if (digits.n != DIGITS)
        return digits;
    return arena_printf(a, "%.2s.%.2s.%.2s-%.3s.%.2s", p, p + 2, p + 4, p + 6, p + 9);
}

/* ---- bank accounts ---- */

enum { MAX_IBAN = 34, HEAD = 4, ROW = 4 };

/* Country and length, one after another. */
static const char lengths[] = "ad24ae23al28at20az28ba20be16bg22bh22bi27br29by28ch21cr22cy28cz24"
                              "de22dj27dk18do28ee20eg29es24fi18fk18fo18fr27gb22ge22gi23gl18gr27"
                              "gt28hn28hr21hu28ie22il23iq23is26it27jo30kw30kz20lb28lc32li21lt20"
                              "lu20lv21ly25mc27md24me22mk19mn20mr27mt31mu30ni28nl18no15om23pk24"
                              "pl28ps29pt25qa29ro24rs22ru33sa24sc31sd18se24si19sk24sm27so23st25"
                              "sv28tl23tn24tr26ua29va22vg24xk20ye30";
/* How long the accounts of a country are; 0 when it has none. */
static size_t length_of(const char *iban)
{
    for (const char *row = lengths; *row != 0; row += ROW)
        if (row[0] == iban[0] - 'A' + 'a' && row[1] == iban[1] - 'A' + 'a')
            return (size_t)number_at(row, 2, 2);
    return 0;
}

/* A letter is worth 10 to 35. */
static unsigned append(unsigned remainder, char c)
{
    return is_digit(c) ? (remainder * 10 + (unsigned)(c - '0')) % 97
                       : (remainder * 100 + (unsigned)(c - 'A') + 10) % 97;
}

static unsigned remainder_by_97(const char *iban, size_t n)
{
    unsigned remainder = 0;
    for (size_t i = 0; i < n; i++)
        remainder = append(remainder, iban[(HEAD + i) % n]);
    return remainder;
}

enum form_identity form_iban_read(struct arena *a, struct str text, struct str *out)
{
    char iban[MAX_IBAN];
    size_t n;
    if (!without_marks(text, iban, MAX_IBAN, &n) || n < HEAD)
        return FORM_IDENTITY_SHAPE;
    for (size_t i = 0; i < n; i++) {
        char c = iban[i];
        iban[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        bool is_letter = iban[i] >= 'A' && iban[i] <= 'Z';
        bool fits = i < 2 ? is_letter : i < HEAD ? is_digit(c) : is_letter || is_digit(c);
        if (!fits)
            return FORM_IDENTITY_SHAPE;
    }
    if (n != length_of(iban))
        return FORM_IDENTITY_SHAPE;
    if (remainder_by_97(iban, n) != 1)
        return FORM_IDENTITY_DIGITS;
    *out = arena_str(a, (struct str){iban, n});
    return FORM_IDENTITY_FINE;
}

struct str form_iban_text(struct arena *a, struct str iban)
{
    enum { GROUP = 4 };
    char *text = arena_alloc(a, iban.n + iban.n / GROUP + 1);
    size_t n = 0;
    for (size_t i = 0; i < iban.n; i++) {
        if (i > 0 && i % GROUP == 0)
            text[n++] = ' ';
        text[n++] = iban.p[i];
    }
    return (struct str){text, n};
}
