#include "site/pages.h"

#include "site/alphabet.h"
#include "site/article.h"
#include "site/crew.h"
#include "site/faq.h"
#include "site/markdown.h"
#include "site/output_search.h"
#include "site/refs.h"
#include "site/render.h"
#include "site/sections.h"
#include "site/topics.h"
#include "site/typography.h"
#include "site/view.h"

/* The page's title is its only heading of the first level. */
static void check_headings(struct portal *portal, const struct page *page, const struct node *root)
{
    for (const struct node *node = root; node; node = node_following(node, root)) {
        if (node->kind == NODE_HEADING && node->number == 1)
            DIAG_AT(portal->diags, D_HEADING_ONE, node_place(node, page->source));
    }
}

enum { PICTURE_MIN = 200 }; /* pixels each way: what is smaller nobody shows */

/* The first picture of a size to be passed on; drawings (SVG) are not shown where addresses are. */
static void find_picture(struct view *v, const struct node *root)
{
    for (const struct node *node = root; node && v->picture.url.n == 0; node = node_following(node, root)) {
        bool is_large = node->width >= PICTURE_MIN && node->height >= PICTURE_MIN;
        if (node->kind == NODE_IMAGE && is_large && !str_ends(node->text, STR(".svg")))
            v->picture = (struct picture){node->text, node_title(node, v->arena), node->width, node->height};
    }
}

/* The body as HTML; what search engines are told beside it goes into the view. */
static struct html render_body(struct worker *w, struct view *v)
{
    struct portal *portal = v->portal;
    struct page *page = v->page;
    struct node *root = markdown_parse_page(v->arena, page->source, page->matter.body, portal->diags);
    check_headings(portal, page, root);
    if (page->matter.is_faq)
        faq_fold(portal, page, root);
    refs_resolve(portal, page, root);
    find_picture(v, root);
    typography_apply(v->arena, portal_language(portal, page->language), root);
    page->anchors.reserved = &portal->theme.ids;
    anchors_find(&page->anchors, portal->arena, root);
    buf_clear(&w->body);
    struct render render = {.out = &w->body, .catalogue = portal_catalogue(portal, page->language)};
    render_below(&render, root);
    if (page->kind != PAGE_HOME && portal->makes_index)
        page->article = article_of(portal->arena, page, root);
    if (page->matter.is_faq)
        v->data = faq_data(v->arena, portal_language(portal, page->language), root);
    return html_trusted(buf_str(&w->body));
}

static void write_page(struct worker *w, const struct view *v, struct str file, struct str template,
                       const struct value *fields)
{
    struct portal *portal = v->portal;
    buf_clear(&w->out);
    bool ok = templates_render(portal->theme.templates, template, fields,
                               portal_catalogue(portal, v->language), &w->out);
    if (!ok)
        DIAG_AT(portal->diags, D_PAGE_RENDER, (struct place){0}, file);
    else
        output_file(portal->output, file, buf_str(&w->out));
}

static void make_questionnaire(struct worker *w, const struct view *v)
{
    struct page *page = v->page;
    for (size_t i = 0; i < v->definitions->count && v->portal->theme.is_whole; i++) {
        const struct definition *definition = v->definitions->items[i];
        const struct questionnaire *q = definition->languages[page->language];
        if (!q || q->page != page)
            continue;
        if (v->portal->makes_index)
            page->article = article_of_questionnaire(w->portal.arena, q);
        write_page(w, v, page->file, STR("site/questionnaire"), view_questionnaire(v, definition));
    }
}

static void make_section(struct worker *w, struct view *v, struct html body)
{
    struct page *page = v->page;
    struct paging p = {page->url, sections_children(v->portal, page)->count, PAGING_CARDS, 0};
    write_page(w, v, page->file, STR("site/section"), view_section(v, body, &p));
    for (p.part = 1; p.part < paging_parts(&p); p.part++) {
        v->url = paging_url(v->arena, &p, p.part);
        write_page(w, v, portal_file(v->portal, v->url), STR("site/section"), view_section(v, body, &p));
    }
}

/* The page and what its anchors are to others. */
static void make_text(struct worker *w, struct view *v)
{
    struct page *page = v->page;
    struct portal *portal = v->portal;
    struct html body = render_body(w, v);
    if (!portal->theme.is_whole) {
        return;
    } else if (page->kind == PAGE_HELP) {
        write_page(w, v, page->file, STR("site/page"), view_help(v, body));
    } else if (page->kind == PAGE_SECTION) {
        make_section(w, v, body);
    } else {
        write_page(w, v, page->file, STR("site/accueil"), view_home(v, body));
        if (page->language == 0)
            output_file(portal->output, STR("index.html"), buf_str(&w->out));
    }
}

static void make_file(struct worker *w, struct page *page)
{
    struct view v = {.portal = &w->portal,
                     .definitions = w->context,
                     .arena = w->portal.arena,
                     .page = page,
                     .language = page->language};
    if (!page->source || page->matter.draft || page->kind == PAGE_MESSAGE)
        return;
    w->done++;
    if (page->kind == PAGE_QUESTIONNAIRE)
        make_questionnaire(w, &v);
    else if (page_text_load(&w->portal, page, w->texts))
        make_text(w, &v);
    page->anchor_names = anchors_names(&page->anchors, w->portal.keep);
    page->anchors = (struct anchors){0};
}

static void make_page(struct worker *w, struct page *page)
{
    make_file(w, page);
    if (w->portal.index)
        search_add(w->portal.index, &w->index, page);
    page->article = NULL;
}

/* ---- what is made from no file ---- */

/* One worker's things, and what it makes them for. */
struct making {
    struct worker worker;
    const struct definitions *definitions;
};

static struct view new_view(struct making *m, size_t language, struct str url)
{
    struct portal *portal = &m->worker.portal;
    return (struct view){.portal = portal,
                         .definitions = m->definitions,
                         .arena = portal->arena,
                         .language = language,
                         .url = url};
}

static void make_topic(struct making *m, const struct topic *topic)
{
    struct paging p = {topic->url, topic->pages.count, PAGING_CARDS, 0};
    for (; p.part < paging_parts(&p); p.part++) {
        struct view v = new_view(m, topic->language, p.url);
        v.topic = topic;
        v.url = paging_url(v.arena, &p, p.part);
        write_page(&m->worker, &v, portal_file(v.portal, v.url), STR("site/topic"), view_topic(&v, &p));
        arena_clear(v.arena);
    }
}

static void make_topics(struct making *m, enum topic_kind kind, size_t language)
{
    struct portal *portal = &m->worker.portal;
    const struct topic_list *topics = &portal->topics[kind][language];
    struct view v = new_view(m, language, topics_index(portal, kind, language));
    if (topics->count == 0)
        return;
    struct topic all = {.kind = kind, .language = language};
    v.topic = &all;
    write_page(&m->worker, &v, portal_file(portal, v.url), STR("site/topics"), view_topics(&v, kind));
    for (size_t i = 0; i < topics->count; i++)
        make_topic(m, topics->items[i]);
}

static void make_alphabet(struct making *m, size_t language)
{
    const struct alphabet *alphabet = m->worker.portal.alphabets[language];
    struct paging p = alphabet ? alphabet_paging(alphabet) : (struct paging){0};
    for (; alphabet && p.part < paging_parts(&p); p.part++) {
        struct view v = new_view(m, language, p.url);
        v.url = paging_url(v.arena, &p, p.part);
        write_page(&m->worker, &v, portal_file(v.portal, v.url), STR("site/index"),
                   view_alphabet(&v, alphabet, &p));
        arena_clear(v.arena);
    }
}

static void make_redirects(struct making *m)
{
    const struct redirects *redirects = &m->worker.portal.redirects;
    for (size_t i = 0; i < redirects->count; i++) {
        const struct redirect *redirect = &redirects->items[i];
        struct view v = new_view(m, redirect->to->language, redirect->to->url);
        write_page(&m->worker, &v, redirect->file, STR("site/redirect"), view_redirect(&v, redirect->to));
        arena_clear(v.arena);
    }
}

/* What the web server shows by itself: below each language, and in the reference language at the top. */
static void make_error_page(struct making *m, struct str name)
{
    struct portal *portal = &m->worker.portal;
    struct str file = arena_join(portal->arena, name, STR(".html"));
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        struct view v = new_view(m, i, (struct str){"", 0});
        struct str path =
            arena_printf(v.arena, STR_FMT "/" STR_FMT, STR_ARG(portal_language(portal, i)), STR_ARG(file));
        write_page(&m->worker, &v, path, arena_join(v.arena, STR("site/"), name), view_common(&v));
        if (i == 0)
            output_file(portal->output, file, buf_str(&m->worker.out));
    }
}

void pages_make_others(struct portal *portal, const struct definitions *definitions)
{
    struct making m = {{.portal = *portal}, definitions};
    m.worker.portal.arena = arena_new();
    buf_init(&m.worker.out, (size_t)CONTENT_MAX_FILE * 5);
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        make_topics(&m, TOPIC_TAG, i);
        make_topics(&m, TOPIC_ROLE, i);
        make_alphabet(&m, i);
    }
    make_redirects(&m);
    for (size_t i = 0; i < PORTAL_ERROR_PAGES; i++)
        make_error_page(&m, portal_error_pages[i]);
    buf_release(&m.worker.out);
    arena_free(m.worker.portal.arena);
}

size_t pages_make(struct portal *portal, const struct page_list *pages, const struct definitions *definitions)
{
    return crew_run(portal, pages, make_page, definitions);
}
