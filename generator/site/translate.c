#include "site/translate.h"

#include "form/day.h"

_Static_assert((int)BUILD_MAX_LANGUAGES >= (int)CONFIG_MAX_LANGUAGES, "every language can be told of");

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

static bool is_original(const struct page *page)
{
    return page->language == 0 && page->source && !page->matter.draft;
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
        if (must_be_everywhere(page) && !is_there(portal, page, i))
            DIAG_AT(portal->diags, D_TRANSLATION_MISSING, at, path_in(portal, page, i));
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

void translations_count(struct portal *portal)
{
    for (size_t i = 1; i < portal->config.n_languages; i++) {
        size_t all = 0, missing = 0;
        for (size_t j = 0; j < portal->pages.count; j++) {
            const struct page *page = portal->pages.items[j];
            if (!is_original(page) || must_be_everywhere(page))
                continue;
            all++;
            missing += is_there(portal, page, i) ? 0 : 1;
        }
        if (missing > 0)
            DIAG_AT(portal->diags, D_TRANSLATION_PAGES, portal->config.language_places[i],
                    portal->config.languages[i], arena_printf(portal->arena, "%zu", missing),
                    arena_printf(portal->arena, "%zu", all));
    }
}

/* ---- the report ---- */

static struct str day_of(struct arena *a, const struct matter *matter)
{
    struct buf day;
    buf_init(&day, 32);
    if (matter->has_updated)
        form_day_print(matter->updated, &day);
    struct str text = arena_str(a, buf_str(&day));
    buf_release(&day);
    return text;
}

/* Messages and questionnaires have no day. */
static bool is_older(struct portal *portal, const struct page *original, const struct page *translation)
{
    const struct matter *from = &original->matter, *to = &translation->matter;
    if (!from->has_updated || (to->has_updated && to->updated >= from->updated))
        return false;
    DIAG_AT(portal->diags, to->has_updated ? D_TRANSLATION_OLDER : D_TRANSLATION_UNDATED, to->title_at,
            portal_name(portal, original->path), day_of(portal->arena, from), day_of(portal->arena, to));
    return true;
}

static void compare(struct portal *portal, const struct page *original, size_t language,
                    struct translated *out)
{
    const struct page *translation = portal_translation(portal, original, language);
    out->originals++;
    if (!translation && !must_be_everywhere(original))
        DIAG_AT(portal->diags, D_TRANSLATION_PAGE, original->matter.title_at,
                path_in(portal, original, language));
    if (!translation || !translation->source)
        out->missing++;
    else if (is_older(portal, original, translation))
        out->older++;
}

void translations_compare(struct portal *portal, struct build_summary *summary)
{
    for (size_t i = 1; i < portal->config.n_languages; i++) {
        struct translated *out = &summary->translated[summary->n_translated++];
        out->language = portal_language(portal, i);
        for (size_t j = 0; j < portal->pages.count; j++) {
            const struct page *page = portal->pages.items[j];
            if (is_original(page))
                compare(portal, page, i, out);
        }
    }
}
