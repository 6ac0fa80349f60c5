#include "site/output_search.h"

#include "base/fold.h"
#include "search/words.h"
#include "site/article.h"
#include "site/typography.h"

/* A word as it stands on pages, with its capitals and accents. */
struct known {
    struct str folded, stem;
    bool is_common;
    struct entry *entry; /* NULL when it is common */
};

/* A row of article_word. */
struct entry {
    struct str folded, stem;
    size_t articles;
    size_t last; /* article it was counted for */
};

/* A section or role, and its mark. */
struct mark {
    struct str name, title;
    size_t position;
};

struct marks {
    struct mark *items;
    size_t count, cap;
};

/* The index of one language. */
struct indexing {
    struct database *d;
    struct arena *arena;
    struct stemmer *stemmer;
    size_t language;
    struct map known;   /* word → struct known */
    struct map entries; /* "folded stem" → struct entry */
    struct {
        struct entry **items;
        size_t count, cap;
    } list;
    struct marks sections, roles;
    struct buf columns[3]; /* title, keywords, headings: reused for each article */
    struct buf body;
};

enum { COLUMN_MAX = 64 << 20 };

static struct known *make_known(struct indexing *x, struct str word)
{
    struct known *known = ARENA_NEW(x->arena, struct known);
    known->folded = fold(x->arena, word);
    known->is_common = word.n > SEARCH_MAX_WORD || stemmer_is_common(x->stemmer, known->folded);
    map_put(&x->known, x->arena, arena_str(x->arena, word), known);
    if (known->is_common)
        return known;
    known->stem = stemmer_stem(x->stemmer, x->arena, word);
    struct entry *entry = ARENA_NEW(x->arena, struct entry);
    *entry = (struct entry){.folded = known->folded, .stem = known->stem};
    struct str key =
        arena_printf(x->arena, STR_FMT " " STR_FMT, STR_ARG(entry->folded), STR_ARG(entry->stem));
    known->entry = map_put(&x->entries, x->arena, key, entry);
    if (known->entry == entry)
        *ARENA_PUSH(x->arena, &x->list) = entry;
    return known;
}

/* Appends the stems of a text; `article` is counted once for each of its words. */
static void add_stems(struct indexing *x, struct buf *out, struct str text, size_t article)
{
    struct str word;
    while (search_word(&text, &word)) {
        struct known *known = map_get(&x->known, word);
        if (!known)
            known = make_known(x, word);
        if (known->is_common)
            continue;
        if (known->entry->last != article)
            known->entry->articles++;
        known->entry->last = article;
        buf_add(out, known->stem);
        buf_add_char(out, ' ');
    }
}

/* The mark of this name, added when it is new. */
static const struct mark *mark_of(struct indexing *x, struct marks *marks, struct str name)
{
    for (size_t i = 0; i < marks->count; i++)
        if (str_eq(marks->items[i].name, name))
            return &marks->items[i];
    struct mark *mark = ARENA_PUSH(x->arena, marks);
    *mark = (struct mark){name, name, marks->count};
    return mark;
}

/* The first folder of the page's path: what readers take for a part of the help. */
static struct str section_of(const struct page *page)
{
    ptrdiff_t slash = str_find_char(page->local, '/');
    return str_sub(page->local, 0, slash < 0 ? 0 : (size_t)slash);
}

static struct str section_title(const struct indexing *x, struct str section)
{
    const struct portal *portal = x->d->portal;
    struct str path = arena_printf(x->arena, STR_FMT "/" STR_FMT "/index.md",
                                   STR_ARG(portal->config.languages[x->language]), STR_ARG(section));
    const struct page *index = map_get(&portal->by_path, path);
    return index && index->matter.title.n > 0 ? index->matter.title : section;
}

static void add_scope(struct indexing *x, struct buf *out, const struct page *page)
{
    struct str language = portal_language(x->d->portal, x->language), section = section_of(page);
    buf_add_char(out, 'l');
    for (size_t i = 0; i < language.n; i++)
        if (language.p[i] != '-')
            buf_add_char(out, language.p[i]);
    if (section.n > 0)
        buf_addf(out, " s%zu", mark_of(x, &x->sections, section)->position);
    for (size_t i = 0; i < page->matter.roles.count; i++)
        buf_addf(out, " r%zu", mark_of(x, &x->roles, page->matter.roles.items[i])->position);
}

static void write_article(struct indexing *x, const struct page *page, size_t id)
{
    struct database *d = x->d;
    struct str title = typography_text(x->arena, portal_language(d->portal, x->language), page->matter.title);
    statement_number(d, 1, id);
    statement_text(d, 2, portal_language(d->portal, x->language));
    statement_text(d, 3, article_page(page));
    statement_text(d, 4, page->article->version);
    statement_text(d, 5, page->url);
    statement_text(d, 6, title);
    statement_text(d, 7, section_of(page));
    statement_text(d, 8, page->article->text);
    statement_run(d);
}

static void write_stems(struct indexing *x, const struct page *page, size_t id)
{
    struct buf scope;
    buf_init(&scope, COLUMN_MAX);
    for (size_t i = 0; i < 3; i++)
        buf_clear(&x->columns[i]);
    buf_clear(&x->body);
    add_stems(x, &x->columns[0], page->matter.title, id);
    add_stems(x, &x->columns[1], page->matter.description, id);
    for (size_t i = 0; i < page->matter.tags.count; i++)
        add_stems(x, &x->columns[1], page->matter.tags.items[i], id);
    add_stems(x, &x->columns[2], page->article->headings, id);
    add_stems(x, &x->body, page->article->text, id);
    add_scope(x, &scope, page);
    statement_number(x->d, 1, id);
    for (int i = 0; i < 3; i++)
        statement_text(x->d, i + 2, buf_str(&x->columns[i]));
    statement_text(x->d, 5, buf_str(&x->body));
    statement_text(x->d, 6, buf_str(&scope));
    statement_run(x->d);
    buf_release(&scope);
}

static bool is_wanted(const struct indexing *x, const struct page *page)
{
    return page->article && page->language == x->language;
}

/* Articles are numbered by language and path, from `first` + 1; gives the last. */
static size_t write_articles(struct indexing *x, size_t first)
{
    const struct page_list *pages = &x->d->portal->pages;
    size_t id = first;
    statement_use(x->d, "article");
    for (size_t i = 0; i < pages->count; i++)
        if (is_wanted(x, pages->items[i]))
            write_article(x, pages->items[i], ++id);
    statement_use(x->d, "article_stem");
    id = first;
    for (size_t i = 0; i < pages->count; i++)
        if (is_wanted(x, pages->items[i]))
            write_stems(x, pages->items[i], ++id);
    return id;
}

static void write_marks(struct indexing *x)
{
    struct str language = portal_language(x->d->portal, x->language);
    statement_use(x->d, "article_section");
    for (size_t i = 0; i < x->sections.count; i++) {
        const struct mark *mark = &x->sections.items[i];
        statement_text(x->d, 1, language);
        statement_text(x->d, 2, mark->name);
        statement_number(x->d, 3, mark->position);
        statement_text(x->d, 4, typography_text(x->arena, language, section_title(x, mark->name)));
        statement_run(x->d);
    }
    statement_use(x->d, "article_role");
    for (size_t i = 0; i < x->roles.count; i++) {
        statement_text(x->d, 1, language);
        statement_text(x->d, 2, x->roles.items[i].name);
        statement_number(x->d, 3, x->roles.items[i].position);
        statement_run(x->d);
    }
}

static int by_word(const void *one, const void *other)
{
    const struct entry *const *x = one, *const *y = other;
    int order = str_cmp((*x)->folded, (*y)->folded);
    return order != 0 ? order : str_cmp((*x)->stem, (*y)->stem);
}

/* In the order of the key, which is the quickest to write. */
static void write_words(struct indexing *x)
{
    if (x->list.count > 0)
        qsort(x->list.items, x->list.count, sizeof(*x->list.items), by_word);
    statement_use(x->d, "article_word");
    for (size_t i = 0; i < x->list.count; i++) {
        statement_text(x->d, 1, portal_language(x->d->portal, x->language));
        statement_text(x->d, 2, x->list.items[i]->folded);
        statement_text(x->d, 3, x->list.items[i]->stem);
        statement_number(x->d, 4, x->list.items[i]->articles);
        statement_run(x->d);
    }
}

/* ---- synonyms ---- */

/* An expression as its stems; common words are left out, as they are in what is searched. */
static struct str term_of(struct indexing *x, struct str expression)
{
    struct buf out;
    struct str word;
    buf_init(&out, COLUMN_MAX);
    while (search_word(&expression, &word)) {
        if (stemmer_is_common(x->stemmer, fold(x->arena, word)))
            continue;
        if (out.n > 0)
            buf_add_char(&out, ' ');
        buf_add(&out, stemmer_stem(x->stemmer, x->arena, word));
    }
    struct str term = arena_str(x->arena, buf_str(&out));
    buf_release(&out);
    return term;
}

static void write_synonyms(struct indexing *x)
{
    const struct yaml_texts *sets = &x->d->portal->synonyms[x->language];
    statement_use(x->d, "synonym");
    for (size_t i = 0; i < sets->count; i++) {
        for (struct str rest = sets->items[i]; rest.n > 0;) {
            struct str term = term_of(x, str_cut(&rest, ','));
            if (term.n == 0)
                continue;
            statement_text(x->d, 1, portal_language(x->d->portal, x->language));
            statement_text(x->d, 2, term);
            statement_number(x->d, 3, i + 1);
            statement_run(x->d);
        }
    }
}

static size_t write_language(struct database *d, size_t language, size_t last)
{
    struct indexing x = {.d = d, .language = language};
    x.arena = arena_new();
    x.stemmer = stemmer_new(portal_language(d->portal, language));
    for (size_t i = 0; i < 3; i++)
        buf_init(&x.columns[i], COLUMN_MAX);
    buf_init(&x.body, COLUMN_MAX);
    last = write_articles(&x, last);
    write_marks(&x);
    write_words(&x);
    write_synonyms(&x);
    for (size_t i = 0; i < 3; i++)
        buf_release(&x.columns[i]);
    buf_release(&x.body);
    stemmer_free(x.stemmer);
    arena_free(x.arena);
    return last;
}

void search_write(struct database *d)
{
    size_t last = 0;
    for (size_t i = 0; i < d->portal->config.n_languages; i++)
        last = write_language(d, i, last);
    statement_once(d, "article_optimize");
}
