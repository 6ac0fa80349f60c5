#include "site/anchor.h"

#include "base/fold.h"
#include "base/utf8.h"

static bool is_blank(int32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '-' || c == 0xA0 || c == 0x202F ||
           (c >= 0x2000 && c <= 0x200A) || (c >= 0x2010 && c <= 0x2015);
}

/* Signs and punctuation beyond Latin letters, which anchors leave out. */
static bool is_sign(int32_t c)
{
    return c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x2BFF) ||
           (c >= 0x3000 && c <= 0x303F) || (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
           c >= 0x1F000;
}

/* Appends one code point, `raw` being its bytes. */
static void fold_one(struct buf *out, int32_t c, struct str raw)
{
    if (c >= 'A' && c <= 'Z')
        buf_add_char(out, (char)(c + 32));
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
        buf_add_char(out, (char)c);
    else if (fold_letter(c))
        buf_add_z(out, fold_letter(c));
    else if (!is_sign(c) && !fold_is_combining(c))
        buf_add(out, raw);
}

struct str anchor_fold(struct arena *a, struct str words)
{
    struct buf out;
    buf_init(&out, words.n * 2 + 1);
    bool gap = false;
    for (struct str rest = words; rest.n > 0;) {
        struct str before = rest;
        int32_t c = utf8_next(&rest);
        if (is_blank(c)) {
            gap = out.n > 0;
            continue;
        }
        size_t n = out.n;
        if (gap)
            buf_add_char(&out, '-');
        fold_one(&out, c, str_sub(before, 0, before.n - rest.n));
        if (gap && out.n == n + 1)
            buf_truncate(&out, n);
        else
            gap = false;
    }
    struct str anchor = arena_str(a, buf_str(&out));
    buf_release(&out);
    return anchor;
}

struct str anchor_of(struct arena *a, struct str words)
{
    struct str anchor = anchor_fold(a, words);
    return anchor.n > 0 ? anchor : STR("section");
}

/* How often each name was asked for is kept as the value, plus one, so that many headings of one name stay
 * quick. */
static struct str claim(struct anchors *anchors, struct arena *a, struct str wanted)
{
    size_t *times = ARENA_NEW(a, size_t);
    size_t *seen = map_put(&anchors->taken, a, wanted, times);
    bool is_reserved = anchors->reserved && map_get(anchors->reserved, wanted);
    if (seen == times && !is_reserved)
        return wanted;
    for (;;) {
        struct str name = arena_printf(a, STR_FMT "-%zu", STR_ARG(wanted), ++*seen);
        if (map_put(&anchors->taken, a, name, times) == times)
            return name;
    }
}

void anchors_find(struct anchors *anchors, struct arena *a, struct node *root)
{
    for (struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind == NODE_NOTE || node->kind == NODE_NOTE_REF)
            map_put(&anchors->taken, a, node->extra, ARENA_NEW(a, size_t));
    }
    for (struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind != NODE_HEADING)
            continue;
        struct str title = node_title(node, a);
        node->extra = claim(anchors, a, anchor_of(a, title));
        *ARENA_PUSH(a, anchors) = (struct anchor){node->extra, title, node->number};
    }
}

struct str anchors_names(const struct anchors *anchors, struct arena *a)
{
    size_t n = 1, at = 1;
    for (size_t i = 0; i < anchors->taken.cap; i++)
        n += anchors->taken.slots[i].value ? anchors->taken.slots[i].name.n + 1 : 0;
    if (anchors->taken.count == 0)
        return (struct str){"", 0};
    char *names = arena_alloc(a, n);
    names[0] = '\n';
    for (size_t i = 0; i < anchors->taken.cap; i++) {
        const struct map_slot *slot = &anchors->taken.slots[i];
        if (!slot->value)
            continue;
        memcpy(names + at, slot->name.p, slot->name.n);
        at += slot->name.n;
        names[at++] = '\n';
    }
    return (struct str){names, n};
}

bool anchors_have(struct str names, struct str name)
{
    for (ptrdiff_t at = str_find(names, name); name.n > 0 && at >= 0; at = str_find(names, name)) {
        size_t end = (size_t)at + name.n;
        if (at > 0 && names.p[at - 1] == '\n' && end < names.n && names.p[end] == '\n')
            return true;
        names = str_sub(names, (size_t)at + 1, names.n);
    }
    return false;
}
