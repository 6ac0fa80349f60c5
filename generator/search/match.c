#include "search/match.h"

void search_scope_add(struct search_scope *scope, struct str mark)
{
    if (scope->n < SEARCH_MAX_SCOPES)
        scope->marks[scope->n++] = mark;
}

/* A string of FTS5's; a quotation mark in it is doubled. */
static void add_string(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.p[i]);
    }
    buf_add_char(out, '"');
}

static void add_stems(struct buf *out, const struct search_stems *stems)
{
    buf_add_char(out, '(');
    for (size_t i = 0; i < stems->count; i++) {
        buf_add_z(out, i > 0 ? " AND " : "");
        add_string(out, stems->items[i]);
    }
    buf_add_char(out, ')');
}

static void add_term(struct buf *out, const struct search_term *term)
{
    buf_add_char(out, '(');
    for (size_t i = 0; i < term->count; i++) {
        buf_add_z(out, i > 0 ? " OR " : "");
        add_stems(out, &term->items[i]);
    }
    buf_add_char(out, ')');
}

static void add_terms(struct buf *out, const struct search_terms *terms, bool any)
{
    buf_add_char(out, '(');
    for (size_t i = 0; i < terms->count; i++) {
        buf_add_z(out, i == 0 ? "" : any ? " OR " : " AND ");
        add_term(out, &terms->items[i]);
    }
    buf_add_char(out, ')');
}

void search_match(struct buf *out, const struct search_scope *scope, const struct search_terms_wanted *wanted)
{
    if (wanted->terms->count == 0)
        return;
    for (size_t i = 0; i < scope->n; i++) {
        buf_add_z(out, "scope : ");
        add_string(out, scope->marks[i]);
        buf_add_z(out, " AND ");
    }
    static const char *const columns[SEARCH_PLACE__MAX] = {[SEARCH_ANYWHERE] = "- scope : ",
                                                           [SEARCH_NAMED] = "{title keywords headings} : ",
                                                           [SEARCH_TITLED] = "title : "};
    bool is_one_enough = wanted->any || wanted->place == SEARCH_NAMED;
    buf_add_z(out, columns[wanted->place]);
    add_terms(out, wanted->terms, is_one_enough);
    if (wanted->place == SEARCH_NAMED && !wanted->any && wanted->terms->count > 1) {
        buf_add_z(out, " AND - scope : ");
        add_terms(out, wanted->terms, false);
    }
}
