/* /recherche: pages of the help centre that have the words looked for. Anybody's, and about nobody: no
 * cookie. */
#include "help/feedback.h"
#include "help/find.h"
#include "pages/page.h"

struct search {
    struct find_query query;
    struct find_results results;
};

/* The same search for other words, or another page of it (from 0). */
static struct str address(const struct request *r, const struct search *s, struct str words, size_t page)
{
    struct buf out;
    buf_init(&out, 8192);
    buf_addf(&out, "/recherche?langue=" STR_FMT, STR_ARG(r->language));
    page_add_parameter(&out, "q", words);
    page_add_parameter(&out, "rubrique", s->query.section);
    page_add_parameter(&out, "role", s->query.role);
    if (page > 0)
        buf_addf(&out, "&page=%zu", page + 1);
    struct str result = arena_str(r->arena, buf_str(&out));
    buf_release(&out);
    return result;
}

/* A list that narrows the search; not shown when there is nothing to choose. */
static void set_choices(struct value *view, const char *name, const struct find_choices *choices,
                        struct str chosen)
{
    struct value *list = value_set_list(view, name);
    for (size_t i = 0; choices->count > 1 && i < choices->count; i++) {
        struct value *item = value_add_map(list);
        value_set_text(item, "value", choices->items[i].value);
        value_set_text(item, "label", choices->items[i].label);
        value_set_bool(item, "is_chosen", str_eq(choices->items[i].value, chosen));
    }
}

/* Blocks of the page follow one another on one line: a dot between those that do not end a sentence. */
static struct str on_one_line(struct arena *a, struct str text)
{
    struct buf out;
    buf_init(&out, 4 * text.n + 1);
    for (size_t i = 0; i < text.n; i++) {
        bool ends = i > 0 && strchr(".!?:;", text.p[i - 1]) != NULL;
        if (text.p[i] == '\n')
            buf_add_z(&out, ends ? " " : " · ");
        else
            buf_add_char(&out, text.p[i]);
    }
    struct str line = arena_str(a, buf_str(&out));
    buf_release(&out);
    return line;
}

static void set_excerpt(struct arena *a, struct value *item, const struct search_excerpt *excerpt)
{
    struct value *pieces = value_set_list(item, "pieces");
    for (size_t i = 0; i < excerpt->count; i++) {
        struct value *piece = value_add_map(pieces);
        value_set_text(piece, "text", on_one_line(a, excerpt->items[i].text));
        value_set_bool(piece, "is_hit", excerpt->items[i].is_hit);
    }
    value_set_bool(item, "is_cut_before", excerpt->is_cut_before);
    value_set_bool(item, "is_cut_after", excerpt->is_cut_after);
}

static void set_results(const struct request *r, const struct search *s, struct value *view)
{
    const struct find_results *found = &s->results;
    struct value *list = value_set_list(view, "results");
    for (size_t i = 0; i < found->n; i++) {
        struct value *item = value_add_map(list);
        value_set_text(item, "title", found->items[i].title);
        value_set_text(item, "url", found->items[i].url);
        value_set_text(item, "section", found->items[i].section);
        set_excerpt(r->arena, item, &found->items[i].excerpt);
    }
    value_set_bool(view, "has_results", found->n > 0);
    value_set_int(view, "results_total", (int64_t)found->total);
    value_set_bool(view, "is_many", found->total == FIND_MAX_RESULTS);
    value_set_bool(view, "is_partial", found->is_partial && found->n > 0);
    size_t parts = (found->total + FIND_PER_PAGE - 1) / FIND_PER_PAGE;
    page_set_part(view, s->query.page, parts);
    if (s->query.page > 0)
        value_set_text(view, "previous", address(r, s, s->query.text, s->query.page - 1));
    if ((s->query.page + 1) * FIND_PER_PAGE < found->total)
        value_set_text(view, "next", address(r, s, s->query.text, s->query.page + 1));
}

static void set_suggestion(const struct request *r, const struct search *s, struct value *view)
{
    if (s->results.suggestion.n == 0)
        return;
    struct value *suggestion = value_set_map(view, "suggestion");
    value_set_text(suggestion, "text", s->results.suggestion);
    value_set_text(suggestion, "url", address(r, s, s->results.suggestion, 0));
}

struct missing {
    char words[64];
    size_t n;
    char language[16];
    int64_t now;
};

static enum store_status write_miss(struct store_db *db, void *context)
{
    const struct missing *m = context;
    return miss_count(db, str_from(m->language), (struct str){m->words, m->n}, m->now);
}

/* Counted for the editors. Not while somebody is still typing, and not for every part of a site. */
static void note_miss(struct request *r, const struct search *s)
{
    struct str words = miss_words(r->arena, s->query.text);
    struct missing m = {.n = words.n, .now = r->now};
    bool is_whole = s->query.section.n == 0 && s->query.role.n == 0 && s->query.page == 0;
    if (request_field(r, "auto").n > 0 || !is_whole || !s->results.has_words || s->results.n > 0 ||
        words.n == 0 || words.n >= sizeof(m.words) || r->language.n >= sizeof(m.language))
        return;
    memcpy(m.words, words.p, words.n);
    memcpy(m.language, r->language.p, r->language.n);
    store_write_later(r->reader, write_miss, &m, sizeof(m));
}

static enum store_status search(struct request *r, struct search *s, struct value *view)
{
    struct find_choices sections, roles;
    enum store_status status = find_sections(r->site, r->arena, r->language, &sections);
    if (status == STORE_OK)
        status = find_roles(r->site, r->arena, r->language, &roles);
    if (status == STORE_OK)
        status = find_run(r->site, r->arena, &s->query, &s->results);
    if (status != STORE_OK)
        return status;
    set_choices(view, "sections", &sections, s->query.section);
    set_choices(view, "roles", &roles, s->query.role);
    value_set_bool(view, "has_sections", sections.count > 1);
    value_set_bool(view, "has_roles", roles.count > 1);
    value_set_bool(view, "has_choices", sections.count > 1 || roles.count > 1);
    set_results(r, s, view);
    set_suggestion(r, s, view);
    return STORE_OK;
}

void page_recherche_get(struct request *r, struct response *out)
{
    struct value *view = value_map(r->arena);
    struct search s = {.query = {.language = r->language,
                                 .text = request_field(r, "q"),
                                 .section = request_field(r, "rubrique"),
                                 .role = request_field(r, "role"),
                                 .page = page_part(r, FIND_MAX_RESULTS / FIND_PER_PAGE)}};
    enum store_status status = search(r, &s, view);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return;
    }
    struct str words = str_trim(s.query.text);
    value_set_text(view, "query", words);
    value_set_bool(view, "is_asked", words.n > 0);
    note_miss(r, &s);
    respond_page(r, out, STATUS_OK, "site/recherche", view);
}
