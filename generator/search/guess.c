#include "search/guess.h"

enum {
    SLIPS_MAX = 2,
    ONE_SLIP_UP_TO = 4, /* bytes of a word in which a second slip leaves too little */
    OTHER_BITS = 6,     /* for bytes that are no letter from a to z */
};

uint32_t search_letters(struct str word)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < word.n; i++) {
        unsigned char c = (unsigned char)word.p[i];
        bool is_letter = c >= 'a' && c <= 'z';
        letters |= UINT32_C(1) << (is_letter ? c - 'a' : 26 + c % OTHER_BITS);
    }
    return letters;
}

static bool may_be_near(const struct search_known *known, struct str word, uint32_t letters, size_t slips)
{
    size_t longer = known->word.n > word.n ? known->word.n - word.n : word.n - known->word.n;
    return longer <= slips && (size_t)__builtin_popcount(known->letters ^ letters) <= 2 * slips;
}

ptrdiff_t search_guess(const struct search_known *known, size_t n, struct str word)
{
    size_t best = (word.n <= ONE_SLIP_UP_TO ? 1 : SLIPS_MAX) + 1;
    uint32_t letters = search_letters(word), most = 0;
    ptrdiff_t found = -1;
    for (size_t i = 0; i < n; i++) {
        size_t slips = found < 0 ? best - 1 : best;
        if (!may_be_near(&known[i], word, letters, slips))
            continue;
        size_t distance = str_distance(known[i].word, word, slips + 1);
        if (distance < best || (distance == best && found >= 0 && known[i].articles > most)) {
            best = distance;
            most = known[i].articles;
            found = (ptrdiff_t)i;
        }
    }
    return found;
}
