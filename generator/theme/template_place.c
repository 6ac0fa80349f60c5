/* Where each value of a STRICT program stands in the HTML: the literals are read as a browser would read
 * them, through sections and routines. */
#include <string.h>

#include "theme/template_parts.h"

struct settler {
    struct arena *arena;
    struct program *program;
};

static void fault(struct settler *s, size_t i, enum diag_code code, struct str arg)
{
    const struct node *node = s->program->origins.items[i];
    if (node != NULL)
        program_fault(s->arena, s->program, (struct fault){.code = code, .at = node->at, .args = {arg}});
}

static void settle_value(struct settler *s, size_t i, struct html_scan *scan)
{
    static const enum diag_code codes[HTML_REFUSAL__MAX] = {
        [HTML_IN_TAG] = D_TEMPLATE_IN_TAG,         [HTML_UNQUOTED] = D_TEMPLATE_UNQUOTED,
        [HTML_IN_RAW] = D_TEMPLATE_IN_RAW,         [HTML_IN_ATTRIBUTE] = D_TEMPLATE_IN_ATTRIBUTE,
        [HTML_IN_ADDRESS] = D_TEMPLATE_IN_ADDRESS,
    };
    struct op *op = &s->program->ops.items[i];
    enum html_refusal refusal = html_scan_value(scan, &op->place);
    if (refusal == HTML_FINE)
        return;
    fault(s, i, codes[refusal], op->name == NULL ? STR(".") : op->name->text);
    op->code = OP_NOTHING;
}

static void settle_range(struct settler *s, size_t from, size_t to, struct html_scan *scan);

/* A body may be left out, and that of a section may follow itself: what is true behind it must be true before
 * it. */
static void settle_body(struct settler *s, size_t i, struct html_scan *scan)
{
    enum { ROUNDS = 4 };
    size_t end = s->program->ops.items[i].jump;
    bool repeats = s->program->ops.items[i].code == OP_SECTION;
    for (int round = 0; round < ROUNDS; round++) {
        struct html_scan before = *scan;
        struct html_scan after = *scan;
        settle_range(s, i + 1, end, &after);
        if (!html_scan_join(scan, &after)) {
            fault(s, i, D_TEMPLATE_BRANCH,
                  s->program->ops.items[i].name == NULL ? STR(".") : s->program->ops.items[i].name->text);
            return;
        }
        if (!repeats || html_scan_equal(&before, scan))
            return;
    }
}

static void settle_range(struct settler *s, size_t from, size_t to, struct html_scan *scan)
{
    size_t i = from;
    while (i < to) {
        struct op *op = &s->program->ops.items[i];
        size_t next = i + 1;
        switch (op->code) {
        case OP_LITERAL:
            html_scan_text(scan, str_sub(s->program->text, op->from, op->from + op->length));
            break;
        case OP_VALUE:
        case OP_SELF:
        case OP_MESSAGE:
            settle_value(s, i, scan);
            break;
        case OP_SECTION:
        case OP_QUESTION:
        case OP_INVERTED:
            settle_body(s, i, scan);
            next = op->jump;
            break;
        case OP_CALL:
            if (!html_scan_is_text(scan))
                fault(s, i, D_TEMPLATE_RECURSION, s->program->origins.items[i]->text);
            break;
        case OP_LOOP:
        case OP_RETURN:
        case OP_NOTHING:
        case OP__MAX:
            break;
        }
        i = next;
    }
}

/* The main program and each routine end with OP_RETURN, and begin and end between tags. */
void program_settle_places(struct arena *a, struct program *p)
{
    struct settler s = {.arena = a, .program = p};
    size_t from = 0;
    for (size_t i = 0; i < p->ops.count; i++) {
        if (p->ops.items[i].code != OP_RETURN)
            continue;
        struct html_scan scan = {0};
        settle_range(&s, from, i, &scan);
        if (!html_scan_is_text(&scan) && i > from)
            fault(&s, i - 1, D_TEMPLATE_OPEN_TAG, (struct str){0});
        from = i + 1;
    }
}
