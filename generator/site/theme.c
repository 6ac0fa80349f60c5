#include "site/theme.h"

#include <errno.h>

#include "base/file.h"
#include "base/source.h"
#include "site/asset.h"
#include "site/image.h"
#include "site/layers.h"
#include "site/link.h"

struct load {
    struct portal *portal;
    const char *folder; /* of the kind being read, in one layer */
    struct files *files;
};

/* A file of the theme's static/ folder: that of the highest layer. */
struct file {
    struct str name, path;
};
struct files {
    struct file *items;
    size_t count, cap;
    struct str tokens; /* style sheet: the tokens.css of all layers */
};

static const char *below(struct portal *portal, size_t layer, const char *name)
{
    return arena_printf(portal->arena, STR_FMT "/%s", STR_ARG(portal->theme.layers[layer]), name).p;
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

/* In the place of a lower layer's. */
static void keep_template(struct portal *portal, struct theme_file file)
{
    struct theme_files *files = &portal->theme.files;
    for (size_t i = 0; i < files->count; i++) {
        if (str_eq(files->items[i].name, file.name)) {
            files->items[i] = file;
            return;
        }
    }
    *ARENA_PUSH(portal->arena, files) = file;
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
    keep_template(portal, (struct theme_file){name, source});
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

static void load_file(struct portal *portal, size_t layer, struct str code)
{
    struct load load = {.portal = portal, .folder = below(portal, layer, "i18n")};
    struct str path = arena_printf(portal->arena, STR_FMT ".yaml", STR_ARG(code));
    if (!file_exists(arena_printf(portal->arena, "%s/" STR_FMT, load.folder, STR_ARG(path)).p))
        return;
    const struct source *source = read_source(&load, path);
    const struct yaml *yaml =
        source ? yaml_read(portal->arena, source, 0, source->text.n, portal->diags) : NULL;
    if (yaml)
        add_texts(portal, code, yaml, (struct str){"", 0});
}

/* Reported at `at` when no layer has texts in it. */
static void load_language(struct portal *portal, struct str code, struct place at)
{
    size_t errors = diags_errors(portal->diags);
    for (size_t i = 0; i < portal->theme.n_layers; i++)
        load_file(portal, i, code);
    if (diags_errors(portal->diags) == errors && !catalogues_find(portal->theme.catalogues, code))
        DIAG_AT(portal->diags, D_LANGUAGE_THEME, at, code);
}

static void load_languages(struct portal *portal)
{
    for (size_t i = 0; i < portal->config.n_languages; i++)
        load_language(portal, portal->config.languages[i], portal->config.language_places[i]);
}

void theme_load_texts(struct portal *portal, struct str language)
{
    portal->theme.catalogues = catalogues_new(portal->arena);
    if (!layers_find(portal))
        return;
    load_languages(portal);
    if (!catalogues_find(portal->theme.catalogues, language))
        load_language(portal, language, (struct place){0});
}

/* ---- assets ---- */

static bool read_asset(struct portal *portal, struct str path, struct str *content)
{
    int error = file_read(portal->arena, path.p, CONTENT_MAX_FILE, content);
    if (error)
        DIAG_AT(portal->diags, D_FILE_READ, (struct place){0}, path, str_from(strerrordesc_np(error)));
    return error == 0;
}

static int visit_asset(const struct file_entry *entry, void *context)
{
    struct load *load = context;
    struct portal *portal = load->portal;
    struct files *files = load->files;
    struct str content;
    struct file file = {arena_str(portal->arena, entry->path),
                        arena_printf(portal->arena, "%s/" STR_FMT, load->folder, STR_ARG(entry->path))};
    if (entry->is_link)
        return 0;
    if (str_eq_z(file.name, "tokens.css")) {
        if (read_asset(portal, file.path, &content))
            files->tokens = arena_join(portal->arena, files->tokens, content);
        return 0;
    }
    for (size_t i = 0; i < files->count; i++) {
        if (str_eq(files->items[i].name, file.name)) {
            files->items[i] = file;
            return 0;
        }
    }
    *ARENA_PUSH(portal->arena, files) = file;
    return 0;
}

/* static/share.png, or of another kind that has pixels. */
static void keep_picture(struct portal *portal, struct str url, struct str content)
{
    struct image_size size;
    if (image_read_size(content, &size))
        portal->theme.picture = (struct picture){url, portal->config.name, size.width, size.height};
}

static void publish_asset(struct portal *portal, const struct files *files, const struct file *file)
{
    struct str content;
    if (!read_asset(portal, file->path, &content))
        return;
    bool is_css = str_eq_z(file->name, "portillon.css");
    if (is_css)
        content = arena_join(portal->arena, content, files->tokens);
    struct str url = asset_add(portal, path_name(file->name), content);
    if (is_css)
        portal->theme.css = url;
    else if (str_starts(file->name, STR("share.")) && !str_ends(file->name, STR(".svg")))
        keep_picture(portal, url, content);
    else if (str_eq_z(file->name, "portillon.js"))
        portal->theme.js = url;
    else if (str_eq_z(file->name, "icon.svg"))
        portal->theme.icon = url;
}

static void load_assets(struct portal *portal)
{
    struct files files = {.tokens = {"", 0}};
    for (size_t i = 0; i < portal->theme.n_layers; i++) {
        struct load load = {portal, below(portal, i, "static"), &files};
        file_walk(load.folder, CONTENT_MAX_FILES, visit_asset, &load);
    }
    for (size_t i = 0; i < files.count; i++)
        publish_asset(portal, &files, &files.items[i]);
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
    if (!layers_find(portal))
        return;
    load_languages(portal);
    catalogues_check(portal->theme.catalogues, portal->diags);
    for (size_t i = 0; i < portal->theme.n_layers; i++) {
        struct load load = {.portal = portal, .folder = below(portal, i, "templates")};
        file_walk(load.folder, CONTENT_MAX_FILES, visit_template, &load);
    }
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

/* A template that no page asks for and no other can include by its place: a slip in its name. */
static void check_use(struct portal *portal, const struct theme_file *file)
{
    const struct str *names;
    size_t n = shape_names(&names);
    struct str name = file->name;
    bool is_part =
        str_starts(name, STR("partials/")) || str_ends(name, STR("layout")) || str_starts(name, STR("mail/"));
    if (is_part || shape_find(name))
        return;
    struct place at = {file->source, 0, 0};
    DIAG_AT(portal->diags, D_THEME_UNUSED, at, name, diag_nearest(name, names, n));
}

void theme_link_text_pages(struct portal *portal)
{
    templates_link_one(portal->theme.templates, STR("site/page"), shape_of);
    templates_link_one(portal->theme.templates, STR("site/section"), shape_of);
}

void theme_check(struct portal *portal)
{
    const struct str *names;
    size_t n = shape_names(&names), errors = diags_errors(portal->diags);
    if (portal->theme.files.count == 0)
        return;
    for (size_t i = 0; i < portal->theme.files.count; i++)
        check_use(portal, &portal->theme.files.items[i]);
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
