#include "site/alone.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/source.h"
#include "site/asset.h"
#include "site/content.h"
#include "site/link.h"
#include "site/theme.h"

/* The folder that holds it: "a/b" of "a/b/c", empty of "c". */
static struct str above(struct str path)
{
    struct str folder = path_folder(path);
    return str_sub(folder, 0, folder.n > 0 ? folder.n - 1 : 0);
}

static bool is_content(struct arena *a, struct str folder)
{
    return file_exists(arena_printf(a, STR_FMT "/site.yaml", STR_ARG(folder)).p);
}

/* The content folder that the file is in, as the person would call it when that can be seen from the file's
 * name; *path is then the file below it. NULL: none. */
static const char *find_content(struct arena *a, const char *file, struct str *path)
{
    char *real = realpath(file, NULL);
    struct str names[] = {str_from(file), real ? arena_str(a, str_from(real)) : (struct str){"", 0}};
    free(real);
    for (size_t i = 0; i < 2; i++) {
        struct str language = above(above(names[i]));
        struct str folder = above(language);
        if (language.n == 0 || !is_content(a, folder.n > 0 ? folder : STR(".")))
            continue;
        *path = str_sub(names[i], folder.n > 0 ? folder.n + 1 : 0, names[i].n);
        return folder.n > 0 ? arena_str(a, folder).p : ".";
    }
    return NULL;
}

/* What is wrong in other files is theirs: `check` says it. */
static struct page *read_site(struct portal *portal, const char *content, struct str path)
{
    struct diags *own = portal->diags;
    portal->content = content;
    content_read_config(portal);
    if (portal->config.n_languages == 0)
        return NULL;
    portal->diags = diags_new(portal->arena, 1);
    content_read_folder(portal);
    portal->diags = own;
    return map_get(&portal->by_path, path);
}

static struct page *make_page(struct portal *portal, const struct alone *which)
{
    struct page *page = ARENA_NEW(portal->arena, struct page);
    portal->config.languages[0] = which->language;
    portal->config.n_languages = 1;
    portal->content = NULL;
    page->path = str_from(which->file);
    page->local = path_name(page->path);
    page->id = str_ends(page->local, STR(".md")) ? str_sub(page->local, 0, page->local.n - 3) : page->local;
    return page;
}

const struct questionnaire *alone_compile(struct portal *portal, const struct alone *which)
{
    struct str path;
    struct page *page = NULL;
    const char *content = find_content(portal->arena, which->file, &path);
    if (content)
        page = read_site(portal, content, path);
    if (diags_errors(portal->diags) > 0)
        return NULL;
    if (!page)
        page = make_page(portal, which);
    page->kind = PAGE_QUESTIONNAIRE;
    portal->theme.folder = which->theme;
    portal->theme.is_given = true;
    theme_load_texts(portal, which->language);
    portal->output = output_open(portal->arena, NULL, portal->diags);
    portal->assets = assets_new(portal->arena, portal->output);
    content_read_page(portal, page);
    const struct questionnaire *q = page->source ? questionnaire_compile(portal, page) : NULL;
    return q && diags_errors(portal->diags) == 0 ? q : NULL;
}

void alone_release(struct portal *portal)
{
    if (portal->output)
        output_close(portal->output);
    if (portal->assets)
        assets_free(portal->assets);
    theme_release(portal);
}
