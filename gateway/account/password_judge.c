#include "account/common.txt.h"
#include "account/password.h"
#include "base/fold.h"
#include "base/utf8.h"

enum {
    DIGITS_MIN = 16,       /* of a password that is digits alone */
    NOVEL_MIN = 5,         /* characters that do not follow from the one before */
    COMMON_REST_MIN = 6,   /* characters besides common words */
    COMMON_WORDS_MAX = 2,  /* with so many or fewer of them; three or more unrelated ones are a passphrase */
    PERSONAL_REST_MIN = 8, /* characters besides the owner's words */
    WORD_MIN = 3,          /* characters of such a word */
    PERIOD_PARTS = 3,      /* repetitions that make a password simple */
};

struct str password_problem_name(enum password_problem p)
{
    static const char *const names[PASSWORD_PROBLEM__MAX] = {
        [PASSWORD_OK] = "ok",
        [PASSWORD_EMPTY] = "missing",
        [PASSWORD_TOO_SHORT] = "too_short",
        [PASSWORD_DIGITS] = "digits",
        [PASSWORD_TOO_LONG] = "too_long",
        [PASSWORD_COMMON] = "common",
        [PASSWORD_REPEATED] = "repeated",
        [PASSWORD_SEQUENCE] = "sequence",
        [PASSWORD_PERSONAL] = "personal",
    };
    return str_from(names[p]);
}

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* ---- simple ones ---- */

/* Stand next to each other on a keyboard, in the alphabet or among the digits, or are the same. */
static bool follows(char before, char c)
{
    static const char *const rows[] = {"azertyuiop",
                                       "qsdfghjklm",
                                       "wxcvbn",
                                       "qwertyuiop",
                                       "asdfghjkl",
                                       "zxcvbnm",
                                       "qwertzuiop",
                                       "yxcvbnm",
                                       "1234567890",
                                       "0123456789",
                                       "abcdefghijklmnopqrstuvwxyz"};
    if (before == c)
        return true;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        const char *at = before != 0 ? strchr(rows[i], before) : NULL;
        if (at != NULL && (at[1] == c || (at > rows[i] && at[-1] == c)) && c != 0)
            return true;
    }
    return false;
}

static bool repeats(struct str s)
{
    for (size_t period = 1; period * PERIOD_PARTS <= s.n; period++) {
        size_t i = period;
        while (i < s.n && s.p[i] == s.p[i - period])
            i++;
        if (i == s.n)
            return true;
    }
    return false;
}

static bool is_sequence(struct str s)
{
    size_t novel = s.n > 0;
    for (size_t i = 1; i < s.n; i++)
        novel += !follows(s.p[i - 1], s.p[i]);
    return novel < NOVEL_MIN;
}

/* ---- words ---- */

/* What stands for letters in a disguised word: m0td3p@sse. */
static struct str undisguise(struct arena *a, struct str s)
{
    static const char from[] = "0134578@$!";
    static const char to[] = "oieastbasi";
    char *out = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        const char *at = s.p[i] != 0 ? strchr(from, s.p[i]) : NULL;
        out[i] = at != NULL ? to[at - from] : s.p[i];
    }
    return (struct str){out, s.n};
}

/* Which bytes of a password are explained by words. */
struct cover {
    struct str text;
    bool *covered;
    size_t words;
};

static struct cover cover_new(struct arena *a, struct str text)
{
    return (struct cover){.text = text, .covered = ARENA_ARRAY(a, bool, text.n + 1)};
}

/* A word counts once, however often it occurs. */
static void cover_word(struct cover *c, struct str word)
{
    bool new = false;
    if (word.n == 0)
        return;
    for (size_t i = 0; i + word.n <= c->text.n; i++) {
        if (!str_eq(str_sub(c->text, i, i + word.n), word))
            continue;
        for (size_t k = i; k < i + word.n; k++) {
            new = new || !c->covered[k];
            c->covered[k] = true;
        }
    }
    c->words += new;
}

/* Characters that no word explains. */
static size_t cover_rest(const struct cover *c)
{
    size_t rest = 0;
    for (size_t i = 0; i < c->text.n; i++)
        rest += !c->covered[i] && ((unsigned char)c->text.p[i] & 0xC0) != 0x80;
    return rest;
}

/* Longest words first in the list, so that "motdepasse" is one word and not three. */
static bool is_common(struct arena *a, struct str folded)
{
    struct cover plain = cover_new(a, folded);
    struct cover disguised = cover_new(a, undisguise(a, folded));
    struct str rest = {common_txt, sizeof(common_txt) - 1};
    struct str word;
    while (str_line(&rest, &word)) {
        if (word.n == 0 || word.p[0] == '#')
            continue;
        cover_word(&plain, word);
        cover_word(&disguised, word);
    }
    return (plain.words > 0 && plain.words <= COMMON_WORDS_MAX && cover_rest(&plain) < COMMON_REST_MIN) ||
           (disguised.words > 0 && disguised.words <= COMMON_WORDS_MAX &&
            cover_rest(&disguised) < COMMON_REST_MIN);
}

static bool is_separator(char c)
{
    return strchr(" .-_@+'\t", c) != NULL;
}

/* The words of a name, address or title. */
static void cover_parts(struct cover *c, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && !is_separator(text.p[i]))
            continue;
        struct str part = str_sub(text, from, i);
        if (utf8_length(part) >= WORD_MIN)
            cover_word(c, part);
        from = i + 1;
    }
}

static bool is_personal(struct arena *a, struct str folded, const struct str *words, size_t n_words)
{
    struct cover c = cover_new(a, undisguise(a, folded));
    struct cover plain = cover_new(a, folded);
    for (size_t i = 0; i < n_words; i++) {
        cover_parts(&c, undisguise(a, fold(a, words[i])));
        cover_parts(&plain, fold(a, words[i]));
    }
    cover_word(&plain, STR("portillon"));
    cover_word(&c, STR("portillon"));
    return (c.words > 0 && cover_rest(&c) < PERSONAL_REST_MIN) ||
           (plain.words > 0 && cover_rest(&plain) < PERSONAL_REST_MIN);
}

enum password_problem password_judge(struct str password, size_t min, const struct str *words, size_t n_words)
{
    enum password_problem problem = PASSWORD_OK;
    if (password.n == 0)
        return PASSWORD_EMPTY;
    if (password.n > PASSWORD_MAX_BYTES)
        return PASSWORD_TOO_LONG;
    if (utf8_length(password) < min)
        return PASSWORD_TOO_SHORT;
    if (is_digits(password) && password.n < DIGITS_MIN)
        return PASSWORD_DIGITS;
    struct arena *a = arena_new();
    struct str folded = fold(a, password);
    if (repeats(folded))
        problem = PASSWORD_REPEATED;
    else if (is_sequence(folded))
        problem = PASSWORD_SEQUENCE;
    else if (is_common(a, folded))
        problem = PASSWORD_COMMON;
    else if (is_personal(a, folded, words, n_words))
        problem = PASSWORD_PERSONAL;
    arena_free(a);
    return problem;
}
