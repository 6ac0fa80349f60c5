#include "site/portal.h"

#include "site/near.h"

const struct str portal_error_pages[PORTAL_ERROR_PAGES] = {STR_INIT("404"), STR_INIT("panne"),
                                                           STR_INIT("requete")};

struct portal portal_new(struct arena *a, struct diags *diags, const char *content, size_t jobs)
{
    return (struct portal){.arena = a,
                           .keep = a,
                           .diags = diags,
                           .content = content,
                           .jobs = jobs,
                           .max_suggested = PORTAL_SUGGESTIONS};
}

struct str portal_name(const struct portal *portal, struct str path)
{
    struct str folder = str_from(portal->content);
    if (!portal->content)
        return path;
    while (folder.n > 1 && str_ends(folder, STR("/")))
        folder.n--;
    return ARENA_CONCAT(portal->arena, folder, STR("/"), path);
}

struct page *portal_page(const struct portal *portal, struct str path)
{
    struct page *page = map_get(&portal->by_path, path);
    return page || !portal->near ? page : near_page(portal->near, path);
}

struct page *portal_page_at(const struct portal *portal, struct str url)
{
    struct page *page = map_get(&portal->by_url, url);
    return page || !portal->near ? page : near_page_at(portal->near, url);
}

struct page *portal_translation(const struct portal *portal, const struct page *page, size_t language)
{
    char path[4096];
    struct str code = portal->config.languages[language];
    int n = snprintf(path, sizeof(path), STR_FMT "/" STR_FMT, STR_ARG(code), STR_ARG(page->local));
    if (n < 0 || (size_t)n >= sizeof(path))
        return NULL;
    struct page *found = portal_page(portal, (struct str){path, (size_t)n});
    return found && !found->matter.draft ? found : NULL;
}

bool portal_is_shown(const struct page *page)
{
    return page->source && !page->matter.draft && page->kind != PAGE_MESSAGE;
}

bool portal_claim(struct portal *portal, struct str url, struct place at)
{
    const struct page *page = map_get(&portal->by_url, url);
    if (page)
        DIAG_AT(portal->diags, D_ADDRESS_PAGE, at, url, portal_name(portal, page->path));
    else if (map_get(&portal->claimed, url))
        DIAG_AT(portal->diags, D_ADDRESS_TWICE, at, url);
    else
        return map_put(&portal->claimed, portal->arena, url, portal);
    return false;
}

const struct catalogue *portal_catalogue(const struct portal *portal, size_t language)
{
    return catalogues_find(portal->theme.catalogues, portal->config.languages[language]);
}

struct str portal_home(const struct portal *portal, size_t language)
{
    return ARENA_CONCAT(portal->arena, STR("/"), portal->config.languages[language], STR("/"));
}

struct str portal_file(const struct portal *portal, struct str url)
{
    return arena_join(portal->arena, str_sub(url, 1, url.n), STR("index.html"));
}

struct str portal_language(const struct portal *portal, size_t language)
{
    return portal->config.languages[language];
}
