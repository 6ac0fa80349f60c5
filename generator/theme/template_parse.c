/* From source to tree. A tag that stands alone on its line takes the line with it (the specification's
 * "standalone" tags); the blanks before a tag are therefore held back until it is known what the tag does
 * with them. */
#include <string.h>

#include "theme/template_parts.h"

/* An element whose end tag is still to come. */
struct level {
    struct node *node;  /* NULL: the template itself */
    struct node **tail; /* where its next child goes */
    size_t dedent;      /* blanks that are taken off each line of a block */
    size_t tag_at;      /* of the opening tag */
    bool held;          /* BLOCK, PARENT: began its line; the blanks before it have not been added yet */
    struct str blank;   /* those blanks */
};

struct parser {
    struct templates *set;
    struct compiled *t;
    struct diags *diags;
    struct str text;
    size_t at;
    struct str open, close; /* the delimiters */
    bool at_line_start;     /* nothing but blanks so far */
    struct str blank;       /* those blanks, dedented */
    struct level levels[TEMPLATE_MAX_NESTED + 1];
    size_t depth;
    bool failed;
};

/* One tag. */
struct tag {
    char kind;       /* one of "#^/>$<!=&{" or 'v' */
    struct str name; /* trimmed */
    size_t from, to; /* with its delimiters */
    bool is_question;
};

static struct level *top(struct parser *p)
{
    return &p->levels[p->depth];
}

static bool is_in_parent(const struct parser *p)
{
    const struct node *node = p->levels[p->depth].node;
    return node != NULL && node->kind == NODE_PARENT;
}

/* Indentation means nothing in HTML, and would change what is in a <textarea>. */
static bool indents(const struct parser *p)
{
    return p->t->mode != TEMPLATE_STRICT;
}

static struct place place_of(const struct parser *p, struct str part)
{
    return (struct place){p->t->source, (size_t)(part.p - p->text.p), part.n};
}

static struct place place_of_tag(const struct parser *p, const struct tag *tag)
{
    return (struct place){p->t->source, tag->from, tag->to - tag->from};
}

static struct node *new_node(struct parser *p, enum node_kind kind, struct place at)
{
    struct node *node = ARENA_NEW(p->set->arena, struct node);
    node->kind = kind;
    node->at = at;
    return node;
}

static void append(struct parser *p, struct node *node)
{
    *top(p)->tail = node;
    top(p)->tail = &node->next;
}

static void append_text(struct parser *p, struct str text)
{
    if (text.n == 0 || is_in_parent(p))
        return;
    struct node *node = new_node(p, NODE_TEXT, place_of(p, text));
    node->text = text;
    append(p, node);
}

/* --- Lines --- */

static size_t count_blanks(struct str text, size_t from)
{
    size_t n = 0;
    while (from + n < text.n && (text.p[from + n] == ' ' || text.p[from + n] == '\t'))
        n++;
    return n;
}

/* A line begins here: its blanks are held back. */
static void begin_line(struct parser *p)
{
    size_t n = count_blanks(p->text, p->at);
    size_t dedent = top(p)->dedent < n ? top(p)->dedent : n;
    p->blank = str_sub(p->text, p->at + dedent, p->at + n);
    p->at += n;
    p->at_line_start = true;
}

static void add_blank(struct parser *p, struct str blank)
{
    if (indents(p) && !is_in_parent(p))
        append(p, new_node(p, NODE_INDENT, (struct place){p->t->source, p->at, 0}));
    append_text(p, blank);
}

/* The line turned out to have something on it. */
static void release_blank(struct parser *p)
{
    if (p->at_line_start)
        add_blank(p, p->blank);
    p->at_line_start = false;
}

/* True when only blanks stand between `at` and the line's end; *next is then behind that end. */
static bool ends_line(const struct parser *p, size_t at, size_t *next)
{
    at += count_blanks(p->text, at);
    struct str rest = str_sub(p->text, at, p->text.n);
    if (rest.n == 0)
        *next = at;
    else if (str_starts(rest, STR("\n")))
        *next = at + 1;
    else if (str_starts(rest, STR("\r\n")))
        *next = at + 2;
    else
        return false;
    return true;
}

static void parse_text(struct parser *p, size_t end)
{
    while (p->at < end) {
        struct str rest = str_sub(p->text, p->at, end);
        ptrdiff_t newline = str_find_char(rest, '\n');
        struct str line = newline < 0 ? rest : str_sub(rest, 0, (size_t)newline + 1);
        bool is_empty = str_eq_z(line, "\n") || str_eq_z(line, "\r\n");
        if (p->at_line_start && is_empty)
            append_text(p, p->blank);
        else
            release_blank(p);
        append_text(p, line);
        p->at += line.n;
        if (newline >= 0)
            begin_line(p);
    }
}

/* In a parent only blocks count; in a theme, what would be lost is a mistake. */
static void check_parent_text(struct parser *p, size_t end)
{
    struct str text = str_trim(str_sub(p->text, p->at, end));
    if (text.n == 0 || p->t->mode == TEMPLATE_LAX || !is_in_parent(p))
        return;
    DIAG_AT(p->diags, D_TEMPLATE_LOST, place_of(p, text));
    p->failed = true;
}

/* --- Tags --- */

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

static bool name_is_valid(const struct parser *p, const struct tag *tag)
{
    struct str name = tag->name;
    if (tag->kind == '!' || tag->kind == '=')
        return true;
    if (name.n == 0)
        return false;
    bool is_path = tag->kind == '>' || tag->kind == '<';
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (p->t->mode == TEMPLATE_LAX ? strchr(" \t\r\n", c) != NULL : !is_name_byte(c) && !(c == '/'))
            return false;
    }
    if (p->t->mode == TEMPLATE_LAX || name.n == 1 || is_path || tag->kind == '/')
        return true;
    return name.p[0] != '.' && name.p[name.n - 1] != '.' && str_find(name, STR("..")) < 0 &&
           str_find_char(name, '/') < 0;
}

/* Finds the tag's end; false when there is none. */
static bool find_tag_end(const struct parser *p, struct tag *tag, size_t inside)
{
    struct str rest = str_sub(p->text, inside, p->text.n);
    char before = tag->kind == '{' ? '}' : tag->kind == '=' ? '=' : '\0';
    size_t skip = before != '\0';
    for (size_t i = 0; i + skip + p->close.n <= rest.n; i++) {
        if (before != '\0' && rest.p[i] != before)
            continue;
        if (!str_starts(str_sub(rest, i + skip, rest.n), p->close))
            continue;
        tag->name = str_trim(str_sub(rest, 0, i));
        tag->to = inside + i + skip + p->close.n;
        return true;
    }
    return false;
}

static bool read_tag(struct parser *p, struct tag *tag)
{
    *tag = (struct tag){.kind = 'v', .from = p->at};
    size_t inside = p->at + p->open.n;
    size_t sign = inside;
    while (sign < p->text.n && (p->text.p[sign] == ' ' || p->text.p[sign] == '\n'))
        sign++;
    if (sign < p->text.n && p->text.p[sign] != '\0' && strchr("#^/>$<!=&{", p->text.p[sign]) != NULL) {
        tag->kind = p->text.p[sign];
        inside = sign + 1;
    }
    if (!find_tag_end(p, tag, inside)) {
        tag->to = p->at + p->open.n;
        DIAG_AT(p->diags, D_TEMPLATE_TAG, place_of_tag(p, tag), p->close);
        return false;
    }
    bool is_section = tag->kind == '#' || tag->kind == '^' || tag->kind == '/';
    if (is_section && p->t->mode != TEMPLATE_LAX && str_ends(tag->name, STR("?"))) {
        tag->name.n--;
        tag->is_question = true;
    }
    if (name_is_valid(p, tag))
        return true;
    DIAG_AT(p->diags, D_TEMPLATE_NAME, place_of_tag(p, tag), tag->name);
    return false;
}

/* Takes the whole line away with the tag, when the tag is alone on it. */
static bool take_line(struct parser *p, const struct tag *tag)
{
    size_t next = 0;
    if (p->at_line_start && ends_line(p, tag->to, &next)) {
        p->at = next;
        p->at_line_start = false;
        return true;
    }
    p->at = tag->to;
    return false;
}

static void set_delimiters(struct parser *p, const struct tag *tag)
{
    struct str rest = tag->name;
    struct str open = str_cut(&rest, ' ');
    struct str close = str_trim(rest);
    if (open.n == 0 || close.n == 0 || str_find_char(close, ' ') >= 0 || str_find_char(tag->name, '=') >= 0) {
        DIAG_AT(p->diags, D_TEMPLATE_DELIMITERS, place_of_tag(p, tag));
        p->failed = true;
        return;
    }
    p->open = open;
    p->close = close;
}

/* Comments and delimiters: nothing comes of them but, alone, their line goes. */
static void parse_silent(struct parser *p, const struct tag *tag)
{
    bool alone = take_line(p, tag);
    if (tag->kind == '=')
        set_delimiters(p, tag);
    if (alone)
        begin_line(p);
    else
        release_blank(p);
}

static bool push(struct parser *p, struct node *node, const struct tag *tag)
{
    if (p->depth == TEMPLATE_MAX_NESTED) {
        DIAG_AT(p->diags, D_TEMPLATE_DEEP, place_of_tag(p, tag), STR("64"));
        return false;
    }
    size_t dedent = top(p)->dedent;
    p->depth++;
    *top(p) = (struct level){.node = node, .tail = &node->children, .dedent = dedent, .tag_at = tag->from};
    return true;
}

static bool open_section(struct parser *p, const struct tag *tag)
{
    enum node_kind kind = tag->kind == '^' ? NODE_INVERTED : tag->is_question ? NODE_QUESTION : NODE_SECTION;
    struct node *node = new_node(p, kind, place_of(p, tag->name));
    node->text = tag->name;
    if (!str_eq_z(tag->name, "."))
        node->name = template_name(p->set, tag->name);
    bool alone = take_line(p, tag);
    if (!alone)
        release_blank(p);
    if (!is_in_parent(p))
        append(p, node);
    if (!push(p, node, tag))
        return false;
    if (alone)
        begin_line(p);
    return true;
}

/* The blanks before the first thing inside a block that has lines of its own; nowhere when there is nothing.
 */
static struct str inner_blanks(const struct parser *p)
{
    size_t at = p->at;
    size_t next = 0;
    while (ends_line(p, at, &next) && next > at && next < p->text.n)
        at = next;
    size_t n = count_blanks(p->text, at);
    struct str line = str_sub(p->text, at + n, p->text.n);
    bool is_end = str_starts(line, p->open) && line.n > p->open.n && line.p[p->open.n] == '/';
    struct str nowhere = {0};
    return is_end ? nowhere : str_sub(p->text, at, at + n);
}

/* A block that has lines of its own is indented where it stands as its own content is, and that indentation
 * is taken off the content. */
static void indent_block(struct parser *p, struct node *node, struct str blank)
{
    struct level *level = top(p);
    struct str inner = inner_blanks(p);
    node->at_line_start = true;
    node->indent = inner.p == NULL ? blank : str_sub(inner, level->dedent, inner.n);
    if (indents(p))
        level->dedent = inner.p == NULL ? level->dedent + blank.n : inner.n;
}

static bool open_block(struct parser *p, const struct tag *tag)
{
    struct node *node = new_node(p, NODE_BLOCK, place_of(p, tag->name));
    bool is_argument = is_in_parent(p);
    bool held = p->at_line_start && !is_argument;
    size_t next = 0;
    node->text = tag->name;
    node->has_own_lines = (held || is_argument) && ends_line(p, tag->to, &next);
    p->at = node->has_own_lines ? next : tag->to;
    p->at_line_start = false;
    if (!push(p, node, tag))
        return false;
    top(p)->held = held;
    top(p)->blank = p->blank;
    if (node->has_own_lines) {
        indent_block(p, node, is_argument ? STR("") : p->blank);
        begin_line(p);
    }
    return true;
}

static bool open_parent(struct parser *p, const struct tag *tag)
{
    struct node *node = new_node(p, NODE_PARENT, place_of(p, tag->name));
    bool held = p->at_line_start && !is_in_parent(p);
    node->text = tag->name;
    p->at = tag->to;
    p->at_line_start = false;
    if (!push(p, node, tag))
        return false;
    top(p)->held = held;
    top(p)->blank = p->blank;
    return true;
}

static void close_section(struct parser *p, const struct tag *tag)
{
    bool alone = take_line(p, tag);
    if (!alone)
        release_blank(p);
    p->depth--;
    if (alone)
        begin_line(p);
}

static void close_block(struct parser *p, const struct tag *tag)
{
    struct level level = *top(p);
    struct node *node = level.node;
    size_t next = 0;
    bool is_argument =
        p->levels[p->depth - 1].node != NULL && p->levels[p->depth - 1].node->kind == NODE_PARENT;
    bool ends = ends_line(p, tag->to, &next);
    bool alone = node->has_own_lines && p->at_line_start && (ends || is_argument);
    if (!alone)
        release_blank(p);
    p->depth--;
    p->at = alone && ends ? next : tag->to;
    p->at_line_start = false;
    if (level.held && !node->has_own_lines) {
        /* Blanks, the whole block, and the line's end: the blanks indent what comes in its stead. */
        node->at_line_start = ends && str_find_char(str_sub(p->text, level.tag_at, tag->from), '\n') < 0;
        node->indent = level.blank;
        if (!node->at_line_start)
            add_blank(p, level.blank);
    }
    append(p, node);
    if (alone && ends)
        begin_line(p);
}

static void close_parent(struct parser *p, const struct tag *tag)
{
    struct level level = *top(p);
    size_t next = 0;
    bool alone = level.held && ends_line(p, tag->to, &next);
    p->depth--;
    p->at = alone ? next : tag->to;
    p->at_line_start = false;
    level.node->at_line_start = alone;
    level.node->indent = level.blank;
    if (level.held && !alone)
        add_blank(p, level.blank);
    if (!is_in_parent(p))
        append(p, level.node);
    if (alone)
        begin_line(p);
}

static bool parse_close(struct parser *p, const struct tag *tag)
{
    const struct node *node = top(p)->node;
    if (node == NULL) {
        DIAG_AT(p->diags, D_TEMPLATE_CLOSE_ALONE, place_of_tag(p, tag), tag->name);
        return false;
    }
    if (!str_eq(node->text, tag->name)) {
        DIAG_AT(p->diags, D_TEMPLATE_CLOSE, place_of_tag(p, tag), tag->name, node->text);
        return false;
    }
    if (node->kind == NODE_BLOCK)
        close_block(p, tag);
    else if (node->kind == NODE_PARENT)
        close_parent(p, tag);
    else
        close_section(p, tag);
    return true;
}

static void parse_partial(struct parser *p, const struct tag *tag)
{
    struct node *node = new_node(p, NODE_PARTIAL, place_of(p, tag->name));
    struct str blank = p->blank;
    node->text = tag->name;
    node->at_line_start = take_line(p, tag);
    if (node->at_line_start)
        node->indent = blank;
    else
        release_blank(p);
    if (!is_in_parent(p))
        append(p, node);
    if (node->at_line_start)
        begin_line(p);
}

static bool parse_value(struct parser *p, const struct tag *tag)
{
    bool is_raw = tag->kind == '{' || tag->kind == '&';
    bool is_message = !is_raw && p->t->mode != TEMPLATE_LAX && str_starts(tag->name, STR("t."));
    if (is_raw && p->t->mode != TEMPLATE_LAX) {
        DIAG_AT(p->diags, D_TEMPLATE_RAW, place_of_tag(p, tag), tag->name);
        p->failed = true;
    }
    release_blank(p);
    enum node_kind kind = is_message ? NODE_MESSAGE : is_raw ? NODE_RAW : NODE_VALUE;
    struct node *node = new_node(p, kind, place_of(p, tag->name));
    struct str key = is_message ? str_sub(tag->name, 2, tag->name.n) : tag->name;
    if (!str_eq_z(key, "."))
        node->name = template_name(p->set, key);
    p->at = tag->to;
    if (!is_in_parent(p))
        append(p, node);
    return true;
}

static bool parse_tag(struct parser *p)
{
    struct tag tag;
    if (!read_tag(p, &tag))
        return false;
    bool is_kept = tag.kind == '$' || tag.kind == '/' || tag.kind == '!' || tag.kind == '=';
    if (is_in_parent(p) && !is_kept && p->t->mode != TEMPLATE_LAX) {
        DIAG_AT(p->diags, D_TEMPLATE_LOST, place_of_tag(p, &tag));
        p->failed = true;
    }
    switch (tag.kind) {
    case '!':
    case '=':
        parse_silent(p, &tag);
        return true;
    case '#':
    case '^':
        return open_section(p, &tag);
    case '$':
        return open_block(p, &tag);
    case '<':
        return open_parent(p, &tag);
    case '/':
        return parse_close(p, &tag);
    case '>':
        parse_partial(p, &tag);
        return true;
    default:
        return parse_value(p, &tag);
    }
}

static void report_unclosed(struct parser *p)
{
    for (size_t i = 1; i <= p->depth; i++) {
        const struct node *node = p->levels[i].node;
        DIAG_AT(p->diags, D_TEMPLATE_UNCLOSED, node->at, node->text);
        p->failed = true;
    }
}

bool template_parse(struct templates *set, struct compiled *t, struct diags *diags)
{
    struct parser p = {
        .set = set, .t = t, .diags = diags, .text = t->source->text, .open = STR("{{"), .close = STR("}}")};
    p.levels[0].tail = &t->nodes;
    begin_line(&p);
    while (p.at < p.text.n) {
        ptrdiff_t tag = str_find(str_sub(p.text, p.at, p.text.n), p.open);
        size_t end = tag < 0 ? p.text.n : p.at + (size_t)tag;
        check_parent_text(&p, end);
        parse_text(&p, end);
        if (end < p.text.n && !parse_tag(&p))
            return false;
    }
    if (p.at_line_start)
        append_text(&p, p.blank);
    report_unclosed(&p);
    return !p.failed;
}
