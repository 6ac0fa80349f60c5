#include "site/output_database.h"

#include "base/config.h"
#include "site/output_search.h"
#include "site/output_statement.h"
#include "site/site.sql.h"
#include "site/typography.h"

/* ---- site, navigation ---- */

static void set(struct database *d, const char *key, struct str value)
{
    statement_text(d, 1, str_from(key));
    statement_text(d, 2, value);
    statement_run(d);
}

static struct str language_list(struct portal *portal)
{
    struct str list = portal->config.languages[0];
    for (size_t i = 1; i < portal->config.n_languages; i++)
        list = arena_printf(portal->arena, STR_FMT " " STR_FMT, STR_ARG(list),
                            STR_ARG(portal->config.languages[i]));
    return list;
}

static void write_site(struct database *d)
{
    const struct config *config = &d->portal->config;
    statement_use(d, "site");
    set(d, "name", config->name);
    set(d, "url", config->url);
    set(d, "languages", language_list(d->portal));
    set(d, "contact_name", config->contact_name);
    set(d, "contact_email", config->contact_email);
    set(d, "contact_phone", config->contact_phone);
    set(d, "css", d->portal->theme.css);
    set(d, "js", d->portal->theme.js);
    set(d, "icon", d->portal->theme.icon);
    set(d, "generator", STR("portillon " PORTILLON_VERSION));
    for (size_t i = 0; i < config->n_languages; i++) {
        struct str language = config->languages[i];
        struct str key = arena_printf(d->portal->arena, "tagline." STR_FMT, STR_ARG(language));
        if (config->taglines[i].n > 0)
            set(d, key.p, typography_text(d->portal->arena, language, config->taglines[i]));
    }
}

static void write_navigation(struct database *d)
{
    statement_use(d, "navigation");
    for (size_t i = 0; i < d->portal->config.n_languages; i++) {
        struct str language = d->portal->config.languages[i];
        const struct page_list *pages = &d->portal->navigation[i];
        for (size_t j = 0; j < pages->count; j++) {
            statement_text(d, 1, language);
            statement_number(d, 2, j + 1);
            statement_text(d, 3, typography_text(d->portal->arena, language, pages->items[j]->matter.title));
            statement_text(d, 4, pages->items[j]->url);
            statement_run(d);
        }
    }
}

/* ---- questionnaires ---- */

static void write_definition(struct database *d, const struct definition *definition, size_t position)
{
    const struct matter *matter = &definition->languages[0]->page->matter;
    statement_use(d, "definition");
    statement_text(d, 1, definition->id);
    statement_text(d, 2, definition->version);
    statement_text(d, 3, definition->wording);
    statement_text(d, 4, matter->is_public ? STR("public") : STR("invited"));
    statement_number(d, 5, (size_t)matter->validity_months);
    statement_number(d, 6, position);
    statement_run(d);
}

static void write_lines(struct database *d, const struct definition *definition)
{
    const struct form *form = definition->languages[0]->form;
    statement_use(d, "definition_line");
    for (size_t i = 0; i < form->n_lines; i++) {
        statement_text(d, 1, definition->id);
        statement_number(d, 2, i + 1);
        statement_number(d, 3, form->lines[i].depth);
        statement_text(d, 4, form_kind_name(form->lines[i].kind));
        statement_text(d, 5, form->lines[i].declaration);
        statement_run(d);
    }
}

static void write_words(struct database *d, const struct definition *definition)
{
    statement_use(d, "definition_text");
    for (size_t i = 0; i < d->portal->config.n_languages; i++) {
        const struct questionnaire *q = definition->languages[i];
        for (size_t j = 0; q && j < q->words.count; j++) {
            statement_text(d, 1, definition->id);
            statement_text(d, 2, d->portal->config.languages[i]);
            statement_number(d, 3, q->words.items[j].line);
            statement_text(d, 4, word_role_name(q->words.items[j].role));
            statement_text(d, 5, q->words.items[j].text);
            statement_run(d);
        }
    }
}

/* ---- theme, messages ---- */

static void write_templates(struct database *d)
{
    statement_use(d, "template");
    for (size_t i = 0; i < d->portal->theme.files.count; i++) {
        statement_text(d, 1, d->portal->theme.files.items[i].name);
        statement_text(d, 2, d->portal->theme.files.items[i].source->text);
        statement_run(d);
    }
}

struct catalogue_writing {
    struct database *d;
    struct str language;
};

static void write_message_text(void *context, struct str key, struct str message)
{
    struct catalogue_writing *w = context;
    statement_text(w->d, 1, w->language);
    statement_text(w->d, 2, key);
    statement_text(w->d, 3, message);
    statement_run(w->d);
}

static void write_catalogues(struct database *d)
{
    statement_use(d, "catalogue");
    for (size_t i = 0; i < d->portal->config.n_languages; i++) {
        struct catalogue_writing w = {d, d->portal->config.languages[i]};
        const struct catalogue *catalogue = portal_catalogue(d->portal, i);
        if (catalogue)
            catalogue_each(catalogue, write_message_text, &w);
    }
}

static void write_messages(struct database *d, const struct messages *messages)
{
    statement_use(d, "message");
    for (size_t i = 0; i < messages->count; i++) {
        const struct message *message = &messages->items[i];
        statement_text(d, 1, message->name);
        statement_text(d, 2, message->language);
        statement_text(d, 3, message->subject);
        statement_text(d, 4, message->html);
        statement_text(d, 5, message->text);
        statement_run(d);
    }
}

/* ---- the whole ---- */

/* No journal: the file is beside the published one, and given its name only when it is whole and synced. */
static struct database *open_beside(struct portal *portal, const char *path)
{
    struct database *d = ARENA_NEW(portal->arena, struct database);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    *d = (struct database){.portal = portal, .path = path};
    statement_keep(d, sqlite3_open_v2(path, &d->db, flags, NULL));
    if (d->status == SQLITE_OK)
        statement_keep(
            d, sqlite3_exec(d->db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL));
    return d;
}

struct database *database_begin(struct portal *portal, const char *path)
{
    struct database *d = open_beside(portal, path);
    if (d->status == SQLITE_OK)
        statement_keep(d, sqlite3_exec(d->db, site_sql, NULL, NULL, NULL));
    statement_once(d, "begin");
    if (portal->makes_index)
        portal->index = search_begin(d, false);
    return d;
}

struct database *database_change(struct portal *portal, const char *path)
{
    struct database *d = open_beside(portal, path);
    statement_once(d, "begin");
    portal->index = search_begin(d, true);
    return d;
}

void database_fill(struct database *d, const struct database_content *content)
{
    const struct definitions *definitions = content->definitions;
    write_site(d);
    write_navigation(d);
    for (size_t i = 0; i < definitions->count; i++) {
        write_definition(d, definitions->items[i], i + 1);
        write_lines(d, definitions->items[i]);
        write_words(d, definitions->items[i]);
    }
    write_templates(d);
    write_catalogues(d);
    write_messages(d, content->messages);
}

bool database_end(struct database *d, bool is_wanted)
{
    if (d->portal->index)
        search_end(d->portal->index, is_wanted);
    d->portal->index = NULL;
    if (is_wanted)
        statement_once(d, "commit");
    statement_keep(d, sqlite3_finalize(d->statement));
    statement_keep(d, sqlite3_close(d->db));
    if (d->status != SQLITE_OK && is_wanted)
        DIAG_AT(d->portal->diags, D_FILE_WRITE, (struct place){0}, str_from(d->path),
                str_from(sqlite3_errstr(d->status)));
    return d->status == SQLITE_OK;
}
