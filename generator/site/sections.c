#include "site/sections.h"

#include <limits.h>

#include "site/link.h"
#include "site/paging.h"

static bool is_index(const struct page *page)
{
    return page->kind == PAGE_HOME || page->kind == PAGE_SECTION;
}

static struct str parent_folder(struct str folder)
{
    return folder.n > 0 ? path_folder(str_sub(folder, 0, folder.n - 1)) : folder;
}

static const struct page *index_of(const struct portal *portal, struct str folder)
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof(path), STR_FMT "index.md", STR_ARG(folder));
    const struct page *page = map_get(&portal->by_path, (struct str){path, (size_t)n});
    return page && !page->matter.draft ? page : NULL;
}

/* The page of the folder's section, or of the next folder up that has one; NULL for the home. */
static const struct page *find_above(const struct portal *portal, const struct page *page)
{
    struct str folder = path_folder(page->path);
    if (is_index(page))
        folder = parent_folder(folder);
    for (; folder.n > 0; folder = parent_folder(folder)) {
        const struct page *index = index_of(portal, folder);
        if (index)
            return index;
    }
    return NULL;
}

const struct page_list *sections_children(const struct portal *portal, const struct page *index)
{
    static const struct page_list none;
    const struct page_list *list = map_get(&portal->children, index->path);
    return list ? list : &none;
}

/* ---- order ---- */

static int by_order(const void *a, const void *b)
{
    const struct page *one = *(struct page *const *)a, *other = *(struct page *const *)b;
    if (one->matter.order != other->matter.order)
        return one->matter.order < other->matter.order ? -1 : 1;
    int titles = str_cmp(one->sort_key, other->sort_key);
    return titles != 0 ? titles : str_cmp(one->path, other->path);
}

void sections_sort(struct page_list *list)
{
    if (list->count > 1)
        qsort(list->items, list->count, sizeof(struct page *), by_order);
}

/* Help pages are read one after the other; questionnaires are not. */
static void link_neighbours(struct page_list *list)
{
    struct page *before = NULL;
    for (size_t i = 0; i < list->count; i++) {
        struct page *page = list->items[i];
        if (page->kind != PAGE_HELP)
            continue;
        page->before = before;
        if (before)
            before->after = page;
        before = page;
    }
}

static void sort_children(struct portal *portal)
{
    for (size_t i = 0; i < portal->children.cap; i++) {
        struct page_list *list = portal->children.slots[i].value;
        if (!list)
            continue;
        sections_sort(list);
        link_neighbours(list);
    }
}

/* ---- building ---- */

static void add_child(struct portal *portal, struct page *page)
{
    const struct page *parent = find_above(portal, page);
    page->above = parent;
    if (!parent)
        return;
    struct page_list *list = map_get(&portal->children, parent->path);
    if (!list) {
        list = ARENA_NEW(portal->arena, struct page_list);
        map_put(&portal->children, portal->arena, parent->path, list);
    }
    *ARENA_PUSH(portal->arena, list) = page;
}

/* A page whose folder has no page of its own cannot be reached from above. */
static void check_index(struct portal *portal, const struct page *page, struct map *reported)
{
    struct str folder = path_folder(page->path);
    bool is_listed_elsewhere = page->kind == PAGE_QUESTIONNAIRE || page->kind == PAGE_HOME;
    if (is_listed_elsewhere || index_of(portal, folder) || map_get(reported, folder))
        return;
    map_put(reported, portal->arena, folder, portal);
    struct str path = arena_join(portal->arena, folder, STR("index.md"));
    DIAG_AT(portal->diags, D_SECTION_INDEX, ((struct place){page->source, 0, 0}), portal_name(portal, path));
}

static struct str suggest(struct portal *portal, struct str local)
{
    struct str *paths = ARENA_ARRAY(portal->arena, struct str, portal->pages.count + 1);
    size_t n = 0;
    for (size_t i = 0; i < portal->pages.count; i++) {
        const struct page *page = portal->pages.items[i];
        if (page->language == 0 && page->kind != PAGE_MESSAGE && !page->matter.draft)
            paths[n++] = page->local;
    }
    return diag_nearest(local, paths, n);
}

/* The page of the navigation in the reference language must exist; a translation may lack it. */
static void add_navigation(struct portal *portal, struct str local, struct place at)
{
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        struct str code = portal->config.languages[i];
        struct str path = arena_printf(portal->arena, STR_FMT "/" STR_FMT, STR_ARG(code), STR_ARG(local));
        struct page *page = portal_page(portal, path);
        bool is_shown = page && !page->matter.draft && page->kind != PAGE_MESSAGE;
        if (is_shown)
            *ARENA_PUSH(portal->arena, &portal->navigation[i]) = page;
        else if (i == 0)
            DIAG_AT(portal->diags, D_NAVIGATION_TARGET, at, local, suggest(portal, local));
    }
}

/* A section of many pages is several pages itself. */
static void claim_parts(struct portal *portal)
{
    for (size_t i = 0; i < portal->pages.count; i++) {
        const struct page *page = portal->pages.items[i];
        struct paging p = {page->url, sections_children(portal, page)->count, PAGING_CARDS, 0};
        if (page->kind == PAGE_SECTION)
            paging_claim(portal, &p, page->matter.title_at);
    }
}

void sections_build(struct portal *portal)
{
    struct map reported = {0};
    for (size_t i = 0; i < portal->pages.count; i++) {
        struct page *page = portal->pages.items[i];
        if (page->kind == PAGE_MESSAGE || page->matter.draft || !page->source)
            continue;
        add_child(portal, page);
        check_index(portal, page, &reported);
    }
    sort_children(portal);
    claim_parts(portal);
    sections_navigate(portal);
}

void sections_navigate(struct portal *portal)
{
    const struct yaml *navigation = portal->config.navigation;
    if (navigation && navigation->kind == YAML_SCALAR)
        add_navigation(portal, navigation->scalar, navigation->at);
    for (size_t i = 0; navigation && navigation->kind == YAML_SEQUENCE && i < navigation->n_items; i++)
        add_navigation(portal, navigation->items[i].scalar, navigation->items[i].at);
}
