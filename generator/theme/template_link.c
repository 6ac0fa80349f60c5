/* From trees to a program: partials, parents and blocks are put where they stand, so that a page is one row
 * of instructions with its literals merged, and so that every value's place in the HTML is known. What comes
 * again inside itself becomes a routine. */
#include <string.h>

#include "theme/template_parts.h"

enum { MAX_OPS = 100000, MAX_TEXT = 4 << 20 };

/* What a page puts into the blocks of its parents. */
struct override {
    struct str name;
    const struct node *block;
    const struct override *next;
};

/* A template being put in, so that it is noticed when it comes again. */
struct including {
    const struct compiled *t;
    const struct override *overrides;
    const struct including *outer;
    unsigned sections; /* that it stands in */
};

struct linker {
    struct templates *set;
    struct arena *arena;
    struct program *program;
    struct buf text;
    struct buf indent;
    size_t barrier;   /* the instruction that a jump leads to: nothing is merged into what is before it */
    bool skip_indent; /* what comes next continues a line, though it was written as the beginning of one */
    unsigned depth;
    unsigned sections; /* that what is being put in stands in */
};

static void link_nodes(struct linker *l, const struct node *nodes, const struct including *in);

static struct op *emit(struct linker *l, enum op_code code, const struct node *node)
{
    l->skip_indent = false;
    *ARENA_PUSH(l->arena, &l->program->origins) = node;
    struct op *op = ARENA_PUSH(l->arena, &l->program->ops);
    op->code = code;
    op->name = node == NULL ? NULL : node->name;
    op->up = UP_ANY;
    return op;
}

static uint32_t here(struct linker *l)
{
    l->barrier = l->program->ops.count;
    return (uint32_t)l->program->ops.count;
}

static void fault(struct linker *l, enum diag_code code, const struct node *node, struct str arg)
{
    program_fault(l->arena, l->program, (struct fault){.code = code, .at = node->at, .args = {arg}});
}

static void emit_text(struct linker *l, struct str text, const struct node *node)
{
    size_t count = l->program->ops.count;
    if (text.n == 0)
        return;
    if (count == l->barrier || l->program->ops.items[count - 1].code != OP_LITERAL) {
        struct op *op = emit(l, OP_LITERAL, node);
        op->from = (uint32_t)l->text.n;
    }
    l->skip_indent = false;
    l->program->ops.items[l->program->ops.count - 1].length += (uint32_t)text.n;
    buf_add(&l->text, text);
}

static bool is_too_large(struct linker *l, const struct node *node)
{
    if (!l->text.full && l->program->ops.count < MAX_OPS)
        return false;
    fault(l, D_TEMPLATE_LARGE, node, (struct str){0});
    return true;
}

/* --- Sections and values --- */

static void link_value(struct linker *l, const struct node *node)
{
    enum op_code code = OP_VALUE;
    if (node->kind == NODE_MESSAGE)
        code = OP_MESSAGE;
    else if (node->name == NULL)
        code = OP_SELF;
    struct op *op = emit(l, code, node);
    op->place = HTML_PLAIN;
    if (l->program->mode == TEMPLATE_LAX && node->kind == NODE_VALUE)
        op->place = HTML_ATTRIBUTE;
}

static void link_section(struct linker *l, const struct node *node, const struct including *in)
{
    enum op_code code = OP_SECTION;
    if (node->kind != NODE_SECTION)
        code = node->kind == NODE_INVERTED ? OP_INVERTED : OP_QUESTION;
    size_t start = l->program->ops.count;
    emit(l, code, node);
    here(l);
    l->sections++;
    link_nodes(l, node->children, in);
    l->sections--;
    if (code == OP_SECTION)
        emit(l, OP_LOOP, node)->jump = (uint32_t)start;
    l->program->ops.items[start].jump = here(l);
}

/* --- Partials, parents, blocks --- */

static uint32_t routine_of(struct linker *l, const struct including *in)
{
    struct program *p = l->program;
    for (size_t i = 0; i < p->routines.count; i++)
        if (p->routines.items[i].t == in->t && p->routines.items[i].overrides == in->overrides)
            return (uint32_t)i;
    *ARENA_PUSH(l->arena, &p->routines) = (struct routine){.t = in->t, .overrides = in->overrides};
    return (uint32_t)p->routines.count - 1;
}

static const struct including *find_included(const struct including *in, const struct compiled *t,
                                             const struct override *overrides)
{
    while (in != NULL && (in->t != t || in->overrides != overrides))
        in = in->outer;
    return in;
}

static void link_template(struct linker *l, const struct node *node, const struct override *overrides,
                          const struct including *in)
{
    const struct compiled *t = template_find(l->set, node->text);
    if (t == NULL) {
        if (l->program->mode != TEMPLATE_LAX)
            fault(l, D_TEMPLATE_UNKNOWN, node, node->text);
        return;
    }
    struct including inner = {.t = t, .overrides = overrides, .outer = in, .sections = l->sections};
    const struct including *again = find_included(in, t, overrides);
    if (again != NULL) {
        if (again->sections == l->sections)
            fault(l, D_TEMPLATE_CIRCLE, node, node->text); /* no section could ever end it */
        emit(l, OP_CALL, node)->jump = routine_of(l, &inner);
        here(l);
    } else if (l->depth == TEMPLATE_MAX_NESTED) {
        fault(l, D_TEMPLATE_DEEP, node, STR("64"));
    } else if (!is_too_large(l, node)) {
        size_t indent = l->indent.n;
        l->depth++;
        buf_add(&l->indent, node->indent);
        l->skip_indent = !node->at_line_start;
        link_nodes(l, t->nodes, &inner);
        l->skip_indent = false;
        buf_truncate(&l->indent, indent);
        l->depth--;
    }
}

static const struct override *find_override(const struct override *o, struct str name)
{
    while (o != NULL && !str_eq(o->name, name))
        o = o->next;
    return o;
}

/* The page's own blocks win over those of its parents; when nothing is added the row stays the same, so that
 * recursion is recognised. */
static const struct override *with_blocks(struct linker *l, const struct override *row,
                                          const struct node *blocks)
{
    for (const struct node *block = blocks; block != NULL; block = block->next) {
        if (block->kind != NODE_BLOCK || find_override(row, block->text) != NULL)
            continue;
        struct override *added = ARENA_NEW(l->arena, struct override);
        *added = (struct override){.name = block->text, .block = block, .next = row};
        row = added;
    }
    return row;
}

static void link_block(struct linker *l, const struct node *site, const struct including *in)
{
    const struct override *override = find_override(in->overrides, site->text);
    const struct node *block = override == NULL ? site : override->block;
    size_t indent = l->indent.n;
    if (l->depth == TEMPLATE_MAX_NESTED) {
        fault(l, D_TEMPLATE_DEEP, site, STR("64"));
        return;
    }
    l->depth++;
    if (site->at_line_start) {
        buf_add(&l->indent, site->indent);
        if (!block->has_own_lines && block->children != NULL)
            emit_text(l, buf_str(&l->indent), site);
    } else {
        l->skip_indent = block->has_own_lines;
    }
    link_nodes(l, block->children, in);
    l->skip_indent = false;
    buf_truncate(&l->indent, indent);
    l->depth--;
}

static void link_node(struct linker *l, const struct node *node, const struct including *in)
{
    switch (node->kind) {
    case NODE_TEXT:
        emit_text(l, node->text, node);
        break;
    case NODE_INDENT:
        if (!l->skip_indent)
            emit_text(l, buf_str(&l->indent), node);
        l->skip_indent = false;
        break;
    case NODE_VALUE:
    case NODE_RAW:
    case NODE_MESSAGE:
        link_value(l, node);
        break;
    case NODE_SECTION:
    case NODE_QUESTION:
    case NODE_INVERTED:
        link_section(l, node, in);
        break;
    case NODE_PARTIAL:
        link_template(l, node, in->overrides, in);
        break;
    case NODE_PARENT:
        link_template(l, node, with_blocks(l, in->overrides, node->children), in);
        break;
    case NODE_BLOCK:
        link_block(l, node, in);
        break;
    case NODE_KIND__MAX:
        break;
    }
}

static void link_nodes(struct linker *l, const struct node *nodes, const struct including *in)
{
    for (const struct node *node = nodes; node != NULL; node = node->next)
        link_node(l, node, in);
}

/* Routines may ask for further routines while they are linked. */
static void link_routines(struct linker *l)
{
    struct program *p = l->program;
    for (size_t i = 0; i < p->routines.count; i++) {
        struct including in = {.t = p->routines.items[i].t, .overrides = p->routines.items[i].overrides};
        p->routines.items[i].entry = here(l);
        link_nodes(l, in.t->nodes, &in);
        emit(l, OP_RETURN, NULL);
    }
    for (size_t i = 0; i < p->ops.count; i++)
        if (p->ops.items[i].code == OP_CALL)
            p->ops.items[i].jump = p->routines.items[p->ops.items[i].jump].entry;
}

void program_fault(struct arena *a, struct program *p, struct fault fault)
{
    *ARENA_PUSH(a, &p->faults) = fault;
}

void template_link(struct templates *set, struct compiled *t)
{
    struct program *p = ARENA_NEW(set->arena, struct program);
    struct linker l = {.set = set, .arena = set->arena, .program = p};
    struct including in = {.t = t};
    buf_init(&l.text, MAX_TEXT);
    buf_init(&l.indent, 1000);
    p->mode = t->mode;
    link_nodes(&l, t->nodes, &in);
    emit(&l, OP_RETURN, NULL);
    link_routines(&l);
    p->text = arena_str(set->arena, buf_str(&l.text));
    buf_release(&l.text);
    buf_release(&l.indent);
    t->program = p;
    if (p->mode == TEMPLATE_STRICT)
        program_settle_places(set->arena, p);
}
