#include "form/support.h"

#include <string.h>

/* The word at this place, which is made; `from`: where to look first. */
static size_t word_at(struct arena *a, struct support *s, size_t at, size_t from)
{
    size_t i = from;
    while (i < s->count && s->items[i].at < at)
        i++;
    if (i < s->count && s->items[i].at == at)
        return i;
    ARENA_PUSH(a, s);
    memmove(&s->items[i + 1], &s->items[i], (s->count - 1 - i) * sizeof(*s->items));
    s->items[i] = (struct support_word){.at = at};
    return i;
}

void support_set(struct arena *a, struct support *s, size_t variable, bool is_linear)
{
    uint64_t bit = UINT64_C(1) << variable % 64;
    size_t i = word_at(a, s, variable / 64, 0);
    s->items[i].all |= bit;
    s->items[i].linear |= is_linear ? bit : 0;
}

void support_add(struct arena *a, struct support *to, const struct support *from, bool linearly)
{
    size_t at = 0;
    for (size_t i = 0; i < from->count; i++) {
        at = word_at(a, to, from->items[i].at, at);
        to->items[at].all |= from->items[i].all;
        to->items[at].linear |= linearly ? from->items[i].linear : 0;
    }
}

bool support_has(const struct support *s, size_t variable)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->items[i].at == variable / 64)
            return (s->items[i].all >> variable % 64 & 1) != 0;
    return false;
}
