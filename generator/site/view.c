#include "site/view.h"

#include "site/link.h"
#include "site/refs.h"
#include "site/sections.h"
#include "site/typography.h"
#include "theme/format.h"

struct str view_words(const struct view *v, struct str text)
{
    return typography_text(v->arena, portal_language(v->portal, v->language), text);
}

static struct str home_of(const struct view *v, size_t language)
{
    return arena_printf(v->arena, "/" STR_FMT "/", STR_ARG(portal_language(v->portal, language)));
}

/* ---- row "*" ---- */

static void set_languages(const struct view *v, struct value *map)
{
    struct value *list = value_set_list(map, "languages");
    for (size_t i = 0; v->portal->config.n_languages > 1 && i < v->portal->config.n_languages; i++) {
        struct value *item = value_add_map(list);
        struct str code = portal_language(v->portal, i);
        const struct page *same = v->page ? portal_translation(v->portal, v->page, i) : NULL;
        value_set_text(item, "code", code);
        value_set_text(item, "name", format_language(v->arena, code));
        value_set_text(item, "url", same ? same->url : home_of(v, i));
        value_set_bool(item, "is_current", i == v->language);
    }
}

static void set_site(const struct view *v, struct value *map)
{
    const struct config *config = &v->portal->config;
    struct value *site = value_set_map(map, "site");
    value_set_text(site, "name", config->name);
    value_set_text(site, "tagline", view_words(v, config->taglines[v->language]));
    value_set_text(site, "email", config->contact_email);
    value_set_text(site, "phone", config->contact_phone);
}

/* The entry that stands for the page: itself, else the section it is in. */
static const struct page *current_entry(const struct view *v, const struct page_list *entries)
{
    const struct page *best = NULL;
    size_t length = 0;
    for (size_t i = 0; v->page && i < entries->count; i++) {
        const struct page *entry = entries->items[i];
        struct str folder = path_folder(entry->path);
        if (entry == v->page)
            return entry;
        if (entry->kind == PAGE_SECTION && folder.n > length && str_starts(v->page->path, folder)) {
            best = entry;
            length = folder.n;
        }
    }
    return best;
}

static void set_navigation(const struct view *v, struct value *map)
{
    const struct page_list *entries = &v->portal->navigation[v->language];
    const struct page *current = current_entry(v, entries);
    struct value *list = value_set_list(map, "nav");
    for (size_t i = 0; i < entries->count; i++) {
        struct value *item = value_add_map(list);
        value_set_text(item, "label", view_words(v, entries->items[i]->matter.title));
        value_set_text(item, "url", entries->items[i]->url);
        value_set_bool(item, "is_current", entries->items[i] == current);
    }
}

struct value *view_common(const struct view *v)
{
    struct value *map = value_map(v->arena);
    struct str language = portal_language(v->portal, v->language);
    value_set_text(map, "lang", language);
    set_languages(v, map);
    set_site(v, map);
    value_set_text(map, "base", v->portal->config.url);
    value_set_text(map, "home", home_of(v, v->language));
    value_set_text(map, "css", v->portal->theme.css);
    value_set_text(map, "js", v->portal->theme.js);
    value_set_text(map, "icon", v->portal->theme.icon);
    if (v->definitions->count > 0) {
        value_set_text(map, "space", arena_printf(v->arena, "/espace/?langue=" STR_FMT, STR_ARG(language)));
        value_set_text(map, "office", STR("/cabinet/"));
    }
    set_navigation(v, map);
    if (v->data.markup.n > 0)
        value_set_html(map, "data", v->data);
    if (v->page) {
        struct value *page = value_set_map(map, "page");
        value_set_text(page, "title", view_words(v, v->page->matter.title));
        value_set_text(page, "description", view_words(v, v->page->matter.description));
    }
    return map;
}

/* ---- pages ---- */

void view_breadcrumb(const struct view *v, struct value *map)
{
    const struct page *above[64];
    size_t n = 0;
    for (const struct page *page = sections_parent(v->portal, v->page); page && n < 64;
         page = sections_parent(v->portal, page))
        above[n++] = page;
    struct value *list = value_set_list(map, "breadcrumb");
    while (n-- > 0) {
        struct value *item = value_add_map(list);
        value_set_text(item, "title", view_words(v, above[n]->matter.title));
        value_set_text(item, "url", above[n]->url);
    }
}

static struct value *add_card(const struct view *v, struct value *list, const struct page *page)
{
    struct value *item = value_add_map(list);
    value_set_text(item, "title", view_words(v, page->matter.title));
    value_set_text(item, "description", view_words(v, page->matter.description));
    value_set_text(item, "url", page->url);
    return item;
}

static void set_questionnaires(const struct view *v, struct value *map)
{
    struct value *list = value_set_list(map, "questionnaires");
    for (size_t i = 0; i < v->definitions->count; i++) {
        const struct questionnaire *q = v->definitions->items[i]->languages[v->language];
        if (!q)
            continue;
        struct value *item = add_card(v, list, q->page);
        value_set_bool(item, "is_public", q->page->matter.is_public);
    }
    value_set_bool(map, "has_questionnaires", value_count(list) > 0);
}

struct value *view_home(const struct view *v, struct html body)
{
    struct value *map = view_common(v);
    const struct page_list *children = sections_children(v->portal, v->page);
    value_set_html(map, "body", body);
    set_questionnaires(v, map);
    struct value *list = value_set_list(map, "sections");
    for (size_t i = 0; i < children->count; i++) {
        if (children->items[i]->kind != PAGE_QUESTIONNAIRE)
            add_card(v, list, children->items[i]);
    }
    value_set_bool(map, "has_sections", value_count(list) > 0);
    return map;
}

struct value *view_section(const struct view *v, struct html body)
{
    struct value *map = view_common(v);
    const struct page_list *children = sections_children(v->portal, v->page);
    value_set_html(map, "body", body);
    view_breadcrumb(v, map);
    struct value *list = value_set_list(map, "pages");
    for (size_t i = 0; i < children->count; i++)
        add_card(v, list, children->items[i]);
    return map;
}

/* A page of three parts or more says what is on it. */
static void set_contents(const struct view *v, struct value *map)
{
    struct value *list = value_list(v->arena);
    const struct anchors *anchors = &v->page->anchors;
    for (size_t i = 0; i < anchors->count; i++) {
        if (anchors->items[i].level != 2)
            continue;
        struct value *item = value_add_map(list);
        value_set_text(item, "text", anchors->items[i].title);
        value_set_text(item, "anchor", anchors->items[i].name);
    }
    bool has_contents = value_count(list) >= 3;
    value_set_bool(map, "has_toc", has_contents);
    value_set(map, "toc", has_contents ? list : value_list(v->arena));
}

static void set_related(const struct view *v, struct value *map)
{
    const struct yaml *related = v->page->matter.related;
    struct value *list = value_set_list(map, "related");
    bool is_one = related && related->kind == YAML_SCALAR;
    for (size_t i = 0; related && i < (is_one ? 1 : related->n_items); i++) {
        const struct yaml *item = is_one ? related : &related->items[i];
        const struct page *page = refs_page(v->portal, v->page, item->scalar, item->at);
        if (!page)
            continue;
        struct value *link = value_add_map(list);
        value_set_text(link, "title", view_words(v, page->matter.title));
        value_set_text(link, "url", page->url);
    }
    value_set_bool(map, "has_related", value_count(list) > 0);
}

struct value *view_help(const struct view *v, struct html body)
{
    const struct matter *matter = &v->page->matter;
    struct value *map = view_common(v);
    value_set_html(map, "body", body);
    set_contents(v, map);
    view_breadcrumb(v, map);
    struct str language = portal_language(v->portal, v->language);
    if (matter->has_updated)
        value_set_text(map, "updated", format_day(v->arena, language, matter->updated));
    struct value *roles = value_set_list(map, "roles");
    for (size_t i = 0; i < matter->roles.count; i++)
        value_add(roles, value_text(v->arena, matter->roles.items[i]));
    set_related(v, map);
    return map;
}
