#include "client/fold.h"

#include "base/utf8.h"

enum { FOLD_FIRST = 0xC0, FOLD_LAST = 0x17F };

/* One letter for each code point from U+00C0 to U+017F; '*': two letters, below; '.': as it is. */
static const char folded[] = "aaaaaa*ceeeeiiiidnooooo.ouuuuy**"
                             "aaaaaa*ceeeeiiiidnooooo.ouuuuy*y"
                             "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkkllllllllll"
                             "nnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
_Static_assert(sizeof(folded) - 1 == FOLD_LAST - FOLD_FIRST + 1, "one letter each");

static const char *two_letters(int32_t c)
{
    switch (c) {
    case 0xC6:
    case 0xE6:
        return "ae";
    case 0xDE:
    case 0xFE:
        return "th";
    case 0xDF:
        return "ss";
    case 0x132:
    case 0x133:
        return "ij";
    default:
        return "oe";
    }
}

static bool is_combining(int32_t c)
{
    return c >= 0x300 && c <= 0x36F;
}

struct str fold(struct arena *a, struct str text)
{
    char *out = arena_alloc(a, text.n + 1); /* no letter becomes longer */
    size_t n = 0;
    while (text.n > 0) {
        const char *from = text.p;
        int32_t c = utf8_next(&text);
        size_t length = (size_t)(text.p - from);
        char letter = c >= FOLD_FIRST && c <= FOLD_LAST ? folded[c - FOLD_FIRST] : '.';
        if (is_combining(c))
            continue;
        if (c >= 'A' && c <= 'Z')
            out[n++] = (char)(c - 'A' + 'a');
        else if (letter == '*') {
            memcpy(out + n, two_letters(c), 2);
            n += 2;
        } else if (letter != '.')
            out[n++] = letter;
        else {
            memcpy(out + n, from, length);
            n += length;
        }
    }
    return (struct str){out, n};
}

struct str email_fold(struct arena *a, struct str email)
{
    email = str_trim(email);
    char *out = arena_alloc(a, email.n + 1);
    for (size_t i = 0; i < email.n; i++)
        out[i] = email.p[i] >= 'A' && email.p[i] <= 'Z' ? (char)(email.p[i] - 'A' + 'a') : email.p[i];
    return (struct str){out, email.n};
}
