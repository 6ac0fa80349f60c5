#include "client/client.h"
#include "form/day.h"

enum { DIGITS = 11, DAYS_UNKNOWN = 0 };

static bool take_digits(struct str text, char digits[static DIGITS + 1])
{
    size_t n = 0;
    text = str_trim(text);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= '0' && c <= '9') {
            if (n == DIGITS)
                return false;
            digits[n++] = c;
        } else if (c != ' ' && c != '.' && c != '-' && c != '/') {
            return false;
        }
    }
    digits[n] = 0;
    return n == DIGITS;
}

static int number_at(const char *digits, size_t from, size_t count)
{
    int n = 0;
    for (size_t i = 0; i < count; i++)
        n = n * 10 + (digits[from + i] - '0');
    return n;
}

/* The month as written: a bis number's is 20 higher, or 40 when the sex was known. Month or day may be
 * unknown: 00. */
static bool is_birth(int century, const char *digits)
{
    int year = century + number_at(digits, 0, 2);
    int month = number_at(digits, 2, 2);
    int day = number_at(digits, 4, 2);
    int32_t ignored;
    if (month > 52)
        return false;
    month %= 20;
    if (month > 12 || day > 31)
        return false;
    if (month == DAYS_UNKNOWN || day == DAYS_UNKNOWN)
        return true;
    return form_day_from_civil(year, month, day, &ignored);
}

bool national_number_read(struct str text, char digits[static DIGITS + 1])
{
    if (!take_digits(text, digits))
        return false;
    int64_t nine = number_at(digits, 0, 9);
    int64_t check = number_at(digits, 9, 2);
    int order = number_at(digits, 6, 3);
    if (order == 0 || order == 999)
        return false;
    return (check == 97 - nine % 97 && is_birth(1900, digits)) ||
           (check == 97 - (2000000000 + nine) % 97 && is_birth(2000, digits));
}
