#include "search/words.h"

#include <libstemmer.h>
#include <stdlib.h>

#include "base/fold.h"
#include "base/memory.h"
#include "base/utf8.h"

struct stemmer {
    struct sb_stemmer *algorithm; /* NULL: none for this language */
    struct str common;            /* with a blank before and behind each word */
};

/* Articles, pronouns, prepositions and the like, folded. */
static const struct {
    const char *language, *words;
} common[] = {
    {"fr",
     " le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre "
     "vos "
     "leur leurs je tu il elle on nous vous ils elles me te se lui eux moi toi soi qui que quoi dont ou et "
     "mais "
     "donc or ni car ne pas plus est sont suis etes sommes ete etre ai as avons avez ont avoir a en y dans "
     "sur "
     "sous par pour avec sans chez vers entre si comme comment quand pourquoi qu aujourd c d j l m n s t "
     "quel quelle quels quelles fait faire peut puis peux "},
    {"en", " the a an and or but nor of to in on at by for with from into about as is are was were be been "
           "am do does did "
           "have has had i you he she it we they me him her us them my your his its our their this that "
           "these those "
           "who what which how when where why not no so if then than can could will would should "},
    {"nl", " de het een en of maar want dus van in op te aan met voor door bij naar uit over om tot als is "
           "zijn was "
           "waren ben bent worden wordt werd heb hebt heeft hebben had ik jij je u hij zij ze wij we jullie "
           "mij me hem "
           "haar ons hen hun mijn jouw uw zijn onze dit dat deze die wie wat welke hoe wanneer waar waarom "
           "niet geen "
           "er ook dan nog kan kunt kunnen "},
};

static bool is_ascii_part(unsigned char c)
{
    return (unsigned)(c | 32) - 'a' < 26 || (unsigned)c - '0' < 10;
}

/* Of what is not ASCII. */
static bool is_part(int32_t c)
{
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
           !(c >= 0x3000 && c <= 0x303F) && !(c >= 0xE000 && c <= 0xF8FF) && !(c >= 0xFE00 && c <= 0xFE0F) &&
           c < 0x1F000;
}

/* Length of the letter or digit that the text begins with; 0: it is something else, `length` bytes long.
 * Nearly all are ASCII, and a site has millions. */
static size_t part_at(const char *p, const char *end, size_t *length)
{
    unsigned char first = (unsigned char)*p;
    struct str rest = {p, (size_t)(end - p)};
    *length = 1;
    if (first < 0x80)
        return is_ascii_part(first);
    bool is_in_word = is_part(utf8_next(&rest));
    *length = (size_t)(rest.p - p);
    return is_in_word ? *length : 0;
}

/* Behind the ASCII letters and digits that stand there. */
static const char *skip_ascii_parts(const char *p, const char *end)
{
    while (p < end && is_ascii_part((unsigned char)*p))
        p++;
    return p;
}

bool search_word(struct str *rest, struct str *word)
{
    const char *p = rest->p, *end = p + rest->n;
    size_t length = 0;
    while (p < end && part_at(p, end, &length) == 0)
        p += length;
    const char *start = p;
    p = skip_ascii_parts(p, end);
    for (size_t n = 1; p < end && n > 0; p = skip_ascii_parts(p + n, end))
        n = part_at(p, end, &length);
    *word = (struct str){start, (size_t)(p - start)};
    *rest = (struct str){p, (size_t)(end - p)};
    return word->n > 0;
}

struct stemmer *stemmer_new(struct str language)
{
    struct stemmer *s = memory_resize(NULL, sizeof(*s));
    char name[SEARCH_MAX_WORD];
    snprintf(name, sizeof(name), STR_FMT, STR_ARG(language));
    *s = (struct stemmer){.algorithm = sb_stemmer_new(name, "UTF_8")};
    for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
        if (str_eq_z(language, common[i].language))
            s->common = str_from(common[i].words);
    return s;
}

void stemmer_free(struct stemmer *s)
{
    if (s)
        sb_stemmer_delete(s->algorithm);
    free(s);
}

struct str stemmer_stem(struct stemmer *s, struct arena *a, struct str word)
{
    struct str small = fold_case(a, word);
    const sb_symbol *stem = NULL;
    if (s->algorithm && small.n <= SEARCH_MAX_WORD)
        stem = sb_stemmer_stem(s->algorithm, (const sb_symbol *)small.p, (int)small.n);
    if (stem)
        small = (struct str){(const char *)stem, (size_t)sb_stemmer_length(s->algorithm)};
    return fold(a, small);
}

bool stemmer_is_common(const struct stemmer *s, struct str folded)
{
    char spaced[SEARCH_MAX_WORD + 2];
    if (folded.n == 0 || folded.n > SEARCH_MAX_WORD)
        return true;
    if (folded.n == 1)
        return folded.p[0] < '0' || folded.p[0] > '9';
    spaced[0] = ' ';
    memcpy(spaced + 1, folded.p, folded.n);
    spaced[folded.n + 1] = ' ';
    return str_find(s->common, (struct str){spaced, folded.n + 2}) >= 0;
}
