#include "form/build.h"

#include "form/draft.h"
#include "form/explain.h"
#include "form/prove.h"

enum { MAX_DIAGNOSTICS = 200, MAX_SUGGESTIONS = 50 };

struct form_builder {
    struct arena *arena;
    struct diags *own;  /* this questionnaire's alone, so that its errors can be counted */
    struct diags *into; /* where they go at the end */
    struct {
        struct declared *items;
        size_t count, cap;
    } lines;
    size_t bytes;
    bool full;
};

struct form_builder *form_builder_new(struct arena *arena, struct diags *diags)
{
    struct form_builder *b = ARENA_NEW(arena, struct form_builder);
    b->arena = arena;
    b->own = diags_new(arena, MAX_DIAGNOSTICS);
    b->into = diags;
    return b;
}

static void refuse(struct form_builder *b, struct place at)
{
    if (!b->full)
        DIAG_AT(b->own, D_FORM_TOO_LARGE, at, arena_printf(b->arena, "%d", FORM_MAX_LINES));
    b->full = true;
}

unsigned form_builder_add(struct form_builder *b, enum form_kind kind, unsigned depth, struct str declaration,
                          struct place at)
{
    if (b->full || b->lines.count == FORM_MAX_LINES || declaration.n > FORM_MAX_BYTES - b->bytes) {
        refuse(b, at);
        return (unsigned)b->lines.count + 1;
    }
    b->bytes += declaration.n;
    struct declared *d = ARENA_PUSH(b->arena, &b->lines);
    d->kind = kind;
    d->depth = depth;
    d->at = at;
    d->text = arena_str(b->arena, declaration);
    form_declare(b->arena, b->own, d);
    return (unsigned)b->lines.count;
}

unsigned form_builder_add_unread(struct form_builder *b, enum form_kind kind, unsigned depth, struct place at)
{
    if (b->full || b->lines.count == FORM_MAX_LINES)
        return (unsigned)b->lines.count + 1;
    struct declared *d = ARENA_PUSH(b->arena, &b->lines);
    *d = (struct declared){.kind = kind, .depth = depth, .at = at, .wrong = true};
    return (unsigned)b->lines.count;
}

static void keep_lines(struct draft *d, struct form *f)
{
    struct form_line *lines = ARENA_ARRAY(d->arena, struct form_line, d->n_lines);
    struct buf text;
    buf_init(&text, 2 * (size_t)FORM_MAX_EXPRESSION);
    for (size_t i = 0; i < d->n_lines; i++) {
        buf_clear(&text);
        form_declared_print(&d->lines[i], &text);
        lines[i] = (struct form_line){.kind = d->lines[i].kind,
                                      .depth = d->lines[i].depth,
                                      .declaration = arena_str(d->arena, buf_str(&text))};
    }
    buf_release(&text);
    f->lines = lines;
    f->n_lines = d->n_lines;
}

/* Of what a scoring explains. */
static void keep_formulas(const struct draft *d)
{
    for (size_t i = 0; i < d->n_lines; i++) {
        const struct declared *line = &d->lines[i];
        bool is_scored = line->kind == FORM_SCORE || line->kind == FORM_RESULT || line->kind == FORM_RULE ||
                         line->kind == FORM_CHECK;
        if (is_scored && line->expr != NULL)
            explain_formulas(d->arena, line->expr);
    }
}

/* A definition that was published, what is written now, and what is written now and whole. */
enum trust { PUBLISHED, WRITTEN, PROVE };

static const struct form *finish(struct form_builder *b, enum trust trust)
{
    struct draft d = {
        .arena = b->arena,
        .diags = b->own,
        .lines = b->lines.items,
        .n_lines = b->lines.count,
        .suggestions = MAX_SUGGESTIONS,
    };
    struct form *f = NULL;
    if (!b->full) {
        draft_structure(&d);
        draft_order(&d);
        draft_resolve(&d);
        draft_levels(&d);
        if (trust != PUBLISHED)
            draft_written(&d);
    }
    if (diags_errors(b->own) == 0)
        f = draft_expand(&d);
    if (f != NULL) {
        keep_lines(&d, f);
        keep_formulas(&d);
    }
    if (f != NULL && trust == PROVE) {
        form_prove(&d, f);
        draft_unused(&d);
    }
    if (diags_errors(b->own) > 0)
        f = NULL;
    diags_merge(b->into, b->own);
    return f;
}

const struct form *form_builder_finish_published(struct form_builder *b)
{
    return finish(b, PUBLISHED);
}

const struct form *form_builder_finish_unproven(struct form_builder *b)
{
    return finish(b, WRITTEN);
}

const struct form *form_builder_finish(struct form_builder *b)
{
    return finish(b, PROVE);
}

void form_canonical(const struct form *f, struct buf *out)
{
    for (size_t i = 0; i < f->n_lines; i++) {
        buf_add(out, form_kind_name(f->lines[i].kind));
        buf_add_char(out, ' ');
        buf_add_int(out, f->lines[i].depth);
        buf_add_char(out, ' ');
        buf_add(out, f->lines[i].declaration);
        buf_add_char(out, '\n');
    }
}

bool form_check_split(struct str line, struct str *declaration, struct str *message)
{
    ptrdiff_t colon = str_find_char(line, ':');
    if (colon < 0)
        return false;
    *declaration = str_trim(str_sub(line, 0, (size_t)colon));
    *message = str_trim(str_sub(line, (size_t)colon + 1, line.n));
    return true;
}

bool form_looks_declared(enum form_kind kind, struct str span)
{
    struct str s = str_trim(span);
    size_t n = 0;
    struct number label;
    if (kind == FORM_OPTION && number_parse_plain(s, &label))
        return true;
    /* A digit first is a mistake that is told under it. */
    if (s.n == 0 || !(lex_is_name_char(s.p[0]) || (unsigned char)s.p[0] >= 0x80))
        return false;
    while (n < s.n && (lex_is_name_char(s.p[n]) || s.p[n] == '-' || (unsigned char)s.p[n] >= 0x80))
        n++;
    struct str rest = str_trim(str_sub(s, n, s.n));
    if (kind == FORM_OPTION || kind == FORM_ROW || kind == FORM_LEVEL)
        return rest.n == 0 || rest.p[0] == '=' || rest.p[0] == ',';
    if (kind == FORM_POINT && (str_starts(rest, STR(",")) || str_eq(str_sub(s, 0, n), STR("if"))))
        return true;
    return str_starts(rest, STR(":")) ||
           (kind == FORM_POINT && (rest.n == 0 || str_starts(rest, STR("result"))));
}
