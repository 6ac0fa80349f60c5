#include "site/output_database.h"

#include <sqlite3.h>

#include "base/config.h"
#include "site/insert.sql.h"
#include "site/site.sql.h"
#include "site/typography.h"

struct database {
    struct portal *portal;
    sqlite3 *db;
    sqlite3_stmt *statement; /* the one being run */
    int status;              /* the first that was not fine */
};

/* The statement of this name in insert.sql. */
static struct str find_statement(const char *name)
{
    struct str rest = str_from(insert_sql), line;
    char head[64];
    int n = snprintf(head, sizeof(head), "-- name: %s", name);
    struct str wanted = {head, (size_t)n};
    while (str_line(&rest, &line) && !str_eq(line, wanted))
        ;
    ptrdiff_t end = str_find_char(rest, ';');
    return str_sub(rest, 0, end < 0 ? 0 : (size_t)end + 1);
}

static void keep(struct database *d, int status)
{
    if (d->status == SQLITE_OK && status != SQLITE_OK && status != SQLITE_DONE && status != SQLITE_ROW)
        d->status = status;
}

/* Makes ready the statement that run() then repeats. */
static void use(struct database *d, const char *name)
{
    struct str sql = find_statement(name);
    keep(d, sqlite3_finalize(d->statement));
    d->statement = NULL;
    keep(d, sqlite3_prepare_v2(d->db, sql.p, (int)sql.n, &d->statement, NULL));
}

static void text(struct database *d, int parameter, struct str value)
{
    keep(d,
         sqlite3_bind_text(d->statement, parameter, value.n > 0 ? value.p : "", (int)value.n, SQLITE_STATIC));
}

static void number(struct database *d, int parameter, size_t value)
{
    keep(d, sqlite3_bind_int64(d->statement, parameter, (sqlite3_int64)value));
}

static void run(struct database *d)
{
    if (d->status == SQLITE_OK)
        keep(d, sqlite3_step(d->statement));
    keep(d, sqlite3_reset(d->statement));
}

/* ---- site, navigation ---- */

static void set(struct database *d, const char *key, struct str value)
{
    text(d, 1, str_from(key));
    text(d, 2, value);
    run(d);
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
    use(d, "site");
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
    use(d, "navigation");
    for (size_t i = 0; i < d->portal->config.n_languages; i++) {
        struct str language = d->portal->config.languages[i];
        const struct page_list *pages = &d->portal->navigation[i];
        for (size_t j = 0; j < pages->count; j++) {
            text(d, 1, language);
            number(d, 2, j + 1);
            text(d, 3, typography_text(d->portal->arena, language, pages->items[j]->matter.title));
            text(d, 4, pages->items[j]->url);
            run(d);
        }
    }
}

/* ---- questionnaires ---- */

static void write_definition(struct database *d, const struct definition *definition, size_t position)
{
    const struct matter *matter = &definition->languages[0]->page->matter;
    use(d, "definition");
    text(d, 1, definition->id);
    text(d, 2, definition->version);
    text(d, 3, definition->wording);
    text(d, 4, matter->is_public ? STR("public") : STR("invited"));
    number(d, 5, (size_t)matter->validity_months);
    number(d, 6, position);
    run(d);
}

static void write_lines(struct database *d, const struct definition *definition)
{
    const struct form *form = definition->languages[0]->form;
    use(d, "definition_line");
    for (size_t i = 0; i < form->n_lines; i++) {
        text(d, 1, definition->id);
        number(d, 2, i + 1);
        number(d, 3, form->lines[i].depth);
        text(d, 4, form_kind_name(form->lines[i].kind));
        text(d, 5, form->lines[i].declaration);
        run(d);
    }
}

static void write_words(struct database *d, const struct definition *definition)
{
    use(d, "definition_text");
    for (size_t i = 0; i < d->portal->config.n_languages; i++) {
        const struct questionnaire *q = definition->languages[i];
        for (size_t j = 0; q && j < q->words.count; j++) {
            text(d, 1, definition->id);
            text(d, 2, d->portal->config.languages[i]);
            number(d, 3, q->words.items[j].line);
            text(d, 4, word_role_name(q->words.items[j].role));
            text(d, 5, q->words.items[j].text);
            run(d);
        }
    }
}

/* ---- theme, messages ---- */

static void write_templates(struct database *d)
{
    use(d, "template");
    for (size_t i = 0; i < d->portal->theme.files.count; i++) {
        text(d, 1, d->portal->theme.files.items[i].name);
        text(d, 2, d->portal->theme.files.items[i].source->text);
        run(d);
    }
}

struct catalogue_writing {
    struct database *d;
    struct str language;
};

static void write_message_text(void *context, struct str key, struct str message)
{
    struct catalogue_writing *w = context;
    text(w->d, 1, w->language);
    text(w->d, 2, key);
    text(w->d, 3, message);
    run(w->d);
}

static void write_catalogues(struct database *d)
{
    use(d, "catalogue");
    for (size_t i = 0; i < d->portal->config.n_languages; i++) {
        struct catalogue_writing w = {d, d->portal->config.languages[i]};
        const struct catalogue *catalogue = portal_catalogue(d->portal, i);
        if (catalogue)
            catalogue_each(catalogue, write_message_text, &w);
    }
}

static void write_messages(struct database *d, const struct messages *messages)
{
    use(d, "message");
    for (size_t i = 0; i < messages->count; i++) {
        const struct message *message = &messages->items[i];
        text(d, 1, message->name);
        text(d, 2, message->language);
        text(d, 3, message->subject);
        text(d, 4, message->html);
        text(d, 5, message->text);
        run(d);
    }
}

/* ---- the whole ---- */

/* No journal: the file is new, and given its name only when it is whole and synced. */
static void open_new(struct database *d, const char *path)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    keep(d, sqlite3_open_v2(path, &d->db, flags, NULL));
    if (d->status == SQLITE_OK)
        keep(d, sqlite3_exec(d->db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL));
    if (d->status == SQLITE_OK)
        keep(d, sqlite3_exec(d->db, site_sql, NULL, NULL, NULL));
}

static void step(struct database *d, const char *name)
{
    use(d, name);
    run(d);
}

bool database_write(struct portal *portal, const struct definitions *definitions,
                    const struct messages *messages, const char *path)
{
    struct database d = {.portal = portal};
    open_new(&d, path);
    step(&d, "begin");
    write_site(&d);
    write_navigation(&d);
    for (size_t i = 0; i < definitions->count; i++) {
        write_definition(&d, definitions->items[i], i + 1);
        write_lines(&d, definitions->items[i]);
        write_words(&d, definitions->items[i]);
    }
    write_templates(&d);
    write_catalogues(&d);
    write_messages(&d, messages);
    step(&d, "commit");
    keep(&d, sqlite3_finalize(d.statement));
    keep(&d, sqlite3_close(d.db));
    if (d.status != SQLITE_OK)
        DIAG_AT(portal->diags, D_FILE_WRITE, (struct place){0}, str_from(path),
                str_from(sqlite3_errstr(d.status)));
    return d.status == SQLITE_OK;
}
