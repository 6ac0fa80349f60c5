#include "site/table.h"

#include "site/markdown.h"

enum {
    MAX_COLUMNS = 64,
    MAX_CELLS = 100000, /* of one document: short rows are filled up, so a small file could ask for many */
};

/* One cell of a row: its trimmed text in the source, `\|` still in it. */
struct cell {
    size_t offset;
    struct str text;
};

struct row {
    struct cell cells[MAX_COLUMNS];
    size_t n;
};

struct pieces {
    struct markdown_piece *items;
    size_t count, cap;
};

struct search {
    struct arena *arena;
    const struct source *source;
    struct diags *diags;
    struct pieces pieces;
    size_t n_cells;
};

/* Splits a line at its unescaped pipes; at most `max` cells are written, the number found is returned. */
static size_t split_cells(struct str line, size_t offset, struct cell *cells, size_t max)
{
    struct str all = str_trim(line);
    size_t at = (size_t)(all.p - line.p), end = at + all.n;
    if (at < end && line.p[at] == '|')
        at++;
    if (max > 0)
        cells[0] = (struct cell){offset + at, {line.p, 0}}; /* of a line without cells */
    size_t n = 0;
    while (at < end) {
        size_t stop = at;
        while (stop < end && line.p[stop] != '|')
            stop += line.p[stop] == '\\' && stop + 1 < end ? 2 : 1;
        struct str cell = str_trim(str_sub(line, at, stop));
        if (n < max)
            cells[n] = (struct cell){offset + (size_t)(cell.p - line.p), cell};
        n++;
        at = stop + 1;
    }
    return n;
}

/* `---`, `:--`, `--:` or `:-:`. */
static bool is_delimiter(struct str cell, enum node_align *align)
{
    bool left = cell.n > 0 && cell.p[0] == ':';
    bool right = cell.n > 1 && cell.p[cell.n - 1] == ':';
    struct str hyphens = str_sub(cell, left ? 1 : 0, cell.n - (right ? 1 : 0));
    for (size_t i = 0; i < hyphens.n; i++) {
        if (hyphens.p[i] != '-')
            return false;
    }
    *align = left    ? (right ? NODE_ALIGN_CENTRE : NODE_ALIGN_LEFT)
             : right ? NODE_ALIGN_RIGHT
                     : NODE_ALIGN_NONE;
    return hyphens.n > 0;
}

static unsigned quotes_around(const struct node *node)
{
    unsigned n = 0;
    for (; node; node = node->parent)
        n += node->kind == NODE_QUOTE;
    return n;
}

/* What a paragraph's line holds behind the marks of the quotations it stands in. */
static struct str strip_line(struct str line, unsigned quotes)
{
    size_t at = 0;
    while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t' || (line.p[at] == '>' && quotes > 0)))
        quotes -= line.p[at++] == '>';
    return str_sub(line, at, line.n);
}

/* Takes the next line of a paragraph; false at its end. */
static bool next_line(const struct search *s, const struct node *paragraph, size_t *at, struct str *line)
{
    struct str rest = str_sub(s->source->text, *at, paragraph->end);
    size_t before = rest.n;
    if (*at >= paragraph->end || !str_line(&rest, line))
        return false;
    bool is_first = *at == paragraph->offset;
    *at += before - rest.n;
    *line = strip_line(*line, is_first ? 0 : quotes_around(paragraph));
    return true;
}

static void split(const struct search *s, struct str line, struct row *row)
{
    row->n = split_cells(line, (size_t)(line.p - s->source->text.p), row->cells, MAX_COLUMNS);
}

/* A cell's content: `\|` is a pipe, even in code. */
static struct str unescape(struct arena *a, struct str cell)
{
    if (str_find_char(cell, '\\') < 0)
        return cell;
    char *p = arena_alloc(a, cell.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '\\' && i + 1 < cell.n && cell.p[i + 1] == '|')
            i++;
        p[n++] = cell.p[i];
    }
    return (struct str){p, n};
}

/* Has CommonMark nothing to find in it? A `!` means something before a `[` alone. */
static bool is_plain(struct str cell)
{
    static const bool means_something[256] = {
        ['\0'] = true, ['\\'] = true, ['`'] = true, ['*'] = true, ['_'] = true,
        ['['] = true,  [']'] = true,  ['<'] = true, ['&'] = true};
    size_t i = 0;
    while (i < cell.n && !means_something[(unsigned char)cell.p[i]])
        i++;
    return i == cell.n;
}

/* Most cells are a few words: only the others are worth libcmark's while. */
static void fill_cell(struct search *s, struct node *cell, const struct cell *from)
{
    struct str text = unescape(s->arena, from->text);
    if (!is_plain(text)) {
        *ARENA_PUSH(s->arena, &s->pieces) = (struct markdown_piece){text, from->offset, cell};
        return;
    }
    struct node *words = node_new(s->arena, NODE_TEXT);
    words->text = arena_str(s->arena, text);
    words->offset = from->offset;
    words->length = text.n;
    node_append(cell, words);
}

static struct node *add_row(struct search *s, struct node *table, const struct row *row,
                            const enum node_align *aligns, size_t columns)
{
    struct node *node = node_new(s->arena, NODE_ROW);
    node->offset = row->cells[0].offset;
    node->length = row->cells[0].text.n;
    node_append(table, node);
    for (size_t i = 0; i < columns; i++) {
        struct node *cell = node_new(s->arena, NODE_CELL);
        const struct cell *from = &row->cells[i < row->n ? i : row->n - 1];
        cell->offset = from->offset;
        cell->length = i < row->n ? from->text.n : 0;
        cell->number = (int)aligns[i];
        node_append(node, cell);
        if (i < row->n && from->text.n > 0)
            fill_cell(s, cell, from);
    }
    return node;
}

/* Does a table begin with `header`, the line before `at`? On success *at is behind the delimiter row. */
static bool is_table(const struct search *s, const struct node *paragraph, const struct row *header,
                     size_t *at, enum node_align *aligns)
{
    struct str line;
    struct row row;
    size_t after = *at;
    if (header->n == 0 || header->n > MAX_COLUMNS || !next_line(s, paragraph, &after, &line))
        return false;
    split(s, line, &row);
    if (row.n != header->n || str_find_char(line, '-') < 0)
        return false;
    for (size_t i = 0; i < row.n; i++) {
        if (!is_delimiter(row.cells[i].text, &aligns[i]))
            return false;
    }
    *at = after;
    return true;
}

/* Leaves the first `lines` lines in the paragraph and drops the rest; false when an inline crosses the
 * border. */
static bool keep_lines(struct node *paragraph, size_t lines)
{
    struct node *last = NULL;
    for (struct node *child = paragraph->first; child; child = child->next) {
        bool is_break = child->kind == NODE_SOFT_BREAK || child->kind == NODE_LINE_BREAK;
        if (is_break && last && --lines == 0) {
            last->next = NULL;
            paragraph->last = last;
            return true;
        }
        last = child;
    }
    return false;
}

static struct node *build(struct search *s, struct node *paragraph, const struct row *header, size_t at,
                          const enum node_align *aligns)
{
    struct node *table = node_new(s->arena, NODE_TABLE);
    table->offset = header->cells[0].offset;
    table->length = header->cells[0].text.n;
    table->end = paragraph->end;
    add_row(s, table, header, aligns, header->n)->header = true;
    struct str line;
    struct row row;
    while (next_line(s, paragraph, &at, &line)) {
        split(s, line, &row);
        s->n_cells += header->n;
        if (s->n_cells > MAX_CELLS) {
            if (s->diags)
                DIAG_AT(s->diags, D_TABLE_SIZE, ((struct place){s->source, table->offset, table->length}));
            break;
        }
        if (row.n > 0)
            add_row(s, table, &row, aligns, header->n);
    }
    return table;
}

/* The pipe before a line break is what every table has; most paragraphs end here. */
static bool may_hold_table(struct str text)
{
    ptrdiff_t line = str_find_char(text, '\n');
    return line >= 0 && str_find_char(text, '|') >= 0 && str_find_char(text, '-') >= 0;
}

static void search_paragraph(struct search *s, struct node *paragraph)
{
    if (!may_hold_table(str_sub(s->source->text, paragraph->offset, paragraph->end)))
        return;
    size_t at = paragraph->offset, n_lines = 0;
    struct str line;
    struct row row;
    enum node_align aligns[MAX_COLUMNS];
    while (next_line(s, paragraph, &at, &line)) {
        split(s, line, &row);
        if (str_find_char(line, '|') >= 0 && is_table(s, paragraph, &row, &at, aligns)) {
            struct node *parent = paragraph->parent, *next = paragraph->next;
            struct node *table = build(s, paragraph, &row, at, aligns);
            if (n_lines == 0) {
                node_replace(paragraph, table);
            } else if (keep_lines(paragraph, n_lines)) {
                table->parent = parent;
                table->next = next;
                paragraph->next = table;
                parent->last = parent->last == paragraph ? table : parent->last;
            }
            return;
        }
        n_lines++;
    }
}

void tables_find(struct arena *a, const struct source *source, struct node *root, struct str definitions,
                 struct diags *diags)
{
    struct search s = {.arena = a, .source = source, .diags = diags};
    for (struct node *node = root->first, *next; node; node = next) {
        bool is_paragraph = node->kind == NODE_PARAGRAPH;
        next = is_paragraph ? node_after(node, root) : node_following(node, root);
        if (is_paragraph)
            search_paragraph(&s, node);
    }
    if (s.pieces.count == 0)
        return;
    bool has_references = str_find(definitions, STR("]:")) >= 0;
    markdown_pieces(a, source, s.pieces.items, s.pieces.count,
                    has_references ? definitions : (struct str){"", 0});
}
