#include "help/find.h"

#include "base/fold.h"
#include "search/match.h"

enum {
    EXCERPT_LENGTH = 240,
    BEGINNING_MIN = 3, /* bytes of a word that may be the beginning of another */
    SYNONYM_WORDS = 4, /* words of an expression that has synonyms */
    WEIGHED_MAX = 150, /* pages of a group that are put in the order of their rank */
    SEEN_MAX = 1000,   /* of all words, the pages that have them: bm25 () looks at each of these anew */
    MATCH_MAX = 256 << 10,
};

/* A word of the query. */
struct asked {
    struct str typed; /* borrowed from the query */
    struct str folded, stem;
    bool is_last; /* nothing but its letters stands behind it: it may be unfinished */
    bool is_known;
};

struct finding {
    struct store_db *db;
    struct arena *a;
    const struct find_query *query;
    const struct site_index *index;
    struct stemmer *stemmer;
    struct asked words[FIND_MAX_WORDS];
    size_t n_words;
    int64_t n_seen; /* pages that have the words, counted for each */
    struct search_terms terms;
    struct search_stems stems; /* all of them, for the excerpts */
};

static void read_words(struct finding *f)
{
    struct str text = str_sub(f->query->text, 0, FIND_MAX_QUERY), rest = text, word;
    while (f->n_words < FIND_MAX_WORDS && search_word(&rest, &word)) {
        struct str folded = fold(f->a, word);
        bool is_last = word.p + word.n == text.p + text.n;
        bool is_beginning = is_last && f->n_words == 0 && folded.n >= BEGINNING_MIN;
        if (stemmer_is_common(f->stemmer, folded) && !is_beginning)
            continue;
        struct str stem = stemmer_stem(f->stemmer, f->a, word);
        f->words[f->n_words++] =
            (struct asked){.typed = word, .folded = folded, .stem = stem, .is_last = is_last};
    }
}

/* ---- terms ---- */

static void add_alternative(struct finding *f, struct search_term *term, const struct str *stems, size_t n)
{
    struct search_stems *all = ARENA_PUSH(f->a, term);
    for (size_t i = 0; i < n; i++) {
        *ARENA_PUSH(f->a, all) = stems[i];
        *ARENA_PUSH(f->a, &f->stems) = stems[i];
    }
}

static void add_rows(struct finding *f, struct search_term *term, struct store_rows *rows)
{
    while (store_next(rows)) {
        struct str stem = arena_str(f->a, store_text(rows, 0));
        add_alternative(f, term, &stem, 1);
        f->n_seen += store_int(rows, 1);
    }
}

/* One word: its own stem, those that it has with accents, those of the words that it begins. */
static enum store_status add_word(struct finding *f, struct search_term *term, struct asked *word)
{
    struct str language = f->query->language;
    add_alternative(f, term, &word->stem, 1);
    struct store_rows rows =
        store_query(f->db, SQL_SEARCH_WORD, STORE_ARGS(arg_text(language), arg_text(word->folded)));
    size_t before = term->count;
    add_rows(f, term, &rows);
    word->is_known = term->count > before;
    if (rows.status != STORE_OK || !word->is_last || word->folded.n < BEGINNING_MIN)
        return rows.status;
    struct str end = arena_printf(f->a, STR_FMT "\xF4\x8F\xBF\xBF", STR_ARG(word->folded));
    rows = store_query(f->db, SQL_SEARCH_BEGINNING,
                       STORE_ARGS(arg_text(language), arg_text(word->folded), arg_text(end)));
    add_rows(f, term, &rows);
    return rows.status;
}

static void add_expression(struct finding *f, struct search_term *term, struct str expression)
{
    struct str stems[SYNONYM_WORDS * 2];
    size_t n = 0;
    while (expression.n > 0 && n < sizeof(stems) / sizeof(*stems))
        stems[n++] = str_cut(&expression, ' ');
    add_alternative(f, term, stems, n);
}

/* What stands for `n` words from the i-th: their stems as an expression. */
static enum store_status add_synonyms(struct finding *f, struct search_term *term, size_t i, size_t n)
{
    struct str expression = f->words[i].stem;
    for (size_t j = i + 1; j < i + n; j++)
        expression = arena_printf(f->a, STR_FMT " " STR_FMT, STR_ARG(expression), STR_ARG(f->words[j].stem));
    struct store_rows rows = store_query(f->db, SQL_SEARCH_SYNONYMS,
                                         STORE_ARGS(arg_text(f->query->language), arg_text(expression)));
    while (store_next(&rows))
        add_expression(f, term, arena_str(f->a, store_text(&rows, 0)));
    return rows.status;
}

/* An expression of several words that has synonyms becomes one term: all of the words, or what stands for
 * them. */
static enum store_status add_long_expression(struct finding *f, size_t i, size_t *taken)
{
    struct search_term term = {0};
    *taken = 0;
    for (size_t n = SYNONYM_WORDS; n >= 2; n--) {
        if (i + n > f->n_words)
            continue;
        enum store_status status = add_synonyms(f, &term, i, n);
        if (status != STORE_OK)
            return status;
        if (term.count == 0)
            continue;
        struct str stems[SYNONYM_WORDS];
        for (size_t j = 0; j < n; j++)
            stems[j] = f->words[i + j].stem;
        add_alternative(f, &term, stems, n);
        *ARENA_PUSH(f->a, &f->terms) = term;
        *taken = n;
        return STORE_OK;
    }
    return STORE_OK;
}

static enum store_status make_terms(struct finding *f)
{
    enum store_status status = STORE_OK;
    for (size_t i = 0, taken; i < f->n_words && status == STORE_OK; i += taken) {
        status = add_long_expression(f, i, &taken);
        if (status != STORE_OK || taken > 0)
            continue;
        struct search_term *term = ARENA_PUSH(f->a, &f->terms);
        taken = 1;
        status = add_word(f, term, &f->words[i]);
        if (status == STORE_OK)
            status = add_synonyms(f, term, i, 1);
    }
    return status;
}

/* ---- matching ---- */

static enum store_status read_choices(struct store_db *db, struct arena *a, enum sql statement,
                                      struct str language, struct find_choices *out)
{
    struct store_rows rows = store_query(db, statement, STORE_ARGS(arg_text(language)));
    while (store_next(&rows))
        *ARENA_PUSH(a, out) = (struct find_choice){.value = arena_str(a, store_text(&rows, 0)),
                                                   .label = arena_str(a, store_text(&rows, 1)),
                                                   .position = store_int(&rows, 2)};
    return rows.status;
}

/* Marks what the search is narrowed to; what does not exist is as if not asked for. */
static enum store_status narrow(struct finding *f, enum sql statement, struct str wanted, char mark,
                                struct search_scope *scope)
{
    struct find_choices choices = {0};
    enum store_status status = STORE_OK;
    if (wanted.n > 0)
        status = read_choices(f->db, f->a, statement, f->query->language, &choices);
    for (size_t i = 0; i < choices.count; i++)
        if (str_eq(choices.items[i].value, wanted))
            search_scope_add(scope, arena_printf(f->a, "%c%lld", mark, (long long)choices.items[i].position));
    return status;
}

static enum store_status make_scope(struct finding *f, struct search_scope *scope)
{
    enum store_status status = narrow(f, SQL_SEARCH_SECTIONS, f->query->section, 's', scope);
    return status == STORE_OK ? narrow(f, SQL_SEARCH_ROLES, f->query->role, 'r', scope) : status;
}

struct matches {
    int64_t ids[FIND_MAX_RESULTS]; /* best first; as many as the page of results needs */
    size_t n;
    size_t total; /* of all, counted up to FIND_MAX_RESULTS */
    size_t given; /* by the last statement, whether new or not */
};

/* Adds what is not there yet. */
static void add_match(struct matches *out, int64_t id)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->ids[i] == id)
            return;
    if (out->n < FIND_MAX_RESULTS)
        out->ids[out->n++] = id;
}

/* The articles that one statement gives for the expression, or how many there are, up to `most`. */
static enum store_status match_by(struct finding *f, enum sql statement, struct str expression, int64_t most,
                                  struct matches *out)
{
    out->given = 0;
    struct store_rows rows = store_query(
        f->db, statement,
        STORE_ARGS(arg_text(expression), arg_int(f->index->first), arg_int(f->index->last), arg_int(most)));
    for (; store_next(&rows); out->given++)
        add_match(out, store_int(&rows, 0));
    return rows.status;
}

static enum store_status match_group(struct finding *f, struct str expression, size_t needed,
                                     struct matches *out)
{
    bool weighs = f->n_seen <= SEEN_MAX;
    enum store_status status = STORE_OK;
    if (weighs)
        status = match_by(f, SQL_SEARCH_WEIGHED, expression, WEIGHED_MAX, out);
    bool is_all = weighs && out->given < WEIGHED_MAX;
    if (status == STORE_OK && out->n < needed && !is_all)
        status = match_by(f, SQL_SEARCH_FIRST, expression, (int64_t)(needed + out->n), out);
    return status;
}

/* Weighing thousands of pages would take longer than it helps: those called by the words come first, and of
 * each group WEIGHED_MAX are weighed, unless the words are very common; the others follow in the order of the
 * site, as far as the page of results reaches. */
static enum store_status match_many(struct finding *f, struct search_terms_wanted wanted,
                                    const struct search_scope *scope, struct matches *out)
{
    enum store_status status = STORE_OK;
    size_t needed = (f->query->page + 1) * FIND_PER_PAGE;
    struct buf expression;
    buf_init(&expression, MATCH_MAX);
    for (int place = SEARCH_TITLED; place >= 0 && status == STORE_OK && out->n < needed; place--) {
        wanted.place = (enum search_place)place;
        buf_clear(&expression);
        search_match(&expression, scope, &wanted);
        status = match_group(f, buf_str(&expression), needed, out);
    }
    buf_release(&expression);
    return status;
}

static enum store_status match(struct finding *f, const struct search_scope *scope, bool any,
                               struct matches *out)
{
    struct search_terms_wanted wanted = {.terms = &f->terms, .any = any};
    struct matches count = {0};
    struct buf expression;
    buf_init(&expression, MATCH_MAX);
    search_match(&expression, scope, &wanted);
    *out = (struct matches){0};
    enum store_status status = match_by(f, SQL_SEARCH_COUNT, buf_str(&expression), FIND_MAX_RESULTS, &count);
    out->total = (size_t)count.ids[0];
    if (status == STORE_OK && out->total > WEIGHED_MAX)
        status = match_many(f, wanted, scope, out);
    else if (status == STORE_OK)
        status = match_by(f, SQL_SEARCH_MATCH, buf_str(&expression), FIND_MAX_RESULTS, out);
    buf_release(&expression);
    return status;
}

static enum store_status read_results(struct finding *f, const struct matches *matches,
                                      struct find_results *out)
{
    size_t first = f->query->page * FIND_PER_PAGE, last = first + FIND_PER_PAGE;
    last = last < matches->n ? last : matches->n;
    struct find_result *items = ARENA_ARRAY(f->a, struct find_result, FIND_PER_PAGE);
    struct search_found found = {f->stemmer, f->stems.items, f->stems.count};
    out->items = items;
    out->total = matches->total;
    for (size_t i = first; i < last; i++) {
        struct store_rows rows = store_query(f->db, SQL_SEARCH_ARTICLE, STORE_ARGS(arg_int(matches->ids[i])));
        while (store_next(&rows)) {
            struct find_result *result = &items[out->n++];
            result->title = arena_str(f->a, store_text(&rows, 0));
            result->url = arena_str(f->a, store_text(&rows, 1));
            result->section = arena_str(f->a, store_text(&rows, 3));
            search_excerpt(f->a, &found, arena_str(f->a, store_text(&rows, 2)), EXCERPT_LENGTH,
                           &result->excerpt);
        }
        if (rows.status != STORE_OK)
            return rows.status;
    }
    return STORE_OK;
}

/* ---- what may have been meant ---- */

/* What was typed, with its other words in the place of those that are slips. */
static void suggest(struct finding *f, struct str *out)
{
    const struct site_index *index = f->index;
    struct str query = f->query->text, text = {0};
    size_t told = 0; /* bytes of the query */
    for (size_t i = 0; i < f->n_words; i++) {
        const struct asked *word = &f->words[i];
        ptrdiff_t near = word->is_known ? -1 : search_guess(index->words, index->n_words, word->folded);
        if (near < 0)
            continue;
        size_t at = (size_t)(word->typed.p - query.p);
        text = arena_printf(f->a, STR_FMT STR_FMT STR_FMT, STR_ARG(text), STR_ARG(str_sub(query, told, at)),
                            STR_ARG(index->words[near].word));
        told = at + word->typed.n;
    }
    if (told > 0)
        *out = str_trim(arena_join(f->a, text, str_sub(query, told, query.n)));
}

static enum store_status run(struct finding *f, struct find_results *out)
{
    struct matches matches;
    struct search_scope scope = {0};
    read_words(f);
    out->has_words = f->n_words > 0;
    if (!out->has_words)
        return STORE_OK;
    enum store_status status = make_terms(f);
    if (status == STORE_OK)
        status = make_scope(f, &scope);
    if (status == STORE_OK)
        status = match(f, &scope, false, &matches);
    if (status == STORE_OK && matches.n == 0) {
        suggest(f, &out->suggestion);
        out->is_partial = f->terms.count > 1;
    }
    if (status == STORE_OK && out->is_partial)
        status = match(f, &scope, true, &matches);
    return status == STORE_OK ? read_results(f, &matches, out) : status;
}

enum store_status find_run(const struct site *site, struct arena *a, const struct find_query *query,
                           struct find_results *out)
{
    struct finding f = {.a = a,
                        .query = query,
                        .index = site_index(site, query->language),
                        .stemmer = stemmer_new(query->language)};
    *out = (struct find_results){0};
    f.db = site_open(site);
    enum store_status status = run(&f, out);
    site_close(site);
    stemmer_free(f.stemmer);
    return status;
}

static enum store_status choices(const struct site *site, struct arena *a, enum sql statement,
                                 struct str language, struct find_choices *out)
{
    *out = (struct find_choices){0};
    enum store_status status = read_choices(site_open(site), a, statement, language, out);
    site_close(site);
    return status;
}

enum store_status find_sections(const struct site *site, struct arena *a, struct str language,
                                struct find_choices *out)
{
    return choices(site, a, SQL_SEARCH_SECTIONS, language, out);
}

enum store_status find_roles(const struct site *site, struct arena *a, struct str language,
                             struct find_choices *out)
{
    return choices(site, a, SQL_SEARCH_ROLES, language, out);
}

enum store_status find_page(const struct site *site, struct arena *a, struct str language, struct str page,
                            struct find_page *out)
{
    struct store_rows rows =
        store_query(site_open(site), SQL_SEARCH_PAGE, STORE_ARGS(arg_text(language), arg_text(page)));
    bool found = store_next(&rows);
    if (found)
        *out = (struct find_page){.title = arena_str(a, store_text(&rows, 0)),
                                  .url = arena_str(a, store_text(&rows, 1)),
                                  .version = arena_str(a, store_text(&rows, 2))};
    store_end(&rows);
    site_close(site);
    return rows.status == STORE_OK && !found ? STORE_NONE : rows.status;
}
