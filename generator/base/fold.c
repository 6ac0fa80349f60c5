#include "base/fold.h"

#include <string.h>

#include "base/utf8.h"

enum { FOLD_FIRST = 0xC0, FOLD_LAST = 0x17F };

/* × and ÷ are no letters. */
static const char *const letters[] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c",  "e", "e", "e", "e", "i", "i", "i",  "i",  /* U+00C0 */
    "d", "n", "o",  "o",  "o", "o", "o",  NULL, "o", "u", "u", "u", "u", "y", "th", "ss", /* U+00D0 */
    "a", "a", "a",  "a",  "a", "a", "ae", "c",  "e", "e", "e", "e", "i", "i", "i",  "i",  /* U+00E0 */
    "d", "n", "o",  "o",  "o", "o", "o",  NULL, "o", "u", "u", "u", "u", "y", "th", "y",  /* U+00F0 */
    "a", "a", "a",  "a",  "a", "a", "c",  "c",  "c", "c", "c", "c", "c", "c", "d",  "d",  /* U+0100 */
    "d", "d", "e",  "e",  "e", "e", "e",  "e",  "e", "e", "e", "e", "g", "g", "g",  "g",  /* U+0110 */
    "g", "g", "g",  "g",  "h", "h", "h",  "h",  "i", "i", "i", "i", "i", "i", "i",  "i",  /* U+0120 */
    "i", "i", "ij", "ij", "j", "j", "k",  "k",  "k", "l", "l", "l", "l", "l", "l",  "l",  /* U+0130 */
    "l", "l", "l",  "n",  "n", "n", "n",  "n",  "n", "n", "n", "n", "o", "o", "o",  "o",  /* U+0140 */
    "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r", "r", "s", "s", "s", "s", "s",  "s",  /* U+0150 */
    "s", "s", "t",  "t",  "t", "t", "t",  "t",  "u", "u", "u", "u", "u", "u", "u",  "u",  /* U+0160 */
    "u", "u", "u",  "u",  "w", "w", "y",  "y",  "y", "z", "z", "z", "z", "z", "z",  "s",  /* U+0170 */
};
_Static_assert(sizeof(letters) / sizeof(*letters) == FOLD_LAST - FOLD_FIRST + 1, "one row each");

const char *fold_letter(int32_t code_point)
{
    return code_point >= FOLD_FIRST && code_point <= FOLD_LAST ? letters[code_point - FOLD_FIRST] : NULL;
}

bool fold_is_combining(int32_t code_point)
{
    return code_point >= 0x300 && code_point <= 0x36F;
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

struct str fold(struct arena *a, struct str text)
{
    char *out = arena_alloc(a, text.n + 1); /* no letter becomes longer */
    size_t n = 0;
    while (text.n > 0) {
        const char *from = text.p;
        int32_t c = utf8_next(&text);
        const char *letter = fold_letter(c);
        size_t length = letter ? strlen(letter) : (size_t)(text.p - from);
        if (fold_is_combining(c))
            continue;
        memcpy(out + n, letter ? letter : from, length);
        if (c >= 'A' && c <= 'Z')
            out[n] = small(out[n]);
        n += length;
    }
    return (struct str){out, n};
}

/* The small letter of a capital one from U+00C0 to U+017F, both being two bytes long; others as they are.
 * From U+0139 to U+0148 and from U+0179 on capitals are odd, elsewhere even. */
static int32_t small_letter(int32_t c)
{
    bool odd_is_capital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
        return c + 0x20;
    if (c == 0x178)
        return 0xFF;
    if (c < 0x100 || c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149 || c > 0x17E)
        return c;
    return odd_is_capital ? c + (c & 1) : c | 1;
}

struct str fold_case(struct arena *a, struct str text)
{
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    while (text.n > 0) {
        const char *from = text.p;
        int32_t c = utf8_next(&text);
        size_t length = (size_t)(text.p - from);
        memcpy(out + n, from, length);
        if (length == 1) {
            out[n] = small(out[n]);
        } else if (c >= FOLD_FIRST && c <= FOLD_LAST) {
            c = small_letter(c);
            out[n] = (char)(0xC0 | c >> 6);
            out[n + 1] = (char)(0x80 | (c & 0x3F));
        }
        n += length;
    }
    return (struct str){out, n};
}

struct str email_fold(struct arena *a, struct str email)
{
    email = str_trim(email);
    char *out = arena_alloc(a, email.n + 1);
    for (size_t i = 0; i < email.n; i++)
        out[i] = small(email.p[i]);
    return (struct str){out, email.n};
}
