#include "form/contact.h"

enum { MAX_ADDRESS = 254, MAX_LOCAL = 64, MAX_LABEL = 63, MIN_E164 = 8, MIN_NATIONAL = 6, MAX_DIGITS = 15 };

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_local_part(struct str s)
{
    static const char others[] = "!#$%&'*+-/=?^_`{|}~";
    char before = '.';
    if (s.n == 0 || s.n > MAX_LOCAL || s.p[s.n - 1] == '.')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.' ? before == '.' : !is_letter_or_digit(c) && (c == 0 || strchr(others, c) == NULL))
            return false;
        before = c;
    }
    return true;
}

static bool is_label(struct str s)
{
    if (s.n == 0 || s.n > MAX_LABEL || s.p[0] == '-' || s.p[s.n - 1] == '-')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_letter_or_digit(s.p[i]) && s.p[i] != '-')
            return false;
    return true;
}

/* The last label is not a number: an address of a machine is no domain. */
static bool is_domain(struct str s)
{
    size_t labels = 0;
    struct str label = {0};
    if (s.n == 0 || s.p[s.n - 1] == '.')
        return false;
    while (s.n > 0) {
        label = str_cut(&s, '.');
        if (!is_label(label))
            return false;
        labels++;
    }
    return labels >= 2 && (label.p[0] < '0' || label.p[0] > '9');
}

bool form_email_read(struct arena *a, struct str text, struct str *out)
{
    struct str domain = text;
    struct str local = str_cut(&domain, '@');
    if (text.n > MAX_ADDRESS || !is_local_part(local) || !is_domain(domain))
        return false;
    char *copy = arena_alloc(a, text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        bool upper = i > local.n && text.p[i] >= 'A' && text.p[i] <= 'Z';
        copy[i] = (char)(upper ? text.p[i] - 'A' + 'a' : text.p[i]);
    }
    *out = (struct str){copy, text.n};
    return true;
}

/* "+33 (0)6": the 0 is dialled inside the country only. */
static struct str without_trunk_zero(struct arena *a, struct str text)
{
    ptrdiff_t zero = str_find(text, STR("(0)"));
    if (zero < 0)
        return text;
    return arena_join(a, str_sub(text, 0, (size_t)zero), str_sub(text, (size_t)zero + 3, text.n));
}

bool form_phone_read(struct arena *a, struct str text, struct str *out)
{
    static const char marks[] = " .-/()";
    char digits[1 + MAX_DIGITS + 1] = "+";
    size_t n = 0;
    bool international = str_starts(text, STR("+")) || str_starts(text, STR("00"));
    if (international) {
        text = str_sub(text, text.p[0] == '+' ? 1 : 2, text.n);
        text = without_trunk_zero(a, text);
    }
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == 0 || (strchr(marks, c) == NULL && (c < '0' || c > '9')))
            return false;
        if (c < '0' || c > '9')
            continue;
        if (n == MAX_DIGITS)
            return false;
        digits[1 + n++] = c;
    }
    /* "(00)33 6": the prefix behind a mark. */
    if (!international && n > 2 && digits[1] == '0' && digits[2] == '0')
        return form_phone_read(a, (struct str){digits + 1, n}, out);
    if (n < (international ? MIN_E164 : MIN_NATIONAL) || (international && digits[1] == '0'))
        return false;
    *out = arena_str(a, (struct str){international ? digits : digits + 1, international ? n + 1 : n});
    return true;
}
