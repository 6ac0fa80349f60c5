#include "site/index_words.h"

#include "base/fold.h"
#include "search/words.h"
#include "site/map.h"

/* Words known by their letters. The rare ones of a large site, most of which never come again, are not kept:
 * when there are so many, it begins anew, and the common ones are soon known again. */
enum { KNOWN_MOST = 16384 };
enum { RECENT_BITS = 11, RECENT_LONGEST = 16 };

/* What common words are known as. */
static struct index_word common;

/* A word met a while ago, by its bytes. */
struct recent {
    uint64_t head, tail; /* str_piece of the first eight, of the rest */
    size_t n;
    struct index_word *word; /* NULL: none yet */
};

struct index_words {
    struct arena *arena, *scratch;
    struct stemmer *stemmer;
    struct arena *known_arena;              /* of `known` alone */
    struct map known;                       /* word, with its capitals and accents → struct index_word */
    struct recent recent[1 << RECENT_BITS]; /* of `known`, by their bytes: a site's millions of words are some
                                               thousand short ones */
    struct arena *slots; /* of `words` alone: the smaller table goes when a larger one is made */
    struct map words;    /* "folded stem" → struct index_word */
    struct {
        struct index_word **items;
        size_t count, cap;
    } all;
};

struct index_words *index_words_new(struct str language)
{
    struct arena *a = arena_new();
    struct index_words *words = ARENA_NEW(a, struct index_words);
    words->arena = a;
    words->scratch = arena_new();
    words->known_arena = arena_new();
    words->slots = arena_new();
    words->stemmer = stemmer_new(language);
    return words;
}

void index_words_free(struct index_words *words)
{
    if (!words)
        return;
    stemmer_free(words->stemmer);
    arena_free(words->scratch);
    arena_free(words->known_arena);
    arena_free(words->slots);
    arena_free(words->arena);
}

static void make_room(struct index_words *words)
{
    if (words->words.count * 2 < words->words.cap)
        return;
    struct arena *slots = arena_new();
    map_reserve(&words->words, slots, words->words.count + 1024);
    arena_free(words->slots);
    words->slots = slots;
}

/* A site may have as many different words as pages: each is kept once, folded and stem behind one another. */
static struct index_word *word_of(struct index_words *words, struct str folded, struct str stem)
{
    char name[SEARCH_MAX_WORD * 8];
    int n = snprintf(name, sizeof(name), STR_FMT " " STR_FMT, STR_ARG(folded), STR_ARG(stem));
    struct str key = {name, (size_t)n < sizeof(name) ? (size_t)n : sizeof(name) - 1};
    struct index_word *word = map_get(&words->words, key);
    if (word)
        return word;
    key = arena_str(words->arena, key);
    word = ARENA_NEW(words->arena, struct index_word);
    word->folded = str_sub(key, 0, folded.n);
    word->stem = str_sub(key, folded.n + 1, key.n);
    *ARENA_PUSH(words->arena, &words->all) = word;
    make_room(words);
    return map_put(&words->words, words->slots, key, word);
}

static struct index_word *meet(struct index_words *words, struct str text)
{
    struct index_word *word = &common;
    struct str folded = fold(words->scratch, text);
    if (text.n <= SEARCH_MAX_WORD && !stemmer_is_common(words->stemmer, folded))
        word = word_of(words, folded, stemmer_stem(words->stemmer, words->scratch, text));
    arena_clear(words->scratch);
    if (words->known.count == KNOWN_MOST) {
        arena_clear(words->known_arena);
        words->known = (struct map){0};
    }
    return map_put(&words->known, words->known_arena, arena_str(words->known_arena, text), word);
}

static struct index_word *find(struct index_words *words, struct str text)
{
    struct index_word *word = map_get(&words->known, text);
    return word ? word : meet(words, text);
}

static struct index_word *find_recent(struct index_words *words, struct str text)
{
    const uint64_t odd = 0x9E3779B97F4A7C15; /* as in str_hash */
    if (text.n > RECENT_LONGEST)
        return find(words, text);
    size_t split = text.n < 8 ? text.n : 8;
    struct recent now = {str_piece(text.p, split), str_piece(text.p + split, text.n - split), text.n, NULL};
    uint64_t hash = (now.head ^ (now.tail * odd) ^ now.n) * odd;
    struct recent *recent = &words->recent[hash >> (64 - RECENT_BITS)];
    if (recent->word && recent->head == now.head && recent->tail == now.tail && recent->n == now.n)
        return recent->word;
    now.word = find(words, text);
    *recent = now;
    return now.word;
}

void index_words_add(struct index_words *words, struct buf *out, struct str text, size_t article)
{
    struct str part;
    while (search_word(&text, &part)) {
        struct index_word *word = find_recent(words, part);
        if (word == &common)
            continue;
        word->articles += word->last != article;
        word->last = article;
        buf_add(out, word->stem);
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
