/* The lists of a questionnaire: options with their hints and nested questions, levels with their
 * explanations. */
#include "site/compiler.h"

static void compile_options(struct compiler *c, struct node *list, unsigned depth);

static struct node *first_paragraph(const struct node *item)
{
    return item->first && item->first->kind == NODE_PARAGRAPH ? item->first : NULL;
}

/* Does an item end a line with a span of this kind? */
static bool has_span(const struct node *item, enum form_kind kind)
{
    const struct node *paragraph = first_paragraph(item);
    for (const struct node *node = paragraph ? paragraph->first : NULL; node; node = node->next) {
        bool ends = !node->next || node->next->kind == NODE_SOFT_BREAK || node->next->kind == NODE_LINE_BREAK;
        if (node->kind == NODE_CODE && ends && form_looks_declared(kind, node->text))
            return true;
    }
    return false;
}

static bool list_has_span(const struct node *list, enum form_kind kind)
{
    for (const struct node *item = list->first; item; item = item->next) {
        if (has_span(item, kind))
            return true;
    }
    return false;
}

bool choices_are_declared(const struct node *list)
{
    return list_has_span(list, FORM_OPTION) || list_has_span(list, FORM_QUESTION);
}

/* `*Attention* …` */
static bool is_emphasis(struct str line)
{
    return str_find_char(str_sub(line, 1, line.n), '*') >= 0;
}

/* The sign that was meant to make an item of a line: a bullet, a dash, or `-` without its blank; empty when
 * there is none. */
static struct str sign_of(struct str line)
{
    static const struct str signs[] = {
        STR_INIT("\xE2\x80\xA2"), /* • */
        STR_INIT("\xE2\x80\xA3"), /* ‣ */
        STR_INIT("\xE2\x97\xA6"), /* ◦ */
        STR_INIT("\xC2\xB7"),     /* · */
        STR_INIT("\xE2\x80\x93"), /* – */
        STR_INIT("\xE2\x80\x94"), /* — */
        STR_INIT("\xE2\x88\x92"), /* − */
        STR_INIT("-"),
        STR_INIT("*"),
    };
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (str_starts(line, signs[i]) && (signs[i].p[0] != '*' || !is_emphasis(line)))
            return signs[i];
    return (struct str){"", 0};
}

bool choices_report_signs(struct compiler *c, const struct node *paragraph, enum form_kind kind,
                          unsigned depth)
{
    struct str source = c->page->source->text;
    bool is_told = false;
    for (const struct node *node = paragraph->first; node; node = node->next) {
        bool ends = !node->next || node->next->kind == NODE_SOFT_BREAK || node->next->kind == NODE_LINE_BREAK;
        if (node->kind != NODE_CODE || !ends || !form_looks_declared(kind, node->text))
            continue;
        size_t start = node->offset;
        while (start > 0 && source.p[start - 1] != '\n')
            start--;
        struct str line = str_trim(str_sub(source, start, node->offset));
        struct str sign = sign_of(line);
        struct place at = {c->page->source, (size_t)(line.p - source.p), sign.n};
        if (sign.n == 0)
            continue;
        DIAG_AT(c->portal->diags, D_LIST_SIGN, at, sign);
        form_builder_add_unread(c->builder, kind, depth, at);
        is_told = true;
    }
    return is_told;
}

/* What follows the declaration in the item: the rest of its paragraph and the other blocks but those that
 * `keep` wants left. */
static struct node *rest_of_item(struct compiler *c, struct node *item, struct node *span)
{
    struct node *holder = node_new(c->portal->arena, NODE_DOCUMENT);
    struct node *paragraph = item->first;
    struct node *words = span && span->next ? span->next->next : NULL;
    if (words) {
        struct node *fresh = node_new(c->portal->arena, NODE_PARAGRAPH);
        fresh->offset = words->offset;
        for (struct node *next; words; words = next) {
            next = words->next;
            node_append(fresh, words);
        }
        node_append(holder, fresh);
    }
    for (struct node *block = paragraph->next, *next; block; block = next) {
        next = block->next;
        node_append(holder, block);
    }
    return holder;
}

/* Reports an item that declares nothing; the place is its first line. */
static void report_undeclared(struct compiler *c, const struct node *item, enum diag_code code)
{
    const struct node *paragraph = first_paragraph(item);
    const struct node *at = paragraph ? paragraph : item;
    DIAG_AT(c->portal->diags, code, node_place(at, c->page->source));
}

/* The declaration of an item; NULL when there is none (reported): then what it belongs to is not whole. */
static struct node *item_span(struct compiler *c, struct node *item, enum form_kind kind, unsigned depth)
{
    static const enum diag_code missing[FORM_KIND__MAX] = {
        [FORM_QUESTION] = D_NESTED_UNDECLARED,
        [FORM_OPTION] = D_OPTION_UNDECLARED,
        [FORM_LEVEL] = D_LEVEL_UNDECLARED,
    };
    struct node *paragraph = first_paragraph(item);
    size_t errors = diags_errors(c->portal->diags);
    struct node *span = paragraph ? compiler_span(c, paragraph, kind) : NULL;
    if (span && compiler_span_is_whole(c, span))
        return span;
    if (diags_errors(c->portal->diags) == errors)
        report_undeclared(c, item, missing[kind]);
    form_builder_add_unread(c->builder, kind, depth, node_place(item, c->page->source));
    return NULL;
}

static unsigned add_item(struct compiler *c, struct node *item, struct node *span, enum form_kind kind,
                         unsigned depth)
{
    unsigned line = compiler_add(c, kind, depth, span->text, node_place(span, c->page->source));
    struct str title = compiler_title(c, item->first, span);
    if (title.n == 0)
        DIAG_AT(c->portal->diags, D_TITLE_EMPTY, node_place(item, c->page->source));
    compiler_say(c, line, WORD_TITLE, title);
    return line;
}

/* The first list below the holder that holds declarations of this kind, taken out. */
static struct node *take_list(struct node *holder, enum form_kind kind)
{
    for (struct node *node = holder->first; node; node = node->next) {
        if (node->kind == NODE_LIST && list_has_span(node, kind)) {
            node_unlink(node);
            return node;
        }
    }
    return NULL;
}

/* The first table below the holder, taken out. */
static struct node *take_table(struct node *holder)
{
    for (struct node *node = holder->first; node; node = node->next) {
        if (node->kind == NODE_TABLE) {
            node_unlink(node);
            return node;
        }
    }
    return NULL;
}

static void compile_nested_question(struct compiler *c, struct node *item, unsigned depth)
{
    struct node *span = item_span(c, item, FORM_QUESTION, depth);
    if (!span)
        return;
    struct str type = compiler_type(span->text);
    unsigned line = add_item(c, item, span, FORM_QUESTION, depth);
    struct node *rest = rest_of_item(c, item, span);
    struct node *options = take_list(rest, FORM_OPTION);
    bool is_choice = str_eq_z(type, "one") || str_eq_z(type, "many");
    struct node *table = str_eq_z(type, "grid") ? take_table(rest) : NULL;
    if (!options && is_choice && rest->last && rest->last->kind == NODE_LIST) {
        options = rest->last;
        node_unlink(options);
    }
    compiler_say_blocks(c, line, WORD_HINT, rest);
    if (options)
        compile_options(c, options, depth + 1);
    if (table)
        grid_compile(c, table, depth + 1);
}

/* What is listed below an option is asked: items that declare nothing would be shown as a hint. */
static void report_plain_list(struct compiler *c, const struct node *rest)
{
    for (const struct node *list = rest->first; list; list = list->next)
        for (const struct node *item = list->kind == NODE_LIST ? list->first : NULL; item; item = item->next)
            report_undeclared(c, item, D_NESTED_UNDECLARED);
}

void choices_said_once(struct compiler *c, struct map *said, const struct node *block,
                       const struct node *span)
{
    struct str title = compiler_title(c, block, span);
    struct place at = node_place(block, c->page->source);
    if (title.n == 0 || str_find(span->text, STR("if ")) >= 0)
        return;
    if (str_starts(str_sub(at.source->text, at.offset, at.source->text.n), title))
        at.length = title.n;
    const struct place *first = map_get(said, title);
    if (!first) {
        struct place *kept = ARENA_NEW(c->portal->arena, struct place);
        *kept = at;
        map_put(said, c->portal->arena, title, kept);
        return;
    }
    size_t line, column;
    source_line_column(first->source, first->offset, &line, &column);
    DIAG_AT(c->portal->diags, D_OPTION_SAME, at, title, arena_printf(c->portal->arena, "%zu", line));
}

static void compile_option(struct compiler *c, struct node *item, unsigned depth, struct map *said)
{
    struct node *span = item_span(c, item, FORM_OPTION, depth);
    if (!span)
        return;
    choices_said_once(c, said, item->first, span);
    unsigned line = add_item(c, item, span, FORM_OPTION, depth);
    struct node *rest = rest_of_item(c, item, span);
    struct node *questions[NODE_MAX_DEPTH];
    size_t n = 0;
    while (n < NODE_MAX_DEPTH && (questions[n] = take_list(rest, FORM_QUESTION)))
        n++;
    struct node *stray = take_list(rest, FORM_OPTION);
    if (stray)
        DIAG_AT(c->portal->diags, D_OPTION_IN_OPTION, node_place(stray, c->page->source));
    report_plain_list(c, rest);
    if (rest->first && rest->first->kind == NODE_PARAGRAPH)
        choices_report_signs(c, rest->first, FORM_OPTION, depth);
    compiler_say_blocks(c, line, WORD_HINT, rest);
    for (size_t i = 0; i < n; i++) {
        for (struct node *question = questions[i]->first; question; question = question->next)
            compile_nested_question(c, question, depth + 1);
    }
}

static void compile_options(struct compiler *c, struct node *list, unsigned depth)
{
    struct map said = {0};
    for (struct node *item = list->first; item; item = item->next)
        compile_option(c, item, depth, &said);
}

void choices_compile(struct compiler *c, struct node *list)
{
    compile_options(c, list, 2);
}

static void compile_item_title(struct compiler *c, const struct node *item, const struct node *span)
{
    struct str title = compiler_title(c, item->first, span);
    if (title.n == 0)
        DIAG_AT(c->portal->diags, D_TITLE_EMPTY, node_place(item, c->page->source));
    else if (c->has_item)
        DIAG_AT(c->portal->diags, D_ITEM_TWICE, node_place(span, c->page->source));
    else
        compiler_say(c, c->repeat, WORD_DESCRIPTION, title);
    c->has_item = true;
}

void items_compile(struct compiler *c, struct node *list)
{
    for (struct node *item = list->first; item; item = item->next) {
        struct node *paragraph = first_paragraph(item);
        const struct node *span = paragraph ? compiler_span(c, paragraph, FORM_OPTION) : NULL;
        if (!span || (c->repeat > 0 && !str_eq_z(str_trim(span->text), "item")))
            DIAG_AT(c->portal->diags, D_ITEM_SPAN, node_place(span ? span : item, c->page->source));
        else if (c->repeat == 0)
            DIAG_AT(c->portal->diags, D_ITEM_PLACE, node_place(span, c->page->source), span->text);
        else
            compile_item_title(c, item, span);
    }
}

void levels_compile(struct compiler *c, struct node *list)
{
    for (struct node *item = list->first; item; item = item->next) {
        struct node *span = item_span(c, item, FORM_LEVEL, 1);
        if (!span)
            continue;
        unsigned line = add_item(c, item, span, FORM_LEVEL, 1);
        struct node *rest = rest_of_item(c, item, span);
        if (rest->first && rest->first->kind == NODE_PARAGRAPH)
            choices_report_signs(c, rest->first, FORM_LEVEL, 1);
        compiler_say_blocks(c, line, WORD_TEXT, rest);
    }
}
