#include "site/partial.h"

#include "site/alphabet.h"
#include "site/content.h"
#include "site/machines.h"
#include "site/output_database.h"
#include "site/pages.h"
#include "site/redirects.h"
#include "site/refs.h"
#include "site/sections.h"
#include "site/theme.h"
#include "site/topics.h"

/* site.yaml says so; else whoever has questionnaires wants them answered. Without it nobody searches. */
static void find_gateway(struct portal *portal)
{
    const struct config *config = &portal->config;
    bool has_questionnaires = false;
    for (size_t i = 0; i < portal->pages.count && !has_questionnaires; i++) {
        const struct page *page = portal->pages.items[i];
        has_questionnaires = page->kind == PAGE_QUESTIONNAIRE && portal_is_shown(page);
    }
    portal->has_gateway =
        config->gateway == GATEWAY_YES || (config->gateway == GATEWAY_UNSAID && has_questionnaires);
    portal->makes_index = portal->makes_index && portal->has_gateway;
    if (has_questionnaires && !portal->has_gateway)
        DIAG_AT(portal->diags, D_SITE_GATEWAY, config->gateway_at);
}

void relations_build(struct portal *portal)
{
    find_gateway(portal);
    sections_build(portal);
    topics_build(portal);
    alphabet_build(portal);
    machines_claim(portal);
    redirects_build(portal);
}

/* Every page gets the face and the anchors it had. */
static bool recall_pages(struct portal *portal, const struct record *old)
{
    if (portal->pages.count != old->pages.count)
        return false;
    for (size_t i = 0; i < old->pages.count; i++) {
        struct page *page = portal->pages.items[i];
        const struct recorded_page *before = &old->pages.items[i];
        if (!str_eq(page->path, before->path) || !record_face_read(portal->keep, before->face, page))
            return false;
        page->source = &page->own;
        page->anchor_names = before->anchors;
    }
    return true;
}

/* Home pages and questionnaires show more of each other than their faces. */
static bool find_changed(struct portal *portal, const struct input_list *content, const size_t *changed,
                         size_t n, struct page_list *out)
{
    for (size_t i = 0; i < n; i++) {
        struct page *page = map_get(&portal->by_path, content->items[changed[i]].path);
        if (!page || page->matter.draft || (page->kind != PAGE_HELP && page->kind != PAGE_SECTION))
            return false;
        *ARENA_PUSH(portal->arena, out) = page;
    }
    return true;
}

static const struct recorded_page *recorded(const struct portal *portal, const struct record *old,
                                            const struct page *page)
{
    for (size_t i = 0; i < portal->pages.count; i++) {
        if (portal->pages.items[i] == page)
            return &old->pages.items[i];
    }
    return NULL;
}

static bool faces_are_the_same(struct portal *portal, const struct record *old, const struct page_list *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        const struct page *page = pages->items[i];
        if (!page->source || !str_eq(record_face(portal->arena, page), recorded(portal, old, page)->face))
            return false;
    }
    return true;
}

/* An anchor that went may be what another page links to. */
static bool anchors_are_still_there(const struct portal *portal, const struct record *old,
                                    const struct page_list *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        struct str rest = recorded(portal, old, pages->items[i])->anchors, name;
        while (str_line(&rest, &name)) {
            if (name.n > 0 && !anchors_have(pages->items[i]->anchor_names, name))
                return false;
        }
    }
    return true;
}

/* The files of the pages, and what the search finds them by. */
static bool make_changed(struct portal *portal, const struct page_list *pages,
                         const struct definitions *definitions)
{
    const char *path = portal->makes_index ? output_copy_database(portal->output) : NULL;
    struct database *database = path ? database_change(portal, path) : NULL;
    pages_make(portal, pages, definitions);
    return database ? database_end(database, true) : !portal->makes_index;
}

const struct page_list *partial_make(struct portal *portal, const struct record *old,
                                     const struct input_list *content, const size_t *changed, size_t n)
{
    struct page_list *made = ARENA_NEW(portal->keep, struct page_list);
    struct definitions definitions = {0};
    theme_load(portal);
    content_list(portal, content);
    if (!recall_pages(portal, old) || !find_changed(portal, content, changed, n, made))
        return NULL;
    portal->keeps_texts = true;
    content_read(portal, made);
    if (!faces_are_the_same(portal, old, made))
        return NULL;
    content_claim(portal);
    relations_build(portal);
    theme_link_text_pages(portal);
    definitions_outline(portal, &definitions);
    if (!make_changed(portal, made, &definitions))
        return NULL;
    refs_check_anchors(portal);
    bool is_quiet = diags_errors(portal->diags) + diags_warnings(portal->diags) == 0;
    return is_quiet && anchors_are_still_there(portal, old, made) ? made : NULL;
}
