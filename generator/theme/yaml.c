#include "theme/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/utf8.h"
#include "theme/yaml_mistakes.h"

enum {
    MAX_BYTES = 1 << 20,
    MAX_DEPTH = 32,
    MAX_NODES = 20000,
    MAX_MENDED = 20, /* mistakes behind which reading goes on */
};

struct reader {
    struct arena *arena;
    const struct source *source;
    size_t base;     /* where the text begins in the source */
    struct str text; /* what is parsed: the source's bytes, or a mended copy of them */
    struct diags *diags;
    yaml_parser_t parser;
    size_t nodes;
    bool is_wrong;       /* diagnostics were added, though reading went on */
    size_t reported;     /* the bytes up to which mistakes were reported by an earlier reading */
    size_t chars, bytes; /* the same place in characters, as libyaml counts, and in bytes */
};

struct children {
    struct yaml *items;
    size_t count, cap;
};

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* libyaml's marks count characters; from one to the next there are few. */
static size_t byte_offset(struct reader *r, size_t chars)
{
    while (r->chars < chars && r->bytes < r->text.n) {
        r->bytes++;
        while (r->bytes < r->text.n && is_continuation(r->text.p[r->bytes]))
            r->bytes++;
        r->chars++;
    }
    while (r->chars > chars && r->bytes > 0) {
        r->bytes--;
        while (r->bytes > 0 && is_continuation(r->text.p[r->bytes]))
            r->bytes--;
        r->chars--;
    }
    return r->bytes;
}

static struct place place_of(struct reader *r, size_t from_char, size_t to_char)
{
    size_t from = byte_offset(r, from_char);
    size_t to = byte_offset(r, to_char);
    return (struct place){r->source, r->base + from, to > from ? to - from : 0};
}

static void start_parser(struct reader *r)
{
    r->chars = 0;
    r->bytes = 0;
    r->nodes = 0;
    if (!yaml_parser_initialize(&r->parser))
        abort();
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->text.p, r->text.n);
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
}

/* The mistake that stopped the parser. */
static struct yaml_mistake mistake_of(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    struct yaml_mistake m = {.source = r->source,
                             .from = r->base,
                             .text = r->text,
                             .problem = str_from(p->problem),
                             .context = str_from(p->context)};
    if (p->error == YAML_READER_ERROR) {
        m.at = p->problem_offset < r->text.n ? p->problem_offset : r->text.n;
    } else {
        m.at = byte_offset(r, p->problem_mark.index);
        m.context_at = byte_offset(r, p->context_mark.index);
    }
    return m;
}

static bool is_tagged(const yaml_event_t *e)
{
    if (e->type == YAML_SCALAR_EVENT)
        return e->data.scalar.anchor != NULL || e->data.scalar.tag != NULL;
    if (e->type == YAML_SEQUENCE_START_EVENT)
        return e->data.sequence_start.anchor != NULL || e->data.sequence_start.tag != NULL;
    if (e->type == YAML_MAPPING_START_EVENT)
        return e->data.mapping_start.anchor != NULL || e->data.mapping_start.tag != NULL;
    return e->type == YAML_ALIAS_EVENT;
}

/* Reports what an event may not be, wherever it stands; false when reading cannot go on behind it. */
static bool check_event(struct reader *r, const yaml_event_t *e)
{
    struct place at = place_of(r, e->start_mark.index, e->end_mark.index);
    if (e->type == YAML_DOCUMENT_START_EVENT && e->data.document_start.version_directive != NULL) {
        DIAG_AT(r->diags, D_YAML_DOCUMENTS, at);
        return false;
    }
    if (is_tagged(e) && at.offset - r->base >= r->reported) {
        yaml_explain_special(r->source, r->base, r->text, at.offset - r->base, r->diags);
        r->is_wrong = true;
    }
    bool is_node = e->type == YAML_SCALAR_EVENT || e->type == YAML_SEQUENCE_START_EVENT ||
                   e->type == YAML_MAPPING_START_EVENT || e->type == YAML_ALIAS_EVENT;
    if (is_node && ++r->nodes > MAX_NODES) {
        DIAG_AT(r->diags, D_YAML_LARGE, at, STR("20000"));
        return false;
    }
    return true;
}

/* The next event, to be deleted by the caller; false when diagnostics were added. */
static bool next_event(struct reader *r, yaml_event_t *e)
{
    if (!yaml_parser_parse(&r->parser, e)) {
        struct yaml_mistake m = mistake_of(r);
        yaml_explain(r->arena, &m, r->diags);
        return false;
    }
    if (check_event(r, e))
        return true;
    yaml_event_delete(e);
    return false;
}

static bool read_node(struct reader *r, const yaml_event_t *e, int depth, struct yaml *out);

static bool read_sequence(struct reader *r, int depth, struct children *children)
{
    for (;;) {
        yaml_event_t e;
        if (!next_event(r, &e))
            return false;
        bool end = e.type == YAML_SEQUENCE_END_EVENT;
        struct yaml item = {0};
        bool fine = end || read_node(r, &e, depth, &item);
        yaml_event_delete(&e);
        if (end || !fine)
            return fine;
        *ARENA_PUSH(r->arena, children) = item;
    }
}

static bool read_key(struct reader *r, const yaml_event_t *e, struct yaml *item)
{
    item->key_at = place_of(r, e->start_mark.index, e->end_mark.index);
    if (e->type != YAML_SCALAR_EVENT) {
        item->key_at.length = 1;
        DIAG_AT(r->diags, D_YAML_KEY, item->key_at);
        return false;
    }
    item->key = arena_str(r->arena, (struct str){(const char *)e->data.scalar.value, e->data.scalar.length});
    return true;
}

static bool read_mapping(struct reader *r, int depth, struct children *children)
{
    for (;;) {
        yaml_event_t e;
        struct yaml item = {0};
        if (!next_event(r, &e))
            return false;
        bool end = e.type == YAML_MAPPING_END_EVENT;
        bool fine = end || read_key(r, &e, &item);
        yaml_event_delete(&e);
        if (end || !fine)
            return fine;
        if (!next_event(r, &e))
            return false;
        fine = read_node(r, &e, depth, &item);
        yaml_event_delete(&e);
        if (!fine)
            return false;
        *ARENA_PUSH(r->arena, children) = item;
    }
}

static int by_key(const void *x, const void *y)
{
    const struct yaml *a = *(const struct yaml *const *)x;
    const struct yaml *b = *(const struct yaml *const *)y;
    int order = str_cmp(a->key, b->key);
    if (order != 0)
        return order;
    return a < b ? -1 : a > b;
}

/* Reports every key that stands a second time in the mapping that just ended. */
static void check_keys(struct reader *r, const struct children *children)
{
    if (r->bytes < r->reported)
        return;
    const struct yaml **sorted = ARENA_ARRAY(r->arena, const struct yaml *, children->count);
    for (size_t i = 0; i < children->count; i++)
        sorted[i] = &children->items[i];
    if (children->count > 1)
        qsort(sorted, children->count, sizeof(*sorted), by_key);
    for (size_t i = 1, first = 0; i < children->count; i++) {
        if (!str_eq(sorted[first]->key, sorted[i]->key)) {
            first = i;
            continue;
        }
        size_t line = 0;
        size_t column = 0;
        source_line_column(r->source, sorted[first]->key_at.offset, &line, &column);
        DIAG_AT(r->diags, D_YAML_DUPLICATE, sorted[i]->key_at, sorted[i]->key,
                arena_printf(r->arena, "%zu", line));
        r->is_wrong = true;
    }
}

static bool read_children(struct reader *r, const yaml_event_t *e, int depth, struct yaml *out)
{
    struct children children = {0};
    out->at.length = 0;
    if (depth >= MAX_DEPTH) {
        DIAG_AT(r->diags, D_YAML_DEEP, out->at, STR("32"));
        return false;
    }
    bool fine;
    if (e->type == YAML_MAPPING_START_EVENT) {
        out->kind = YAML_MAPPING;
        fine = read_mapping(r, depth + 1, &children);
        if (fine)
            check_keys(r, &children);
    } else {
        out->kind = YAML_SEQUENCE;
        fine = read_sequence(r, depth + 1, &children);
    }
    out->items = children.items;
    out->n_items = children.count;
    return fine;
}

static bool read_node(struct reader *r, const yaml_event_t *e, int depth, struct yaml *out)
{
    out->at = place_of(r, e->start_mark.index, e->end_mark.index);
    if (e->type == YAML_MAPPING_START_EVENT || e->type == YAML_SEQUENCE_START_EVENT)
        return read_children(r, e, depth, out);
    out->kind = YAML_SCALAR;
    if (e->type == YAML_SCALAR_EVENT)
        out->scalar =
            arena_str(r->arena, (struct str){(const char *)e->data.scalar.value, e->data.scalar.length});
    return true;
}

/* The root must be a mapping: text without a colon is a key whose colon was forgotten. */
static bool read_root(struct reader *r, const yaml_event_t *e, struct yaml *root)
{
    if (!read_node(r, e, 0, root))
        return false;
    if (root->kind == YAML_SCALAR && str_empty(root->scalar) && root->at.length == 0)
        root->kind = YAML_MAPPING;
    if (root->kind != YAML_MAPPING) {
        DIAG_AT(r->diags, D_YAML_MAPPING, root->at);
        return false;
    }
    return true;
}

static bool read_document(struct reader *r, struct yaml *root)
{
    bool seen = false;
    bool fine = true;
    bool end = false;
    while (fine && !end) {
        yaml_event_t e;
        if (!next_event(r, &e))
            return false;
        end = e.type == YAML_STREAM_END_EVENT;
        if (e.type == YAML_DOCUMENT_START_EVENT && seen) {
            DIAG_AT(r->diags, D_YAML_DOCUMENTS, place_of(r, e.start_mark.index, e.end_mark.index));
            fine = false;
        } else if (e.type == YAML_MAPPING_START_EVENT || e.type == YAML_SEQUENCE_START_EVENT ||
                   e.type == YAML_SCALAR_EVENT) {
            fine = read_root(r, &e, root);
            seen = true;
        }
        yaml_event_delete(&e);
    }
    return fine;
}

/* After a colon too many, the rest is looked through with that value blotted out, so that a person who writes
 * titles the French way sees all of them at once. */
static void find_further_mistakes(struct reader *r)
{
    struct str copy = arena_str(r->arena, r->text);
    char *bytes = arena_alloc(r->arena, copy.n + 1);
    memcpy(bytes, copy.p, copy.n);
    r->text = (struct str){bytes, copy.n};
    struct yaml_mistake m = mistake_of(r);
    for (int i = 0; i < MAX_MENDED && yaml_is_colon_too_many(&m); i++) {
        struct str value = yaml_value_at(r->text, m.at);
        memset(bytes + (value.p - bytes), 'x', value.n);
        r->reported = m.at;
        yaml_parser_delete(&r->parser);
        start_parser(r);
        struct yaml root = {.kind = YAML_MAPPING};
        if (read_document(r, &root) || r->parser.error == YAML_NO_ERROR)
            return;
        m = mistake_of(r);
    }
}

const struct yaml *yaml_read(struct arena *a, const struct source *source, size_t offset, size_t length,
                             struct diags *diags)
{
    struct str text = str_sub(source->text, offset, offset + length);
    struct str mark = STR("\xEF\xBB\xBF");
    if (str_starts(text, mark)) {
        text = str_sub(text, mark.n, text.n);
        offset += mark.n;
    }
    struct reader r = {.arena = a, .source = source, .base = offset, .text = text, .diags = diags};
    size_t valid = utf8_valid_prefix(text);
    if (text.n > MAX_BYTES) {
        DIAG_AT(diags, D_FILE_TOO_LARGE, ((struct place){source, offset, 0}), source->name, STR("1048576"));
        return NULL;
    }
    if (valid < text.n) {
        DIAG_AT(diags, D_NOT_UTF8, ((struct place){source, offset + valid, 1}));
        return NULL;
    }
    struct yaml *root = ARENA_NEW(a, struct yaml);
    root->kind = YAML_MAPPING;
    root->at = (struct place){source, offset, 0};
    start_parser(&r);
    bool fine = read_document(&r, root);
    if (!fine && r.parser.error != YAML_NO_ERROR)
        find_further_mistakes(&r);
    yaml_parser_delete(&r.parser);
    return fine && !r.is_wrong ? root : NULL;
}
