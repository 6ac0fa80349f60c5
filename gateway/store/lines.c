#include "store/lines.h"

static void add_escaped(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        char letter = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\\' ? '\\' : 0;
        if (letter != 0)
            buf_add_char(out, '\\');
        buf_add_char(out, letter != 0 ? letter : c);
    }
}

static struct str unescape_whole(struct arena *a, struct str line)
{
    char *text = arena_alloc(a, line.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (c == '\\' && i + 1 < line.n) {
            char letter = line.p[++i];
            c = letter == 'n' ? '\n' : letter == 'r' ? '\r' : letter;
        }
        text[n++] = c;
    }
    return (struct str){text, n};
}

static inline struct str unescape(struct arena *a, struct str line)
{
    return str_find_char(line, '\\') < 0 ? line : unescape_whole(a, line);
}

void lines_add(struct buf *out, struct str text)
{
    add_escaped(out, text);
    buf_add_char(out, '\n');
}

void lines_add_pair(struct buf *out, struct str name, struct str text)
{
    buf_add(out, name);
    buf_add_char(out, '=');
    lines_add(out, text);
}

bool lines_next(struct arena *a, struct str *rest, struct str *text)
{
    if (rest->n == 0)
        return false;
    *text = unescape(a, str_cut(rest, '\n'));
    return true;
}

bool lines_next_pair(struct arena *a, struct str *rest, struct str *name, struct str *text)
{
    if (rest->n == 0)
        return false;
    struct str line = str_cut(rest, '\n');
    *name = str_cut(&line, '=');
    *text = unescape(a, line);
    return true;
}
