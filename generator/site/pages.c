#include "site/pages.h"

#include "site/faq.h"
#include "site/markdown.h"
#include "site/refs.h"
#include "site/render.h"
#include "site/typography.h"
#include "site/view.h"

struct making {
    struct portal *portal;
    const struct definitions *definitions;
    struct arena *arena; /* cleared after each page */
    struct buf body, out;
    size_t made;
};

/* The page's title is its only heading of the first level. */
static void check_headings(struct portal *portal, const struct page *page, const struct node *root)
{
    for (const struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind == NODE_HEADING && node->number == 1)
            DIAG_AT(portal->diags, D_HEADING_ONE, node_place(node, page->source));
    }
}

/* The body as HTML; what search engines are told beside it goes into the view. */
static struct html render_body(struct making *m, struct view *v)
{
    struct portal *portal = m->portal;
    struct page *page = v->page;
    struct node *root = markdown_parse_page(m->arena, page->source, page->matter.body, portal->diags);
    check_headings(portal, page, root);
    if (page->matter.is_faq)
        faq_fold(portal, page, root);
    refs_resolve(portal, page, root);
    typography_apply(m->arena, portal_language(portal, page->language), root);
    page->anchors.reserved = &portal->theme.ids;
    anchors_find(&page->anchors, portal->arena, root);
    buf_clear(&m->body);
    struct render render = {.out = &m->body, .catalogue = portal_catalogue(portal, page->language)};
    render_below(&render, root);
    if (page->matter.is_faq)
        v->data = faq_data(m->arena, portal_language(portal, page->language), root);
    return html_trusted(buf_str(&m->body));
}

static void write_page(struct making *m, struct str file, struct str template, const struct value *view,
                       size_t language)
{
    buf_clear(&m->out);
    bool ok = templates_render(m->portal->theme.templates, template, view,
                               portal_catalogue(m->portal, language), &m->out);
    if (!ok)
        DIAG_AT(m->portal->diags, D_PAGE_RENDER, (struct place){0}, file);
    else
        output_file(m->portal->output, file, buf_str(&m->out));
}

static const struct definition *definition_of(const struct making *m, const struct page *page)
{
    for (size_t i = 0; i < m->definitions->count; i++) {
        const struct definition *definition = m->definitions->items[i];
        if (definition->languages[page->language] && definition->languages[page->language]->page == page)
            return definition;
    }
    return NULL;
}

static void make_page(struct making *m, struct page *page)
{
    struct view v = {.portal = m->portal,
                     .definitions = m->definitions,
                     .arena = m->arena,
                     .page = page,
                     .language = page->language};
    bool has_theme = m->portal->theme.is_whole;
    m->made++;
    if (page->kind == PAGE_QUESTIONNAIRE) {
        const struct definition *definition = has_theme ? definition_of(m, page) : NULL;
        if (definition)
            write_page(m, page->file, STR("site/questionnaire"), view_questionnaire(&v, definition),
                       page->language);
        return;
    }
    struct html body = render_body(m, &v);
    if (!has_theme)
        return;
    if (page->kind == PAGE_HELP) {
        write_page(m, page->file, STR("site/page"), view_help(&v, body), page->language);
    } else if (page->kind == PAGE_SECTION) {
        write_page(m, page->file, STR("site/section"), view_section(&v, body), page->language);
    } else {
        const struct value *view = view_home(&v, body);
        write_page(m, page->file, STR("site/accueil"), view, page->language);
        if (page->language == 0)
            output_file(m->portal->output, STR("index.html"), buf_str(&m->out));
    }
}

static void make_not_found(struct making *m)
{
    struct view v = {.portal = m->portal, .definitions = m->definitions, .arena = m->arena};
    write_page(m, STR("404.html"), STR("site/404"), view_common(&v), 0);
}

size_t pages_make(struct portal *portal, const struct definitions *definitions)
{
    struct making m = {.portal = portal, .definitions = definitions, .arena = arena_new()};
    buf_init(&m.body, (size_t)CONTENT_MAX_FILE * 4);
    buf_init(&m.out, (size_t)CONTENT_MAX_FILE * 5);
    for (size_t i = 0; i < portal->pages.count; i++) {
        struct page *page = portal->pages.items[i];
        if (!page->source || page->matter.draft || page->kind == PAGE_MESSAGE)
            continue;
        make_page(&m, page);
        arena_clear(m.arena);
    }
    if (portal->theme.is_whole)
        make_not_found(&m);
    buf_release(&m.body);
    buf_release(&m.out);
    arena_free(m.arena);
    return m.made;
}
