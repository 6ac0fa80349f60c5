#include "site/output_search.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "site/article.h"
#include "site/index_words.h"
#include "site/typography.h"

/* A section or role, and its mark. */
struct mark {
    struct str name;
    size_t position; /* from 1 */
};

struct marks {
    struct mark *items;
    size_t count, cap;
};

struct search_part {
    struct search_part *next;
    struct index_words *words[CONFIG_MAX_LANGUAGES];
    struct arena *scratch;
};

/* The texts of the two rows of an article. */
enum field {
    FIELD_VERSION,
    FIELD_TITLE,
    FIELD_HEADINGS,
    FIELD_TEXT,
    FIELD_TITLE_STEMS,
    FIELD_KEYWORD_STEMS,
    FIELD_HEADING_STEMS,
    FIELD_BODY_STEMS,
    FIELD_SCOPE,
    FIELD__MAX
};

struct row {
    const struct page *page;
    size_t ends[FIELD__MAX]; /* of the fields, which stand behind one another */
    char bytes[];
};

struct search_index {
    struct database *d;
    struct arena *arena;
    struct search_part *before; /* of an earlier build, what its articles were; NULL: the index is new */
    struct marks sections[CONFIG_MAX_LANGUAGES], roles[CONFIG_MAX_LANGUAGES];
    sqlite3_stmt *article, *stems;
    pthread_mutex_t lock; /* for what follows */
    struct search_part *parts;
    size_t n_rows;        /* up to the last page that may be added */
    struct row **rows;    /* by the page's number: made, not yet written; `none`: there is none */
    size_t next;          /* page whose row is to be written */
    bool is_writing;      /* by one thread, without the lock */
    pthread_cond_t moved; /* `next` did */
};

enum { COLUMN_MAX = 64 << 20 };
/* Rows that may wait for the one before them, so that a slow thread does not fill the memory with others'
 * rows. Whoever makes the one waited for never waits. */
enum { ROWS_AHEAD = 256 };

static struct row none;

/* ---- marks ---- */

static const struct mark *find_mark(const struct marks *marks, struct str name)
{
    for (size_t i = 0; i < marks->count; i++)
        if (str_eq(marks->items[i].name, name))
            return &marks->items[i];
    return NULL;
}

static void add_mark(struct arena *a, struct marks *marks, struct str name)
{
    if (!find_mark(marks, name)) {
        struct mark *mark = ARENA_PUSH(a, marks);
        *mark = (struct mark){name, marks->count};
    }
}

/* The first folder of the page's path: what readers take for a part of the help. */
static struct str section_of(const struct page *page)
{
    ptrdiff_t slash = str_find_char(page->local, '/');
    return str_sub(page->local, 0, slash < 0 ? 0 : (size_t)slash);
}

/* The marks that the articles of an earlier build have. */
static void recall_marks(struct search_index *x, const char *statement, struct marks *marks)
{
    struct database *d = x->d;
    statement_use(d, statement);
    for (size_t i = 0; i < d->portal->config.n_languages; i++) {
        statement_text(d, 1, portal_language(d->portal, i));
        while (d->status == SQLITE_OK && sqlite3_step(d->statement) == SQLITE_ROW)
            add_mark(x->arena, &marks[i], arena_str(x->arena, statement_column(d, 0)));
        statement_keep(d, sqlite3_reset(d->statement));
    }
}

/* In the order of the pages, before the first is made. */
static void find_marks(struct search_index *x)
{
    const struct page_list *pages = &x->d->portal->pages;
    for (size_t i = 0; i < pages->count; i++) {
        const struct page *page = pages->items[i];
        if (!portal_is_shown(page) || page->kind == PAGE_HOME)
            continue;
        if (section_of(page).n > 0)
            add_mark(x->arena, &x->sections[page->language], section_of(page));
        for (size_t j = 0; j < page->matter.roles.count; j++)
            add_mark(x->arena, &x->roles[page->language], page->matter.roles.items[j]);
    }
}

/* ---- one article ---- */

static size_t position_of(const struct marks *marks, struct str name)
{
    const struct mark *mark = find_mark(marks, name);
    return mark ? mark->position : 0;
}

static void add_scope(const struct search_index *x, struct buf *out, const struct page *page)
{
    struct str section = section_of(page);
    if (section.n > 0)
        buf_addf(out, "s%zu", position_of(&x->sections[page->language], section));
    for (size_t i = 0; i < page->matter.roles.count; i++)
        buf_addf(out, " r%zu", position_of(&x->roles[page->language], page->matter.roles.items[i]));
}

static void add_keywords(struct index_words *words, struct buf *out, const struct page *page)
{
    const struct matter *matter = &page->matter;
    size_t article = page->number + 1;
    index_words_add(words, out, matter->description, article);
    for (size_t i = 0; i < matter->tags.count; i++)
        index_words_add(words, out, matter->tags.items[i], article);
}

static void add_field(const struct search_index *x, struct search_part *part, const struct page *page,
                      enum field field, struct buf *out)
{
    struct str language = portal_language(x->d->portal, page->language);
    struct index_words *words = part->words[page->language];
    size_t article = page->number + 1;
    if (field == FIELD_VERSION)
        buf_add(out, page->article->version);
    else if (field == FIELD_TITLE)
        buf_add(out, typography_text(part->scratch, language, page->matter.title));
    else if (field == FIELD_HEADINGS)
        buf_add(out, page->article->headings);
    else if (field == FIELD_TEXT)
        buf_add(out, page->article->text);
    else if (field == FIELD_TITLE_STEMS)
        index_words_add(words, out, page->matter.title, article);
    else if (field == FIELD_KEYWORD_STEMS)
        add_keywords(words, out, page);
    else if (field == FIELD_HEADING_STEMS)
        index_words_add(words, out, page->article->headings, article);
    else if (field == FIELD_BODY_STEMS)
        index_words_add(words, out, page->article->text, article);
    else
        add_scope(x, out, page);
}

static struct row *make_row(const struct search_index *x, struct search_part *part, const struct page *page)
{
    struct buf out;
    struct row row = {.page = page};
    size_t head = sizeof(row);
    buf_init(&out, COLUMN_MAX);
    buf_add_repeat(&out, '\0', head);
    for (enum field i = 0; i < FIELD__MAX; i++) {
        add_field(x, part, page, i, &out);
        row.ends[i] = out.n - head;
    }
    arena_clear(part->scratch);
    memcpy(out.p, &row, head);
    return (struct row *)(void *)out.p;
}

static struct str field_of(const struct row *row, enum field field)
{
    size_t from = field == 0 ? 0 : row->ends[field - 1];
    return (struct str){row->bytes + from, row->ends[field] - from};
}

static void run_with_stems(struct database *d, const struct row *row)
{
    statement_number(d, 1, row->page->number + 1);
    for (enum field i = FIELD_TITLE_STEMS; i < FIELD__MAX; i++)
        statement_text(d, 2 + (int)(i - FIELD_TITLE_STEMS), field_of(row, i));
    statement_run(d);
}

static void write_row(struct search_index *x, const struct row *row)
{
    struct database *d = x->d;
    d->statement = x->article;
    statement_number(d, 1, row->page->number + 1);
    statement_text(d, 2, portal_language(d->portal, row->page->language));
    statement_text(d, 3, article_page(row->page));
    statement_text(d, 4, field_of(row, FIELD_VERSION));
    statement_text(d, 5, row->page->url);
    statement_text(d, 6, field_of(row, FIELD_TITLE));
    statement_text(d, 7, section_of(row->page));
    statement_text(d, 8, field_of(row, FIELD_HEADINGS));
    statement_text(d, 9, field_of(row, FIELD_TEXT));
    statement_run(d);
    d->statement = x->stems;
    run_with_stems(d, row);
    d->statement = NULL;
}

/* ---- while pages are made ---- */

static struct search_part *new_part(struct search_part *next)
{
    struct search_part *part = memory_resize(NULL, sizeof(*part));
    *part = (struct search_part){.next = next, .scratch = arena_new()};
    return part;
}

static struct index_words *words_of(const struct search_index *x, struct search_part *part, size_t language)
{
    if (!part->words[language])
        part->words[language] = index_words_new(portal_language(x->d->portal, language));
    return part->words[language];
}

/* Under the lock, which is let go while a row is written. */
static void write_ready(struct search_index *x)
{
    x->is_writing = true;
    while (x->next < x->n_rows && x->rows[x->next]) {
        struct row *row = x->rows[x->next++];
        if (row == &none)
            continue;
        pthread_mutex_unlock(&x->lock);
        write_row(x, row);
        free(row);
        pthread_mutex_lock(&x->lock);
        pthread_cond_broadcast(&x->moved);
    }
    x->is_writing = false;
    pthread_cond_broadcast(&x->moved);
}

struct search_index *search_begin(struct database *d, bool is_change)
{
    struct arena *a = arena_new();
    struct search_index *x = ARENA_NEW(a, struct search_index);
    x->d = d;
    x->arena = a;
    const struct page_list *pages = &d->portal->pages;
    x->n_rows = pages->count > 0 ? pages->items[pages->count - 1]->number + 1 : 0;
    x->rows = ARENA_ARRAY(a, struct row *, x->n_rows + 1);
    pthread_mutex_init(&x->lock, NULL);
    pthread_cond_init(&x->moved, NULL);
    if (is_change) {
        x->before = new_part(NULL);
        recall_marks(x, "article_sections", x->sections);
        recall_marks(x, "article_roles", x->roles);
    } else {
        find_marks(x);
    }
    statement_keep(d, sqlite3_finalize(d->statement));
    d->statement = NULL;
    x->article = statement_take(d, "article");
    x->stems = statement_take(d, "article_stem");
    return x;
}

void search_add(struct search_index *x, struct search_part **part, const struct page *page)
{
    struct row *row = &none;
    if (!*part) {
        pthread_mutex_lock(&x->lock);
        *part = x->parts = new_part(x->parts);
        pthread_mutex_unlock(&x->lock);
    }
    if (page->article) {
        words_of(x, *part, page->language);
        row = make_row(x, *part, page);
    }
    pthread_mutex_lock(&x->lock);
    while (!x->before && page->number >= x->next + ROWS_AHEAD)
        pthread_cond_wait(&x->moved, &x->lock);
    x->rows[page->number] = row;
    if (!x->before && !x->is_writing)
        write_ready(x);
    pthread_mutex_unlock(&x->lock);
}

/* ---- at the end ---- */

static struct str section_title(const struct search_index *x, size_t language, struct str section)
{
    const struct portal *portal = x->d->portal;
    struct str path = arena_printf(x->arena, STR_FMT "/" STR_FMT "/index.md",
                                   STR_ARG(portal_language(portal, language)), STR_ARG(section));
    const struct page *index = map_get(&portal->by_path, path);
    if (index && index->matter.title.n > 0)
        return index->matter.title;
    const struct catalogue *texts = portal_catalogue(portal, language);
    bool is_questionnaires = str_eq(section, STR("questionnaires"));
    return is_questionnaires ? catalogue_text(texts, x->arena, STR("home.questionnaires"), NULL) : section;
}

static void write_marks(struct search_index *x, size_t language)
{
    struct str code = portal_language(x->d->portal, language);
    const struct marks *sections = &x->sections[language], *roles = &x->roles[language];
    statement_use(x->d, "article_section");
    for (size_t i = 0; i < sections->count; i++) {
        statement_text(x->d, 1, code);
        statement_text(x->d, 2, sections->items[i].name);
        statement_number(x->d, 3, sections->items[i].position);
        struct str title = section_title(x, language, sections->items[i].name);
        statement_text(x->d, 4, typography_text(x->arena, code, title));
        statement_run(x->d);
    }
    statement_use(x->d, "article_role");
    for (size_t i = 0; i < roles->count; i++) {
        statement_text(x->d, 1, code);
        statement_text(x->d, 2, roles->items[i].name);
        statement_number(x->d, 3, roles->items[i].position);
        statement_run(x->d);
    }
}

static int by_word(const void *one, const void *other)
{
    const struct index_word *const *x = one, *const *y = other;
    int order = str_cmp((*x)->folded, (*y)->folded);
    return order != 0 ? order : str_cmp((*x)->stem, (*y)->stem);
}

/* The words of all threads, in the order of the key. */
static struct index_word **all_words(struct search_index *x, size_t language, size_t *n)
{
    struct {
        struct index_word **items;
        size_t count, cap;
    } all = {0};
    for (struct search_part *part = x->parts; part; part = part->next) {
        struct index_word *const *words;
        size_t met = part->words[language] ? index_words_all(part->words[language], &words) : 0;
        for (size_t i = 0; i < met; i++)
            *ARENA_PUSH(x->arena, &all) = words[i];
    }
    if (all.count > 0)
        qsort(all.items, all.count, sizeof(*all.items), by_word);
    *n = all.count;
    return all.items;
}

static void write_words(struct search_index *x, size_t language)
{
    size_t n;
    struct index_word **words = all_words(x, language, &n);
    statement_use(x->d, "article_word");
    for (size_t i = 0, same; i < n; i = same) {
        size_t articles = 0;
        for (same = i; same < n && by_word(&words[i], &words[same]) == 0; same++)
            articles += words[same]->articles;
        statement_text(x->d, 1, portal_language(x->d->portal, language));
        statement_text(x->d, 2, words[i]->folded);
        statement_text(x->d, 3, words[i]->stem);
        statement_number(x->d, 4, articles);
        statement_run(x->d);
    }
}

/* Common words are left out, as they are in what is searched. */
static void write_synonyms(struct search_index *x, size_t language)
{
    const struct yaml_texts *sets = &x->d->portal->synonyms[language];
    struct str code = portal_language(x->d->portal, language);
    struct index_words *words = sets->count > 0 ? index_words_new(code) : NULL;
    statement_use(x->d, "synonym");
    for (size_t i = 0; i < sets->count; i++) {
        for (struct str rest = sets->items[i]; rest.n > 0;) {
            struct str term = index_words_term(words, x->arena, str_cut(&rest, ','));
            if (term.n == 0)
                continue;
            statement_text(x->d, 1, code);
            statement_text(x->d, 2, term);
            statement_number(x->d, 3, i + 1);
            statement_run(x->d);
        }
    }
    index_words_free(words);
}

/* ---- a few articles have changed ---- */

/* The row that the article had, put together again: its title, keywords and scope are what they were. NULL:
 * there is none. */
static struct row *row_before(struct search_index *x, const struct page *page)
{
    struct database *d = x->d;
    struct row *row = NULL;
    statement_use(d, "article_before");
    statement_number(d, 1, page->number + 1);
    statement_text(d, 2, page->url);
    if (d->status == SQLITE_OK && sqlite3_step(d->statement) == SQLITE_ROW) {
        struct article article = {{"", 0}, statement_column(d, 0), statement_column(d, 1)};
        struct page before = *page;
        before.article = &article;
        words_of(x, x->before, page->language);
        row = make_row(x, x->before, &before);
        row->page = page;
    }
    statement_keep(d, row ? sqlite3_reset(d->statement) : SQLITE_CORRUPT);
    return row;
}

static void change_row(struct search_index *x, const struct row *row)
{
    struct database *d = x->d;
    struct row *before = row_before(x, row->page);
    if (!before)
        return;
    statement_use(d, "article_stem_remove");
    run_with_stems(d, before);
    statement_use(d, "article_stem");
    run_with_stems(d, row);
    statement_use(d, "article_change");
    statement_text(d, 1, field_of(row, FIELD_VERSION));
    statement_text(d, 2, field_of(row, FIELD_HEADINGS));
    statement_text(d, 3, field_of(row, FIELD_TEXT));
    statement_number(d, 4, row->page->number + 1);
    statement_run(d);
    free(before);
}

/* Runs the statement for each word that the part met in the language. */
static void change_words(struct search_index *x, const struct search_part *part, size_t language,
                         const char *statement)
{
    struct database *d = x->d;
    struct index_word *const *words;
    size_t n = part->words[language] ? index_words_all(part->words[language], &words) : 0;
    statement_use(d, statement);
    int parameters = sqlite3_bind_parameter_count(d->statement);
    for (size_t i = 0; i < n; i++) {
        statement_text(d, 1, portal_language(d->portal, language));
        statement_text(d, 2, words[i]->folded);
        statement_text(d, 3, words[i]->stem);
        if (parameters > 3)
            statement_number(d, 4, words[i]->articles);
        statement_run(d);
    }
}

static void change_rows(struct search_index *x)
{
    for (size_t i = 0; i < x->n_rows; i++)
        if (x->rows[i] && x->rows[i] != &none)
            change_row(x, x->rows[i]);
    for (size_t i = 0; i < x->d->portal->config.n_languages; i++) {
        for (const struct search_part *part = x->parts; part; part = part->next)
            change_words(x, part, i, "article_word_more");
        change_words(x, x->before, i, "article_word_less");
        change_words(x, x->before, i, "article_word_gone");
    }
}

static void free_part(struct search_part *part)
{
    for (size_t i = 0; i < CONFIG_MAX_LANGUAGES; i++)
        index_words_free(part->words[i]);
    arena_free(part->scratch);
    free(part);
}

/* What there is of no single article. */
static void write_rest(struct search_index *x)
{
    for (size_t i = 0; i < x->d->portal->config.n_languages; i++) {
        write_marks(x, i);
        write_words(x, i);
        write_synonyms(x, i);
    }
    statement_once(x->d, "article_optimize");
    statement_once(x->d, "article_merge");
}

static void free_all(struct search_index *x)
{
    for (struct search_part *part = x->parts, *next; part; part = next) {
        next = part->next;
        free_part(part);
    }
    for (size_t i = x->next; i < x->n_rows; i++)
        if (x->rows[i] != &none)
            free(x->rows[i]);
    if (x->before)
        free_part(x->before);
}

void search_end(struct search_index *x, bool is_wanted)
{
    statement_keep(x->d, sqlite3_finalize(x->article));
    statement_keep(x->d, sqlite3_finalize(x->stems));
    if (is_wanted && x->before)
        change_rows(x);
    else if (is_wanted)
        write_rest(x);
    free_all(x);
    pthread_cond_destroy(&x->moved);
    pthread_mutex_destroy(&x->lock);
    arena_free(x->arena);
}
