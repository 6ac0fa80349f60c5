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

struct str email_fold(struct arena *a, struct str email)
{
    email = str_trim(email);
    char *out = arena_alloc(a, email.n + 1);
    for (size_t i = 0; i < email.n; i++)
        out[i] = small(email.p[i]);
    return (struct str){out, email.n};
}
