#include "theme/report.h"

#include "base/buf.h"
#include "lib/test.h"

struct str report_text(struct arena *a, struct diags *diags)
{
    return test_report(a, diags, DIAG_FRENCH, DIAG_TEXT);
}

static bool take_number(struct str *rest, struct buf *out, char end)
{
    struct str number = str_cut(rest, end);
    int64_t n = 0;
    if (!str_to_int64(number, &n))
        return false;
    buf_add(out, number);
    return true;
}

/* "name:14:9: erreur: … [CODE]" */
static void add_code(struct str line, struct buf *out)
{
    ptrdiff_t bracket = -1;
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '[')
            bracket = (ptrdiff_t)i;
    if (bracket < 0 || line.n == 0 || line.p[line.n - 1] != ']' || line.p[0] == ' ')
        return;
    if (out->n > 0)
        buf_add_char(out, ' ');
    struct str rest = line;
    str_cut(&rest, ':');
    if (take_number(&rest, out, ':')) {
        buf_add_char(out, ':');
        take_number(&rest, out, ':');
        buf_add_char(out, ' ');
    }
    buf_add(out, str_sub(line, (size_t)bracket + 1, line.n - 1));
}

struct str report_codes(struct arena *a, struct diags *diags)
{
    struct str rest = report_text(a, diags);
    struct str line;
    struct buf out;
    buf_init(&out, 1 << 16);
    while (str_line(&rest, &line))
        add_code(line, &out);
    struct str codes = arena_str(a, buf_str(&out));
    buf_release(&out);
    return codes;
}

struct source *report_source(struct arena *a, const char *name, const char *text)
{
    struct source *source = ARENA_NEW(a, struct source);
    *source = (struct source){.name = str_from(name), .text = str_from(text)};
    return source;
}
