#include "site/index_words.h"

#include "base/fold.h"
#include "search/words.h"
#include "site/map.h"

/* A word as it stands on pages, with its capitals and accents. */
struct known {
    struct str folded, stem;
    bool is_common;
    struct index_word *word; /* NULL when it is common */
};

struct index_words {
    struct arena *arena;
    struct stemmer *stemmer;
    struct map known; /* word → struct known */
    struct map words; /* "folded stem" → struct index_word */
    struct {
        struct index_word **items;
        size_t count, cap;
    } all;
};

struct index_words *index_words_new(struct str language)
{
    struct arena *a = arena_new();
    struct index_words *words = ARENA_NEW(a, struct index_words);
    *words = (struct index_words){.arena = a, .stemmer = stemmer_new(language)};
    return words;
}

void index_words_free(struct index_words *words)
{
    if (!words)
        return;
    stemmer_free(words->stemmer);
    arena_free(words->arena);
}

static struct known *make_known(struct index_words *words, struct str word)
{
    struct arena *a = words->arena;
    struct known *known = ARENA_NEW(a, struct known);
    known->folded = fold(a, word);
    known->is_common = word.n > SEARCH_MAX_WORD || stemmer_is_common(words->stemmer, known->folded);
    map_put(&words->known, a, arena_str(a, word), known);
    if (known->is_common)
        return known;
    known->stem = stemmer_stem(words->stemmer, a, word);
    struct index_word *fresh = ARENA_NEW(a, struct index_word);
    *fresh = (struct index_word){.folded = known->folded, .stem = known->stem};
    struct str key = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(fresh->folded), STR_ARG(fresh->stem));
    known->word = map_put(&words->words, a, key, fresh);
    if (known->word == fresh)
        *ARENA_PUSH(a, &words->all) = fresh;
    return known;
}

void index_words_add(struct index_words *words, struct buf *out, struct str text, size_t article)
{
    struct str word;
    while (search_word(&text, &word)) {
        struct known *known = map_get(&words->known, word);
        if (!known)
            known = make_known(words, word);
        if (known->is_common)
            continue;
        known->word->articles += known->word->last != article;
        known->word->last = article;
        buf_add(out, known->stem);
        buf_add_char(out, ' ');
    }
}

struct str index_words_term(struct index_words *words, struct arena *a, struct str expression)
{
    struct buf out;
    struct str word;
    buf_init(&out, expression.n * 4 + SEARCH_MAX_WORD);
    while (search_word(&expression, &word)) {
        if (stemmer_is_common(words->stemmer, fold(a, word)))
            continue;
        if (out.n > 0)
            buf_add_char(&out, ' ');
        buf_add(&out, stemmer_stem(words->stemmer, a, word));
    }
    struct str term = arena_str(a, buf_str(&out));
    buf_release(&out);
    return term;
}

size_t index_words_all(const struct index_words *words, struct index_word *const **all)
{
    *all = words->all.items;
    return words->all.count;
}
