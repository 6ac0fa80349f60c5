#include "site/translate.h"

static struct str path_in(const struct portal *portal, const struct page *page, size_t language)
{
    struct str path = arena_printf(portal->arena, STR_FMT "/" STR_FMT,
                                   STR_ARG(portal->config.languages[language]), STR_ARG(page->local));
    return portal_name(portal, path);
}

static bool must_be_everywhere(const struct page *page)
{
    return page->kind == PAGE_QUESTIONNAIRE || page->kind == PAGE_MESSAGE || page->kind == PAGE_HOME;
}

static bool is_there(const struct portal *portal, const struct page *page, size_t language)
{
    struct str code = portal->config.languages[language];
    struct str path = arena_printf(portal->arena, STR_FMT "/" STR_FMT, STR_ARG(code), STR_ARG(page->local));
    return map_get(&portal->by_path, path) != NULL;
}

static void check_page(struct portal *portal, const struct page *page)
{
    struct place at = page->matter.title_at;
    if (!at.source)
        at = (struct place){page->source, 0, 0};
    if (page->language > 0) {
        if (must_be_everywhere(page) && !is_there(portal, page, 0))
            DIAG_AT(portal->diags, D_TRANSLATION_ORIGINAL, at, path_in(portal, page, 0));
        return;
    }
    for (size_t i = 1; i < portal->config.n_languages; i++) {
        if (!is_there(portal, page, i))
            DIAG_AT(portal->diags, must_be_everywhere(page) ? D_TRANSLATION_MISSING : D_TRANSLATION_PAGE, at,
                    path_in(portal, page, i));
    }
}

void translations_check(struct portal *portal)
{
    struct str home = arena_printf(portal->arena, STR_FMT "/index.md", STR_ARG(portal->config.languages[0]));
    if (!map_get(&portal->by_path, home))
        DIAG_AT(portal->diags, D_HOME_MISSING, portal->config.language_places[0], portal_name(portal, home));
    for (size_t i = 0; i < portal->pages.count; i++) {
        const struct page *page = portal->pages.items[i];
        if (page->source && !page->matter.draft)
            check_page(portal, page);
    }
}
