#include <string.h>

#include "theme/message_parts.h"

enum { MAX_NESTED = 16 };

struct parser {
    struct arena *arena;
    const struct message_source *source;
    struct diags *diags;
    struct str text;
    size_t at;
    struct message *message;
    unsigned depth;
    bool failed;
};

/* Where the mistake is, when the message stands in the file as it is; the whole message otherwise. */
static struct place place_of(const struct parser *p, size_t from, size_t n)
{
    struct place at = p->source->at;
    if (at.source == NULL || at.length < p->text.n)
        return at;
    struct str written = str_sub(at.source->text, at.offset, at.offset + at.length);
    ptrdiff_t start = str_find(written, p->text);
    if (start < 0)
        return at;
    return (struct place){at.source, at.offset + (size_t)start + from, n};
}

static bool fail(struct parser *p, enum diag_code code, size_t from, struct str arg)
{
    size_t n = p->at > from ? p->at - from : 1;
    if (!p->failed)
        DIAG_AT(p->diags, code, place_of(p, from, n), arg);
    p->failed = true;
    return false;
}

static bool is_at(const struct parser *p, char c)
{
    return p->at < p->text.n && p->text.p[p->at] == c;
}

static void skip_blanks(struct parser *p)
{
    while (is_at(p, ' ') || is_at(p, '\n') || is_at(p, '\t'))
        p->at++;
}

/* What stands up to the next blank or any of ",{}". */
static struct str take_word(struct parser *p)
{
    skip_blanks(p);
    size_t from = p->at;
    while (p->at < p->text.n && strchr(" \n\t,{}", p->text.p[p->at]) == NULL)
        p->at++;
    struct str word = str_sub(p->text, from, p->at);
    skip_blanks(p);
    return word;
}

static bool take(struct parser *p, char c)
{
    if (!is_at(p, c))
        return false;
    p->at++;
    return true;
}

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_' &&
            c != '.')
            return false;
    }
    return s.n > 0 && s.p[0] != '.' && s.p[s.n - 1] != '.';
}

static struct part *new_part(struct parser *p, enum part_kind kind, struct str text)
{
    struct part *part = ARENA_NEW(p->arena, struct part);
    part->kind = kind;
    part->text = text;
    return part;
}

static void add_name(struct parser *p, struct str name)
{
    for (size_t i = 0; i < p->message->names.count; i++)
        if (str_eq(p->message->names.items[i], name))
            return;
    *ARENA_PUSH(p->arena, &p->message->names) = name;
}

/* --- Text --- */

/* Behind the apostrophe at p->at: how much of a quotation follows, 0 when it is just an apostrophe. */
static bool starts_quotation(const struct parser *p, bool in_plural)
{
    if (p->at + 1 >= p->text.n)
        return false;
    char c = p->text.p[p->at + 1];
    return c == '{' || c == '}' || (in_plural && c == '#');
}

static void take_apostrophe(struct parser *p, struct buf *out, bool in_plural)
{
    if (p->at + 1 < p->text.n && p->text.p[p->at + 1] == '\'') {
        buf_add_char(out, '\'');
        p->at += 2;
        return;
    }
    if (!starts_quotation(p, in_plural)) {
        buf_add_char(out, '\'');
        p->at++;
        return;
    }
    p->at++;
    while (p->at < p->text.n) {
        if (is_at(p, '\'')) {
            p->at++;
            if (!is_at(p, '\''))
                return;
        }
        buf_add_char(out, p->text.p[p->at++]);
    }
}

static struct part *take_text(struct parser *p, bool in_plural)
{
    struct buf out;
    buf_init(&out, p->text.n);
    while (p->at < p->text.n && !is_at(p, '{') && !is_at(p, '}') && !(in_plural && is_at(p, '#'))) {
        if (is_at(p, '\'')) {
            take_apostrophe(p, &out, in_plural);
        } else {
            buf_add_char(&out, p->text.p[p->at]);
            p->at++;
        }
    }
    struct part *part = new_part(p, PART_TEXT, arena_str(p->arena, buf_str(&out)));
    part->is_plain = html_is_plain(part->text);
    buf_release(&out);
    return part;
}

/* --- Arguments --- */

static bool parse_parts(struct parser *p, bool in_plural, struct part **parts);

static bool check_word(struct parser *p, const struct part *part, const struct choice *choice, size_t from)
{
    for (const struct choice *c = part->choices; c != NULL && c != choice; c = c->next)
        if (str_eq(c->word, choice->word))
            return fail(p, D_TEXT_CASE_TWICE, from, choice->word);
    if (part->kind == PART_SELECT || choice->is_exact)
        return true;
    return message_rules_have(p->source->rules, part->kind, choice->word) ||
           fail(p, D_TEXT_CATEGORY, from, choice->word);
}

static bool parse_choice(struct parser *p, struct part *part, struct choice **tail)
{
    struct choice *choice = ARENA_NEW(p->arena, struct choice);
    size_t from = p->at;
    choice->word = take_word(p);
    size_t end = from + choice->word.n;
    if (part->kind != PART_SELECT && str_starts(choice->word, STR("=")))
        choice->is_exact = str_to_int64(str_sub(choice->word, 1, choice->word.n), &choice->exact);
    if (choice->word.n == 0 || !is_at(p, '{'))
        return fail(p, D_TEXT_CASE, from, part->text);
    p->at = end;
    bool fine = check_word(p, part, choice, from);
    skip_blanks(p);
    size_t brace = p->at;
    if (!fine || !take(p, '{') || !parse_parts(p, part->kind != PART_SELECT, &choice->parts))
        return false;
    if (!take(p, '}')) {
        p->at = brace + 1;
        return fail(p, D_TEXT_OPEN, brace, (struct str){0});
    }
    *tail = choice;
    return true;
}

static bool parse_choices(struct parser *p, struct part *part, size_t from)
{
    struct choice **tail = &part->choices;
    bool has_other = false;
    skip_blanks(p);
    while (p->at < p->text.n && !is_at(p, '}')) {
        if (!parse_choice(p, part, tail))
            return false;
        has_other = has_other || str_eq_z((*tail)->word, "other");
        tail = &(*tail)->next;
        skip_blanks(p);
    }
    return has_other || fail(p, D_TEXT_OTHER, from, part->text);
}

static bool parse_offset(struct parser *p, struct part *part)
{
    struct str offset = STR("offset:");
    skip_blanks(p);
    if (!str_starts(str_sub(p->text, p->at, p->text.n), offset))
        return true;
    size_t from = p->at;
    p->at += offset.n;
    struct str number = take_word(p);
    return str_to_int64(number, &part->offset) || fail(p, D_TEXT_CASE, from, part->text);
}

static bool parse_type(struct parser *p, struct part *part, size_t from)
{
    static const struct str types[] = {STR_INIT("plural"), STR_INIT("select"), STR_INIT("selectordinal"),
                                       STR_INIT("number")};
    skip_blanks(p);
    size_t type_from = p->at;
    struct str type = take_word(p);
    if (str_eq_z(type, "number"))
        return true;
    if (str_eq_z(type, "plural"))
        part->kind = PART_PLURAL;
    else if (str_eq_z(type, "selectordinal"))
        part->kind = PART_ORDINAL;
    else if (str_eq_z(type, "select"))
        part->kind = PART_SELECT;
    else {
        p->at = type_from + type.n;
        struct str nearest = diag_nearest(type, types, sizeof(types) / sizeof(types[0]));
        if (!p->failed)
            DIAG_AT(p->diags, D_TEXT_TYPE, place_of(p, type_from, type.n), type, nearest);
        p->failed = true;
        return false;
    }
    if (!take(p, ','))
        return fail(p, D_TEXT_CASE, from, part->text);
    return (part->kind != PART_PLURAL || parse_offset(p, part)) && parse_choices(p, part, from);
}

static bool parse_argument(struct parser *p, struct part **out)
{
    size_t from = p->at;
    p->at++;
    struct str name = take_word(p);
    if (p->at == p->text.n) {
        p->at = from + 1;
        return fail(p, D_TEXT_OPEN, from, (struct str){0});
    }
    if (!is_name(name) || !(is_at(p, '}') || is_at(p, ',')))
        return fail(p, D_TEXT_NAME, from, name);
    struct part *part = new_part(p, PART_ARGUMENT, name);
    add_name(p, name);
    if (take(p, ',') && !parse_type(p, part, from))
        return false;
    skip_blanks(p);
    if (!take(p, '}')) {
        p->at = from + 1;
        return fail(p, D_TEXT_OPEN, from, (struct str){0});
    }
    *out = part;
    return true;
}

static bool parse_parts(struct parser *p, bool in_plural, struct part **parts)
{
    if (p->depth++ == MAX_NESTED)
        return fail(p, D_TEXT_DEEP, p->at, (struct str){0});
    struct part **tail = parts;
    while (p->at < p->text.n && !is_at(p, '}')) {
        if (is_at(p, '{')) {
            if (!parse_argument(p, tail))
                return false;
        } else if (in_plural && take(p, '#')) {
            *tail = new_part(p, PART_HASH, (struct str){0});
        } else {
            *tail = take_text(p, in_plural);
        }
        tail = &(*tail)->next;
    }
    p->depth--;
    return true;
}

struct message *message_parse(struct arena *a, const struct message_source *source, struct diags *diags)
{
    struct parser p = {.arena = a, .source = source, .diags = diags, .text = source->text};
    p.message = ARENA_NEW(a, struct message);
    if (!parse_parts(&p, false, &p.message->parts))
        return NULL;
    if (p.at < p.text.n) {
        fail(&p, D_TEXT_CLOSE, p.at, (struct str){0});
        return NULL;
    }
    return p.message;
}
