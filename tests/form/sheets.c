#include "form/sheets.h"

#include <locale.h>

#include "base/file.h"
#include "lib/test.h"
#include "site/asset.h"
#include "site/theme.h"

enum { MAX_SHEETS = 1000 };

struct sheets {
    struct arena *arena;
    const char *folder;
    struct {
        struct CMUnitTest *items;
        size_t count, cap;
    } tests;
};

static void (*test_sheet)(struct sheet *sheet);
static struct portal site; /* the theme's words and the languages */

bool sheet_section(struct sheet *sheet, struct str *name, struct str *lines)
{
    struct str line;
    if (!str_line(&sheet->rest, &line))
        return false;
    *name = str_trim(str_sub(line, 4, line.n));
    ptrdiff_t end = str_find(sheet->rest, STR("\n===="));
    *lines = str_sub(sheet->rest, 0, end < 0 ? sheet->rest.n : (size_t)end + 1);
    sheet->rest = str_sub(sheet->rest, lines->n, sheet->rest.n);
    return true;
}

static struct sheet open_sheet(const char *path)
{
    struct str text = test_read_file(path);
    ptrdiff_t end = str_find(text, STR("\n===="));
    size_t length = end < 0 ? text.n : (size_t)end + 1;
    return (struct sheet){path, str_sub(text, 0, length), str_sub(text, length, text.n)};
}

const struct questionnaire *sheet_compile(const struct sheet *sheet, struct arena *a, struct diags *diags)
{
    struct source *source = ARENA_NEW(a, struct source);
    struct page *page = ARENA_NEW(a, struct page);
    struct portal *portal = ARENA_NEW(a, struct portal);
    *source = (struct source){STR("fr/questionnaires/essai.md"), sheet->markdown};
    *portal = site;
    portal->arena = portal->keep = a;
    portal->diags = diags;
    *page = (struct page){.kind = PAGE_QUESTIONNAIRE, .path = source->name, .source = source};
    matter_read(a, source, MATTER_QUESTIONNAIRE, &page->matter, diags);
    return questionnaire_compile(portal, page);
}

static void run_one(void **state)
{
    struct sheet sheet = open_sheet(*state);
    test_sheet(&sheet);
}

/* Test names are identifiers: "phq-9.md" is phq_9. */
static const char *name_of(struct arena *a, struct str path)
{
    char *name = ARENA_ARRAY(a, char, path.n + 1);
    for (size_t i = 0; i + 3 < path.n; i++)
        name[i] = path.p[i] == '-' ? '_' : path.p[i];
    return name;
}

static int add_sheet(const struct file_entry *entry, void *context)
{
    struct sheets *sheets = context;
    if (!str_ends(entry->path, STR(".md")))
        return 0;
    struct str path = arena_printf(sheets->arena, "%s/" STR_FMT, sheets->folder, STR_ARG(entry->path));
    struct CMUnitTest *test = ARENA_PUSH(sheets->arena, &sheets->tests);
    *test = (struct CMUnitTest){.name = name_of(sheets->arena, entry->path),
                                .test_func = run_one,
                                .initial_state = ARENA_ARRAY(sheets->arena, char, path.n + 1)};
    memcpy(test->initial_state, path.p, path.n);
    return 0;
}

void sheets_open(struct arena *a)
{
    site = portal_new(a, diags_new(a, 10), NULL, 1);
    site.config.languages[0] = STR("fr");
    site.config.n_languages = 1;
    site.theme.folder = "themes/default";
    theme_load_texts(&site, STR("fr"));
    site.output = output_open(a, NULL, site.diags);
    site.assets = assets_new(a, site.output);
}

static void close_site(void)
{
    output_close(site.output);
    assets_free(site.assets);
    theme_release(&site);
}

int sheets_run(const char *const *folders, void (*test)(struct sheet *sheet))
{
    struct sheets sheets = {.arena = arena_new()};
    /* Whatever the environment asks for, though no program of ours takes it up: nothing may depend on it. */
    locale_t locale = newlocale(LC_ALL_MASK, "", (locale_t)0);
    if (locale != (locale_t)0)
        uselocale(locale);
    test_sheet = test;
    sheets_open(sheets.arena);
    for (; *folders != NULL; folders++) {
        sheets.folder = *folders;
        if (file_walk(*folders, MAX_SHEETS, add_sheet, &sheets) != 0)
            print_error("cannot read %s\n", *folders);
    }
    int failed = _cmocka_run_group_tests("sheets", sheets.tests.items, sheets.tests.count, NULL, NULL);
    close_site();
    arena_free(sheets.arena);
    return failed + (sheets.tests.count == 0);
}
