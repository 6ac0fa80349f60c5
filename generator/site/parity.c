#include "site/parity.h"

/* The lines of one language, each with a name that is the same in all: "question age", "option horizon
 * court". */
struct named {
    const struct questionnaire *q;
    struct str *names;
    struct map by_name; /* name → its line, as a pointer into names */
};

struct comparison {
    struct portal *portal;
    struct named reference, translation;
    size_t last; /* line of the translation that was matched last */
};

/* The id or code that a canonical declaration begins with. */
static struct str id_of(struct str declaration)
{
    size_t n = 0;
    while (n < declaration.n && declaration.p[n] != ' ' && declaration.p[n] != ':' && declaration.p[n] != ',')
        n++;
    return str_sub(declaration, 0, n);
}

/* What the names of one language's lines are made with. */
struct naming {
    struct arena *arena;
    const struct form *form;
    bool by_question; /* points: there are not as many in both languages */
};

/* Points have no id of their own to go by: their number, or the first question's id. Rules and checks go by
 * their number. */
static struct str name_of(const struct naming *n, size_t i, struct str owner, size_t number)
{
    struct arena *a = n->arena;
    const struct form *form = n->form;
    const struct form_line *line = &form->lines[i];
    struct str kind = form_kind_name(line->kind);
    bool has_question = n->by_question && i + 1 < form->n_lines && form->lines[i + 1].kind == FORM_QUESTION;
    struct str id = id_of(line->declaration);
    if (line->kind == FORM_POINT && has_question)
        id = id_of(form->lines[i + 1].declaration);
    if (line->kind == FORM_RULE || line->kind == FORM_CHECK || (line->kind == FORM_POINT && !has_question))
        return arena_printf(a, STR_FMT " %zu", STR_ARG(kind), number);
    bool is_owned = line->kind == FORM_OPTION || line->kind == FORM_ROW || line->kind == FORM_LEVEL;
    if (is_owned || owner.n > 0)
        return arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(kind), STR_ARG(owner), STR_ARG(id));
    return arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(kind), STR_ARG(id));
}

/* What the lines below a line are named with: in a repeat the names are its own. */
static struct str owner_of(struct arena *a, const struct form_line *line, struct str above)
{
    struct str id = id_of(line->declaration);
    if (line->kind == FORM_POINT)
        return str_find(line->declaration, STR(": ")) < 0 ? (struct str){"", 0} : id;
    return above.n == 0 ? id : arena_printf(a, STR_FMT "." STR_FMT, STR_ARG(above), STR_ARG(id));
}

static struct named name_lines(struct arena *a, const struct questionnaire *q, bool by_question)
{
    const struct form *form = q->form;
    struct naming naming = {a, form, by_question};
    struct named named = {.q = q, .names = ARENA_ARRAY(a, struct str, form->n_lines + 1)};
    struct str owners[FORM_MAX_DEPTH + 1] = {0};
    size_t numbers[FORM_KIND__MAX] = {0};
    for (size_t i = 0; i < form->n_lines; i++) {
        const struct form_line *line = &form->lines[i];
        struct str none = {"", 0};
        bool is_asked = line->kind == FORM_QUESTION;
        struct str repeat = line->depth > 0 ? owners[0] : none;
        struct str owner = line->depth == 0 ? none : is_asked ? repeat : owners[line->depth - 1];
        named.names[i] = name_of(&naming, i, owner, numbers[line->kind]++);
        bool owns = line->depth > 0 || line->kind == FORM_POINT || line->kind == FORM_RESULT;
        if (owns && line->depth <= FORM_MAX_DEPTH)
            owners[line->depth] = owner_of(a, line, is_asked || line->depth == 0 ? repeat : owner);
        map_put(&named.by_name, a, named.names[i], &named.names[i]);
    }
    return named;
}

/* The line of this name, or -1. */
static ptrdiff_t find(const struct named *named, struct str name)
{
    const struct str *found = map_get(&named->by_name, name);
    return found ? found - named->names : -1;
}

static struct str place_name(const struct comparison *c, struct place at)
{
    size_t line, column;
    source_line_column(at.source, at.offset, &line, &column);
    return arena_printf(c->portal->arena, STR_FMT ":%zu:%zu", STR_ARG(at.source->name), line, column);
}

static struct place place_of(const struct questionnaire *q, size_t line)
{
    if (line < q->places.count)
        return q->places.items[line];
    return (struct place){q->page->source, q->page->matter.body, 0};
}

/* What a line declares; a point without a declaration is known by its title. */
static struct str said(const struct questionnaire *q, size_t line)
{
    struct str declaration = q->form->lines[line].declaration;
    return declaration.n > 0 ? declaration : questionnaire_words(q, (unsigned)line + 1, WORD_TITLE);
}

static void report_missing(struct comparison *c, size_t line)
{
    const struct questionnaire *reference = c->reference.q;
    DIAG_AT(c->portal->diags, D_PARITY_MISSING, place_of(c->translation.q, c->last), said(reference, line),
            place_name(c, place_of(reference, line)));
}

/* false when the line stands elsewhere: then what is below it does too. */
static bool compare_line(struct comparison *c, size_t mine, size_t other)
{
    const struct form_line *reference = &c->reference.q->form->lines[mine];
    const struct form_line *translation = &c->translation.q->form->lines[other];
    struct place at = place_of(c->translation.q, other);
    struct str where = place_name(c, place_of(c->reference.q, mine));
    bool is_moved = reference->depth != translation->depth || other < c->last;
    if (translation->declaration.n == 0 && reference->declaration.n > 0)
        DIAG_AT(c->portal->diags, D_PARITY_MISSING, at, reference->declaration, where);
    else if (reference->declaration.n == 0 && translation->declaration.n > 0)
        DIAG_AT(c->portal->diags, D_PARITY_EXTRA, at, translation->declaration, where);
    else if (!str_eq(reference->declaration, translation->declaration))
        DIAG_AT(c->portal->diags, D_PARITY_DIFFERS, at, translation->declaration, reference->declaration,
                where);
    else if (is_moved)
        DIAG_AT(c->portal->diags, D_PARITY_ORDER, at, said(c->translation.q, other), where);
    return !is_moved;
}

/* Lines below one that is missing or moved are not reported again: `hidden` is its depth. */
static void compare_all(struct comparison *c)
{
    const struct form *form = c->reference.q->form;
    unsigned hidden = UINT32_MAX;
    for (size_t i = 0; i < form->n_lines; i++) {
        ptrdiff_t other = find(&c->translation, c->reference.names[i]);
        if (form->lines[i].depth > hidden)
            continue;
        hidden = UINT32_MAX;
        if (other >= 0 && compare_line(c, i, (size_t)other)) {
            c->last = (size_t)other > c->last ? (size_t)other : c->last;
        } else {
            if (other < 0)
                report_missing(c, i);
            hidden = form->lines[i].depth;
        }
    }
}

static void report_extra(struct comparison *c)
{
    const struct form *form = c->translation.q->form;
    unsigned hidden = UINT32_MAX;
    for (size_t i = 0; i < form->n_lines; i++) {
        if (find(&c->reference, c->translation.names[i]) >= 0) {
            hidden = UINT32_MAX;
        } else if (form->lines[i].depth <= hidden) {
            DIAG_AT(c->portal->diags, D_PARITY_EXTRA, place_of(c->translation.q, i),
                    said(c->translation.q, i), c->reference.q->page->source->name);
            hidden = form->lines[i].depth;
        }
    }
}

/* What one item of a repeat is called, in all languages or in none. */
static void compare_items(struct comparison *c)
{
    const struct questionnaire *reference = c->reference.q, *translation = c->translation.q;
    for (size_t i = 0; i < reference->form->n_repeats; i++) {
        size_t mine = reference->form->repeats[i].line - 1;
        ptrdiff_t other = find(&c->translation, c->reference.names[mine]);
        if (other < 0)
            continue;
        bool has_mine = questionnaire_words(reference, (unsigned)mine + 1, WORD_DESCRIPTION).n > 0;
        bool has_other = questionnaire_words(translation, (unsigned)other + 1, WORD_DESCRIPTION).n > 0;
        struct place at = place_of(translation, (size_t)other);
        struct str where = place_name(c, place_of(reference, mine));
        if (has_mine && !has_other)
            DIAG_AT(c->portal->diags, D_PARITY_MISSING, at, STR("item"), where);
        else if (has_other && !has_mine)
            DIAG_AT(c->portal->diags, D_PARITY_EXTRA, at, STR("item"), where);
    }
}

/* A wording that one language has and the other lacks: a client would read a blank. */
static void compare_words(struct comparison *c)
{
    const struct questionnaire *reference = c->reference.q, *translation = c->translation.q;
    for (size_t i = 0; i < reference->words.count; i++) {
        const struct word *word = &reference->words.items[i];
        if (word->role == WORD_DESCRIPTION || questionnaire_words(translation, word->line, word->role).n > 0)
            continue;
        size_t line = word->line > 0 ? word->line - 1 : SIZE_MAX;
        struct place at = line == SIZE_MAX ? translation->page->matter.title_at : place_of(translation, line);
        struct place where = line == SIZE_MAX ? reference->page->matter.title_at : place_of(reference, line);
        DIAG_AT(c->portal->diags, D_PARITY_WORDS, at, place_name(c, where));
    }
}

static struct str text_at(struct place at)
{
    return str_sub(at.source->text, at.offset, at.offset + at.length);
}

/* A key of the front matter that says something else than in the reference language, or is in one alone. */
static void report_matter(struct comparison *c, const char *key, struct place mine, struct place other)
{
    struct diags *diags = c->portal->diags;
    struct place top = {c->translation.q->page->source, 0, 3};
    if (!other.source)
        DIAG_AT(diags, D_PARITY_MATTER_MISSING, top, str_from(key), text_at(mine), place_name(c, mine));
    else if (!mine.source)
        DIAG_AT(diags, D_PARITY_MATTER_EXTRA, other, str_from(key), text_at(other),
                c->reference.q->page->source->name);
    else
        DIAG_AT(diags, D_PARITY_MATTER, other, str_from(key), text_at(other), text_at(mine),
                place_name(c, mine));
}

static void compare_matter(struct comparison *c)
{
    const struct matter *mine = &c->reference.q->page->matter, *other = &c->translation.q->page->matter;
    if (mine->is_public != other->is_public)
        report_matter(c, "access", mine->access_at, other->access_at);
    if (mine->validity_months != other->validity_months)
        report_matter(c, "validity", mine->validity_at, other->validity_at);
}

void parity_check(struct portal *portal, const struct questionnaire *reference,
                  const struct questionnaire *translation)
{
    struct comparison c = {.portal = portal};
    bool by_question = reference->form->n_points != translation->form->n_points;
    c.reference = name_lines(portal->arena, reference, by_question);
    c.translation = name_lines(portal->arena, translation, by_question);
    size_t errors = diags_errors(portal->diags);
    compare_matter(&c);
    compare_all(&c);
    compare_items(&c);
    report_extra(&c);
    if (diags_errors(portal->diags) == errors)
        compare_words(&c);
}
