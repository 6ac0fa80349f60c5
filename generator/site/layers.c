#include "site/layers.h"

#include "base/file.h"
#include "base/source.h"
#include "site/link.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What theme.yaml says. */
struct theme_facts {
    struct str name, extends;
    struct place extends_at;
};

static struct str without_slashes(struct str folder)
{
    while (folder.n > 1 && str_ends(folder, STR("/")))
        folder.n--;
    return folder;
}

/* A name is that of a folder beside `beside`; what has a slash is a path from `from`. */
static struct str folder_named(struct arena *a, struct str name, struct str beside, struct str from)
{
    if (str_starts(name, STR("/")))
        return name;
    bool is_path = str_find_char(name, '/') >= 0;
    struct str base = is_path ? arena_printf(a, STR_FMT "/", STR_ARG(without_slashes(from)))
                              : arena_str(a, path_folder(without_slashes(beside)));
    return arena_join(a, base, name);
}

static bool read_facts(struct portal *portal, struct str folder, struct theme_facts *out)
{
    static const char *const keys[] = {"name", "version", "description", "extends"};
    size_t errors = diags_errors(portal->diags);
    struct str path = arena_printf(portal->arena, STR_FMT "/theme.yaml", STR_ARG(folder)), other;
    *out = (struct theme_facts){0};
    if (!file_exists(path.p)) {
        DIAG_AT(portal->diags, D_THEME_FOLDER, (struct place){0}, folder);
        return false;
    }
    const struct source *source = source_read(portal->arena, path.p, path, CONTENT_MAX_FILE, portal->diags);
    const struct yaml *yaml =
        source ? yaml_read(portal->arena, source, 0, source->text.n, portal->diags) : NULL;
    if (!yaml)
        return false;
    yaml_allow(yaml, keys, COUNT(keys), portal->diags);
    if (!yaml_text(yaml, "name", &out->name, portal->diags) && !yaml_get(yaml, "name"))
        DIAG_AT(portal->diags, D_MATTER_KEY, ((struct place){source, 0, 0}), STR("name"));
    yaml_text(yaml, "version", &other, portal->diags);
    yaml_text(yaml, "description", &other, portal->diags);
    if (yaml_text(yaml, "extends", &out->extends, portal->diags))
        out->extends_at = yaml_get(yaml, "extends")->at;
    return diags_errors(portal->diags) == errors;
}

static bool is_laid(const struct theme *theme, struct str folder)
{
    for (size_t i = 0; i < theme->n_layers; i++) {
        if (str_eq(theme->layers[i], folder))
            return true;
    }
    return false;
}

/* The theme and those it extends, highest first. */
static bool lay(struct portal *portal, struct str folder)
{
    struct theme *theme = &portal->theme;
    struct theme_facts facts;
    for (;;) {
        theme->layers[theme->n_layers++] = folder;
        if (!read_facts(portal, folder, &facts))
            return false;
        if (facts.extends.n == 0)
            return true;
        struct str below = folder_named(portal->arena, facts.extends, folder, folder);
        if (!file_exists(arena_str(portal->arena, below).p))
            below = folder_named(portal->arena, facts.extends, str_from(theme->folder), folder);
        if (is_laid(theme, below) || theme->n_layers == THEME_MAX_LAYERS - 1) {
            DIAG_AT(portal->diags, D_THEME_CIRCLE, facts.extends_at, facts.extends);
            return false;
        }
        folder = below;
    }
}

static void turn_round(struct str *items, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct str item = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = item;
    }
}

bool layers_find(struct portal *portal)
{
    struct theme *theme = &portal->theme;
    struct str folder = without_slashes(str_from(theme->folder)), named = portal->config.theme;
    if (named.n > 0 && !theme->is_given)
        folder = folder_named(portal->arena, named, folder, str_from(portal->content));
    theme->n_layers = 0;
    bool ok = lay(portal, arena_str(portal->arena, folder));
    turn_round(theme->layers, theme->n_layers);
    if (!portal->content)
        return ok;
    struct str own = portal_name(portal, STR("theme"));
    if (file_exists(own.p))
        theme->layers[theme->n_layers++] = own;
    return ok;
}
