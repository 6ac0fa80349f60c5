#include "site/build.h"

#include "site/asset.h"
#include "site/content.h"
#include "site/machines.h"
#include "site/message.h"
#include "site/output_database.h"
#include "site/pages.h"
#include "site/redirects.h"
#include "site/refs.h"
#include "site/sections.h"
#include "site/theme.h"
#include "site/topics.h"
#include "site/translate.h"

/* Everything but the publication. */
static bool make(struct portal *portal, const struct build_options *options, struct build_summary *summary)
{
    struct definitions definitions = {0};
    struct messages messages = {0};
    theme_load(portal);
    content_read(portal);
    translations_check(portal);
    if (options->translations)
        translations_compare(portal, summary);
    sections_build(portal);
    topics_build(portal);
    machines_claim(portal);
    redirects_build(portal);
    messages_compile(portal, &messages);
    theme_check(portal);
    definitions_compile(portal, &definitions);
    summary->pages = pages_make(portal, &definitions);
    summary->languages = portal->config.n_languages;
    refs_check_anchors(portal);
    machines_write(portal);
    if (diags_errors(portal->diags) > 0)
        return false;
    const char *database = output_database(portal->output);
    return !database || database_write(portal, &definitions, &messages, database);
}

bool build_run(const struct build_options *options, struct arena *a, struct diags *diags,
               struct build_summary *summary)
{
    struct portal portal = portal_new(a, diags, options->content, options->jobs);
    portal.theme.folder = options->theme;
    portal.theme.is_given = options->theme_is_given;
    *summary = (struct build_summary){0};
    content_read_config(&portal);
    if (portal.config.n_languages == 0)
        return false;
    portal.output = output_open(a, options->output, diags);
    if (!portal.output)
        return false;
    portal.assets = assets_new(a, portal.output);
    bool ok = make(&portal, options, summary) && output_publish(portal.output, diags);
    output_close(portal.output);
    assets_free(portal.assets);
    theme_release(&portal);
    return ok;
}
