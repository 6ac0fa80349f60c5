#include "site/notes.h"

enum {
    MAX_NAME = 100,
    MAX_DEFINITIONS = 64 * 1024, /* bytes of reference definitions that a note may use */
    INDENT = 4,
};

struct scan {
    struct notes *notes;
    struct str rest;         /* lines to come */
    const struct node *code; /* the first block of code that ends behind them */
    const struct node *root;
    char *copy; /* of the text from the root's offset on */
};

static size_t offset_of(const struct notes *notes, struct str part)
{
    return (size_t)(part.p - notes->source->text.p);
}

/* `[^name]` at the beginning of `s`; gives its length, 0 when there is none. */
static size_t read_name(struct str s, struct str *name)
{
    if (!str_starts(s, STR("[^")))
        return 0;
    size_t end = 2;
    while (end < s.n && end <= MAX_NAME + 2 && !memchr(" \t\r\n[]\\`", s.p[end], 8))
        end++;
    *name = str_sub(s, 2, end);
    return end > 2 && end < s.n && s.p[end] == ']' ? end + 1 : 0;
}

static struct note *find_note(const struct notes *notes, struct str name)
{
    for (size_t i = 0; i < notes->count; i++) {
        if (str_eq_nocase(notes->items[i].name, name))
            return &notes->items[i];
    }
    return NULL;
}

/* ---- definitions ---- */

static void next_code(struct scan *s, const struct node *from)
{
    while (from && from->kind != NODE_CODE_BLOCK)
        from = node_following(from, s->root);
    s->code = from;
}

static bool is_code(struct scan *s, struct str line)
{
    size_t at = offset_of(s->notes, line);
    while (s->code && s->code->end < at)
        next_code(s, node_after(s->code, s->root));
    return s->code && at >= s->code->offset;
}

static bool is_blank(struct str line)
{
    return str_trim(line).n == 0;
}

static struct str margin_of(struct str line)
{
    size_t n = 0;
    while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
        n++;
    return str_sub(line, 0, n);
}

/* A note's further lines are indented by more than its first one, whose `margin` is left out here. */
static struct str without_margin(struct str line, struct str margin)
{
    size_t n = 0;
    while (n < margin.n && n < line.n && line.p[n] == margin.p[n])
        n++;
    return str_sub(line, n, line.n);
}

/* `content` is what stands behind the blanks. */
static bool is_indented(struct str line, struct str *content)
{
    size_t n = 0;
    while (n < INDENT && n < line.n && line.p[n] == ' ')
        n++;
    bool is_tab = n < INDENT && n < line.n && line.p[n] == '\t';
    *content = str_sub(line, is_tab ? n + 1 : n, line.n);
    return is_tab || n == INDENT;
}

/* A line that would begin a block of its own does not go on with a paragraph. */
static bool goes_on(struct str line)
{
    struct str name;
    bool is_mark = memchr("#>-*+`~|<=", line.p[0], 10) || (line.p[0] >= '0' && line.p[0] <= '9');
    return line.p[0] != ' ' && !is_mark && read_name(line, &name) == 0;
}

struct gathered {
    struct buf text;
    size_t *items;
    size_t count, cap;
};

static void add_line(struct scan *s, struct gathered *g, struct str line)
{
    *ARENA_PUSH(s->notes->arena, g) = offset_of(s->notes, line);
    buf_add(&g->text, line);
    buf_add_char(&g->text, '\n');
}

static void blank_out(struct scan *s, struct str line)
{
    memset(s->copy + offset_of(s->notes, line) - s->root->offset, ' ', line.n);
}

/* Takes the lines that belong to the note whose first one is `content`, behind `margin`. */
static struct markdown_lines take_lines(struct scan *s, struct str margin, struct str content)
{
    struct gathered g = {0};
    buf_init(&g.text, s->notes->source->text.n + 1);
    add_line(s, &g, content);
    struct str ahead = s->rest, line, inside;
    bool after_blank = is_blank(content);
    while (str_line(&ahead, &line)) {
        struct str written = without_margin(line, margin);
        bool blank = is_blank(line), indented = is_indented(written, &inside);
        if (!blank && !indented && (after_blank || !goes_on(written)))
            break;
        after_blank = blank;
        if (blank)
            continue;
        while (str_line(&s->rest, &content) && content.p != line.p)
            add_line(s, &g, str_sub(content, content.n, content.n));
        add_line(s, &g, indented ? inside : written);
        blank_out(s, line);
    }
    struct markdown_lines lines = {arena_str(s->notes->arena, buf_str(&g.text)), g.items, g.count};
    buf_release(&g.text);
    return lines;
}

static void add_note(struct scan *s, struct str name, struct markdown_lines lines)
{
    struct notes *notes = s->notes;
    struct place at = {notes->source, offset_of(notes, name), name.n};
    const struct note *other = find_note(notes, name);
    bool is_too_many = notes->count == NOTES_MAX;
    if (!other && !is_too_many)
        *ARENA_PUSH(notes->arena, notes) = (struct note){.name = name, .at = at, .lines = lines};
    else if (notes->diags && other)
        DIAG_AT(notes->diags, D_NOTE_TWICE, at, name);
    else if (notes->diags)
        DIAG_AT(notes->diags, D_NOTE_TOO_MANY, at);
}

static void scan_line(struct scan *s, struct str line)
{
    struct str name, margin = margin_of(line), written = str_sub(line, margin.n, line.n);
    size_t n = read_name(written, &name);
    if (n == 0 || n == written.n || written.p[n] != ':' || is_code(s, written))
        return;
    blank_out(s, line);
    struct str content = str_sub(written, n + 1, written.n);
    content = str_sub(content, margin_of(content).n, content.n);
    add_note(s, name, take_lines(s, margin, content));
}

static void add_reference(struct buf *out, const struct note *note, size_t i)
{
    buf_addf(out, "[^" STR_FMT "]: <note:%zu>\n", STR_ARG(note->name), i);
}

struct str notes_find(struct notes *notes, const struct node *root)
{
    struct str body = str_sub(notes->source->text, root->offset, notes->source->text.n);
    notes->is_marked = str_find(body, STR("[^")) >= 0;
    if (!notes->is_marked)
        return body;
    char *copy = arena_alloc(notes->arena, body.n + 1);
    memcpy(copy, body.p, body.n);
    struct scan s = {.notes = notes, .rest = body, .root = root, .copy = copy};
    next_code(&s, root);
    for (struct str line; str_line(&s.rest, &line);)
        scan_line(&s, line);
    if (notes->count == 0)
        return body;
    struct buf text;
    buf_init(&text, body.n + NOTES_MAX * (MAX_NAME + 64));
    buf_add(&text, (struct str){copy, body.n});
    buf_add_z(&text, "\n\n");
    for (size_t i = 0; i < notes->count; i++)
        add_reference(&text, &notes->items[i], i);
    struct str whole = arena_str(notes->arena, buf_str(&text));
    buf_release(&text);
    return whole;
}

/* ---- what they say ---- */

/* What notes may refer to: each other, and the page's addresses (`[name]: address`). */
static void add_definitions(const struct notes *notes, const struct node *root, struct buf *out)
{
    struct str rest = str_sub(notes->source->text, root->offset, notes->source->text.n), line;
    while (str_line(&rest, &line)) {
        bool is_address = str_starts(line, STR("[")) && !str_starts(line, STR("[^"));
        if (is_address && str_find(line, STR("]:")) > 0 && out->n + line.n < MAX_DEFINITIONS) {
            buf_add(out, line);
            buf_add_char(out, '\n');
        }
    }
    for (size_t i = 0; i < notes->count; i++)
        add_reference(out, &notes->items[i], i);
}

void notes_append(struct notes *notes, struct node *root)
{
    struct buf definitions;
    buf_init(&definitions, MAX_DEFINITIONS + NOTES_MAX * (MAX_NAME + 64));
    add_definitions(notes, root, &definitions);
    struct node *all = node_new(notes->arena, NODE_NOTES);
    node_append(root, all);
    for (size_t i = 0; i < notes->count; i++) {
        struct note *note = &notes->items[i];
        struct markdown_lines lines = note->lines;
        struct str end = buf_str(&definitions);
        lines.text = arena_printf(notes->arena, STR_FMT "\n" STR_FMT, STR_ARG(lines.text), STR_ARG(end));
        note->node = node_new(notes->arena, NODE_NOTE);
        note->node->offset = note->at.offset;
        node_append(all, note->node);
        markdown_blocks(notes->arena, notes->source, &lines, note->node);
    }
    buf_release(&definitions);
}

/* ---- references ---- */

struct numbering {
    struct notes *notes;
    struct node *list; /* NODE_NOTES */
};

static struct node *new_reference(struct numbering *n, struct note *note)
{
    struct arena *a = n->notes->arena;
    if (note->n_references++ == 0) {
        note->node->number = n->list->last ? n->list->last->number + 1 : 1;
        note->node->extra = arena_printf(a, "note-%d", note->node->number);
        note->node->text = arena_printf(a, "appel-%d", note->node->number);
        node_append(n->list, note->node);
    }
    struct node *reference = node_new(a, NODE_NOTE_REF);
    reference->number = note->node->number;
    reference->text = note->node->extra;
    reference->extra = note->node->text;
    if (note->n_references > 1)
        reference->extra = arena_printf(a, STR_FMT "-%zu", STR_ARG(note->node->text), note->n_references);
    return reference;
}

/* Whether a link stands for the note number *i: its address is `note:N`, its words are `^name`. */
static bool is_reference(const struct numbering *n, const struct node *link, int64_t *i)
{
    bool is_note = link->kind == NODE_LINK && str_starts(link->text, STR("note:")) && link->first &&
                   link->first->kind == NODE_TEXT && str_starts(link->first->text, STR("^")) &&
                   str_to_int64(str_sub(link->text, 5, link->text.n), i);
    return is_note && n->list && *i >= 0 && (size_t)*i < n->notes->count;
}

/* `[^a][^b]` is one link to CommonMark: the words `^a`, looked up as `^b`. Gives the last node. */
static struct node *place_references(struct numbering *n, struct node *link, struct note *note)
{
    struct str words = link->first->text;
    struct note *before = find_note(n->notes, str_sub(words, 1, words.n));
    struct node *first = new_reference(n, before ? before : note);
    first->offset = link->offset;
    first->length = link->length;
    node_replace(link, first);
    if (!before || before == note)
        return first;
    struct node *second = new_reference(n, note);
    second->offset = link->offset;
    second->length = link->length;
    second->parent = first->parent;
    second->next = first->next;
    first->next = second;
    if (second->parent->last == first)
        second->parent->last = second;
    return second;
}

/* `[^name]` left in a text has no note, unless a backslash says that none is meant. */
static void check_text(const struct numbering *n, const struct node *node)
{
    const struct notes *notes = n->notes;
    struct str name, text = node->text;
    for (ptrdiff_t at = str_find(text, STR("[^")); at >= 0; at = str_find(text, STR("[^"))) {
        text = str_sub(text, (size_t)at, text.n);
        size_t length = read_name(text, &name);
        struct str written = str_sub(notes->source->text, node->offset, node->offset + node->text.n + 256);
        ptrdiff_t found = length > 0 ? str_find(written, str_sub(text, 0, length)) : -1;
        bool is_escaped = found > 0 && written.p[found - 1] == '\\';
        if (found >= 0 && !is_escaped && notes->diags)
            DIAG_AT(notes->diags, D_NOTE_MISSING,
                    ((struct place){notes->source, node->offset + (size_t)found, length}), name);
        text = str_sub(text, 2, text.n);
    }
}

void notes_number(struct notes *notes, struct node *root)
{
    struct numbering n = {notes, notes->count > 0 ? root->last : NULL};
    if (!notes->is_marked)
        return;
    if (n.list)
        n.list->first = n.list->last = NULL;
    for (struct node *node = root; node; node = node_following(node, root)) {
        int64_t i;
        if (is_reference(&n, node, &i))
            node = place_references(&n, node, &notes->items[i]);
        else if (node->kind == NODE_TEXT)
            check_text(&n, node);
    }
    for (size_t i = 0; i < notes->count; i++) {
        if (notes->items[i].n_references == 0 && notes->diags)
            DIAG_AT(notes->diags, D_NOTE_UNUSED, notes->items[i].at, notes->items[i].name);
    }
    if (n.list && !n.list->first)
        node_unlink(n.list);
}
