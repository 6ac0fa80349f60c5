#include "site/view.h"

#include "form/day.h"
#include "site/alphabet.h"
#include "site/article.h"
#include "site/link.h"
#include "site/refs.h"
#include "site/sections.h"
#include "site/topics.h"
#include "site/typography.h"
#include "theme/format.h"

struct str view_words(const struct view *v, struct str text)
{
    return typography_text(v->arena, portal_language(v->portal, v->language), text);
}

/* Where a reader goes who wants a language that this page does not have: to the section above that has it. */
static struct str elsewhere(const struct view *v, size_t language)
{
    struct str index = v->topic ? topics_index(v->portal, v->topic->kind, language) : (struct str){"", 0};
    if (index.n > 0)
        return index;
    for (const struct page *above = v->page ? v->page->above : NULL; above; above = above->above) {
        const struct page *same = portal_translation(v->portal, above, language);
        if (same)
            return same->url;
    }
    return portal_home(v->portal, language);
}

/* ---- SITE ---- */

static struct str absolute(const struct view *v, struct str url)
{
    return arena_join(v->arena, v->portal->config.url, url);
}

/* A page that other languages have too names all of them, itself as well. */
static void set_alternates(const struct view *v, struct value *map)
{
    struct value *list = value_set_list(map, "alternates");
    size_t n = v->portal->config.n_languages;
    if (!v->page || v->url.n > 0 || v->portal->config.url.n == 0 || n == 1)
        return;
    for (size_t i = 0; i < n; i++) {
        const struct page *same = portal_translation(v->portal, v->page, i);
        if (!same)
            continue;
        struct value *item = value_add_map(list);
        value_set_text(item, "code", portal_language(v->portal, i));
        value_set_text(item, "url", absolute(v, same->url));
    }
    if (value_count(list) == 1)
        value_set_list(map, "alternates");
}

/* The page's own picture, else the theme's. */
static void set_picture(const struct view *v, struct value *map)
{
    const struct picture *own = v->picture.url.n > 0 ? &v->picture : &v->portal->theme.picture;
    if (own->url.n == 0 || v->portal->config.url.n == 0)
        return;
    struct value *picture = value_set_map(map, "picture");
    value_set_text(picture, "url", absolute(v, own->url));
    value_set_text(picture, "alt", own->alt);
    value_set_int(picture, "width", own->width);
    value_set_int(picture, "height", own->height);
}

static void set_site_fields(const struct view *v, struct value *map)
{
    const struct portal *portal = v->portal;
    struct str url = v->url.n > 0 ? v->url : v->page ? v->page->url : (struct str){"", 0};
    if (url.n > 0 && portal->config.url.n > 0)
        value_set_text(map, "canonical", absolute(v, url));
    set_alternates(v, map);
    set_picture(v, map);
    value_set_text(map, "feed", portal->feeds[v->language]);
    value_set_text(map, "tag_index", topics_index(portal, TOPIC_TAG, v->language));
    value_set_text(map, "role_index", topics_index(portal, TOPIC_ROLE, v->language));
    if (v->data.markup.n > 0)
        value_set_html(map, "data", v->data);
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
        value_set_text(item, "url", same ? same->url : elsewhere(v, i));
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
    value_set_text(map, "home", portal_home(v->portal, v->language));
    value_set_text(map, "css", v->portal->theme.css);
    value_set_text(map, "js", v->portal->theme.js);
    value_set_text(map, "icon", v->portal->theme.icon);
    if (v->portal->has_gateway) {
        value_set_text(map, "space", arena_join(v->arena, STR("/espace/?langue="), language));
        value_set_text(map, "office", STR("/cabinet/"));
        value_set_text(map, "find", STR("/recherche"));
    }
    if (v->portal->alphabets[v->language])
        value_set_text(map, "index", alphabet_paging(v->portal->alphabets[v->language]).url);
    set_navigation(v, map);
    set_site_fields(v, map);
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
    for (const struct page *page = v->page->above; page && n < 64; page = page->above)
        above[n++] = page;
    struct value *list = value_set_list(map, "breadcrumb");
    while (n-- > 0) {
        struct value *item = value_add_map(list);
        value_set_text(item, "title", view_words(v, above[n]->matter.title));
        value_set_text(item, "url", above[n]->url);
    }
}

struct value *view_card(const struct view *v, struct value *list, const struct page *page)
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
        struct value *item = view_card(v, list, q->page);
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
            view_card(v, list, children->items[i]);
    }
    value_set_bool(map, "has_sections", value_count(list) > 0);
    return map;
}

/* A page of three parts or more says what is on it; folded questions are that by themselves. */
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
    bool has_contents = value_count(list) >= 3 && !v->page->matter.is_faq;
    value_set_bool(map, "has_toc", has_contents);
    value_set(map, "toc", has_contents ? list : value_list(v->arena));
}

static void add_related(const struct view *v, struct value *list, const struct page *page)
{
    struct value *link = value_add_map(list);
    value_set_text(link, "title", view_words(v, page->matter.title));
    value_set_text(link, "url", page->url);
}

static bool is_listed(const struct page *const *pages, size_t n, const struct page *page)
{
    while (n > 0 && pages[n - 1] != page)
        n--;
    return n > 0;
}

/* Those the page names; then, while these are few, those that share its tags. */
static void set_related(const struct view *v, struct value *map)
{
    const struct yaml *related = v->page->matter.related;
    struct value *list = value_set_list(map, "related");
    bool is_one = related && related->kind == YAML_SCALAR;
    size_t n = !related ? 0 : is_one ? 1 : related->n_items, n_named = 0;
    const struct page **named = ARENA_ARRAY(v->arena, const struct page *, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *item = is_one ? related : &related->items[i];
        const struct page *page = refs_page(v->portal, v->page, item->scalar, item->at);
        if (page)
            add_related(v, list, page);
        if (page)
            named[n_named++] = page;
    }
    topics_relate(v->portal, v->page);
    for (size_t i = 0; i < v->page->n_related && value_count(list) < PAGE_RELATED; i++) {
        if (!is_listed(named, n_named, v->page->related[i]))
            add_related(v, list, v->page->related[i]);
    }
    value_set_bool(map, "has_related", value_count(list) > 0);
}

static void set_neighbour(const struct view *v, struct value *map, const char *key, const struct page *page)
{
    if (!page)
        return;
    struct value *link = value_set_map(map, key);
    value_set_text(link, "title", view_words(v, page->matter.title));
    value_set_text(link, "url", page->url);
}

/* Where the page's file is edited: `edit_url` with its path. */
void view_edit(const struct view *v, struct value *map)
{
    struct str url = v->portal->config.edit_url, path = STR("{path}");
    ptrdiff_t at = str_find(url, path);
    if (at < 0)
        return;
    struct str before = str_sub(url, 0, (size_t)at), after = str_sub(url, (size_t)at + path.n, url.n);
    value_set_text(map, "edit",
                   arena_printf(v->arena, STR_FMT STR_FMT STR_FMT, STR_ARG(before), STR_ARG(v->page->path),
                                STR_ARG(after)));
}

/* "Was this page useful?": asked where there is a gateway to hear the answer. */
static void set_feedback(const struct view *v, struct value *map)
{
    struct str language = portal_language(v->portal, v->language);
    if (!v->portal->has_gateway || !v->page->article)
        return;
    value_set_text(map, "feedback", arena_join(v->arena, STR("/avis?langue="), language));
    value_set_text(map, "feedback_page", article_page(v->page));
    value_set_text(map, "feedback_version", v->page->article->version);
}

static void set_updated(const struct view *v, struct value *map)
{
    const struct matter *matter = &v->page->matter;
    if (!matter->has_updated)
        return;
    struct buf day;
    buf_init(&day, 32);
    form_day_print(matter->updated, &day);
    value_set_text(map, "updated",
                   format_day(v->arena, portal_language(v->portal, v->language), matter->updated));
    value_set_text(map, "updated_day", arena_str(v->arena, buf_str(&day)));
    buf_release(&day);
}

struct value *view_help(const struct view *v, struct html body)
{
    struct value *map = view_common(v);
    value_set_html(map, "body", body);
    set_feedback(v, map);
    set_contents(v, map);
    view_breadcrumb(v, map);
    set_updated(v, map);
    view_topic_list(v, map, "roles", &v->page->topics[TOPIC_ROLE]);
    view_topic_list(v, map, "tags", &v->page->topics[TOPIC_TAG]);
    value_set_bool(map, "has_roles", v->page->topics[TOPIC_ROLE].count > 0);
    value_set_bool(map, "has_tags", v->page->topics[TOPIC_TAG].count > 0);
    set_related(v, map);
    value_set_bool(map, "has_neighbours", v->page->before || v->page->after);
    set_neighbour(v, map, "before", v->page->before);
    set_neighbour(v, map, "after", v->page->after);
    view_edit(v, map);
    return map;
}
