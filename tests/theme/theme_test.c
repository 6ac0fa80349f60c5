/* The default theme: every template that a program fills exists and fits its shape, every text it uses is in
 * the catalogues, and the catalogues agree with each other. */
#include <stdlib.h>

#include "base/file.h"
#include "base/source.h"
#include "lib/test.h"
#include "theme/report.h"
#include "theme/template.h"
#include "theme/yaml.h"

struct theme {
    struct arena *a;
    struct diags *diags;
    struct templates *templates;
    struct catalogues *catalogues;
};

static const char folder[] = "themes/default/templates/";

static int add_template(const struct file_entry *entry, void *context)
{
    struct theme *theme = context;
    const char *path = arena_printf(theme->a, "%s" STR_FMT, folder, STR_ARG(entry->path)).p;
    const struct source *source = source_read(theme->a, path, str_from(path), 1 << 20, theme->diags);
    assert_non_null(source);
    struct str name = entry->path;
    if (str_ends(name, STR(".html")))
        name.n -= 5;
    templates_add(theme->templates, name, source, TEMPLATE_STRICT, theme->diags);
    return 0;
}

static void add_texts(struct theme *theme, struct str language, struct str prefix, const struct yaml *mapping)
{
    for (size_t i = 0; i < mapping->n_items; i++) {
        const struct yaml *item = &mapping->items[i];
        struct str key = arena_join(theme->a, prefix, item->key);
        if (item->kind == YAML_MAPPING) {
            add_texts(theme, language, arena_join(theme->a, key, STR(".")), item);
            continue;
        }
        struct catalogue_entry entry = {.key = key, .text = item->scalar, .at = item->at};
        catalogues_add(theme->catalogues, language, &entry, theme->diags);
    }
}

static void add_catalogue(struct theme *theme, const char *language)
{
    const char *path = arena_printf(theme->a, "themes/default/i18n/%s.yaml", language).p;
    if (!file_exists(path))
        return;
    const struct source *source = source_read(theme->a, path, str_from(path), 1 << 20, theme->diags);
    assert_non_null(source);
    const struct yaml *root = yaml_read(theme->a, source, 0, source->text.n, theme->diags);
    if (root != NULL)
        add_texts(theme, str_from(language), STR(""), root);
}

static int setup(void **state)
{
    static const char *const languages[] = {"fr", "en", "nl"};
    struct arena *a = arena_new();
    struct theme *theme = ARENA_NEW(a, struct theme);
    *theme = (struct theme){
        .a = a, .diags = diags_new(a, 1000), .templates = templates_new(a), .catalogues = catalogues_new(a)};
    for (size_t i = 0; i < 3; i++)
        add_catalogue(theme, languages[i]);
    if (file_walk(folder, 1000, add_template, theme) != 0)
        return -1;
    templates_link(theme->templates, shape_find);
    *state = theme;
    return 0;
}

static int teardown(void **state)
{
    struct theme *theme = *state;
    catalogues_free(theme->catalogues);
    arena_free(theme->a);
    return 0;
}

static void every_shape_can_be_read(void **state)
{
    (void)state;
    const struct str *names = NULL;
    size_t n = shape_names(&names);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        if (shape_find(names[i]) == NULL)
            fail_msg("the shape of " STR_FMT " is wrong", STR_ARG(names[i]));
}

static void every_template_fits_its_shape_and_the_catalogues_agree(void **state)
{
    struct theme *theme = *state;
    const struct str *names = NULL;
    size_t n = shape_names(&names);
    for (size_t i = 0; i < n; i++)
        if (!str_starts(names[i], STR("message/"))) /* a site's own, from its content */
            templates_check(theme->templates, names[i], shape_find(names[i]), theme->catalogues,
                            theme->diags);
    catalogues_check(theme->catalogues, theme->diags);
    assert_str(report_text(theme->a, theme->diags), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_can_be_read),
        cmocka_unit_test(every_template_fits_its_shape_and_the_catalogues_agree),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
