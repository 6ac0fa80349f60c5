#include "site/plain.h"

#include "base/utf8.h"
#include "site/field.h"

struct plain {
    struct buf *out;
    unsigned indent;
    bool is_bare;
};

static void block(const struct plain *p, const struct node *node);

static void new_line(const struct plain *p)
{
    buf_add_char(p->out, '\n');
}

static void indent(const struct plain *p)
{
    buf_add_repeat(p->out, ' ', p->indent);
}

static void inline_below(const struct plain *p, const struct node *parent);

/* "words <address>", or the address alone when the words are the address. */
static void add_link(const struct plain *p, const struct node *node)
{
    struct buf words;
    buf_init(&words, 1 << 16);
    node_words(node, &words);
    struct str address = node->text;
    if (str_starts(address, STR("mailto:")))
        address = str_sub(address, 7, address.n);
    else if (str_starts(address, STR("tel:")))
        address = buf_str(&words);
    bool is_alone = node->parent->first == node && !node->next && node->parent->kind == NODE_PARAGRAPH;
    if (str_eq(buf_str(&words), address)) {
        buf_add(p->out, address);
    } else {
        inline_below(p, node);
        if (is_alone)
            new_line(p);
        if (is_alone)
            indent(p);
        buf_addf(p->out, is_alone ? STR_FMT : " <" STR_FMT ">", STR_ARG(address));
    }
    buf_release(&words);
}

static void inline_one(const struct plain *p, const struct node *node)
{
    if (node->kind == NODE_TEXT || node->kind == NODE_CODE) {
        buf_add(p->out, node->text);
    } else if (node->kind == NODE_SOFT_BREAK) {
        buf_add_char(p->out, ' ');
    } else if (node->kind == NODE_LINE_BREAK) {
        new_line(p);
        indent(p);
    } else if (node->kind == NODE_LINK && !p->is_bare) {
        add_link(p, node);
    } else {
        inline_below(p, node);
    }
}

static void inline_below(const struct plain *p, const struct node *parent)
{
    for (const struct node *node = parent->first; node; node = node->next)
        inline_one(p, node);
}

static void heading(const struct plain *p, const struct node *node)
{
    size_t before = p->out->n;
    inline_below(p, node);
    struct str line = str_sub(buf_str(p->out), before, p->out->n);
    size_t width = utf8_length(line);
    if (p->is_bare)
        return;
    new_line(p);
    buf_add_repeat(p->out, node->number <= 2 ? '=' : '-', width < 72 ? width : 72);
}

static bool is_section(const struct node *node, enum field_kind kind, struct field *field)
{
    return node && field_alone(node, field) && field->kind == kind;
}

/* What a loop repeats stands line below line; `{{/x}}` and the `{{^x}}` that answers it have no blank line
 * between them. */
static bool wants_blank(const struct node *node, const struct node *before)
{
    struct field one, other;
    if (!before || is_section(before, FIELD_OPEN, &one) || is_section(node, FIELD_CLOSE, &one))
        return false;
    if (node->kind == NODE_ITEM)
        return !node->parent->tight;
    if (is_section(before, FIELD_CLOSE, &one) && is_section(node, FIELD_OPEN, &other))
        return !str_eq(one.name, other.name);
    bool is_in_tight_item = node->parent->kind == NODE_ITEM && node->parent->parent->tight;
    return !is_in_tight_item;
}

static void blocks(const struct plain *p, const struct node *parent)
{
    const struct node *before = NULL;
    for (const struct node *node = parent->first; node; node = node->next) {
        if (before && wants_blank(node, before))
            new_line(p);
        if (before || node->parent->kind != NODE_ITEM)
            indent(p);
        block(p, node);
        before = node;
    }
}

static void item(const struct plain *p, const struct node *node)
{
    const struct node *list = node->parent;
    char mark[16] = "- ";
    if (list->ordered)
        snprintf(mark, sizeof(mark), "%d. ", node->number);
    buf_add_z(p->out, mark);
    struct plain deeper = {p->out, p->indent + (unsigned)strlen(mark), p->is_bare};
    if (node->first)
        blocks(&deeper, node);
    else
        new_line(p);
}

/* Items are indented by the first of them: a block is always given its place on the line. */
static void list(const struct plain *p, const struct node *node)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child != node->first) {
            if (!node->tight)
                new_line(p);
            indent(p);
        }
        item(p, child);
    }
}

static void row(const struct plain *p, const struct node *node)
{
    for (const struct node *cell = node->first; cell; cell = cell->next) {
        inline_below(p, cell);
        if (cell->next)
            buf_add_z(p->out, " | ");
    }
    new_line(p);
}

static void code_block(const struct plain *p, const struct node *node)
{
    struct str rest = node->text, line;
    for (bool first = true; str_line(&rest, &line); first = false) {
        if (!first)
            indent(p);
        buf_add_z(p->out, "    ");
        buf_add(p->out, line);
        new_line(p);
    }
}

static void block(const struct plain *p, const struct node *node)
{
    struct field field;
    if (node->kind == NODE_PARAGRAPH && field_alone(node, &field) && field.kind == FIELD_PARTIAL) {
        buf_addf(p->out, "{{> " STR_FMT ".txt}}\n", STR_ARG(field.name));
    } else if (node->kind == NODE_PARAGRAPH) {
        inline_below(p, node);
        new_line(p);
    } else if (node->kind == NODE_HEADING) {
        heading(p, node);
        new_line(p);
    } else if (node->kind == NODE_LIST) {
        list(p, node);
    } else if (node->kind == NODE_CODE_BLOCK) {
        code_block(p, node);
    } else if (node->kind == NODE_TABLE) {
        for (const struct node *child = node->first; child; child = child->next)
            row(p, child);
    } else if (node->kind == NODE_RULE) {
        buf_add_z(p->out, "----\n");
    } else {
        blocks(p, node);
    }
}

void plain_below(struct buf *out, const struct node *parent)
{
    struct plain p = {out, 0, false};
    blocks(&p, parent);
}

void plain_words(struct buf *out, const struct node *parent)
{
    struct plain p = {out, 0, true};
    blocks(&p, parent);
}
