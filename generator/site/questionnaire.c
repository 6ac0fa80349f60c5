#include "site/compiler.h"
#include "site/markdown.h"
#include "site/refs.h"
#include "site/render.h"
#include "site/typography.h"

struct str word_role_name(enum word_role role)
{
    static const struct str names[] = {
        [WORD_TITLE] = STR_INIT("title"),     [WORD_DESCRIPTION] = STR_INIT("description"),
        [WORD_HINT] = STR_INIT("hint"),       [WORD_TEXT] = STR_INIT("text"),
        [WORD_MESSAGE] = STR_INIT("message"),
    };
    return names[role];
}

struct str questionnaire_words(const struct questionnaire *q, unsigned line, enum word_role role)
{
    size_t low = 0, high = q->words.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct word *word = &q->words.items[middle];
        if (word->line < line || (word->line == line && word->role < role))
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < q->words.count && q->words.items[low].line == line && q->words.items[low].role == role;
    return found ? q->words.items[low].text : (struct str){"", 0};
}

/* ---- what the parts share ---- */

unsigned compiler_add(struct compiler *c, enum form_kind kind, unsigned depth, struct str declaration,
                      struct place at)
{
    *ARENA_PUSH(c->portal->arena, &c->out->places) = at;
    return form_builder_add(c->builder, kind, depth, declaration, at);
}

void compiler_say(struct compiler *c, unsigned line, enum word_role role, struct str text)
{
    if (text.n > 0)
        *ARENA_PUSH(c->portal->arena, &c->out->words) = (struct word){line, role, text};
}

void compiler_say_blocks(struct compiler *c, unsigned line, enum word_role role, const struct node *holder)
{
    struct buf html;
    buf_init(&html, CONTENT_MAX_FILE * 2);
    struct render render = {.out = &html, .catalogue = portal_catalogue(c->portal, c->page->language)};
    render_below(&render, holder);
    compiler_say(c, line, role, arena_str(c->portal->arena, str_trim(buf_str(&html))));
    buf_release(&html);
}

static bool ends_line(const struct node *inline_node)
{
    return !inline_node->next || inline_node->next->kind == NODE_SOFT_BREAK ||
           inline_node->next->kind == NODE_LINE_BREAK;
}

struct node *compiler_span(struct compiler *c, struct node *block, enum form_kind kind)
{
    struct node *early = NULL;
    for (struct node *node = block->first; node; node = node->next) {
        if (node->kind != NODE_CODE)
            continue;
        if (block->kind == NODE_HEADING ? !node->next : ends_line(node))
            return node;
        bool has_shape = form_looks_declared(kind, node->text) && str_find_char(node->text, ' ') >= 0;
        early = early || !has_shape ? early : node;
    }
    if (early)
        DIAG_AT(c->portal->diags, D_SPAN_NOT_LAST, node_place(early, c->page->source), early->text);
    return NULL;
}

bool compiler_span_is_whole(struct compiler *c, const struct node *span)
{
    struct str source = c->page->source->text;
    if (str_eq(str_sub(source, span->offset, span->offset + span->text.n), span->text))
        return true;
    DIAG_AT(c->portal->diags, D_SPAN_LINES, node_place(span, c->page->source));
    return false;
}

struct str compiler_title(struct compiler *c, const struct node *block, const struct node *span)
{
    struct buf words;
    buf_init(&words, 1 << 20);
    for (const struct node *node = block->first; node && node != span; node = node->next)
        node_words(node, &words);
    struct str title = arena_str(c->portal->arena, str_trim(buf_str(&words)));
    buf_release(&words);
    return title;
}

struct str compiler_type(struct str declaration)
{
    struct str rest = declaration;
    str_cut(&rest, ':');
    rest = str_trim(rest);
    size_t n = 0;
    while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != ',')
        n++;
    return str_sub(rest, 0, n);
}

/* ---- hints ---- */

static void open_hint(struct compiler *c, unsigned line, enum word_role role)
{
    c->takes_text = true;
    c->hint_line = line;
    c->hint_role = role;
    c->hint = node_new(c->portal->arena, NODE_DOCUMENT);
}

static void close_hint(struct compiler *c)
{
    if (c->takes_text && c->hint->first)
        compiler_say_blocks(c, c->hint_line, c->hint_role, c->hint);
    c->takes_text = false;
}

static void gather(struct compiler *c, struct node *block)
{
    c->bare_point = NULL;
    if (c->takes_text) {
        node_append(c->hint, block);
    } else if (!c->is_skipped) {
        DIAG_AT(c->portal->diags, c->has_choices ? D_TEXT_AFTER_OPTIONS : D_TEXT_NOWHERE,
                node_place(block, c->page->source));
    }
}

/* ---- headings ---- */

/* A `one` or `many` without any list at all is left to the builder; one whose items have no codes has been
 * reported. */
static void close_question(struct compiler *c)
{
    close_hint(c);
    c->question = 0;
    c->is_choice = false;
    c->is_grid = false;
    c->has_choices = false;
    c->is_skipped = false;
}

/* A client would turn to a page with nothing on it. */
static void report_bare_point(const struct compiler *c)
{
    if (c->bare_point)
        DIAG_AT(c->portal->diags, D_POINT_EMPTY, node_place(c->bare_point, c->page->source));
}

static void begin_section(struct compiler *c, struct node *heading)
{
    report_bare_point(c);
    struct node *span = compiler_span(c, heading, FORM_POINT);
    bool is_result =
        span && str_find_char(span->text, ':') >= 0 && str_eq_z(compiler_type(span->text), "result");
    bool is_declared = span && (is_result || form_looks_declared(FORM_POINT, span->text));
    struct str title = compiler_title(c, heading, is_declared ? span : NULL);
    struct str declaration = is_declared ? span->text : (struct str){"", 0};
    c->section = is_result ? FORM_RESULT : FORM_POINT;
    if (is_declared && !compiler_span_is_whole(c, span))
        declaration.n = 0;
    if (title.n == 0)
        DIAG_AT(c->portal->diags, D_TITLE_EMPTY, node_place(heading, c->page->source));
    struct place at = node_place(is_declared ? span : heading, c->page->source);
    unsigned line = compiler_add(c, c->section, 0, declaration, at);
    compiler_say(c, line, WORD_TITLE, title);
    open_hint(c, line, WORD_HINT);
    bool is_repeat = is_declared && str_eq_z(compiler_type(span->text), "repeat");
    c->repeat = is_repeat ? line : 0;
    c->is_plain_point = !span;
    c->bare_point = is_result || is_repeat ? NULL : heading;
    c->has_item = false;
    if (!is_result) {
        struct str name = arena_printf(c->portal->arena, "point-%zu", c->page->anchors.count + 1);
        map_put(&c->page->anchors.taken, c->portal->arena, name, c->page);
        *ARENA_PUSH(c->portal->arena, &c->page->anchors) = (struct anchor){name, title, 2};
    }
}

static void begin_question(struct compiler *c, struct node *heading)
{
    struct place whole = node_place(heading, c->page->source);
    size_t errors = diags_errors(c->portal->diags);
    struct node *span = compiler_span(c, heading, FORM_QUESTION);
    if (!span || !form_looks_declared(FORM_QUESTION, span->text)) {
        if (diags_errors(c->portal->diags) == errors)
            DIAG_AT(c->portal->diags, span ? D_QUESTION_SPAN : D_QUESTION_UNDECLARED,
                    span ? node_place(span, c->page->source) : whole, span ? span->text : STR(""));
        form_builder_add_unread(c->builder, FORM_QUESTION, 1, whole);
        c->is_skipped = true;
        return;
    }
    struct str title = compiler_title(c, heading, span);
    if (title.n == 0)
        DIAG_AT(c->portal->diags, D_TITLE_EMPTY, whole);
    struct str type = compiler_type(span->text);
    c->is_choice = str_eq_z(type, "one") || str_eq_z(type, "many");
    c->is_grid = str_eq_z(type, "grid");
    c->question = compiler_add(c, FORM_QUESTION, 1, span->text, node_place(span, c->page->source));
    compiler_say(c, c->question, WORD_TITLE, title);
    open_hint(c, c->question, WORD_HINT);
}

static void compile_heading(struct compiler *c, struct node *heading)
{
    close_question(c);
    if (heading->number == 2) {
        begin_section(c, heading);
        return;
    }
    c->bare_point = NULL;
    if (heading->number == 3 && c->section == FORM_POINT) {
        begin_question(c, heading);
    } else {
        DIAG_AT(c->portal->diags, heading->number == 3 ? D_QUESTION_PLACE : D_QUESTION_HEADING,
                node_place(heading, c->page->source));
        c->is_skipped = true;
    }
}

/* ---- the document ---- */

static bool has_list_after(const struct node *list)
{
    for (const struct node *node = list->next; node && node->kind != NODE_HEADING; node = node->next) {
        if (node->kind == NODE_LIST)
            return true;
    }
    return false;
}

static void compile_list(struct compiler *c, struct node *list)
{
    bool is_declared = choices_are_declared(list);
    bool is_last_hope = c->is_choice && !c->has_choices && !has_list_after(list);
    if (c->is_skipped)
        return;
    if (c->section == FORM_RESULT && (is_declared || c->takes_text)) {
        close_hint(c);
        levels_compile(c, list);
    } else if (c->question > 0 && (is_declared || is_last_hope)) {
        close_hint(c);
        c->has_choices = true;
        choices_compile(c, list);
    } else if (c->section == FORM_POINT && c->question == 0 && is_declared &&
               (c->repeat > 0 || c->is_plain_point)) {
        c->bare_point = NULL;
        items_compile(c, list);
    } else {
        gather(c, list);
    }
}

/* `###Votre âge`: without a blank behind its signs a heading is none. */
static bool is_tight_heading(const struct compiler *c, const struct node *node)
{
    struct str text = c->page->source->text;
    return node->kind == NODE_PARAGRAPH && str_starts(str_sub(text, node->offset, text.n), STR("##"));
}

static void report_tight_heading(struct compiler *c, const struct node *node)
{
    struct str text = c->page->source->text;
    size_t n = 0;
    while (node->offset + n < text.n && text.p[node->offset + n] == '#')
        n++;
    DIAG_AT(c->portal->diags, D_HEADING_SPACE, ((struct place){c->page->source, node->offset, n}),
            str_sub(text, node->offset, node->offset + n));
}

/* `• Court `court = 0`` below a question or a result. */
static bool is_list_of_signs(struct compiler *c, const struct node *node)
{
    if (node->kind != NODE_PARAGRAPH || c->is_skipped)
        return false;
    if (c->section == FORM_RESULT)
        return choices_report_signs(c, node, FORM_LEVEL, 1);
    return c->is_choice && choices_report_signs(c, node, FORM_OPTION, 2);
}

static void compile_block(struct compiler *c, struct node *node)
{
    if (node->kind == NODE_HEADING) {
        compile_heading(c, node);
    } else if (node->kind == NODE_LIST) {
        compile_list(c, node);
    } else if (node->kind == NODE_TABLE && c->is_grid && !c->has_choices) {
        close_hint(c);
        c->has_choices = true;
        grid_compile(c, node, 2);
    } else if (node->kind == NODE_CODE_BLOCK && fence_compile(c, node)) {
        close_hint(c);
        c->question = 0;
        c->has_choices = false;
    } else if (is_tight_heading(c, node)) {
        report_tight_heading(c, node);
    } else if (!is_list_of_signs(c, node)) {
        gather(c, node);
    }
}

static int by_line(const void *a, const void *b)
{
    const struct word *one = a, *other = b;
    if (one->line != other->line)
        return one->line < other->line ? -1 : 1;
    return one->role < other->role ? -1 : one->role > other->role;
}

static void compile_document(struct compiler *c, struct node *root)
{
    const struct matter *matter = &c->page->matter;
    struct arena *a = c->portal->arena;
    struct str language = portal_language(c->portal, c->page->language);
    compiler_say(c, 0, WORD_TITLE, typography_text(a, language, matter->title));
    compiler_say(c, 0, WORD_DESCRIPTION, typography_text(a, language, matter->description));
    open_hint(c, 0, WORD_TEXT);
    for (struct node *node = root->first, *next; node; node = next) {
        next = node->next;
        compile_block(c, node);
    }
    close_question(c);
    report_bare_point(c);
    if (c->out->words.count > 0)
        qsort(c->out->words.items, c->out->words.count, sizeof(struct word), by_line);
}

/* Whoever comes could fill the disk. */
static void refuse_public_files(struct portal *portal, const struct questionnaire *q)
{
    for (size_t i = 0; q->form != NULL && q->page->matter.is_public && i < q->form->n_questions; i++) {
        const struct form_question *question = &q->form->questions[i];
        if (question->type == FORM_FILE)
            DIAG_AT(portal->diags, D_FORM_FILE_PUBLIC, q->places.items[question->line - 1], question->id);
    }
}

struct questionnaire *questionnaire_compile(struct portal *portal, struct page *page)
{
    struct questionnaire *out = ARENA_NEW(portal->arena, struct questionnaire);
    struct compiler c = {.portal = portal, .page = page, .out = out, .section = FORM_KIND__MAX};
    out->page = page;
    size_t errors = diags_errors(portal->diags);
    if (page->source->text.n > QUESTIONNAIRE_MAX_FILE) {
        DIAG_AT(portal->diags, D_FILE_TOO_LARGE, (struct place){0}, page->source->name,
                arena_printf(portal->arena, "%d", QUESTIONNAIRE_MAX_FILE));
        return out;
    }
    struct node *root = markdown_parse(portal->arena, page->source, page->matter.body, portal->diags);
    refs_resolve(portal, page, root);
    typography_apply(portal->arena, portal_language(portal, page->language), root);
    c.builder = form_builder_new(portal->arena, portal->diags);
    compile_document(&c, root);
    if (out->places.count == 0 && diags_errors(portal->diags) == errors)
        DIAG_AT(portal->diags, D_QUESTIONNAIRE_EMPTY, page->matter.title_at);
    /* Proofs about what could not be read whole would be wrong; those of the reference hold for its
     * translations. */
    bool is_whole = diags_errors(portal->diags) == errors;
    bool is_proven = is_whole && page->language == 0;
    out->form = is_proven ? form_builder_finish(c.builder) : form_builder_finish_unproven(c.builder);
    if (!is_whole)
        out->form = NULL;
    refuse_public_files(portal, out);
    return out;
}
