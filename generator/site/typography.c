#include "site/typography.h"

#include "base/block.h"

#define NARROW "\u202f"
#define NO_BREAK "\u00a0"

/* Length of the blank that begins at `at`: a space, U+00A0 or U+202F; 0 when there is none. */
static size_t blank_at(struct str s, size_t at)
{
    if (at >= s.n || (s.p[at] != ' ' && s.p[at] != '\xc2' && s.p[at] != '\xe2'))
        return 0;
    if (s.p[at] == ' ')
        return 1;
    if (str_starts(str_sub(s, at, s.n), STR("\u00a0")))
        return 2;
    return str_starts(str_sub(s, at, s.n), STR(NARROW)) ? 3 : 0;
}

/* Takes the blanks off the end; false when there were none. */
static bool drop_blanks(struct buf *out)
{
    size_t n = out->n;
    for (;;) {
        size_t back = 1;
        while (back <= 3 && back <= out->n && blank_at(buf_str(out), out->n - back) != back)
            back++;
        if (back > 3 || back > out->n)
            return out->n < n;
        buf_truncate(out, out->n - back);
    }
}

static bool is_sign(char c)
{
    return c == ';' || c == ':' || c == '!' || c == '?';
}

static bool is_word(struct str s, size_t at)
{
    unsigned char c = at < s.n ? (unsigned char)s.p[at] : ' ';
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0xC3;
}

/* The sign that begins at `at` is copied with its blanks; gives how many bytes it took. */
static size_t add_guillemet(struct str s, size_t at, struct buf *out)
{
    struct str rest = str_sub(s, at, s.n);
    size_t end = at + 2;
    if (str_starts(rest, STR("«"))) {
        buf_add_z(out, "«" NARROW);
        for (size_t n = blank_at(s, end); n > 0; n = blank_at(s, end))
            end += n;
        return end - at;
    }
    if (!str_starts(rest, STR("»"))) {
        buf_add_char(out, s.p[at]);
        return 1;
    }
    drop_blanks(out);
    if (!str_ends(buf_str(out), STR("«")))
        buf_add_z(out, NARROW);
    buf_add_z(out, "»");
    return 2;
}

/* `;` and its like want the blank that is there narrow; they do not ask for one, nor before a word. */
static size_t add_signs(struct str s, size_t at, struct buf *out)
{
    size_t end = at;
    while (end < s.n && is_sign(s.p[end]))
        end++;
    if (!is_word(s, end) && drop_blanks(out))
        buf_add_z(out, NARROW);
    buf_add(out, str_sub(s, at, end));
    return end - at;
}

/* A template field is copied as it stands; so is all that is left when none is closed any more. */
static size_t add_field(struct str s, size_t at, struct buf *out)
{
    struct str rest = str_sub(s, at, s.n);
    bool is_open = str_starts(rest, STR("{{"));
    ptrdiff_t end = is_open ? str_find(rest, STR("}}")) : -1;
    size_t n = !is_open ? 1 : end >= 0 ? (size_t)end + 2 : rest.n;
    buf_add(out, str_sub(s, at, at + n));
    return n;
}

static void french(struct str s, struct buf *out)
{
    size_t copied = 0;
    for (size_t at = 0; at < s.n;) {
        char c = s.p[at];
        if (!is_sign(c) && c != '\xc2' && c != '{') {
            at++;
            continue;
        }
        buf_add(out, str_sub(s, copied, at));
        at += is_sign(c) ? add_signs(s, at, out)
              : c == '{' ? add_field(s, at, out)
                         : add_guillemet(s, at, out);
        copied = at;
    }
    buf_add(out, str_sub(s, copied, s.n));
}

/* ---- what all languages share ---- */

static bool is_digit(struct str s, size_t at)
{
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static bool has(struct str s, size_t at, struct str what)
{
    return str_starts(str_sub(s, at, s.n), what);
}

static bool is_dash(struct str s, size_t at)
{
    return (has(s, at, STR("–")) || has(s, at, STR("—"))) && (at + 3 == s.n || s.p[at + 3] == ' ');
}

/* Is the blank at `at` one of "1 234 567"? Groups of two digits are no thousands: "01 99 000". */
static bool is_between_thousands(struct str s, size_t at)
{
    size_t n = 0;
    while (n <= 3 && n < at && is_digit(s, at - 1 - n))
        n++;
    bool follows_group = at >= n + 2 && s.p[at - 1 - n] == ' ' && is_digit(s, at - 2 - n);
    bool is_three = is_digit(s, at + 1) && is_digit(s, at + 2) && is_digit(s, at + 3) && !is_digit(s, at + 4);
    return is_three && (n == 3 || (n > 0 && n < 3 && !follows_group));
}

static bool is_pair(struct str s, size_t at)
{
    return is_digit(s, at) && is_digit(s, at + 1) && !is_digit(s, at + 2);
}

/* Is it one of "01 99 00 00 00": four pairs or more? */
static bool is_in_telephone_number(struct str s, size_t at)
{
    size_t before = 0, behind = 0;
    for (size_t i = at; i >= 2 && is_pair(s, i - 2) && (i == 2 || !is_digit(s, i - 3)); i -= 3) {
        before++;
        if (i == 2 || s.p[i - 3] != ' ')
            break;
    }
    for (size_t i = at; i < s.n && s.p[i] == ' ' && is_pair(s, i + 1); i += 3)
        behind++;
    return before > 0 && behind > 0 && before + behind >= 4;
}

/* What should stand instead of the blank at `at`. */
static const char *blank_for(struct str s, size_t at, bool is_french)
{
    bool after_digit = at > 0 && is_digit(s, at - 1);
    bool after_euro = at >= 3 && has(s, at - 3, STR("€"));
    if (is_french && after_digit && is_between_thousands(s, at))
        return NARROW;
    if (is_french && after_digit && is_in_telephone_number(s, at))
        return NO_BREAK;
    if (after_digit && (has(s, at + 1, STR("%")) || has(s, at + 1, STR("€"))))
        return NO_BREAK;
    if ((after_euro && is_digit(s, at + 1)) || is_dash(s, at + 1))
        return NO_BREAK;
    return " ";
}

/* Most blanks stay: those before a letter. */
static bool is_blank_to_change(struct str s, size_t at)
{
    unsigned char next = at + 1 < s.n ? (unsigned char)s.p[at + 1] : ' ';
    return s.p[at] == ' ' && (next == '%' || next == 0xE2 || (next >= '0' && next <= '9'));
}

static struct str common(struct arena *a, struct str s, bool is_french)
{
    struct buf out;
    size_t copied = 0;
    buf_init(&out, s.n * 3 + 8);
    for (size_t i = 0; i < s.n; i++) {
        const char *blank = is_blank_to_change(s, i) ? blank_for(s, i, is_french) : " ";
        if (*blank == ' ')
            continue;
        buf_add(&out, str_sub(s, copied, i));
        buf_add_z(&out, blank);
        copied = i + 1;
    }
    if (copied == 0)
        return s;
    buf_add(&out, str_sub(s, copied, s.n));
    struct str changed = arena_str(a, buf_str(&out));
    buf_release(&out);
    return changed;
}

static bool is_french(struct str language)
{
    return str_starts(language, STR("fr")) && (language.n == 2 || language.p[2] == '-');
}

/* What a text must have one of to be changed: most have none. */
enum { BEHIND_BLANK = 1, FRENCH_SIGN = 2 };
static const unsigned char may_matter[256] = {
    ['0'] = BEHIND_BLANK, ['1'] = BEHIND_BLANK, ['2'] = BEHIND_BLANK, ['3'] = BEHIND_BLANK,
    ['4'] = BEHIND_BLANK, ['5'] = BEHIND_BLANK, ['6'] = BEHIND_BLANK, ['7'] = BEHIND_BLANK,
    ['8'] = BEHIND_BLANK, ['9'] = BEHIND_BLANK, ['%'] = BEHIND_BLANK, [0xE2] = BEHIND_BLANK,
    [';'] = FRENCH_SIGN,  [':'] = FRENCH_SIGN,  ['!'] = FRENCH_SIGN,  ['?'] = FRENCH_SIGN,
    [0xC2] = FRENCH_SIGN,
};

static unsigned find_what_matters(struct str text)
{
    block blanks = {0}, signs = {0};
    size_t at = 0;
    for (; at + BLOCK_SIZE <= text.n; at += BLOCK_SIZE) {
        block b = block_at(text.p + at);
        blanks |= block_is_in(b, '0', '9') | block_is(b, '%') | block_is(b, 0xE2);
        signs |= block_is_in(b, ':', ';') | block_is(b, '!') | block_is(b, '?') | block_is(b, 0xC2);
    }
    unsigned found = (block_any(blanks) ? BEHIND_BLANK : 0U) | (block_any(signs) ? FRENCH_SIGN : 0U);
    for (; at < text.n; at++)
        found |= may_matter[(unsigned char)text.p[at]];
    return found;
}

static struct str change(struct arena *a, struct str text, bool in_french)
{
    unsigned found = find_what_matters(text);
    if (found & BEHIND_BLANK)
        text = common(a, text, in_french);
    if (!in_french || !(found & FRENCH_SIGN))
        return text;
    struct buf out;
    buf_init(&out, text.n * 4 + 8);
    french(text, &out);
    struct str changed = str_eq(buf_str(&out), text) ? text : arena_str(a, buf_str(&out));
    buf_release(&out);
    return changed;
}

struct str typography_text(struct arena *a, struct str language, struct str text)
{
    return change(a, text, is_french(language));
}

void typography_apply(struct arena *a, struct str language, struct node *root)
{
    bool in_french = is_french(language);
    for (struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind == NODE_TEXT)
            node->text = change(a, node->text, in_french);
        else if (node->kind == NODE_IMAGE || node->kind == NODE_LINK)
            node->extra = change(a, node->extra, in_french);
    }
}
