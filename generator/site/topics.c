#include "site/topics.h"

#include "site/paging.h"
#include "site/sections.h"
#include "theme/format.h"

enum { MAX_CANDIDATES = 64 }; /* pages looked at for one page's related ones */

static const struct str names[] = {
    [TOPIC_TAG] = STR_INIT("tags"),
    [TOPIC_ROLE] = STR_INIT("roles"),
};

static struct str index_url(const struct portal *portal, enum topic_kind kind, size_t language)
{
    return ARENA_CONCAT(portal->arena, portal_home(portal, language), names[kind], STR("/"));
}

struct str topics_index(const struct portal *portal, enum topic_kind kind, size_t language)
{
    bool any = portal->topics[kind][language].count > 0;
    return any ? index_url(portal, kind, language) : (struct str){"", 0};
}

/* ---- building ---- */

struct gathering {
    struct portal *portal;
    struct map by_url;                                         /* url → struct topic */
    struct map by_word[TOPIC_KIND__MAX][CONFIG_MAX_LANGUAGES]; /* as it is written → struct topic */
};

/* Another spelling of a word that is there already. */
static void check_spelling(struct portal *portal, const struct page *page, const struct topic *topic,
                           struct str word)
{
    if (!str_eq(topic->label, word))
        DIAG_AT(portal->diags, D_TOPIC_SPELLING, page->matter.title_at, word, topic->label);
}

/* Of a word that was not met before in this spelling. */
static struct topic *topic_of_new(struct gathering *g, const struct page *page, enum topic_kind kind,
                                  struct str word)
{
    struct portal *portal = g->portal;
    struct str index = index_url(portal, kind, page->language);
    struct str slug = anchor_of(portal->arena, word);
    struct str url = arena_printf(portal->arena, STR_FMT STR_FMT "/", STR_ARG(index), STR_ARG(slug));
    struct topic *topic = map_get(&g->by_url, url);
    if (topic) {
        check_spelling(portal, page, topic, word);
        return topic;
    }
    topic = ARENA_NEW(portal->arena, struct topic);
    *topic = (struct topic){.kind = kind, .language = page->language, .label = word, .url = url};
    map_put(&g->by_url, portal->arena, url, topic);
    *ARENA_PUSH(portal->arena, &portal->topics[kind][page->language]) = topic;
    return topic;
}

static struct topic *topic_of(struct gathering *g, const struct page *page, enum topic_kind kind,
                              struct str word)
{
    struct map *by_word = &g->by_word[kind][page->language];
    struct topic *topic = map_get(by_word, word);
    if (topic) {
        check_spelling(g->portal, page, topic, word);
        return topic;
    }
    return map_put(by_word, g->portal->arena, word, topic_of_new(g, page, kind, word));
}

static void add_words(struct gathering *g, struct page *page, enum topic_kind kind,
                      const struct yaml_texts *words)
{
    struct portal *portal = g->portal;
    struct topic_list *list = &page->topics[kind];
    *list = (struct topic_list){ARENA_ARRAY(portal->arena, struct topic *, words->count), 0, words->count};
    for (size_t i = 0; i < words->count; i++) {
        struct str word = str_trim(words->items[i]);
        if (word.n == 0)
            continue;
        struct topic *topic = topic_of(g, page, kind, word);
        bool is_twice = topic->pages.count > 0 && topic->pages.items[topic->pages.count - 1] == page;
        if (is_twice)
            continue;
        *ARENA_PUSH(portal->arena, &topic->pages) = page;
        *ARENA_PUSH(portal->arena, list) = topic;
    }
}

static int by_label(const void *a, const void *b, void *context)
{
    const struct topic *one = *(struct topic *const *)a, *other = *(struct topic *const *)b;
    return format_compare(portal_language(context, one->language), one->label, other->label);
}

static void claim(struct portal *portal, const struct topic *topic)
{
    struct paging p = {topic->url, topic->pages.count, PAGING_CARDS, 0};
    struct place at = topic->pages.items[0]->matter.title_at;
    portal_claim(portal, topic->url, at);
    paging_claim(portal, &p, at);
}

/* Sorts the topics of a kind and their pages, and takes their addresses. */
static void settle(struct portal *portal, struct topic_list *list)
{
    if (list->count > 1)
        qsort_r(list->items, list->count, sizeof(struct topic *), by_label, portal);
    for (size_t i = 0; i < list->count; i++) {
        sections_sort(&list->items[i]->pages);
        claim(portal, list->items[i]);
    }
    if (list->count > 0)
        portal_claim(portal, index_url(portal, list->items[0]->kind, list->items[0]->language),
                     list->items[0]->pages.items[0]->matter.title_at);
}

void topics_build(struct portal *portal)
{
    struct gathering g = {.portal = portal};
    for (size_t i = 0; i < portal->pages.count; i++) {
        struct page *page = portal->pages.items[i];
        if (!portal_is_shown(page))
            continue;
        add_words(&g, page, TOPIC_TAG, &page->matter.tags);
        add_words(&g, page, TOPIC_ROLE, &page->matter.roles);
    }
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        settle(portal, &portal->topics[TOPIC_TAG][i]);
        settle(portal, &portal->topics[TOPIC_ROLE][i]);
    }
}

/* ---- related pages ---- */

struct candidate {
    const struct page *page;
    unsigned shared;
};

static int by_rarity(const void *a, const void *b)
{
    const struct topic *one = *(struct topic *const *)a, *other = *(struct topic *const *)b;
    if (one->pages.count != other->pages.count)
        return one->pages.count < other->pages.count ? -1 : 1;
    return str_cmp(one->url, other->url);
}

static void count_one(struct candidate *candidates, size_t n_before, size_t *n, const struct page *page)
{
    size_t i = 0;
    while (i < n_before && candidates[i].page != page)
        i++;
    if (i == n_before) {
        i = (*n)++;
        candidates[i] = (struct candidate){.page = page};
    }
    candidates[i].shared++;
}

void topics_relate(const struct portal *portal, struct page *page)
{
    struct candidate candidates[MAX_CANDIDATES];
    size_t n = 0, n_seen = 0;
    const struct topic_list *tags = &page->topics[TOPIC_TAG];
    if (page->has_related)
        return;
    struct topic **rare = ARENA_ARRAY(portal->arena, struct topic *, tags->count + 1);
    for (size_t i = 0; i < tags->count; i++)
        rare[i] = tags->items[i];
    qsort(rare, tags->count, sizeof(*rare), by_rarity);
    for (size_t i = 0; i < tags->count; i++) {
        /* Only later topics can have pages that were met before. */
        size_t n_before = n;
        for (size_t j = 0; j < rare[i]->pages.count && n_seen < MAX_CANDIDATES; j++, n_seen++) {
            if (rare[i]->pages.items[j] != page)
                count_one(candidates, n_before, &n, rare[i]->pages.items[j]);
        }
    }
    page->has_related = true;
    while (page->n_related < PAGE_RELATED) {
        size_t best = 0;
        for (size_t i = 1; i < n; i++)
            best = candidates[i].shared > candidates[best].shared ? i : best;
        if (n == 0 || candidates[best].shared == 0)
            break;
        page->related[page->n_related++] = candidates[best].page;
        candidates[best].shared = 0;
    }
}
