#include "site/machines.h"

#include "form/day.h"
#include "theme/html.h"

enum {
    SITEMAP_PAGES = 10000, /* in one file; the protocol allows 50,000 and 50 MB */
    MAX_BYTES = 128 << 20,
    FEED_PAGES = 30,
};

static void add_text(struct buf *out, struct str text)
{
    html_escape(out, text, HTML_ATTRIBUTE);
}

static void add_element(struct buf *out, const char *name, struct str before, struct str text)
{
    buf_add_char(out, '<');
    buf_add_z(out, name);
    buf_add_char(out, '>');
    add_text(out, before);
    add_text(out, text);
    buf_add_z(out, "</");
    buf_add_z(out, name);
    buf_add_z(out, ">\n");
}

/* ---- sitemap ---- */

/* A page that other languages have too names all of them, itself as well. */
static void add_alternates(struct buf *out, const struct portal *portal, const struct page *page)
{
    size_t n = 0;
    const struct page *same[CONFIG_MAX_LANGUAGES];
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        same[i] = portal_translation(portal, page, i);
        n += same[i] != NULL;
    }
    for (size_t i = 0; n > 1 && i < portal->config.n_languages; i++) {
        if (!same[i])
            continue;
        buf_addf(out, "<xhtml:link rel=\"alternate\" hreflang=\"" STR_FMT "\" href=\"",
                 STR_ARG(portal_language(portal, i)));
        add_text(out, portal->config.url);
        add_text(out, same[i]->url);
        buf_add_z(out, "\"/>\n");
    }
}

static void add_page(struct buf *out, const struct portal *portal, const struct page *page)
{
    buf_add_z(out, "<url>\n");
    add_element(out, "loc", portal->config.url, page->url);
    if (page->matter.has_updated) {
        buf_add_z(out, "<lastmod>");
        form_day_print(page->matter.updated, out);
        buf_add_z(out, "</lastmod>\n");
    }
    add_alternates(out, portal, page);
    buf_add_z(out, "</url>\n");
}

static const char *const sitemap_head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
                                        "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                                        "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";

static void close_sitemap(struct portal *portal, struct buf *out, struct str file)
{
    buf_add_z(out, "</urlset>\n");
    output_file(portal->output, file, buf_str(out));
    buf_clear(out);
    buf_add_z(out, sitemap_head);
}

static void write_index(struct portal *portal, size_t files)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    buf_add_z(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex "
                    "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (size_t i = 1; i <= files; i++) {
        struct str file = arena_printf(portal->arena, "/sitemap-%zu.xml", i);
        buf_add_z(&out, "<sitemap>\n");
        add_element(&out, "loc", portal->config.url, file);
        buf_add_z(&out, "</sitemap>\n");
    }
    buf_add_z(&out, "</sitemapindex>\n");
    output_file(portal->output, STR("sitemap.xml"), buf_str(&out));
    buf_release(&out);
}

static void write_sitemap(struct portal *portal)
{
    struct buf out;
    size_t n = 0, files = 0;
    buf_init(&out, MAX_BYTES);
    buf_add_z(&out, sitemap_head);
    for (size_t i = 0; i < portal->pages.count; i++) {
        if (!portal_is_shown(portal->pages.items[i]))
            continue;
        if (n > 0 && n % SITEMAP_PAGES == 0)
            close_sitemap(portal, &out, arena_printf(portal->arena, "sitemap-%zu.xml", ++files));
        add_page(&out, portal, portal->pages.items[i]);
        n++;
    }
    if (files == 0) {
        close_sitemap(portal, &out, STR("sitemap.xml"));
    } else {
        close_sitemap(portal, &out, arena_printf(portal->arena, "sitemap-%zu.xml", ++files));
        write_index(portal, files);
    }
    buf_release(&out);
}

/* ---- feeds ---- */

/* Newest first, then by address. */
static int by_day(const void *a, const void *b)
{
    const struct page *one = *(struct page *const *)a, *other = *(struct page *const *)b;
    if (one->matter.updated != other->matter.updated)
        return one->matter.updated > other->matter.updated ? -1 : 1;
    return str_cmp(one->url, other->url);
}

/* A home page is no news. */
static bool is_news(const struct page *page, size_t language)
{
    return portal_is_shown(page) && page->language == language && page->matter.has_updated &&
           page->kind == PAGE_HELP;
}

static struct page_list news_of(const struct portal *portal, size_t language)
{
    struct page_list list = {0};
    for (size_t i = 0; i < portal->pages.count; i++) {
        if (is_news(portal->pages.items[i], language))
            *ARENA_PUSH(portal->arena, &list) = portal->pages.items[i];
    }
    if (list.count > 1)
        qsort(list.items, list.count, sizeof(struct page *), by_day);
    list.count = list.count < FEED_PAGES ? list.count : FEED_PAGES;
    return list;
}

/* The day is all that is known of a change: its first second, in UTC. */
static void add_updated(struct buf *out, int32_t day)
{
    buf_add_z(out, "<updated>");
    form_day_print(day, out);
    buf_add_z(out, "T00:00:00Z</updated>\n");
}

static void add_link(struct buf *out, const char *relation, struct str base, struct str url)
{
    buf_addf(out, "<link rel=\"%s\" href=\"", relation);
    add_text(out, base);
    add_text(out, url);
    buf_add_z(out, "\"/>\n");
}

static void add_entry(struct buf *out, const struct portal *portal, const struct page *page)
{
    const struct matter *matter = &page->matter;
    struct str none = {"", 0};
    buf_add_z(out, "<entry>\n");
    add_element(out, "title", none, matter->title);
    add_element(out, "id", portal->config.url, page->url);
    add_link(out, "alternate", portal->config.url, page->url);
    add_updated(out, matter->updated);
    if (matter->description.n > 0)
        add_element(out, "summary", none, matter->description);
    buf_add_z(out, "</entry>\n");
}

static void write_feed(struct portal *portal, size_t language)
{
    struct str url = portal->feeds[language], none = {"", 0};
    struct page_list news = news_of(portal, language);
    struct str home = portal_home(portal, language);
    if (url.n == 0 || news.count == 0)
        return;
    struct buf out;
    buf_init(&out, 32 << 20);
    buf_addf(&out,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
             "xml:lang=\"" STR_FMT "\">\n",
             STR_ARG(portal_language(portal, language)));
    add_element(&out, "title", none, portal->config.name);
    add_element(&out, "id", portal->config.url, url);
    add_link(&out, "self", portal->config.url, url);
    add_link(&out, "alternate", portal->config.url, home);
    add_updated(&out, news.items[0]->matter.updated);
    buf_add_z(&out, "<author>\n");
    add_element(&out, "name", none, portal->config.name);
    buf_add_z(&out, "</author>\n");
    for (size_t i = 0; i < news.count; i++)
        add_entry(&out, portal, news.items[i]);
    buf_add_z(&out, "</feed>\n");
    output_file(portal->output, str_sub(url, 1, url.n), buf_str(&out));
    buf_release(&out);
}

/* ---- the whole ---- */

static void write_robots(struct portal *portal)
{
    struct buf out;
    buf_init(&out, 1 << 16);
    buf_add_z(&out, "User-agent: *\nDisallow: /espace/\nDisallow: /cabinet/\nDisallow: /repondre/\n");
    if (portal->config.url.n > 0)
        buf_addf(&out, "Sitemap: " STR_FMT "/sitemap.xml\n", STR_ARG(portal->config.url));
    output_file(portal->output, STR("robots.txt"), buf_str(&out));
    buf_release(&out);
}

static void claim_feeds(struct portal *portal)
{
    for (size_t i = 0; portal->config.url.n > 0 && i < portal->pages.count; i++) {
        const struct page *page = portal->pages.items[i];
        struct str *feed = &portal->feeds[page->language];
        if (feed->n > 0 || !is_news(page, page->language))
            continue;
        *feed = arena_join(portal->arena, portal_home(portal, page->language), STR("atom.xml"));
        portal_claim(portal, *feed, (struct place){0});
    }
}

static void claim_error_page(struct portal *portal, struct str file)
{
    portal_claim(portal, arena_join(portal->arena, STR("/"), file), (struct place){0});
    for (size_t i = 0; i < portal->config.n_languages; i++)
        portal_claim(portal, arena_join(portal->arena, portal_home(portal, i), file), (struct place){0});
}

void machines_claim(struct portal *portal)
{
    static const struct str fixed[] = {STR_INIT("/robots.txt"), STR_INIT("/sitemap.xml")};
    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
        portal_claim(portal, fixed[i], (struct place){0});
    for (size_t i = 0; i < PORTAL_ERROR_PAGES; i++)
        claim_error_page(portal, arena_join(portal->arena, portal_error_pages[i], STR(".html")));
    claim_feeds(portal);
}

void machines_write(struct portal *portal)
{
    write_robots(portal);
    if (portal->config.url.n > 0)
        write_sitemap(portal);
    for (size_t i = 0; i < portal->config.n_languages; i++)
        write_feed(portal, i);
}
