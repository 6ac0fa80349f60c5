#include "form/number.h"

#include <inttypes.h>

#include "base/utf8.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

static uint64_t gcd(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static uwide gcd_wide(uwide a, uwide b)
{
    while (b != 0) {
        if (a <= UINT64_MAX && b <= UINT64_MAX)
            return gcd((uint64_t)a, (uint64_t)b);
        uwide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* `den` is positive. */
static bool reduce(wide num, wide den, struct number *out)
{
    uwide size = num < 0 ? -(uwide)num : (uwide)num;
    uwide common = gcd_wide(size, (uwide)den);
    if (size <= UINT64_MAX && (uwide)den <= UINT64_MAX) {
        /* Without the library's division of wide numbers. */
        size = (uint64_t)size / (uint64_t)common;
        den = (wide)((uint64_t)den / (uint64_t)common);
    } else {
        size /= common;
        den /= (wide)common;
    }
    if (size > INT64_MAX || den > INT64_MAX)
        return false;
    out->num = num < 0 ? -(int64_t)size : (int64_t)size;
    out->den = (int64_t)den;
    return true;
}

static bool whole(int64_t value, struct number *out)
{
    if (value == INT64_MIN)
        return false;
    *out = (struct number){value, 1};
    return true;
}

struct number number_of(int64_t value)
{
    return (struct number){value == INT64_MIN ? -INT64_MAX : value, 1};
}

bool number_fraction(int64_t num, int64_t den, struct number *out)
{
    if (den == 0)
        return false;
    return reduce(den < 0 ? -(wide)num : num, den < 0 ? -(wide)den : den, out);
}

bool number_add(struct number a, struct number b, struct number *out)
{
    int64_t sum;
    if (a.den == 1 && b.den == 1)
        return !__builtin_add_overflow(a.num, b.num, &sum) && whole(sum, out);
    return reduce((wide)a.num * b.den + (wide)b.num * a.den, (wide)a.den * b.den, out);
}

bool number_sub(struct number a, struct number b, struct number *out)
{
    return number_add(a, number_neg(b), out);
}

bool number_mul(struct number a, struct number b, struct number *out)
{
    int64_t product;
    if (a.den == 1 && b.den == 1)
        return !__builtin_mul_overflow(a.num, b.num, &product) && whole(product, out);
    return reduce((wide)a.num * b.num, (wide)a.den * b.den, out);
}

bool number_div(struct number a, struct number b, struct number *out)
{
    if (b.num == 0)
        return false;
    if (a.den == 1 && b.den == 1 && a.num % b.num == 0)
        return whole(a.num / b.num, out);
    wide num = (wide)a.num * b.den;
    wide den = (wide)a.den * b.num;
    return den < 0 ? reduce(-num, -den, out) : reduce(num, den, out);
}

struct number number_neg(struct number a)
{
    a.num = -a.num;
    return a;
}

int number_cmp(struct number a, struct number b)
{
    if (a.den == b.den)
        return (a.num > b.num) - (a.num < b.num);
    wide left = (wide)a.num * b.den;
    wide right = (wide)b.num * a.den;
    return (left > right) - (left < right);
}

bool number_is_whole(struct number a)
{
    return a.den == 1;
}

int64_t number_floor(struct number a)
{
    int64_t quotient = a.num / a.den;
    return a.num % a.den < 0 ? quotient - 1 : quotient;
}

bool number_has_decimals(struct number a, unsigned decimals)
{
    wide scale = 1;
    for (unsigned i = 0; i < decimals && i < NUMBER_PRINT_DECIMALS; i++)
        scale *= 10;
    return scale % a.den == 0;
}

/* Reading what people write. Text is first cut to its digits: `digits` with the number of them behind the
 * decimal separator. */
struct digits {
    int64_t value;
    unsigned count;    /* without leading zeros before the separator */
    unsigned decimals; /* of them, behind the separator */
};

static bool digits_add(struct digits *d, int32_t character)
{
    if (character < '0' || character > '9')
        return false;
    if (d->value != 0 || character != '0')
        d->count++;
    if (d->count > NUMBER_MAX_DIGITS)
        return false;
    d->value = d->value * 10 + (character - '0');
    return true;
}

static bool digits_number(const struct digits *d, bool negative, struct number *out)
{
    int64_t scale = 1;
    for (unsigned i = 0; i < d->decimals; i++)
        scale *= 10;
    return number_fraction(negative ? -d->value : d->value, scale, out);
}

static bool add_decimals(struct digits *d, struct str text, unsigned max)
{
    if (text.n == 0 || text.n > max)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (!digits_add(d, (unsigned char)text.p[i]))
            return false;
    d->decimals = (unsigned)text.n;
    return true;
}

static bool is_space(int32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

static bool is_group_mark(int32_t c)
{
    return is_space(c) || c == '\'' || c == 0x2019;
}

/* Digits before the decimal separator: either without any mark, or in groups of three behind a first one of
 * one to three, with the same mark between all of them. */
static bool add_groups(struct digits *d, struct str text, char group_char)
{
    int32_t mark = 0;
    unsigned in_group = 0;
    bool any = false;
    for (int32_t c; text.n > 0;) {
        c = utf8_next(&text);
        bool separates = is_group_mark(c) || (group_char != 0 && c == group_char);
        if (!separates) {
            if (!digits_add(d, c))
                return false;
            in_group++;
            any = true;
            continue;
        }
        if (!any || (mark != 0 && (c != mark || in_group != 3)) || in_group > 3 || in_group == 0)
            return false;
        mark = c;
        in_group = 0;
    }
    return any && (mark == 0 || in_group == 3);
}

static struct str trim_one_space(struct str s)
{
    static const struct str spaces[] = {STR_INIT(" "), STR_INIT("\t"), STR_INIT("\xC2\xA0"),
                                        STR_INIT("\xE2\x80\xAF"), STR_INIT("\xE2\x80\x89")};
    for (size_t i = 0; i < sizeof(spaces) / sizeof(*spaces); i++) {
        if (str_starts(s, spaces[i]))
            return str_sub(s, spaces[i].n, s.n);
        if (str_ends(s, spaces[i]))
            return str_sub(s, 0, s.n - spaces[i].n);
    }
    return s;
}

/* Takes spaces off both ends, the narrow and non-breaking ones too. */
static struct str trim_spaces(struct str s)
{
    struct str shorter = trim_one_space(s);
    while (shorter.n < s.n) {
        s = shorter;
        shorter = trim_one_space(s);
    }
    return s;
}

static bool is_currency_code(struct str s)
{
    for (size_t i = 0; i < 3; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return true;
}

static struct str without_currency(struct str s)
{
    static const struct str signs[] = {STR_INIT("\xE2\x82\xAC"), STR_INIT("$"), STR_INIT("\xC2\xA3")};
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        if (str_ends(s, signs[i]))
            return trim_spaces(str_sub(s, 0, s.n - signs[i].n));
        if (str_starts(s, signs[i]))
            return trim_spaces(str_sub(s, signs[i].n, s.n));
    }
    if (s.n > 3 && is_currency_code(str_sub(s, s.n - 3, s.n)))
        return trim_spaces(str_sub(s, 0, s.n - 3));
    if (s.n > 3 && is_currency_code(s))
        return trim_spaces(str_sub(s, 3, s.n));
    return s;
}

static bool take_sign(struct str *s)
{
    static const struct str minus = STR_INIT("\xE2\x88\x92");
    bool negative = str_starts(*s, STR("-")) || str_starts(*s, minus);
    if (str_starts(*s, minus))
        *s = trim_spaces(str_sub(*s, minus.n, s->n));
    else if (negative || str_starts(*s, STR("+")))
        *s = trim_spaces(str_sub(*s, 1, s->n));
    return negative;
}

static ptrdiff_t last_of(struct str s, char c, size_t *times)
{
    ptrdiff_t last = -1;
    *times = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == c) {
            last = (ptrdiff_t)i;
            ++*times;
        }
    }
    return last;
}

/* Which of point and comma is the decimal separator, and which separates groups; false when neither reading
 * works. */
static bool find_separators(struct str s, ptrdiff_t *decimal, char *group)
{
    size_t points;
    size_t commas;
    ptrdiff_t point = last_of(s, '.', &points);
    ptrdiff_t comma = last_of(s, ',', &commas);
    bool point_last = point > comma;
    size_t last_times = point_last ? points : commas;
    *decimal = -1;
    *group = 0;
    if (points == 0 && commas == 0)
        return true;
    if (last_times == 1) {
        *decimal = point_last ? point : comma;
        if (points > 0 && commas > 0)
            *group = point_last ? ',' : '.';
        return true;
    }
    *group = point_last ? '.' : ',';
    return points == 0 || commas == 0;
}

/* "15.000": what stands behind the only separator is a group, unless "0" stands before it. */
static bool is_group(struct str s, ptrdiff_t decimal, char group)
{
    return decimal > 0 && decimal <= 3 && group == 0 && s.n - (size_t)decimal == 4 && s.p[0] != '0';
}

bool number_parse(struct str text, struct number *out)
{
    return number_parse_within(text, NUMBER_MAX_DECIMALS, out);
}

/* What most people write: digits alone. */
static bool parse_digits(struct str s, struct number *out)
{
    int64_t value = 0;
    if (s.n == 0 || s.n > NUMBER_MAX_DIGITS)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        value = value * 10 + (s.p[i] - '0');
    }
    *out = number_of(value);
    return true;
}

bool number_parse_within(struct str text, unsigned decimals, struct number *out)
{
    if (parse_digits(text, out))
        return true;
    struct str s = without_currency(trim_spaces(str_trim(text)));
    bool negative = take_sign(&s);
    if (!negative)
        s = without_currency(s);
    ptrdiff_t decimal;
    char group;
    if (!find_separators(s, &decimal, &group))
        return false;
    if (decimals < 3 && is_group(s, decimal, group)) {
        group = s.p[decimal];
        decimal = -1;
    }
    struct digits d = {0};
    struct str before = decimal < 0 ? s : str_sub(s, 0, (size_t)decimal);
    if (!(before.n == 0 && decimal >= 0) && !add_groups(&d, before, group))
        return false;
    if (decimal >= 0 && !add_decimals(&d, str_sub(s, (size_t)decimal + 1, s.n), NUMBER_MAX_DECIMALS))
        return false;
    return digits_number(&d, negative, out);
}

bool number_parse_plain(struct str text, struct number *out)
{
    bool negative = str_starts(text, STR("-"));
    struct str decimals = negative ? str_sub(text, 1, text.n) : text;
    bool has_point = str_find_char(decimals, '.') >= 0;
    struct str before = str_cut(&decimals, '.');
    struct digits d = {0};
    if (before.n == 0)
        return false;
    for (size_t i = 0; i < before.n; i++)
        if (!digits_add(&d, (unsigned char)before.p[i]))
            return false;
    if (has_point && !add_decimals(&d, decimals, NUMBER_MAX_DECIMALS))
        return false;
    return digits_number(&d, negative, out);
}

static void print_decimal(struct number n, uint64_t scale, unsigned decimals, struct buf *out)
{
    uwide size = (uwide)(uint64_t)(n.num < 0 ? -n.num : n.num) * (scale / (uint64_t)n.den);
    if (n.num < 0)
        buf_add_char(out, '-');
    buf_add_int(out, (int64_t)(size / scale));
    if (decimals > 0)
        buf_add_char(out, '.');
    for (uint64_t place = scale / 10; place > 0; place /= 10)
        buf_add_char(out, (char)('0' + (uint64_t)(size / place) % 10));
}

void number_print(struct number n, struct buf *out)
{
    uint64_t scale = 1;
    if (n.den == 0)
        return;
    if (n.den == 1) {
        buf_add_int(out, n.num);
        return;
    }
    for (unsigned decimals = 0; decimals <= NUMBER_PRINT_DECIMALS; decimals++, scale *= 10) {
        if (scale % (uint64_t)n.den == 0) {
            print_decimal(n, scale, decimals, out);
            return;
        }
    }
    buf_addf(out, "%" PRId64 "/%" PRId64, n.num, n.den);
}
