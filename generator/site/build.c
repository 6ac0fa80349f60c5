#include "site/build.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "site/asset.h"
#include "site/content.h"
#include "site/external.h"
#include "site/message.h"
#include "site/output_database.h"
#include "site/pages.h"
#include "site/partial.h"
#include "site/redirects.h"
#include "site/refs.h"
#include "site/theme.h"
#include "site/topics.h"
#include "site/translate.h"

struct build {
    const struct build_options *options;
    struct arena *arena;
    struct diags *diags;
    struct build_summary *summary;
    int64_t begun; /* inputs_now */
    struct output *output;
    struct record *old; /* NULL: none that can be used */
    struct record record;
};

/* ---- the portal ---- */

static struct portal begin(const struct build *b, struct diags *diags)
{
    struct portal portal = portal_new(b->arena, diags, b->options->content, b->options->jobs);
    portal.theme.folder = b->options->theme;
    portal.theme.is_given = b->options->theme_is_given;
    content_read_config(&portal);
    if (b->options->base_url)
        config_set_url(&portal.config, str_from(b->options->base_url));
    portal.progress = b->options->progress;
    portal.keeps_external = b->options->links;
    portal.shows_drafts = b->options->drafts;
    portal.output = b->output;
    portal.makes_index = b->options->output && !b->options->no_search;
    portal.assets = assets_new(b->arena, b->output);
    return portal;
}

static void end(struct portal *portal)
{
    assets_free(portal->assets);
    theme_release(portal);
}

/* ---- the record ---- */

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void look_at_output(const struct build *b, struct record *record)
{
    struct stat public = {0}, database = {0};
    stat(arena_printf(b->arena, "%s/public", b->options->output).p, &public);
    stat(arena_printf(b->arena, "%s/site.db", b->options->output).p, &database);
    record->public_device = public.st_dev;
    record->public_inode = public.st_ino;
    record->database_inode = database.st_ino;
    record->database_size = (uint64_t)database.st_size;
    record->database_modified = nanoseconds(database.st_mtim);
}

/* What is published is what the record says. */
static bool is_of_output(const struct build *b)
{
    struct record now = {0};
    look_at_output(b, &now);
    return now.public_inode != 0 && now.database_inode != 0 && now.public_device == b->old->public_device &&
           now.public_inode == b->old->public_inode && now.database_inode == b->old->database_inode &&
           now.database_size == b->old->database_size && now.database_modified == b->old->database_modified;
}

static void read_record(struct build *b)
{
    const struct build_options *o = b->options;
    b->record.key = record_key(b->arena, o->content, o->theme,
                               arena_printf(b->arena, "%s%s%s%s%s", o->compress ? "c" : "",
                                            o->no_search ? "s" : "", o->drafts ? "d" : "",
                                            o->theme_is_given ? "t" : "", o->base_url ? o->base_url : "")
                                   .p);
    if (!o->fresh)
        b->old = record_read(b->arena, output_record(b->output), b->record.key);
    if (b->old && !is_of_output(b))
        b->old = NULL;
}

/* Warnings in all the forms in which they can be asked for. */
static void keep_warnings(struct build *b)
{
    for (size_t i = 0; i < DIAG_LANGUAGE__MAX * DIAG_FORMAT__MAX && diags_warnings(b->diags) > 0; i++) {
        char *text = NULL;
        size_t n = 0;
        FILE *to = open_memstream(&text, &n);
        if (!to)
            return;
        enum diag_language language = (enum diag_language)(i / DIAG_FORMAT__MAX);
        enum diag_format format = (enum diag_format)(i % DIAG_FORMAT__MAX);
        diags_report(b->diags, language, format, to);
        fclose(to);
        b->record.said[language][format] = arena_str(b->arena, (struct str){text, n});
        free(text);
    }
}

/* What was changed since the build began is young, and will not be trusted: it may be read after the theme
 * was. */
static void record_layers(struct build *b, const struct portal *portal)
{
    for (size_t i = 0; i < portal->theme.n_layers; i++) {
        struct recorded_layer *layer = &b->record.layers[b->record.n_layers++];
        layer->folder = arena_str(b->arena, portal->theme.layers[i]);
        if (inputs_scan(b->arena, layer->folder.p, b->begun, &layer->inputs) != 0)
            layer->inputs = (struct input_list){0};
    }
}

static void write_record(struct build *b)
{
    look_at_output(b, &b->record);
    b->record.n_made = b->summary->pages;
    b->record.n_languages = b->summary->languages;
    record_write(&b->record, b->output);
}

/* ---- nothing changed ---- */

static bool take_over(struct build *b)
{
    b->summary->pages = b->old->n_made;
    b->summary->languages = b->old->n_languages;
    memcpy(b->summary->said, b->old->said, sizeof(b->old->said));
    return true;
}

/* ---- a few pages changed ---- */

/* Their faces are the same: the others stay as they are in the record. */
static void record_partial(struct build *b, const struct page_list *made)
{
    b->record.outline = b->old->outline;
    b->record.pages = b->old->pages;
    for (size_t i = 0; i < made->count; i++)
        b->record.pages.items[made->items[i]->number].anchors = made->items[i]->anchor_names;
}

/* False: the whole is to be built. */
static bool run_partial(struct build *b, const size_t *changed, size_t n)
{
    struct diags *diags = diags_new(b->arena, PARTIAL_MOST);
    output_expect(b->output, &b->old->published, true);
    struct portal portal = begin(b, diags);
    const struct page_list *made =
        portal.config.n_languages > 0 ? partial_make(&portal, b->old, &b->record.content, changed, n) : NULL;
    bool ok = made && output_publish(b->output, portal.makes_index, &b->record.published, diags);
    if (ok) {
        take_over(b);
        record_layers(b, &portal);
        record_partial(b, made);
        write_record(b);
    } else {
        output_restart(b->output);
    }
    end(&portal);
    return ok;
}

/* ---- the whole ---- */

/* All pages; false when there were errors. */
static bool make_pages(struct build *b, struct portal *portal, const struct definitions *definitions)
{
    b->summary->pages = pages_make_all(portal, definitions);
    b->summary->languages = portal->config.n_languages;
    refs_check_anchors(portal);
    if (portal->keeps_external)
        external_check(portal);
    redirects_write(portal);
    return diags_errors(portal->diags) == 0;
}

/* Everything but the publication. */
static bool make(struct build *b, struct portal *portal)
{
    struct definitions definitions = {0};
    struct messages messages = {0};
    struct database_content content = {&definitions, &messages};
    theme_load(portal);
    content_list(portal, &b->record.content);
    content_read(portal, &portal->pages);
    content_claim(portal);
    translations_check(portal);
    if (b->options->translations)
        translations_compare(portal, b->summary);
    else
        translations_count(portal);
    relations_build(portal);
    messages_compile(portal, &messages);
    theme_check(portal);
    definitions_compile(portal, &definitions);
    const char *path = output_database(portal->output);
    bool is_fine = diags_errors(portal->diags) == 0;
    struct database *database = path && is_fine ? database_begin(portal, path) : NULL;
    bool ok = make_pages(b, portal, &definitions);
    if (database && ok)
        database_fill(database, &content);
    return (!database || database_end(database, ok)) && ok;
}

static void record_whole(struct build *b, struct portal *portal)
{
    b->record.made = portal;
    record_layers(b, portal);
    keep_warnings(b);
    write_record(b);
    b->record.made = NULL; /* the portal ends before the build does */
}

static bool run_whole(struct build *b)
{
    output_expect(b->output, b->old ? &b->old->published : NULL, false);
    struct portal portal = begin(b, b->diags);
    bool ok = portal.config.n_languages > 0 && make(b, &portal) &&
              output_publish(b->output, true, &b->record.published, b->diags);
    if (ok && b->options->output)
        record_whole(b, &portal);
    end(&portal);
    return ok;
}

/* ---- the run ---- */

/* Is every folder of the theme as the record says? */
static bool has_same_theme(const struct build *b)
{
    for (size_t i = 0; i < b->old->n_layers; i++) {
        struct input_list now = {0};
        const struct recorded_layer *layer = &b->old->layers[i];
        if (inputs_scan(b->arena, layer->folder.p, b->begun, &now) != 0 ||
            inputs_compare(&layer->inputs, &now, NULL, 0) != 0)
            return false;
    }
    return true;
}

static bool run(struct build *b)
{
    size_t changed[PARTIAL_MOST];
    struct portal portal = portal_new(b->arena, b->diags, b->options->content, 1);
    bool is_scanned = content_scan(&portal, &b->record.content);
    if (b->options->output && is_scanned)
        read_record(b);
    if (!b->old)
        return run_whole(b) && is_scanned;
    size_t n = inputs_compare(&b->old->content, &b->record.content, changed, PARTIAL_MOST);
    bool is_same_theme = has_same_theme(b);
    bool was_quiet = b->old->said[0][0].n == 0;
    if (n == 0 && is_same_theme)
        return take_over(b);
    bool may_be_partial = is_same_theme && n <= PARTIAL_MOST && was_quiet;
    return (may_be_partial && run_partial(b, changed, n)) || run_whole(b);
}

bool build_run(const struct build_options *options, struct arena *a, struct diags *diags,
               struct build_summary *summary)
{
    struct build b = {
        .options = options, .arena = a, .diags = diags, .summary = summary, .begun = inputs_now()};
    struct output_options output = {options->output, options->jobs, options->compress};
    *summary = (struct build_summary){0};
    b.output = output_open(a, &output, diags);
    if (!b.output)
        return false;
    bool ok = run(&b);
    output_close(b.output);
    return ok;
}
