#include "site/typography.h"

#define NARROW "\u202f"

/* Length of the blank that begins at `at`: a space, U+00A0 or U+202F; 0 when there is none. */
static size_t blank_at(struct str s, size_t at)
{
    struct str rest = str_sub(s, at, s.n);
    if (str_starts(rest, STR(" ")))
        return 1;
    if (str_starts(rest, STR("\u00a0")))
        return 2;
    return str_starts(rest, STR(NARROW)) ? 3 : 0;
}

static size_t blanks_at(struct str s, size_t at)
{
    size_t end = at;
    for (size_t n = blank_at(s, at); n > 0; n = blank_at(s, end))
        end += n;
    return end - at;
}

static bool is_word(struct str s, size_t at)
{
    unsigned char c = at < s.n ? (unsigned char)s.p[at] : ' ';
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0xC3;
}

/* Does a sign that wants a narrow blank before it begin here? `!` and its like only when no word follows at
 * once. */
static bool is_closing_sign(struct str s, size_t at)
{
    struct str rest = str_sub(s, at, s.n);
    if (str_starts(rest, STR("»")))
        return true;
    return rest.n > 0 && memchr(";:!?", rest.p[0], 4) && !is_word(s, at + 1);
}

/* A template field is copied as it stands. */
static size_t field_at(struct str s, size_t at)
{
    struct str rest = str_sub(s, at, s.n);
    ptrdiff_t end = str_starts(rest, STR("{{")) ? str_find(rest, STR("}}")) : -1;
    return end >= 0 ? (size_t)end + 2 : 0;
}

static void french(struct str s, struct buf *out)
{
    for (size_t at = 0; at < s.n;) {
        size_t blanks = blanks_at(s, at);
        size_t field = field_at(s, at);
        if (field > 0) {
            buf_add(out, str_sub(s, at, at + field));
            at += field;
        } else if (str_starts(str_sub(s, at, s.n), STR("«"))) {
            buf_add_z(out, "«" NARROW);
            at += 2;
            at += blanks_at(s, at);
        } else if (is_closing_sign(s, at + blanks) && (blanks > 0 || s.p[at] == '\xc2')) {
            if (!str_ends(buf_str(out), STR(NARROW)))
                buf_add_z(out, NARROW);
            size_t sign = (unsigned char)s.p[at + blanks] == 0xC2 ? 2 : 1;
            buf_add(out, str_sub(s, at + blanks, at + blanks + sign));
            at += blanks + sign;
        } else {
            buf_add(out, str_sub(s, at, at + (blanks > 0 ? blanks : 1)));
            at += blanks > 0 ? blanks : 1;
        }
    }
}

/* Most texts hold none of the signs. */
static bool may_change(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == ';' || c == ':' || c == '!' || c == '?' ||
            (c == 0xC2 && i + 1 < s.n && (s.p[i + 1] & 0x6F) == 0x2B))
            return true;
    }
    return false;
}

struct str typography_text(struct arena *a, struct str language, struct str text)
{
    if (!str_eq_z(language, "fr") || !may_change(text))
        return text;
    struct buf out;
    buf_init(&out, text.n * 4 + 8);
    french(text, &out);
    struct str changed = str_eq(buf_str(&out), text) ? text : arena_str(a, buf_str(&out));
    buf_release(&out);
    return changed;
}

void typography_apply(struct arena *a, struct str language, struct node *root)
{
    for (struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind == NODE_TEXT)
            node->text = typography_text(a, language, node->text);
    }
}
