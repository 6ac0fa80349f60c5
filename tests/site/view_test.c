/* Pages give their templates exactly the fields of theme/shapes.def; shown on the whole example site. */
#include "site/view.h"

#include "lib/test.h"
#include "site/alphabet.h"
#include "site/asset.h"
#include "site/content.h"
#include "site/partial.h"
#include "site/sections.h"
#include "site/theme.h"

static struct portal portal;
static struct definitions definitions;

static int read_example(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    portal = portal_new(arena, diags_new(arena, 100), "content", 1);
    portal.theme.folder = "themes/default";
    content_read_config(&portal);
    portal.output = output_open(portal.arena, NULL, portal.diags);
    portal.assets = assets_new(portal.arena, portal.output);
    theme_load(&portal);
    content_read_folder(&portal);
    relations_build(&portal);
    theme_check(&portal);
    definitions_compile(&portal, &definitions);
    diags_report(portal.diags, DIAG_FRENCH, DIAG_TEXT, stderr);
    return diags_errors(portal.diags) > 0 ? -1 : 0;
}

static int forget_example(void **state)
{
    (void)state;
    theme_release(&portal);
    assets_free(portal.assets);
    arena_free(portal.arena);
    return 0;
}

static void assert_fits(const struct view *v, const char *template, const struct value *view)
{
    struct str path = {"", 0};
    if (!shape_fits(shape_find(str_from(template)), view, v->arena, &path))
        fail_msg("%s of " STR_FMT ": " STR_FMT, template, STR_ARG(v->page ? v->page->path : STR("no page")),
                 STR_ARG(path));
}

/* Its first part and one behind it. */
static void check_section(const struct view *v, struct html body)
{
    struct paging p = {v->page->url, sections_children(v->portal, v->page)->count, 2, 0};
    for (; p.part < 2 && p.part < paging_parts(&p); p.part++)
        assert_fits(v, "site/section", view_section(v, body, &p));
}

static void check_page(struct page *page)
{
    static const struct html body = {STR_INIT("<p>x</p>")};
    struct view v = {.portal = &portal,
                     .definitions = &definitions,
                     .arena = arena_new(),
                     .page = page,
                     .language = page->language};
    if (page->kind == PAGE_HOME)
        assert_fits(&v, "site/accueil", view_home(&v, body));
    else if (page->kind == PAGE_SECTION)
        check_section(&v, body);
    else if (page->kind == PAGE_HELP)
        assert_fits(&v, "site/page", view_help(&v, body));
    arena_free(v.arena);
}

static void every_page_gives_what_its_template_is_promised(void **state)
{
    (void)state;
    assert_true(portal.pages.count > 20);
    for (size_t i = 0; i < portal.pages.count; i++)
        check_page(portal.pages.items[i]);
}

static void every_questionnaire_too(void **state)
{
    (void)state;
    assert_true(definitions.count > 0);
    for (size_t i = 0; i < definitions.count; i++) {
        for (size_t j = 0; j < portal.config.n_languages; j++) {
            struct page *page = definitions.items[i]->languages[j]->page;
            struct view v = {.portal = &portal,
                             .definitions = &definitions,
                             .arena = arena_new(),
                             .page = page,
                             .language = j};
            assert_fits(&v, "site/questionnaire", view_questionnaire(&v, definitions.items[i]));
            arena_free(v.arena);
        }
    }
}

static void what_has_no_page_too(void **state)
{
    (void)state;
    struct view v = {
        .portal = &portal, .definitions = &definitions, .arena = arena_new(), .page = NULL, .language = 0};
    assert_fits(&v, "site/404", view_common(&v));
    arena_free(v.arena);
}

static void an_index_too(void **state)
{
    (void)state;
    struct view v = {.portal = &portal, .definitions = &definitions, .arena = arena_new()};
    portal.has_gateway = false;
    alphabet_build(&portal);
    struct paging p = alphabet_paging(portal.alphabets[0]);
    assert_true(p.count > 10);
    assert_fits(&v, "site/index", view_alphabet(&v, portal.alphabets[0], &p));
    arena_free(v.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_gives_what_its_template_is_promised),
        cmocka_unit_test(every_questionnaire_too),
        cmocka_unit_test(what_has_no_page_too),
        cmocka_unit_test(an_index_too),
    };
    return cmocka_run_group_tests(tests, read_example, forget_example);
}
