#include "site/theme.h"

#include <errno.h>

#include "base/file.h"
#include "base/source.h"
#include "site/asset.h"
#include "site/link.h"

struct load {
    struct portal *portal;
    const char *folder; /* of the kind being read */
};

static const char *below(struct portal *portal, const char *name)
{
    return arena_printf(portal->arena, "%s/%s", portal->theme.folder, name).p;
}

static const struct source *read_source(struct load *load, struct str path)
{
    struct portal *portal = load->portal;
    struct str name = arena_printf(portal->arena, "%s/" STR_FMT, load->folder, STR_ARG(path));
    return source_read(portal->arena, name.p, name, CONTENT_MAX_FILE, portal->diags);
}

/* ---- templates ---- */

/* The ids written out in a template of the static pages. */
static void keep_ids(struct portal *portal, struct str name, struct str text)
{
    const struct str mark = STR(" id=\"");
    if (!str_starts(name, STR("site/")) && !str_eq_z(name, "layout"))
        return;
    for (ptrdiff_t at = str_find(text, mark); at >= 0; at = str_find(text, mark)) {
        text = str_sub(text, (size_t)at + mark.n, text.n);
        struct str rest = text;
        struct str id = str_cut(&rest, '"');
        if (str_find(id, STR("{{")) < 0)
            map_put(&portal->theme.ids, portal->arena, id, portal);
    }
}

static int visit_template(const struct file_entry *entry, void *context)
{
    struct load *load = context;
    struct portal *portal = load->portal;
    bool is_html = str_ends(entry->path, STR(".html"));
    if (entry->is_link || (!is_html && !str_ends(entry->path, STR(".txt"))))
        return 0;
    const struct source *source = read_source(load, entry->path);
    if (!source)
        return 0;
    struct str name = arena_str(portal->arena, str_sub(entry->path, 0, entry->path.n - (is_html ? 5 : 0)));
    *ARENA_PUSH(portal->arena, &portal->theme.files) = (struct theme_file){name, source};
    keep_ids(portal, name, source->text);
    templates_add(portal->theme.templates, name, source, TEMPLATE_STRICT, portal->diags);
    return 0;
}

/* ---- texts ---- */

/* Nested keys are joined by dots: `form: {optional: …}` is the text `form.optional`. */
static void add_texts(struct portal *portal, struct str language, const struct yaml *yaml, struct str prefix)
{
    for (size_t i = 0; i < yaml->n_items; i++) {
        const struct yaml *item = &yaml->items[i];
        struct str key = prefix.n > 0 ? arena_printf(portal->arena, STR_FMT "." STR_FMT, STR_ARG(prefix),
                                                     STR_ARG(item->key))
                                      : item->key;
        if (item->kind == YAML_MAPPING) {
            add_texts(portal, language, item, key);
        } else if (item->kind == YAML_SEQUENCE) {
            DIAG_AT(portal->diags, D_YAML_TEXT, item->at, key);
        } else {
            struct catalogue_entry entry = {key, item->scalar, item->at};
            catalogues_add(portal->theme.catalogues, language, &entry, portal->diags);
        }
    }
}

/* Reported at `at` when there is none. */
static void load_language(struct portal *portal, struct str code, struct place at)
{
    struct load load = {portal, below(portal, "i18n")};
    struct str path = arena_printf(portal->arena, STR_FMT ".yaml", STR_ARG(code));
    if (!file_exists(arena_printf(portal->arena, "%s/" STR_FMT, load.folder, STR_ARG(path)).p)) {
        DIAG_AT(portal->diags, D_LANGUAGE_THEME, at, code);
        return;
    }
    const struct source *source = read_source(&load, path);
    const struct yaml *yaml =
        source ? yaml_read(portal->arena, source, 0, source->text.n, portal->diags) : NULL;
    if (yaml)
        add_texts(portal, code, yaml, (struct str){"", 0});
}

static void load_languages(struct portal *portal)
{
    for (size_t i = 0; i < portal->config.n_languages; i++)
        load_language(portal, portal->config.languages[i], portal->config.language_places[i]);
}

void theme_load_texts(struct portal *portal, struct str language)
{
    portal->theme.catalogues = catalogues_new(portal->arena);
    load_languages(portal);
    if (!catalogues_find(portal->theme.catalogues, language))
        load_language(portal, language, (struct place){0});
}

/* ---- assets ---- */

static int visit_asset(const struct file_entry *entry, void *context)
{
    struct load *load = context;
    struct portal *portal = load->portal;
    struct str content;
    struct str name = arena_printf(portal->arena, "%s/" STR_FMT, load->folder, STR_ARG(entry->path));
    if (entry->is_link)
        return 0;
    int error = file_read(portal->arena, name.p, CONTENT_MAX_FILE, &content);
    if (error) {
        DIAG_AT(portal->diags, D_FILE_READ, (struct place){0}, name, str_from(strerrordesc_np(error)));
        return 0;
    }
    struct str url = asset_add(portal, path_name(name), content);
    if (str_eq_z(entry->path, "portillon.css"))
        portal->theme.css = url;
    else if (str_eq_z(entry->path, "portillon.js"))
        portal->theme.js = url;
    else if (str_eq_z(entry->path, "icon.svg"))
        portal->theme.icon = url;
    return 0;
}

static void load_assets(struct portal *portal)
{
    struct load load = {portal, below(portal, "static")};
    file_walk(load.folder, CONTENT_MAX_FILES, visit_asset, &load);
    const struct str *found[] = {&portal->theme.css, &portal->theme.js, &portal->theme.icon};
    static const char *const names[] = {"portillon.css", "portillon.js", "icon.svg"};
    for (size_t i = 0; i < 3; i++) {
        if (found[i]->n == 0)
            DIAG_AT(portal->diags, D_THEME_STATIC, (struct place){0}, str_from(names[i]));
    }
}

void theme_load(struct portal *portal)
{
    size_t errors = diags_errors(portal->diags);
    portal->theme.templates = templates_new(portal->arena);
    portal->theme.catalogues = catalogues_new(portal->arena);
    struct load load = {portal, below(portal, "templates")};
    if (!file_exists(load.folder)) {
        DIAG_AT(portal->diags, D_THEME_FOLDER, (struct place){0}, str_from(portal->theme.folder));
        return;
    }
    load_languages(portal);
    catalogues_check(portal->theme.catalogues, portal->diags);
    file_walk(load.folder, CONTENT_MAX_FILES, visit_template, &load);
    load_assets(portal);
    portal->theme.is_whole = diags_errors(portal->diags) == errors;
}

/* ---- checks ---- */

/* A message has one shape for all its languages, and for its subject and text unless the text has its own. */
static const struct shape *shape_of(struct str name)
{
    const struct shape *shape = shape_find(name);
    if (shape || !str_starts(name, STR("message/")))
        return shape;
    struct str rest = name;
    struct str id = str_cut(&rest, '.');
    bool is_text = str_ends(name, STR(".txt")) && !str_ends(name, STR(".subject.txt"));
    char own[256];
    int n = snprintf(own, sizeof(own), STR_FMT ".txt", STR_ARG(id));
    const struct shape *of_text =
        is_text && n > 0 && (size_t)n < sizeof(own) ? shape_find((struct str){own, (size_t)n}) : NULL;
    return of_text ? of_text : shape_find(id);
}

static void check_one(struct portal *portal, struct str name)
{
    templates_check(portal->theme.templates, name, shape_of(name), portal->theme.catalogues, portal->diags);
}

void theme_check(struct portal *portal)
{
    const struct str *names;
    size_t n = shape_names(&names), errors = diags_errors(portal->diags);
    if (portal->theme.files.count == 0)
        return;
    templates_link(portal->theme.templates, shape_of);
    for (size_t i = 0; i < n; i++) {
        const char *suffix = str_ends(names[i], STR(".txt")) ? "" : ".html";
        if (str_starts(names[i], STR("message/")))
            continue;
        if (templates_has(portal->theme.templates, names[i]))
            check_one(portal, names[i]);
        else
            DIAG_AT(portal->diags, D_THEME_MISSING, (struct place){0},
                    arena_printf(portal->arena, STR_FMT "%s", STR_ARG(names[i]), suffix));
    }
    for (size_t i = 0; i < portal->theme.messages.count; i++)
        check_one(portal, portal->theme.messages.items[i]);
    portal->theme.is_whole = portal->theme.is_whole && diags_errors(portal->diags) == errors;
}

void theme_release(struct portal *portal)
{
    if (portal->theme.catalogues)
        catalogues_free(portal->theme.catalogues);
}
