#include "site/markdown.h"

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>
#include <stdalign.h>

#include "base/memory.h"
#include "site/blocks.h"
#include "site/callout.h"
#include "site/notes.h"
#include "site/table.h"

enum {
    SEARCHED = 4096,     /* bytes to either side in which a code span is looked for */
    MAX_BRACKETS = 1000, /* that a paragraph may leave open */
};

/* Where the lines that libcmark counts stand in the source. `starts[i]` is the offset of what it calls column
 * 1 of line i + 1; for pieces that is before the piece, by the length of what was put in front. */
struct lines {
    const size_t *starts;
    size_t n;
    bool are_pieces;
};

/* libcmark's trees live in the arena of the tree that is made of them, texts and all. Its allocator has no
 * context: this is that of the thread. */
static _Thread_local struct arena *parsing;

struct piece_of_memory {
    alignas(max_align_t) size_t size;
    alignas(max_align_t) char bytes[];
};

static void *take_memory(size_t n, size_t size)
{
    size_t bytes = memory_product(n, size);
    struct piece_of_memory *piece = arena_alloc(parsing, memory_sum(sizeof(*piece), bytes));
    piece->size = bytes;
    return piece->bytes;
}

static void *resize_memory(void *old, size_t size)
{
    if (!old)
        return take_memory(1, size);
    struct piece_of_memory *piece = (void *)((char *)old - sizeof(*piece));
    if (size <= piece->size)
        return old;
    void *fresh = take_memory(1, size);
    memcpy(fresh, old, piece->size);
    return fresh;
}

static void leave_memory(void *old)
{
    (void)old;
}

/* The tree needs no freeing. */
static cmark_node *parse(struct arena *a, struct str text)
{
    static cmark_mem memory = {take_memory, resize_memory, leave_memory};
    parsing = a;
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);
    cmark_parser_feed(parser, text.p, text.n);
    return cmark_parser_finish(parser);
}

struct conversion {
    struct arena *arena;
    const struct source *source;
    struct lines lines;
    struct diags *diags;
    bool too_deep;
};

/* As CommonMark ends lines: LF, CR or CRLF. */
static size_t line_end(struct str text, size_t from)
{
    if (from >= text.n)
        return text.n;
    const char *lf = memchr(text.p + from, '\n', text.n - from);
    size_t end = lf ? (size_t)(lf - text.p) : text.n;
    const char *cr = memchr(text.p + from, '\r', end - from);
    return cr ? (size_t)(cr - text.p) : end;
}

static size_t line_next(struct str text, size_t end)
{
    if (end < text.n && text.p[end] == '\r')
        end++;
    if (end < text.n && text.p[end] == '\n')
        end++;
    return end;
}

static struct lines lines_of(struct arena *a, struct str text, size_t from)
{
    size_t n = 1;
    for (size_t at = from; at < text.n; at = line_next(text, line_end(text, at)))
        n++;
    size_t *starts = ARENA_ARRAY(a, size_t, n);
    size_t i = 0;
    for (size_t at = from; at < text.n; at = line_next(text, line_end(text, at)))
        starts[i++] = at;
    starts[i] = text.n;
    return (struct lines){starts, n, false};
}

static size_t offset_at(const struct conversion *c, int line, int column)
{
    if (line < 1 || c->lines.n == 0)
        return 0;
    size_t index = (size_t)line - 1 < c->lines.n ? (size_t)line - 1 : c->lines.n - 1;
    size_t offset = c->lines.starts[index] + (column > 0 ? (size_t)column - 1 : 0);
    size_t end = c->source->text.n;
    if (!c->lines.are_pieces && index + 1 < c->lines.n)
        end = c->lines.starts[index + 1] - 1;
    return offset < end ? offset : end;
}

static bool is_span_at(struct str text, size_t at, struct str literal)
{
    if (at == 0 || at + literal.n >= text.n || memcmp(text.p + at, literal.p, literal.n) != 0)
        return false;
    char before = text.p[at - 1];
    return before == '`' || (before == ' ' && at > 1 && text.p[at - 2] == '`');
}

/* The literal's place nearest to `guess` inside [from, to); SIZE_MAX when it is not there. */
static size_t nearest_span(struct str text, size_t from, size_t to, size_t guess, struct str literal)
{
    for (size_t far = 0; far < to - from; far++) {
        if (guess >= from + far && is_span_at(text, guess - far, literal))
            return guess - far;
        if (guess + far < to && is_span_at(text, guess + far, literal))
            return guess + far;
    }
    return SIZE_MAX;
}

/* libcmark's columns are wrong behind a reference definition, a lazy line and a span of two lines, and count
 * a stripped blank: the span's content is looked for, nearest to what it says on that line, else on the lines
 * that follow; never far, so that a line of megabytes stays quick. */
static size_t span_offset(const struct conversion *c, size_t guess, struct str literal)
{
    struct str text = c->source->text;
    if (is_span_at(text, guess, literal))
        return guess;
    size_t from = guess < SEARCHED ? 0 : guess - SEARCHED;
    for (size_t at = guess; at > from; at--) {
        if (text.p[at - 1] == '\n' || text.p[at - 1] == '\r')
            from = at;
    }
    for (unsigned lines = 0; lines < 16 && from < text.n; lines++) {
        size_t end = line_end(text, from);
        size_t to = end < guess + SEARCHED ? end : guess + SEARCHED;
        size_t found =
            to > from ? nearest_span(text, from, to, guess < from ? from : guess, literal) : SIZE_MAX;
        if (found != SIZE_MAX)
            return found;
        from = line_next(text, end);
    }
    return guess;
}

static enum node_kind kind_of(cmark_node_type type)
{
    static const enum node_kind kinds[] = {
        [CMARK_NODE_DOCUMENT] = NODE_DOCUMENT,
        [CMARK_NODE_BLOCK_QUOTE] = NODE_QUOTE,
        [CMARK_NODE_LIST] = NODE_LIST,
        [CMARK_NODE_ITEM] = NODE_ITEM,
        [CMARK_NODE_CODE_BLOCK] = NODE_CODE_BLOCK,
        [CMARK_NODE_HTML_BLOCK] = NODE_HTML_BLOCK,
        [CMARK_NODE_PARAGRAPH] = NODE_PARAGRAPH,
        [CMARK_NODE_HEADING] = NODE_HEADING,
        [CMARK_NODE_THEMATIC_BREAK] = NODE_RULE,
        [CMARK_NODE_TEXT] = NODE_TEXT,
        [CMARK_NODE_SOFTBREAK] = NODE_SOFT_BREAK,
        [CMARK_NODE_LINEBREAK] = NODE_LINE_BREAK,
        [CMARK_NODE_CODE] = NODE_CODE,
        [CMARK_NODE_HTML_INLINE] = NODE_HTML_INLINE,
        [CMARK_NODE_EMPH] = NODE_EMPHASIS,
        [CMARK_NODE_STRONG] = NODE_STRONG,
        [CMARK_NODE_LINK] = NODE_LINK,
        [CMARK_NODE_IMAGE] = NODE_IMAGE,
    };
    return (size_t)type < sizeof(kinds) / sizeof(kinds[0]) ? kinds[type] : NODE_TEXT;
}

static void convert_block(struct conversion *c, cmark_node *from, struct node *node)
{
    int last_line = cmark_node_get_end_line(from);
    size_t end = offset_at(c, last_line, 1);
    node->end = line_end(c->source->text, end > node->offset ? end : node->offset);
    node->length = node->end > node->offset ? node->end - node->offset : 0;
    if (node->kind == NODE_HEADING)
        node->number = cmark_node_get_heading_level(from);
    else if (node->kind == NODE_LIST) {
        node->ordered = cmark_node_get_list_type(from) == CMARK_ORDERED_LIST;
        node->tight = cmark_node_get_list_tight(from) != 0;
        node->number = cmark_node_get_list_start(from);
    } else if (node->kind == NODE_CODE_BLOCK || node->kind == NODE_HTML_BLOCK) {
        node->text = str_from(cmark_node_get_literal(from));
        if (node->kind == NODE_CODE_BLOCK)
            node->extra = str_from(cmark_node_get_fence_info(from));
    }
}

static void convert_inline(struct conversion *c, cmark_node *from, struct node *node)
{
    int width = cmark_node_get_end_column(from) - cmark_node_get_start_column(from) + 1;
    node->length = width > 0 ? (size_t)width : 1;
    if (node->kind == NODE_LINK || node->kind == NODE_IMAGE) {
        node->text = str_from(cmark_node_get_url(from));
        node->extra = str_from(cmark_node_get_title(from));
        return;
    }
    node->text = str_from(cmark_node_get_literal(from));
    if (node->kind == NODE_CODE) {
        node->offset = span_offset(c, node->offset, node->text);
        node->length = node->text.n;
    }
}

static struct node *convert_node(struct conversion *c, cmark_node *from)
{
    struct node *node = node_new(c->arena, kind_of(cmark_node_get_type(from)));
    node->offset = offset_at(c, cmark_node_get_start_line(from), cmark_node_get_start_column(from));
    if (node_is_inline(node->kind))
        convert_inline(c, from, node);
    else
        convert_block(c, from, node);
    return node;
}

static void refuse_depth(struct conversion *c, const struct node *parent)
{
    if (!c->too_deep && c->diags)
        DIAG_AT(c->diags, D_MARKDOWN_DEPTH, node_place(parent, c->source));
    c->too_deep = true;
}

/* Adds what stands below `from` to `root`, which stands for it. */
static void convert_below(struct conversion *c, cmark_node *from, struct node *root)
{
    struct node *parent = root;
    unsigned depth = 0;
    for (cmark_node *at = cmark_node_first_child(from); at;) {
        struct node *node = convert_node(c, at);
        if (node->kind == NODE_ITEM)
            node->number = parent->last ? parent->last->number + 1 : parent->number;
        node_append(parent, node);
        cmark_node *below = cmark_node_first_child(at);
        if (below && depth + 1 < NODE_MAX_DEPTH) {
            parent = node;
            depth++;
            at = below;
            continue;
        }
        if (below)
            refuse_depth(c, node);
        while (at != from && !cmark_node_next(at)) {
            at = cmark_node_parent(at);
            parent = parent->parent;
            depth--;
        }
        at = at == from ? NULL : cmark_node_next(at);
    }
}

/* Is the character there more than `n` times? */
static bool has_many(struct str text, char c, size_t n)
{
    size_t count = 0;
    for (ptrdiff_t at = str_find_char(text, c); at >= 0 && count <= n; at = str_find_char(text, c)) {
        text = str_sub(text, (size_t)at + 1, text.n);
        count++;
    }
    return count > n;
}

/* libcmark 0.30.2 needs seconds for a hundred kilobytes of `![[]()` (CVE-2023-22486): a paragraph that opens
 * far more brackets than it closes is refused. Gives where, or SIZE_MAX. */
static size_t find_too_many_brackets(struct str text, size_t from)
{
    size_t open = 0;
    if (!has_many(str_sub(text, from, text.n), '[', MAX_BRACKETS))
        return SIZE_MAX;
    for (size_t i = from; i < text.n; i++) {
        if (text.p[i] == '[' && ++open > MAX_BRACKETS)
            return i;
        if (text.p[i] == ']' && open > 0)
            open--;
        if (text.p[i] == '\n' && i + 1 < text.n && text.p[i + 1] == '\n')
            open = 0;
    }
    return SIZE_MAX;
}

static void read_blocks(struct conversion *c, struct str text, struct node *root)
{
    convert_below(c, parse(c->arena, text), root);
}

/* The tree of `text`, which stands for the source from `offset` on; NULL when it is refused. */
static struct node *read_body(struct conversion *c, struct str text, size_t offset)
{
    struct node *root = node_new(c->arena, NODE_DOCUMENT);
    root->offset = offset;
    root->end = c->source->text.n;
    size_t bracket = find_too_many_brackets(c->source->text, offset);
    if (bracket == SIZE_MAX)
        read_blocks(c, text, root);
    else if (c->diags)
        DIAG_AT(c->diags, D_MARKDOWN_BRACKETS, ((struct place){c->source, bracket, 1}));
    return root;
}

static struct conversion new_conversion(struct arena *a, const struct source *source, size_t offset,
                                        struct diags *diags)
{
    struct conversion c = {.arena = a, .source = source, .diags = diags};
    c.lines = lines_of(a, source->text, offset);
    return c;
}

struct node *markdown_parse(struct arena *a, const struct source *source, size_t offset, struct diags *diags)
{
    struct str body = str_sub(source->text, offset, source->text.n);
    struct conversion c = new_conversion(a, source, offset, diags);
    struct node *root = read_body(&c, body, offset);
    tables_find(a, source, root, body, diags);
    callouts_find(a, source, root, diags);
    return root;
}

struct node *markdown_parse_page(struct arena *a, const struct source *source, size_t offset,
                                 struct diags *diags)
{
    struct str body = str_sub(source->text, offset, source->text.n);
    struct conversion c = new_conversion(a, source, offset, diags);
    struct node *root = read_body(&c, body, offset);
    if (!root->first)
        return root;
    struct notes notes = {.arena = a, .source = source, .diags = diags};
    struct str text = notes_find(&notes, root);
    if (notes.count > 0) {
        root = read_body(&c, text, offset);
        notes_append(&notes, root);
    }
    tables_find(a, source, root, text, diags);
    notes_number(&notes, root);
    callouts_find(a, source, root, diags);
    blocks_find(root);
    return root;
}

void markdown_blocks(struct arena *a, const struct source *source, const struct markdown_lines *lines,
                     struct node *parent)
{
    struct conversion c = {.arena = a, .source = source, .lines = {lines->starts, lines->n, true}};
    read_blocks(&c, lines->text, parent);
}

/* A heading is the one block whose content is inline whatever it begins with; a closing `#` keeps the piece's
 * own. */
void markdown_pieces(struct arena *a, const struct source *source, const struct markdown_piece *pieces,
                     size_t n, struct str definitions)
{
    struct conversion c = {.arena = a, .source = source};
    size_t *starts = ARENA_ARRAY(a, size_t, n);
    c.lines = (struct lines){starts, n, true};
    struct buf text;
    buf_init(&text, 32 << 20);
    for (size_t i = 0; i < n; i++) {
        buf_add_z(&text, "# ");
        buf_add(&text, pieces[i].text);
        buf_add_z(&text, " #\n");
        starts[i] = pieces[i].offset - 2;
    }
    buf_add(&text, definitions);
    cmark_node *heading = cmark_node_first_child(parse(a, buf_str(&text)));
    for (size_t i = 0; i < n && heading; i++, heading = cmark_node_next(heading))
        convert_below(&c, heading, pieces[i].parent);
    buf_release(&text);
}
