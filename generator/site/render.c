#include "site/render.h"

#include "site/callout.h"
#include "site/field.h"
#include "theme/question_words.h"

/* One block or inline and all below it. */
static void render_node(const struct render *r, const struct node *node);

static void add(const struct render *r, const char *markup)
{
    buf_add_z(r->out, markup);
}

/* Text for its place; the fields of a message go out as they are, for the template engine to escape. */
static void add_text(const struct render *r, struct str text, enum html_place place)
{
    struct str before;
    struct field field;
    if (!r->message) {
        html_escape(r->out, text, place);
        return;
    }
    while (field_next(&text, &before, &field)) {
        html_escape(r->out, before, place);
        buf_add(r->out, field.raw);
    }
    if (before.n > 0)
        html_escape(r->out, before, place);
}

static void add_attribute(const struct render *r, const char *name, struct str value, enum html_place place)
{
    add(r, " ");
    add(r, name);
    add(r, "=\"");
    add_text(r, value, place);
    add(r, "\"");
}

static void add_label(const struct render *r, const char *key, enum html_place place)
{
    if (r->catalogue)
        catalogue_format(r->catalogue, str_from(key), &(struct catalogue_use){.place = place}, r->out);
}

static const struct value *find_argument(void *context, struct str name)
{
    return value_get(context, name);
}

/* A label with one argument called `n`. */
static void add_numbered(const struct render *r, const char *key, enum html_place place, struct str n)
{
    if (!r->catalogue)
        return;
    struct arena *a = arena_new();
    struct value *arguments = value_map(a);
    value_set_text(arguments, "n", n);
    struct catalogue_use use = {find_argument, arguments, place};
    catalogue_format(r->catalogue, str_from(key), &use, r->out);
    arena_free(a);
}

static void add_number(const struct render *r, const char *key, enum html_place place, int number)
{
    char text[16];
    int n = snprintf(text, sizeof(text), "%d", number);
    add_numbered(r, key, place, (struct str){text, (size_t)n});
}

static void wrap(const struct render *r, const struct node *node, const char *tag)
{
    add(r, "<");
    add(r, tag);
    add(r, ">");
    render_below(r, node);
    add(r, "</");
    add(r, tag);
    add(r, ">");
}

static void render_link(const struct render *r, const struct node *node)
{
    add(r, "<a");
    add_attribute(r, "href", node->text, HTML_URL);
    if (node->extra.n > 0)
        add_attribute(r, "title", node->extra, HTML_ATTRIBUTE);
    add(r, ">");
    render_below(r, node);
    add(r, "</a>");
}

static void render_image(const struct render *r, const struct node *node)
{
    struct buf words;
    buf_init(&words, 1 << 16);
    node_words(node, &words);
    add(r, "<img");
    add_attribute(r, "src", node->text, HTML_URL);
    add_attribute(r, "alt", buf_str(&words), HTML_ATTRIBUTE);
    buf_release(&words);
    if (node->width > 0)
        buf_addf(r->out, " width=\"%d\" height=\"%d\"", node->width, node->height);
    if (node->extra.n > 0 && node->parent->kind != NODE_FIGURE)
        add_attribute(r, "title", node->extra, HTML_ATTRIBUTE);
    add(r, " loading=\"lazy\">");
}

static void render_note_ref(const struct render *r, const struct node *node)
{
    add(r, "<sup><a class=\"note-ref\" role=\"doc-noteref\"");
    add_attribute(r, "id", node->extra, HTML_ATTRIBUTE);
    add(r, " href=\"#");
    add_text(r, node->text, HTML_ATTRIBUTE);
    buf_addf(r->out, "\">%d</a></sup>", node->number);
}

/* "PDF, 1,4 Mo" */
static void render_file_facts(const struct render *r, const struct node *node)
{
    if (!r->catalogue)
        return;
    struct arena *a = arena_new();
    struct question_words words = {a, r->catalogue, catalogue_language(r->catalogue)};
    add(r, " <span class=\"file-facts\">(");
    add_text(r, node->text, HTML_TEXT);
    add(r, ", ");
    add_text(r, question_bytes(&words, (int64_t)node->size), HTML_TEXT);
    add(r, ")</span>");
    arena_free(a);
}

static void render_inline(const struct render *r, const struct node *node)
{
    if (node->kind == NODE_TEXT)
        add_text(r, node->text, HTML_TEXT);
    else if (node->kind == NODE_SOFT_BREAK)
        add(r, "\n");
    else if (node->kind == NODE_LINE_BREAK)
        add(r, "<br>\n");
    else if (node->kind == NODE_EMPHASIS)
        wrap(r, node, "em");
    else if (node->kind == NODE_STRONG)
        wrap(r, node, "strong");
    else if (node->kind == NODE_LINK)
        render_link(r, node);
    else if (node->kind == NODE_IMAGE)
        render_image(r, node);
    else if (node->kind == NODE_NOTE_REF)
        render_note_ref(r, node);
    else if (node->kind == NODE_FILE_FACTS)
        render_file_facts(r, node);
    else if (node->kind == NODE_CODE) {
        add(r, "<code>");
        add_text(r, node->text, HTML_TEXT);
        add(r, "</code>");
    }
}

static bool is_bare_field(const struct render *r, const struct node *node, struct field *field)
{
    if (!r->message || !field_alone(node, field))
        return false;
    if (field->kind != FIELD_VALUE)
        return true;
    const struct shape *shape = shape_field(r->message, field->name);
    return shape && shape_kind(shape) == SHAPE_HTML;
}

static void render_paragraph(const struct render *r, const struct node *node)
{
    struct field field;
    if (is_bare_field(r, node, &field)) {
        buf_add(r->out, field.raw);
    } else if (node->parent && node->parent->kind == NODE_ITEM && node->parent->parent->tight) {
        render_below(r, node);
        if (!node->next)
            return;
    } else {
        wrap(r, node, "p");
    }
    add(r, "\n");
}

/* "Étape 2", unless the heading begins with just that. */
static void render_step_name(const struct render *r, const struct node *heading, int number)
{
    size_t begin = r->out->n;
    add(r, "<span class=\"step-name\">");
    size_t name = r->out->n;
    add_number(r, "article.step", HTML_TEXT, number);
    struct str words = str_sub(buf_str(r->out), name, r->out->n);
    bool is_written = words.n > 0 && heading->first && heading->first->kind == NODE_TEXT &&
                      str_starts(heading->first->text, words);
    add(r, "</span> ");
    if (is_written)
        buf_truncate(r->out, begin);
}

static void render_heading(const struct render *r, const struct node *node)
{
    const char tag[] = {'h', (char)('0' + node->number), '\0'};
    add(r, "<");
    add(r, tag);
    if (node->extra.n > 0)
        add_attribute(r, "id", node->extra, HTML_ATTRIBUTE);
    add(r, ">");
    const struct node *item = node->parent;
    if (item && item->kind == NODE_ITEM && item->parent->steps && item->first == node)
        render_step_name(r, node, item->number);
    render_below(r, node);
    add(r, "</");
    add(r, tag);
    add(r, ">\n");
}

static void render_list(const struct render *r, const struct node *node)
{
    const char *tag = node->ordered ? "ol" : "ul";
    add(r, "<");
    add(r, tag);
    add(r, node->steps ? " class=\"how-to\"" : "");
    if (node->ordered && node->number != 1)
        buf_addf(r->out, " start=\"%d\"", node->number);
    add(r, ">\n");
    render_below(r, node);
    add(r, "</");
    add(r, tag);
    add(r, ">\n");
}

static void render_item(const struct render *r, const struct node *node)
{
    add(r, "<li>");
    render_below(r, node);
    add(r, "</li>\n");
}

static void render_code_block(const struct render *r, const struct node *node)
{
    struct str language = node->extra;
    language = str_cut(&language, ' ');
    add(r, "<pre><code");
    if (language.n > 0) {
        add(r, " class=\"language-");
        html_escape(r->out, language, HTML_ATTRIBUTE);
        add(r, "\"");
    }
    add(r, ">");
    add_text(r, node->text, HTML_TEXT);
    add(r, "</code></pre>\n");
}

static void render_callout(const struct render *r, const struct node *node)
{
    struct str name = callout_name((enum callout)node->number);
    char key[32];
    snprintf(key, sizeof(key), "callout." STR_FMT, STR_ARG(name));
    add(r, "<div class=\"callout callout-");
    buf_add(r->out, name);
    add(r, "\" role=\"note\">\n<p class=\"callout-title\">");
    add_label(r, key, HTML_TEXT);
    add(r, "</p>\n");
    render_below(r, node);
    add(r, "</div>\n");
}

static void render_cell(const struct render *r, const struct node *node)
{
    static const char *const aligned[] = {
        [NODE_ALIGN_NONE] = "",
        [NODE_ALIGN_LEFT] = " class=\"left\"",
        [NODE_ALIGN_CENTRE] = " class=\"centre\"",
        [NODE_ALIGN_RIGHT] = " class=\"right\"",
    };
    bool is_header = node->parent->header;
    add(r, is_header ? "<th scope=\"col\"" : "<td");
    add(r, aligned[node->number]);
    add(r, ">");
    render_below(r, node);
    add(r, is_header ? "</th>" : "</td>");
}

static void render_table(const struct render *r, const struct node *node)
{
    add(r, "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
    add_label(r, "article.scroll", HTML_ATTRIBUTE);
    add(r, "\">\n<table>\n<thead>\n");
    render_node(r, node->first);
    add(r, "</thead>\n");
    if (node->first->next)
        add(r, "<tbody>\n");
    for (const struct node *row = node->first->next; row; row = row->next)
        render_node(r, row);
    add(r, node->first->next ? "</tbody>\n</table>\n</div>\n" : "</table>\n</div>\n");
}

/* What goes around the blocks or inlines below a node. */
static void render_around(const struct render *r, const struct node *node, const char *before,
                          const char *after)
{
    add(r, before);
    render_below(r, node);
    add(r, after);
}

static void render_figure(const struct render *r, const struct node *node)
{
    render_around(r, node, "<figure>\n", "\n<figcaption>");
    add_text(r, node->first->extra, HTML_TEXT);
    add(r, "</figcaption>\n</figure>\n");
}

/* The heading stays to be seen; the page's script opens the one that an address leads to. */
static void render_fold(const struct render *r, const struct node *node)
{
    add(r, "<details class=\"fold\">\n<summary>");
    render_node(r, node->first);
    add(r, "</summary>\n<div class=\"fold-in\">\n");
    for (const struct node *child = node->first->next; child; child = child->next)
        render_node(r, child);
    add(r, "</div>\n</details>\n");
}

static void render_note_back(const struct render *r, const struct node *note)
{
    add(r, " <a class=\"note-back\" role=\"doc-backlink\" href=\"#");
    add_text(r, note->text, HTML_ATTRIBUTE);
    add(r, "\" aria-label=\"");
    add_number(r, "article.note_back", HTML_ATTRIBUTE, note->number);
    add(r, "\">↩</a>");
}

/* The way back stands at the end of the note's last paragraph. */
static void render_note(const struct render *r, const struct node *node)
{
    add(r, "<li");
    add_attribute(r, "id", node->extra, HTML_ATTRIBUTE);
    add(r, ">\n");
    for (const struct node *child = node->first; child; child = child->next) {
        bool is_end = !child->next && child->kind == NODE_PARAGRAPH;
        add(r, is_end ? "<p>" : "");
        is_end ? render_below(r, child) : render_node(r, child);
        if (is_end)
            render_note_back(r, node);
        add(r, is_end ? "</p>\n" : "");
    }
    if (!node->last || node->last->kind != NODE_PARAGRAPH)
        render_note_back(r, node);
    add(r, "</li>\n");
}

static void render_notes(const struct render *r, const struct node *node)
{
    add(r, "<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"");
    add_label(r, "article.notes", HTML_ATTRIBUTE);
    render_around(r, node, "\">\n<ol>\n", "</ol>\n</section>\n");
}

static void render_block(const struct render *r, const struct node *node)
{
    if (node->kind == NODE_PARAGRAPH)
        render_paragraph(r, node);
    else if (node->kind == NODE_HEADING)
        render_heading(r, node);
    else if (node->kind == NODE_LIST)
        render_list(r, node);
    else if (node->kind == NODE_ITEM)
        render_item(r, node);
    else if (node->kind == NODE_CODE_BLOCK)
        render_code_block(r, node);
    else if (node->kind == NODE_CALLOUT)
        render_callout(r, node);
    else if (node->kind == NODE_TABLE)
        render_table(r, node);
    else if (node->kind == NODE_CELL)
        render_cell(r, node);
    else if (node->kind == NODE_FIGURE)
        render_figure(r, node);
    else if (node->kind == NODE_FOLD)
        render_fold(r, node);
    else if (node->kind == NODE_NOTES)
        render_notes(r, node);
    else if (node->kind == NODE_NOTE)
        render_note(r, node);
    else if (node->kind == NODE_RULE)
        add(r, "<hr>\n");
    else if (node->kind == NODE_QUOTE || node->kind == NODE_ROW) {
        wrap(r, node, node->kind == NODE_ROW ? "tr" : "blockquote");
        add(r, "\n");
    }
}

static void render_node(const struct render *r, const struct node *node)
{
    if (node_is_inline(node->kind))
        render_inline(r, node);
    else
        render_block(r, node);
}

/* The list that alone fills a section of a message, `{{#x}}` and `{{/x}}` around it, or NULL. */
static const struct node *repeated_list(const struct render *r, const struct node *node, struct field *open)
{
    struct field close;
    const struct node *list = node->next;
    bool fits = is_bare_field(r, node, open) && open->kind == FIELD_OPEN && open->raw.p[2] == '#' && list &&
                list->kind == NODE_LIST && list->next && is_bare_field(r, list->next, &close) &&
                close.kind == FIELD_CLOSE && str_eq(close.name, open->name);
    return fits ? list : NULL;
}

/* One list whose items repeat, not one list an item; and none when there is nothing to list. */
static void render_repeated(const struct render *r, const struct node *list, struct str name)
{
    const char *tag = list->ordered ? "ol" : "ul";
    buf_addf(r->out, "{{#" STR_FMT "?}}<%s>{{#" STR_FMT "}}\n", STR_ARG(name), tag, STR_ARG(name));
    render_below(r, list);
    buf_addf(r->out, "{{/" STR_FMT "}}</%s>{{/" STR_FMT "?}}\n", STR_ARG(name), tag, STR_ARG(name));
}

void render_below(const struct render *r, const struct node *parent)
{
    for (const struct node *node = parent->first; node; node = node->next) {
        struct field open;
        const struct node *list = r->message ? repeated_list(r, node, &open) : NULL;
        if (list) {
            render_repeated(r, list, open.name);
            node = list->next;
        } else {
            render_node(r, node);
        }
    }
}
