#include "site/pages.h"

#include "site/alphabet.h"
#include "site/article.h"
#include "site/crew.h"
#include "site/faq.h"
#include "site/machines.h"
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

/* What is made from no file, in one piece. */
enum other_kind {
    OTHER_TOPIC,
    OTHER_TOPICS,
    OTHER_ALPHABET,
    OTHER_REDIRECTS,
    OTHER_ERROR_PAGE,
    OTHER_MACHINES
};
struct other {
    enum other_kind kind;
    size_t language;
    enum topic_kind topics;    /* of an index of topics */
    const struct topic *topic; /* of a topic */
    struct str name;           /* of an error page */
};

/* What the workers make pages of. */
struct making {
    const struct definitions *definitions;
    struct other *items;
    size_t count, cap;
};

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

/* Found in the page's arena; what stays takes no more room than it needs. */
static void keep_links(struct arena *keep, struct page_links *links)
{
    struct page_link *kept = links->count > 0 ? ARENA_ARRAY(keep, struct page_link, links->count) : NULL;
    if (kept)
        memcpy(kept, links->items, links->count * sizeof(*kept));
    *links = (struct page_links){kept, links->count, links->count};
}

static void make_file(struct worker *w, struct page *page)
{
    const struct making *making = w->context;
    struct view v = {.portal = &w->portal,
                     .definitions = making->definitions,
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
    keep_links(w->portal.keep, &page->links);
    keep_links(w->portal.keep, &page->external);
}

static void make_page(struct worker *w, struct page *page)
{
    make_file(w, page);
    if (w->portal.index)
        search_add(w->portal.index, &w->index, page);
    page->article = NULL;
}

/* ---- what is made from no file ---- */

static struct view new_view(struct worker *w, size_t language, struct str url)
{
    const struct making *making = w->context;
    struct portal *portal = &w->portal;
    return (struct view){.portal = portal,
                         .definitions = making->definitions,
                         .arena = portal->arena,
                         .language = language,
                         .url = url};
}

static void make_topic(struct worker *w, const struct topic *topic)
{
    struct paging p = {topic->url, topic->pages.count, PAGING_CARDS, 0};
    for (; p.part < paging_parts(&p); p.part++) {
        struct view v = new_view(w, topic->language, p.url);
        v.topic = topic;
        v.url = paging_url(v.arena, &p, p.part);
        write_page(w, &v, portal_file(v.portal, v.url), STR("site/topic"), view_topic(&v, &p));
        arena_clear(v.arena);
    }
}

static void make_topics(struct worker *w, enum topic_kind kind, size_t language)
{
    struct view v = new_view(w, language, topics_index(&w->portal, kind, language));
    struct topic all = {.kind = kind, .language = language};
    v.topic = &all;
    write_page(w, &v, portal_file(v.portal, v.url), STR("site/topics"), view_topics(&v, kind));
}

static void make_alphabet(struct worker *w, size_t language)
{
    const struct alphabet *alphabet = w->portal.alphabets[language];
    struct paging p = alphabet ? alphabet_paging(alphabet) : (struct paging){0};
    for (; alphabet && p.part < paging_parts(&p); p.part++) {
        struct view v = new_view(w, language, p.url);
        v.url = paging_url(v.arena, &p, p.part);
        write_page(w, &v, portal_file(v.portal, v.url), STR("site/index"), view_alphabet(&v, alphabet, &p));
        arena_clear(v.arena);
    }
}

static void make_redirects(struct worker *w)
{
    const struct redirects *redirects = &w->portal.redirects;
    for (size_t i = 0; i < redirects->count; i++) {
        const struct redirect *redirect = &redirects->items[i];
        struct view v = new_view(w, redirect->to->language, redirect->to->url);
        write_page(w, &v, redirect->file, STR("site/redirect"), view_redirect(&v, redirect->to));
        arena_clear(v.arena);
    }
}

/* What the web server shows by itself: below each language, and in the reference language at the top. */
static void make_error_page(struct worker *w, struct str name)
{
    struct portal *portal = &w->portal;
    struct str file = arena_join(portal->arena, name, STR(".html"));
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        struct view v = new_view(w, i, (struct str){"", 0});
        struct str path =
            arena_printf(v.arena, STR_FMT "/" STR_FMT, STR_ARG(portal_language(portal, i)), STR_ARG(file));
        write_page(w, &v, path, arena_join(v.arena, STR("site/"), name), view_common(&v));
        if (i == 0)
            output_file(portal->output, file, buf_str(&w->out));
    }
}

static void make_other(struct worker *w, size_t number)
{
    const struct making *making = w->context;
    const struct other *other = &making->items[number];
    if (other->kind == OTHER_TOPIC)
        make_topic(w, other->topic);
    else if (other->kind == OTHER_TOPICS)
        make_topics(w, other->topics, other->language);
    else if (other->kind == OTHER_ALPHABET)
        make_alphabet(w, other->language);
    else if (other->kind == OTHER_REDIRECTS)
        make_redirects(w);
    else if (other->kind == OTHER_ERROR_PAGE)
        make_error_page(w, other->name);
    else
        machines_write(&w->portal);
}

static void add_topics(struct portal *portal, struct making *making, enum topic_kind kind, size_t language)
{
    const struct topic_list *topics = &portal->topics[kind][language];
    for (size_t i = 0; i < topics->count; i++)
        *ARENA_PUSH(portal->arena, making) = (struct other){.kind = OTHER_TOPIC, .topic = topics->items[i]};
    if (topics->count > 0)
        *ARENA_PUSH(portal->arena, making) =
            (struct other){.kind = OTHER_TOPICS, .topics = kind, .language = language};
}

static void add_others(struct portal *portal, struct making *making)
{
    *ARENA_PUSH(portal->arena, making) = (struct other){.kind = OTHER_MACHINES};
    for (size_t i = 0; i < portal->config.n_languages && portal->theme.is_whole; i++) {
        add_topics(portal, making, TOPIC_TAG, i);
        add_topics(portal, making, TOPIC_ROLE, i);
        *ARENA_PUSH(portal->arena, making) = (struct other){.kind = OTHER_ALPHABET, .language = i};
    }
    if (!portal->theme.is_whole)
        return;
    *ARENA_PUSH(portal->arena, making) = (struct other){.kind = OTHER_REDIRECTS};
    for (size_t i = 0; i < PORTAL_ERROR_PAGES; i++)
        *ARENA_PUSH(portal->arena, making) =
            (struct other){.kind = OTHER_ERROR_PAGE, .name = portal_error_pages[i]};
}

static size_t run_crew(struct portal *portal, const struct page_list *pages, const struct making *making)
{
    struct crew_task task = {pages, make_page, making->count, make_other, making};
    return crew_run(portal, &task);
}

size_t pages_make(struct portal *portal, const struct page_list *pages, const struct definitions *definitions)
{
    return run_crew(portal, pages, &(struct making){.definitions = definitions});
}

size_t pages_make_all(struct portal *portal, const struct definitions *definitions)
{
    struct making making = {.definitions = definitions};
    add_others(portal, &making);
    return run_crew(portal, &portal->pages, &making);
}
