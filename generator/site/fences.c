/* The fenced blocks of a questionnaire: score, rules, checks. One declaration a line. */
#include "site/compiler.h"
#include "site/typography.h"

static const struct str words[] = {STR_INIT("score"), STR_INIT("rules"), STR_INIT("checks")};
static const enum form_kind kinds[] = {FORM_SCORE, FORM_RULE, FORM_CHECK};

/* The place of the text `line` (a slice of the block's literal) in the source: a block's lines are those that
 * follow its fence, less what indents them. */
static struct place line_place(const struct compiler *c, size_t *at, struct str line)
{
    struct str source = c->page->source->text;
    struct str rest = str_sub(source, *at, source.n), written;
    size_t start = *at;
    if (!str_line(&rest, &written))
        return (struct place){c->page->source, start, 0};
    *at = source.n - rest.n;
    size_t skip = written.n > line.n && str_ends(written, line) ? written.n - line.n : 0;
    return (struct place){c->page->source, start + skip, line.n};
}

static struct place narrow(struct place at, struct str whole, struct str part)
{
    return (struct place){at.source, at.offset + (size_t)(part.p - whole.p), part.n};
}

static void compile_check(struct compiler *c, struct str line, struct place at)
{
    struct str declaration, message;
    if (!form_check_split(line, &declaration, &message) || message.n == 0) {
        DIAG_AT(c->portal->diags, D_CHECK_MESSAGE, narrow(at, line, str_trim(line)));
        return;
    }
    unsigned number = compiler_add(c, FORM_CHECK, 0, declaration, narrow(at, line, declaration));
    struct str language = portal_language(c->portal, c->page->language);
    compiler_say(c, number, WORD_MESSAGE, typography_text(c->portal->arena, language, message));
}

static void compile_line(struct compiler *c, enum form_kind kind, struct str line, struct place at)
{
    struct str declaration = str_trim(line);
    if (declaration.n == 0)
        return;
    if (kind == FORM_CHECK)
        compile_check(c, line, at);
    else
        compiler_add(c, kind, 0, declaration, narrow(at, line, declaration));
}

static struct place word_place(const struct compiler *c, const struct node *block, struct str word)
{
    ptrdiff_t at = str_find(str_sub(c->page->source->text, block->offset, block->end), word);
    return (struct place){c->page->source, block->offset + (at > 0 ? (size_t)at : 0), word.n};
}

/* The signs that open a fenced block; empty when it is indented. */
static struct str fence_of(const struct compiler *c, const struct node *block)
{
    struct str source = c->page->source->text;
    size_t n = 0;
    while (block->offset + n < source.n && str_find_char(STR("`~"), source.p[block->offset + n]) >= 0)
        n++;
    return str_sub(source, block->offset, block->offset + n);
}

/* Nothing but signs on the last line, as many as opened the block: without them it runs to the file's end. */
static bool is_closed(const struct compiler *c, const struct node *block, struct str fence)
{
    struct str text = str_trim(str_sub(c->page->source->text, block->offset, block->end));
    size_t n = 0;
    while (n < text.n && text.p[text.n - 1 - n] == fence.p[0])
        n++;
    struct str before = str_sub(text, 0, text.n - n);
    while (before.n > 0 && (before.p[before.n - 1] == ' ' || before.p[before.n - 1] == '\t'))
        before.n--;
    return n >= fence.n && before.n > 0 && before.p[before.n - 1] == '\n';
}

/* The block that a first line like this one belongs to; empty when it is like none. */
static struct str block_of(struct str text)
{
    struct str first = {"", 0};
    for (struct str line; first.n == 0 && str_line(&text, &line);)
        first = str_trim(line);
    struct str rest = first;
    struct str name = str_cut(&rest, ' ');
    rest = str_trim(rest);
    bool is_compared = str_starts(rest, STR("<=")) || str_starts(rest, STR(">="));
    for (enum form_severity s = 0; s < FORM_SEVERITY__MAX; s++)
        if (str_eq(name, form_severity_name(s)) && str_find_char(rest, ':') >= 0)
            return words[2];
    if (is_compared && str_find(rest, STR(" if ")) >= 0)
        return words[1];
    return str_starts(rest, STR("=")) && !str_starts(rest, STR("==")) ? words[0] : (struct str){"", 0};
}

/* A block without a word of its own, or with another, that holds what one of the three does; or a word that
 * was meant to be one of them: with that all is said about the block. */
static bool report_near(struct compiler *c, const struct node *block, struct str word)
{
    static const struct synonym habits[] = {
        {STR_INIT("contrôles"), STR_INIT("checks")}, {STR_INIT("contrôle"), STR_INIT("checks")},
        {STR_INIT("controles"), STR_INIT("checks")}, {STR_INIT("controle"), STR_INIT("checks")},
        {STR_INIT("règles"), STR_INIT("rules")},     {STR_INIT("règle"), STR_INIT("rules")},
        {STR_INIT("regels"), STR_INIT("rules")},     {STR_INIT("regles"), STR_INIT("rules")},
    };
    struct str near = diag_meant(word, habits, sizeof(habits) / sizeof(habits[0]));
    if (near.n == 0)
        near = diag_nearest(word, words, sizeof(words) / sizeof(words[0]));
    if (near.n == 0)
        near = block_of(block->text);
    if (near.n == 0)
        return false;
    if (word.n == 0) {
        word = fence_of(c, block);
        near = arena_printf(c->portal->arena, STR_FMT STR_FMT, STR_ARG(word), STR_ARG(near));
    }
    if (word.n == 0)
        return false;
    DIAG_AT(c->portal->diags, D_FENCE_WORD, word_place(c, block, word), word, near);
    return true;
}

/* Of a block that is not closed, what stands before the next heading. */
static struct str lines_of(const struct node *block, bool closed)
{
    struct str text = block->text, rest = text, line;
    while (!closed && str_line(&rest, &line))
        if (str_starts(line, STR("#")))
            return str_sub(text, 0, (size_t)(line.p - text.p));
    return text;
}

bool fence_compile(struct compiler *c, const struct node *block)
{
    struct str fence = fence_of(c, block);
    bool closed = fence.n == 0 || is_closed(c, block, fence);
    if (!closed)
        DIAG_AT(c->portal->diags, D_FENCE_OPEN, word_place(c, block, fence), fence);
    struct str info = str_trim(block->extra);
    struct str word = str_cut(&info, ' ');
    enum form_kind kind = FORM_KIND__MAX;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (str_eq(word, words[i]))
            kind = kinds[i];
    }
    if (kind == FORM_KIND__MAX)
        return !closed || report_near(c, block, word);
    struct str source = c->page->source->text;
    struct str rest = str_sub(source, block->offset, source.n), line;
    str_line(&rest, &line);
    size_t at = source.n - rest.n;
    if (str_trim(block->text).n == 0)
        DIAG_AT(c->portal->diags, D_FENCE_EMPTY, word_place(c, block, word), word);
    for (struct str text = lines_of(block, closed); str_line(&text, &line);) {
        struct place place = line_place(c, &at, line);
        compile_line(c, kind, line, place);
    }
    return true;
}
