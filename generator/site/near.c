#include "site/near.h"

#include "site/alphabet.h"
#include "site/bytes.h"
#include "site/content.h"
#include "site/topics.h"

enum { KIN_MAX = 4 * MATTER_MAX, OUTLINE_MAX = 64 << 20 };

struct near {
    struct portal *portal;
    const struct record *old;
    struct page **met;        /* by number; NULL: not yet asked for */
    struct topic_list topics; /* by number */
    bool is_bad;              /* a number that nothing has */
};

/* ---- writing ---- */

static struct str taken(struct arena *a, struct buf *out)
{
    struct str text = arena_str(a, buf_str(out));
    buf_release(out);
    return text;
}

static void put_topics(struct buf *out, const struct topic_list *topics, size_t *n)
{
    bytes_put_number(out, topics->count);
    for (size_t i = 0; i < topics->count; i++) {
        topics->items[i]->number = (*n)++;
        bytes_put_text(out, topics->items[i]->label);
        bytes_put_text(out, topics->items[i]->url);
    }
}

struct str near_outline(struct arena *a, const struct portal *portal)
{
    struct buf out;
    size_t n_topics = 0;
    buf_init(&out, OUTLINE_MAX);
    bytes_put_number(&out, portal->has_gateway);
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        const struct alphabet *alphabet = portal->alphabets[i];
        bytes_put_text(&out, portal->feeds[i]);
        bytes_put_text(&out, alphabet ? alphabet_paging(alphabet).url : (struct str){"", 0});
        for (enum topic_kind kind = 0; kind < TOPIC_KIND__MAX; kind++)
            put_topics(&out, &portal->topics[kind][i], &n_topics);
    }
    return taken(a, &out);
}

static void put_page(struct buf *out, const struct page *page)
{
    bytes_put_number(out, page ? page->number + 1 : 0);
}

struct str near_kin(struct arena *a, const struct page *page)
{
    struct buf out;
    buf_init(&out, KIN_MAX);
    put_page(&out, page->above);
    put_page(&out, page->before);
    put_page(&out, page->after);
    bytes_put_number(&out, page->n_related);
    for (size_t i = 0; i < page->n_related; i++)
        put_page(&out, page->related[i]);
    for (enum topic_kind kind = 0; kind < TOPIC_KIND__MAX; kind++) {
        bytes_put_number(&out, page->topics[kind].count);
        for (size_t i = 0; i < page->topics[kind].count; i++)
            bytes_put_number(&out, page->topics[kind].items[i]->number);
    }
    return taken(a, &out);
}

/* ---- reading ---- */

static struct page *recall(struct near *near, size_t number)
{
    const struct recorded_page *before = &near->old->pages.items[number];
    struct page *page = near->met[number];
    if (page)
        return page;
    page = content_outline(near->portal, before->path);
    if (!page || !record_face_read(near->portal->keep, before->face, page))
        return NULL;
    page->number = number;
    page->source = &page->own;
    page->anchor_names = before->anchors;
    return near->met[number] = page;
}

struct near *near_new(struct portal *portal, const struct record *old)
{
    struct near *near = ARENA_NEW(portal->keep, struct near);
    *near = (struct near){.portal = portal, .old = old};
    near->met = ARENA_ARRAY(portal->keep, struct page *, old->pages.count + 1);
    return near;
}

/* The record's pages are in the order of their paths. */
struct page *near_page(struct near *near, struct str path)
{
    const struct recorded_pages *pages = &near->old->pages;
    size_t from = 0, to = pages->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_cmp(path, pages->items[middle].path);
        if (order == 0)
            return recall(near, middle);
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* "/fr/aide/" is the address of fr/aide.md or of fr/aide/index.md. */
struct page *near_page_at(struct near *near, struct str url)
{
    struct arena *a = near->portal->keep;
    if (url.n < 3 || !str_starts(url, STR("/")) || !str_ends(url, STR("/")))
        return NULL;
    struct str path = str_sub(url, 1, url.n - 1);
    struct page *page = near_page(near, arena_join(a, path, STR(".md")));
    if (!page)
        page = near_page(near, arena_join(a, path, STR("/index.md")));
    return page && str_eq(page->url, url) && portal_is_shown(page) ? page : NULL;
}

bool near_take_all(struct near *near)
{
    struct portal *portal = near->portal;
    size_t n = near->old->pages.count;
    portal->pages = (struct page_list){ARENA_ARRAY(portal->keep, struct page *, n + 1), 0, n + 1};
    map_reserve(&portal->by_path, portal->keep, n);
    map_reserve(&portal->by_url, portal->keep, n);
    for (size_t i = 0; i < n; i++) {
        struct page *page = recall(near, i);
        if (!page)
            return false;
        portal->pages.items[portal->pages.count++] = page;
        map_put(&portal->by_path, portal->keep, page->path, page);
    }
    return true;
}

static void take_topics(struct near *near, struct bytes *in, enum topic_kind kind, size_t language)
{
    struct portal *portal = near->portal;
    for (size_t n = bytes_count(in); n > 0; n--) {
        struct topic *topic = ARENA_NEW(portal->keep, struct topic);
        *topic = (struct topic){.kind = kind, .language = language, .number = near->topics.count};
        topic->label = bytes_text(in);
        topic->url = bytes_text(in);
        *ARENA_PUSH(portal->keep, &portal->topics[kind][language]) = topic;
        *ARENA_PUSH(portal->keep, &near->topics) = topic;
        map_put(&portal->claimed, portal->keep, topic->url, portal);
    }
}

static void take_outline(struct near *near)
{
    struct portal *portal = near->portal;
    struct bytes in = {near->old->outline, false};
    portal->has_gateway = bytes_number(&in) != 0;
    portal->makes_index = portal->makes_index && portal->has_gateway;
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        portal->feeds[i] = bytes_text(&in);
        struct str index = bytes_text(&in);
        if (index.n > 0)
            portal->alphabets[i] = alphabet_outline(portal->keep, index);
        for (enum topic_kind kind = 0; kind < TOPIC_KIND__MAX; kind++)
            take_topics(near, &in, kind, i);
    }
    near->is_bad = in.is_bad || in.rest.n > 0;
}

static const struct page *take_page(struct near *near, struct bytes *in)
{
    uint64_t number = bytes_number(in);
    if (number == 0)
        return NULL;
    const struct page *page = number <= near->old->pages.count ? recall(near, (size_t)number - 1) : NULL;
    near->is_bad = near->is_bad || !page;
    return page;
}

static struct topic *take_topic(struct near *near, struct bytes *in)
{
    uint64_t number = bytes_number(in);
    near->is_bad = near->is_bad || number >= near->topics.count;
    return near->is_bad ? NULL : near->topics.items[number];
}

static void take_kin(struct near *near, struct page *page)
{
    struct bytes in = {near->old->pages.items[page->number].kin, false};
    page->above = take_page(near, &in);
    page->before = take_page(near, &in);
    page->after = take_page(near, &in);
    page->has_related = true;
    for (size_t n = bytes_count(&in); n > 0 && page->n_related < PAGE_RELATED; n--)
        page->related[page->n_related++] = take_page(near, &in);
    for (enum topic_kind kind = 0; kind < TOPIC_KIND__MAX; kind++)
        for (size_t n = bytes_count(&in); n > 0; n--)
            *ARENA_PUSH(near->portal->keep, &page->topics[kind]) = take_topic(near, &in);
    near->is_bad = near->is_bad || in.is_bad || in.rest.n > 0;
}

bool near_open(struct near *near, const struct page_list *pages)
{
    near->portal->near = near;
    take_outline(near);
    for (size_t i = 0; i < pages->count; i++)
        for (struct page *page = pages->items[i]; page && !page->has_related && !near->is_bad;
             page = page->above ? near->met[page->above->number] : NULL)
            take_kin(near, page);
    return !near->is_bad;
}
