/* Pages that list others: sections, topics; and those that only lead on. */
#include "site/paging.h"
#include "site/sections.h"
#include "site/topics.h"
#include "site/view.h"
#include "theme/format.h"

enum { MAX_FILTERS = 24 };

void view_topic_list(const struct view *v, struct value *map, const char *key,
                     const struct topic_list *topics)
{
    struct value *list = value_set_list(map, key);
    for (size_t i = 0; i < topics->count; i++) {
        struct value *item = value_add_map(list);
        value_set_text(item, "label", view_words(v, topics->items[i]->label));
        value_set_text(item, "url", topics->items[i]->url);
    }
}

/* ---- sections ---- */

static int by_size(const void *a, const void *b)
{
    const struct topic *one = *(struct topic *const *)a, *other = *(struct topic *const *)b;
    if (one->pages.count != other->pages.count)
        return one->pages.count > other->pages.count ? -1 : 1;
    return str_cmp(one->url, other->url);
}

static int by_label(const void *a, const void *b, void *context)
{
    const struct topic *one = *(struct topic *const *)a, *other = *(struct topic *const *)b;
    return format_compare(*(struct str *)context, one->label, other->label);
}

/* The topics of a section's pages that lead to more than one page, the largest ones. */
static struct topic_list filters(const struct view *v, enum topic_kind kind)
{
    struct map seen = {0};
    struct topic_list list = {0};
    const struct page_list *children = sections_children(v->portal, v->page);
    for (size_t i = 0; i < children->count; i++) {
        const struct topic_list *topics = &children->items[i]->topics[kind];
        for (size_t j = 0; j < topics->count; j++) {
            struct topic *topic = topics->items[j];
            if (topic->pages.count < 2 || map_get(&seen, topic->url))
                continue;
            map_put(&seen, v->arena, topic->url, topic);
            *ARENA_PUSH(v->arena, &list) = topic;
        }
    }
    struct str language = portal_language(v->portal, v->language);
    if (list.count > 1)
        qsort(list.items, list.count, sizeof(struct topic *), by_size);
    list.count = list.count < MAX_FILTERS ? list.count : MAX_FILTERS;
    if (list.count > 1)
        qsort_r(list.items, list.count, sizeof(struct topic *), by_label, &language);
    return list;
}

/* What the section holds in the reference language alone. */
static void set_untranslated(const struct view *v, struct value *map)
{
    struct value *list = value_set_list(map, "untranslated");
    const struct page *original = v->language > 0 ? portal_translation(v->portal, v->page, 0) : NULL;
    const struct page_list *children = original ? sections_children(v->portal, original) : NULL;
    for (size_t i = 0; children && i < children->count; i++) {
        const struct page *page = children->items[i];
        if (page->kind == PAGE_QUESTIONNAIRE || portal_translation(v->portal, page, v->language))
            continue;
        struct view there = *v;
        there.language = 0;
        struct value *item = value_add_map(list);
        value_set_text(item, "title", view_words(&there, page->matter.title));
        value_set_text(item, "url", page->url);
    }
    value_set_bool(map, "has_untranslated", value_count(list) > 0);
    value_set_text(map, "untranslated_lang", portal_language(v->portal, 0));
}

/* The cards of one part of a list. */
static void set_cards(const struct view *v, struct value *map, const struct page_list *pages,
                      const struct paging *p)
{
    struct value *list = value_set_list(map, "pages");
    for (size_t i = paging_first(p); i < paging_end(p); i++)
        view_card(v, list, pages->items[i]);
    paging_set(v->arena, map, p);
}

struct value *view_section(const struct view *v, struct html body, const struct paging *p)
{
    struct value *map = view_common(v);
    view_breadcrumb(v, map);
    set_cards(v, map, sections_children(v->portal, v->page), p);
    if (p->part > 0)
        return map;
    value_set_html(map, "body", body);
    struct topic_list roles = filters(v, TOPIC_ROLE), tags = filters(v, TOPIC_TAG);
    view_topic_list(v, map, "roles", &roles);
    view_topic_list(v, map, "tags", &tags);
    value_set_bool(map, "has_filters", roles.count + tags.count > 0);
    set_untranslated(v, map);
    view_edit(v, map);
    return map;
}

/* ---- topics ---- */

static void add_crumb(const struct view *v, struct value *list, struct str title, struct str url)
{
    struct value *item = value_add_map(list);
    value_set_text(item, "title", view_words(v, title));
    value_set_text(item, "url", url);
}

struct value *view_home_crumb(const struct view *v, struct value *map)
{
    struct value *list = value_set_list(map, "breadcrumb");
    struct str path =
        arena_printf(v->arena, STR_FMT "/index.md", STR_ARG(portal_language(v->portal, v->language)));
    const struct page *home = map_get(&v->portal->by_path, path);
    if (home && portal_is_shown(home))
        add_crumb(v, list, home->matter.title, home->url);
    return list;
}

static struct str kind_title(const struct view *v, enum topic_kind kind)
{
    struct str key = kind == TOPIC_ROLE ? STR("topic.roles") : STR("topic.tags");
    return catalogue_text(portal_catalogue(v->portal, v->language), v->arena, key, NULL);
}

struct value *view_topic(const struct view *v, const struct paging *p)
{
    struct value *map = view_common(v);
    const struct topic *topic = v->topic;
    bool is_role = topic->kind == TOPIC_ROLE;
    struct str index = topics_index(v->portal, topic->kind, v->language);
    add_crumb(v, view_home_crumb(v, map), kind_title(v, topic->kind), index);
    value_set_text(value_set_map(map, "page"), "title", view_words(v, topic->label));
    value_set_bool(map, "is_role", is_role);
    value_set_int(map, "pages_total", (int64_t)topic->pages.count);
    set_cards(v, map, &topic->pages, p);
    return map;
}

struct value *view_topics(const struct view *v, enum topic_kind kind)
{
    struct value *map = view_common(v);
    const struct topic_list *topics = &v->portal->topics[kind][v->language];
    view_home_crumb(v, map);
    value_set_text(value_set_map(map, "page"), "title", kind_title(v, kind));
    value_set_bool(map, "is_role", kind == TOPIC_ROLE);
    struct value *list = value_set_list(map, "topics");
    for (size_t i = 0; i < topics->count; i++) {
        struct value *item = value_add_map(list);
        value_set_text(item, "label", view_words(v, topics->items[i]->label));
        value_set_text(item, "url", topics->items[i]->url);
        value_set_int(item, "pages_total", (int64_t)topics->items[i]->pages.count);
    }
    return map;
}

struct value *view_redirect(const struct view *v, const struct page *to)
{
    struct value *map = view_common(v);
    value_set_text(value_set_map(map, "page"), "title", view_words(v, to->matter.title));
    value_set_text(map, "to", to->url);
    return map;
}
