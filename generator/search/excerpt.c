#include "search/excerpt.h"

#include "base/fold.h"

/* A word that was found, and which of the stems it has. */
struct hit {
    size_t from, to; /* in the text */
    size_t stem;
};

struct hits {
    struct hit *items;
    size_t count, cap;
};

enum { HITS_MAX = 1000, SAME_BEGINNING = 2, SEEN_BITS = 64 };

/* The bytes that the stems begin with. Most words of a text begin otherwise, and are seen to be none of them
 * by that byte alone; of a letter that is not ASCII nothing is said. */
struct beginnings {
    bool is_one[256];
};

static void find_beginnings(const struct search_found *found, struct beginnings *out)
{
    *out = (struct beginnings){0};
    for (size_t i = 0; i < found->n; i++)
        if (found->stems[i].n > 0)
            out->is_one[(unsigned char)found->stems[i].p[0]] = true;
}

static bool may_be_one(const struct beginnings *beginnings, char first)
{
    char small = first >= 'A' && first <= 'Z' ? (char)(first | 32) : first;
    return (unsigned char)first >= 0x80 || beginnings->is_one[(unsigned char)small];
}

/* Stemming is slow, and nearly every stem begins like its word. */
static bool may_have(const struct str *stem, struct str folded)
{
    size_t n = stem->n < SAME_BEGINNING ? stem->n : SAME_BEGINNING;
    return str_starts(folded, str_sub(*stem, 0, n));
}

static ptrdiff_t stem_of(struct arena *a, const struct search_found *found, struct str word)
{
    struct str folded = fold(a, word), stem = {0};
    for (size_t i = 0; i < found->n; i++) {
        if (!may_have(&found->stems[i], folded))
            continue;
        if (stem.p == NULL)
            stem = stemmer_stem(found->stemmer, a, word);
        if (str_eq(stem, found->stems[i]))
            return (ptrdiff_t)i;
    }
    return -1;
}

static void find_hits(struct arena *a, const struct search_found *found, struct str text, struct hits *hits)
{
    struct str rest = text, word;
    struct beginnings beginnings;
    find_beginnings(found, &beginnings);
    while (hits->count < HITS_MAX && search_word(&rest, &word)) {
        if (!may_be_one(&beginnings, word.p[0]))
            continue;
        ptrdiff_t stem = stem_of(a, found, word);
        size_t from = (size_t)(word.p - text.p);
        if (stem >= 0)
            *ARENA_PUSH(a, hits) = (struct hit){from, from + word.n, (size_t)stem};
    }
}

/* The first hit of the stretch that has most different stems. */
static size_t best_hit(const struct hits *hits, size_t length)
{
    size_t best = 0;
    int most = 0;
    for (size_t i = 0; i < hits->count; i++) {
        uint64_t seen = 0;
        for (size_t j = i; j < hits->count && hits->items[j].to - hits->items[i].from <= length; j++)
            seen |= UINT64_C(1) << hits->items[j].stem % SEEN_BITS;
        if (__builtin_popcountll(seen) > most) {
            most = __builtin_popcountll(seen);
            best = i;
        }
    }
    return best;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

/* Back to the beginning of a word, or of the line: a line is a block of the page. */
static size_t start_of(struct str text, size_t at, size_t lead)
{
    size_t lowest = at > lead ? at - lead : 0, from = at;
    while (from > lowest && text.p[from - 1] != '\n')
        from--;
    while (from > 0 && from < at && !is_blank(text.p[from - 1]))
        from++;
    return from;
}

static size_t end_of(struct str text, size_t from, size_t length)
{
    size_t to = from + length < text.n ? from + length : text.n;
    while (to < text.n && to > from && !is_blank(text.p[to]))
        to--;
    return to > from ? to : text.n;
}

static void add(struct arena *a, struct search_excerpt *out, struct str text, bool is_hit)
{
    if (text.n > 0)
        *ARENA_PUSH(a, out) = (struct search_piece){text, is_hit};
}

void search_excerpt(struct arena *a, const struct search_found *found, struct str text, size_t length,
                    struct search_excerpt *out)
{
    struct hits hits = {0};
    find_hits(a, found, text, &hits);
    size_t first = best_hit(&hits, length);
    size_t at = hits.count > 0 ? hits.items[first].from : 0;
    size_t from = start_of(text, at, length / 3), to = end_of(text, from, length);
    *out = (struct search_excerpt){.is_cut_before = from > 0, .is_cut_after = to < text.n};
    for (size_t i = 0; i < hits.count; i++) {
        const struct hit *hit = &hits.items[i];
        if (hit->from < from || hit->to > to)
            continue;
        add(a, out, str_sub(text, from, hit->from), false);
        add(a, out, str_sub(text, hit->from, hit->to), true);
        from = hit->to;
    }
    add(a, out, str_sub(text, from, to), false);
}
