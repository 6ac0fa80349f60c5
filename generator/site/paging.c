#include "site/paging.h"

size_t paging_parts(const struct paging *p)
{
    return p->count > p->each ? (p->count + p->each - 1) / p->each : 1;
}

size_t paging_first(const struct paging *p)
{
    return p->part * p->each;
}

size_t paging_end(const struct paging *p)
{
    size_t end = (p->part + 1) * p->each;
    return end < p->count ? end : p->count;
}

struct str paging_url(struct arena *a, const struct paging *p, size_t part)
{
    return part == 0 ? p->url : arena_printf(a, STR_FMT "page-%zu/", STR_ARG(p->url), part + 1);
}

void paging_claim(struct portal *portal, const struct paging *p, struct place at)
{
    for (size_t i = 1; i < paging_parts(p); i++)
        portal_claim(portal, paging_url(portal->arena, p, i), at);
}

void paging_set(struct arena *a, struct value *map, const struct paging *p)
{
    size_t parts = paging_parts(p);
    value_set_bool(map, "has_parts", parts > 1);
    value_set_int(map, "part", (int64_t)p->part + 1);
    value_set_int(map, "parts", (int64_t)parts);
    if (p->part > 0)
        value_set_text(map, "previous", paging_url(a, p, p->part - 1));
    if (p->part + 1 < parts)
        value_set_text(map, "next", paging_url(a, p, p->part + 1));
}
