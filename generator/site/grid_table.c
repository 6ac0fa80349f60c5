/* The table of a grid: codes at the end of the cells of its first line, for the columns, and of the first
 * cell of every other, for the rows. Nothing else is written in it. */
#include "site/compiler.h"

/* What the cells of one table share. */
struct cells {
    unsigned depth;           /* of its options and rows */
    struct map columns, rows; /* their words */
};

static void add_cell(struct compiler *c, struct node *cell, enum form_kind kind, struct cells *cells)
{
    unsigned depth = cells->depth;
    struct place at = node_place(cell, c->page->source);
    size_t errors = diags_errors(c->portal->diags);
    struct node *span = compiler_span(c, cell, kind);
    if (!span || !compiler_span_is_whole(c, span)) {
        if (diags_errors(c->portal->diags) == errors)
            DIAG_AT(c->portal->diags, kind == FORM_ROW ? D_GRID_ROW : D_GRID_COLUMN, at);
        form_builder_add_unread(c->builder, kind, depth, at);
        return;
    }
    struct str title = compiler_title(c, cell, span);
    if (title.n == 0)
        DIAG_AT(c->portal->diags, D_TITLE_EMPTY, at);
    unsigned line = compiler_add(c, kind, depth, span->text, node_place(span, c->page->source));
    compiler_say(c, line, WORD_TITLE, title);
    choices_said_once(c, kind == FORM_ROW ? &cells->rows : &cells->columns, cell, span);
}

static void check_empty(struct compiler *c, const struct node *cell, enum diag_code code)
{
    if (cell && cell->first)
        DIAG_AT(c->portal->diags, code, node_place(cell, c->page->source));
}

void grid_compile(struct compiler *c, struct node *table, unsigned depth)
{
    struct node *header = table->first;
    struct cells cells = {.depth = depth};
    check_empty(c, header->first, D_GRID_CORNER);
    for (struct node *cell = header->first ? header->first->next : NULL; cell; cell = cell->next)
        add_cell(c, cell, FORM_OPTION, &cells);
    for (struct node *row = header->next; row; row = row->next) {
        add_cell(c, row->first, FORM_ROW, &cells);
        for (const struct node *cell = row->first->next; cell; cell = cell->next)
            check_empty(c, cell, D_GRID_CELL);
    }
}
