#include "site/partial.h"

#include "site/alphabet.h"
#include "site/content.h"
#include "site/machines.h"
#include "site/near.h"
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

/* The pages to be made, with the faces they had. Home pages and questionnaires show more of each other than
 * their faces. */
static bool find_changed(struct near *near, const struct input_list *content, const size_t *changed, size_t n,
                         struct page_list *out)
{
    for (size_t i = 0; i < n; i++) {
        struct page *page = near_page(near, content->items[changed[i]].path);
        if (!page || page->matter.draft || (page->kind != PAGE_HELP && page->kind != PAGE_SECTION))
            return false;
        out->items[out->count++] = page;
    }
    return true;
}

static bool faces_are_the_same(struct portal *portal, const struct record *old, const struct page_list *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        const struct page *page = pages->items[i];
        struct str before = old->pages.items[page->number].face;
        if (!page->source || !str_eq(record_face(portal->arena, page), before))
            return false;
    }
    return true;
}

/* An anchor that went may be what another page links to. */
static bool anchors_are_still_there(const struct record *old, const struct page_list *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        const struct page *page = pages->items[i];
        struct str rest = old->pages.items[page->number].anchors, name;
        while (str_line(&rest, &name)) {
            if (name.n > 0 && !anchors_have(page->anchor_names, name))
                return false;
        }
    }
    return true;
}

/* A section shows all its pages, and those of other languages that it lacks; a page just a few others. */
static bool relate(struct portal *portal, struct near *near, const struct page_list *made,
                   struct definitions *definitions)
{
    bool has_section = false;
    for (size_t i = 0; i < made->count; i++)
        has_section = has_section || made->items[i]->kind == PAGE_SECTION;
    if (!has_section) {
        portal->pages = *made;
        portal->jobs = 1;
        if (!near_open(near, made))
            return false;
        sections_navigate(portal);
        return true;
    }
    if (!near_take_all(near))
        return false;
    content_claim(portal);
    relations_build(portal);
    definitions_outline(portal, definitions);
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
    struct near *near = near_new(portal, old);
    *made = (struct page_list){ARENA_ARRAY(portal->keep, struct page *, n + 1), 0, n + 1};
    if (!find_changed(near, content, changed, n, made))
        return NULL;
    portal->keeps_texts = true;
    content_read(portal, made);
    if (!faces_are_the_same(portal, old, made))
        return NULL;
    theme_load(portal);
    content_list_attachments(portal, content);
    if (!relate(portal, near, made, &definitions))
        return NULL;
    theme_link_text_pages(portal);
    if (!make_changed(portal, made, &definitions))
        return NULL;
    refs_check_anchors(portal);
    bool is_quiet = diags_errors(portal->diags) + diags_warnings(portal->diags) == 0;
    return is_quiet && anchors_are_still_there(old, made) ? made : NULL;
}
