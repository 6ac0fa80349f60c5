#include "store/site.h"

#include <errno.h>
#include <pthread.h>
#include <sys/stat.h>

#include "store/connection.h"
#include "store/definition.h"

enum {
    SITE_APPLICATION_ID = 0x506f7274, /* "Port" */
    SITE_VERSION = 4,                 /* of its schema */
    DIAGNOSTICS_MAX = 50,
};

/* A site and what holds it. */
struct held {
    struct site site; /* first: a site is given back by its address */
    struct arena *arena;
    struct catalogues *catalogues; /* the site's, to be freed */
    struct store_db *db;           /* what it was read from: another file may have its name by now */
    pthread_mutex_t using_db;
    unsigned users; /* borrowers, and the source itself while it is the current one */
};

/* A site is the first member of what holds it. */
static struct held *held_of(const struct site *site)
{
    return (struct held *)(uintptr_t)site;
}

struct site_source {
    char *path;
    pthread_mutex_t lock;
    struct held *current;
    struct stat seen; /* what the current one, or a bad newer one, was read from */
    time_t looked_at; /* monotonic */
    bool loading;     /* by one of the borrowers; the others go on with the current one */
};

static const struct place nowhere;

/* ---- loading ---- */

/* One load: where it comes from and where its mistakes go. */
struct load {
    struct store_db *db;
    struct arena *arena;
    struct held *held;
    struct site *site; /* in held */
    struct diags *diags;
};

static void split_languages(struct load *l, struct str names)
{
    struct {
        struct str *items;
        size_t count, cap;
    } list = {0};
    while (names.n > 0) {
        struct str name = str_cut(&names, ' ');
        if (name.n > 0)
            *ARENA_PUSH(l->arena, &list) = name;
    }
    struct str *own = ARENA_ARRAY(l->arena, struct str, list.count);
    struct countries *countries = ARENA_ARRAY(l->arena, struct countries, list.count);
    for (size_t i = 0; i < list.count; i++) {
        own[i] = format_language(l->arena, list.items[i]);
        countries[i] = format_countries(l->arena, list.items[i]);
    }
    l->site->countries = countries;
    l->site->languages = list.items;
    l->site->language_names = own;
    l->site->n_languages = list.count;
}

static bool load_values(struct load *l)
{
    struct site *s = l->site;
    const struct {
        const char *key;
        struct str *value;
    } fields[] = {{"name", &s->name},
                  {"url", &s->url},
                  {"contact_name", &s->contact_name},
                  {"contact_email", &s->contact_email},
                  {"contact_phone", &s->contact_phone},
                  {"css", &s->css},
                  {"js", &s->js},
                  {"icon", &s->icon}};
    struct store_rows rows = store_query(l->db, SQL_SITE_VALUES, NULL, 0);
    while (store_next(&rows)) {
        struct str key = store_text(&rows, 0);
        struct str value = arena_str(l->arena, store_text(&rows, 1));
        if (str_eq_z(key, "languages"))
            split_languages(l, value);
        for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
            if (str_eq_z(key, fields[i].key))
                *fields[i].value = value;
    }
    return rows.status == STORE_OK && s->n_languages > 0;
}

static bool load_navigation(struct load *l)
{
    struct {
        struct site_link *items;
        size_t count, cap;
    } list = {0};
    struct store_rows rows = store_query(l->db, SQL_SITE_NAVIGATION, NULL, 0);
    while (store_next(&rows))
        *ARENA_PUSH(l->arena, &list) =
            (struct site_link){.language = arena_str(l->arena, store_text(&rows, 0)),
                               .label = arena_str(l->arena, store_text(&rows, 1)),
                               .url = arena_str(l->arena, store_text(&rows, 2))};
    l->site->navigation = list.items;
    l->site->n_navigation = list.count;
    return rows.status == STORE_OK;
}

static bool load_definitions(struct load *l)
{
    struct {
        struct definition *items;
        size_t count, cap;
    } list = {0};
    struct store_rows rows = store_query(l->db, SQL_SITE_DEFINITIONS, NULL, 0);
    while (store_next(&rows))
        *ARENA_PUSH(l->arena, &list) =
            (struct definition){.id = arena_str(l->arena, store_text(&rows, 0)),
                                .version = arena_str(l->arena, store_text(&rows, 1)),
                                .wording_hash = arena_str(l->arena, store_text(&rows, 2)),
                                .is_public = str_eq_z(store_text(&rows, 3), "public"),
                                .validity_months = (int)store_int(&rows, 4)};
    bool ok = rows.status == STORE_OK;
    for (size_t i = 0; ok && i < list.count; i++) {
        const struct store_arg args[] = {arg_text(list.items[i].id)};
        struct definition_tables tables = {.lines = SQL_SITE_LINES,
                                           .texts = SQL_SITE_TEXTS,
                                           .args = args,
                                           .n_line_args = 1,
                                           .n_text_args = 1,
                                           .languages = l->site->languages,
                                           .n_languages = l->site->n_languages};
        ok = definition_read(l->db, l->arena, &tables, &list.items[i], l->diags) == STORE_OK;
    }
    l->site->definitions = list.items;
    l->site->n_definitions = list.count;
    return ok;
}

static bool load_catalogues(struct load *l)
{
    struct catalogues *all = catalogues_new(l->arena);
    bool ok = true;
    l->held->catalogues = all;
    l->site->catalogues = all;
    for (size_t i = 0; i < l->site->n_languages; i++) {
        struct str language = l->site->languages[i];
        struct store_rows rows = store_query(l->db, SQL_SITE_CATALOGUE, STORE_ARGS(arg_text(language)));
        while (store_next(&rows)) {
            struct catalogue_entry entry = {.key = arena_str(l->arena, store_text(&rows, 0)),
                                            .text = arena_str(l->arena, store_text(&rows, 1))};
            ok = catalogues_add(all, language, &entry, l->diags) && ok;
        }
        ok = rows.status == STORE_OK && ok;
    }
    return ok;
}

static bool add_template(struct load *l, struct templates *set, struct str name, struct str text)
{
    struct source *source = ARENA_NEW(l->arena, struct source);
    *source = (struct source){.name = arena_str(l->arena, name), .text = arena_str(l->arena, text)};
    return templates_add(set, source->name, source, TEMPLATE_STRICT, l->diags);
}

static bool add_message(struct load *l, struct templates *set, const struct store_rows *row)
{
    static const struct {
        const char *ending;
        int column;
    } parts[] = {{".subject.txt", 2}, {"", 3}, {".txt", 4}};
    bool ok = true;
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        struct str name =
            arena_printf(l->arena, "message/" STR_FMT "." STR_FMT "%s", STR_ARG(store_text(row, 0)),
                         STR_ARG(store_text(row, 1)), parts[i].ending);
        ok = add_template(l, set, name, store_text(row, parts[i].column)) && ok;
    }
    return ok;
}

static bool load_templates(struct load *l)
{
    struct templates *set = templates_new(l->arena);
    bool ok = true;
    struct store_rows rows = store_query(l->db, SQL_SITE_TEMPLATES, NULL, 0);
    while (store_next(&rows))
        ok = add_template(l, set, store_text(&rows, 0), store_text(&rows, 1)) && ok;
    ok = rows.status == STORE_OK && ok;
    rows = store_query(l->db, SQL_SITE_MESSAGES, NULL, 0);
    while (store_next(&rows))
        ok = add_message(l, set, &rows) && ok;
    templates_link(set, shape_find);
    l->site->templates = set;
    return rows.status == STORE_OK && ok;
}

static bool load_indexes(struct load *l)
{
    struct site_index *indexes = ARENA_ARRAY(l->arena, struct site_index, l->site->n_languages);
    bool ok = true;
    for (size_t i = 0; i < l->site->n_languages; i++)
        ok = site_index_load(l->db, l->arena, l->site->languages[i], &indexes[i]) == STORE_OK && ok;
    l->site->indexes = indexes;
    return ok;
}

static bool open_site(struct load *l, const char *path, struct diags *diags)
{
    if (connection_open(l->db, path, CONNECTION_SITE) != STORE_OK) {
        DIAG_AT(diags, D_SITE_OPEN, nowhere, str_from(path));
        return false;
    }
    if (connection_number(l->db, "PRAGMA application_id") == SITE_APPLICATION_ID &&
        connection_number(l->db, "PRAGMA user_version") == SITE_VERSION)
        return connection_exec(l->db, "PRAGMA cache_size = -16384") == STORE_OK &&
               connection_finish(l->db) == STORE_OK;
    DIAG_AT(diags, D_SITE_FOREIGN, nowhere, str_from(path));
    return false;
}

static bool load_all(struct load *l)
{
    return load_values(l) && load_navigation(l) && load_definitions(l) && load_catalogues(l) &&
           load_templates(l) && load_indexes(l);
}

/* The mistakes of a load point into its own arena: they are told in one diagnostic of the caller's. */
static void tell(const char *path, struct diags *mistakes, struct diags *diags)
{
    char *text = NULL;
    size_t n = 0;
    FILE *file = open_memstream(&text, &n);
    if (file == NULL)
        return;
    diags_report(mistakes, diag_language_from_env(), DIAG_TEXT, file);
    fclose(file);
    for (size_t i = 0; i < n; i++)
        if (text[i] == '\n')
            text[i] = ' ';
    DIAG_AT(diags, D_SITE_DAMAGED, nowhere, str_from(path), str_trim((struct str){text, n}));
    free(text);
}

static void free_held(struct held *held)
{
    if (held->catalogues != NULL)
        catalogues_free(held->catalogues);
    connection_close(held->db);
    pthread_mutex_destroy(&held->using_db);
    arena_free(held->arena);
}

static struct held *load_site(const char *path, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct held *held = ARENA_NEW(arena, struct held);
    held->arena = arena;
    held->users = 1;
    held->db = ARENA_NEW(arena, struct store_db);
    pthread_mutex_init(&held->using_db, NULL);
    struct load load = {.db = held->db,
                        .arena = arena,
                        .held = held,
                        .site = &held->site,
                        .diags = diags_new(arena, DIAGNOSTICS_MAX)};
    bool opened = open_site(&load, path, diags);
    bool ok = opened && load_all(&load);
    if (ok)
        return held;
    if (opened)
        tell(path, load.diags, diags);
    free_held(held);
    return NULL;
}

/* ---- lending ---- */

static bool is_newer(const struct stat *a, const struct stat *b)
{
    return a->st_ino != b->st_ino || a->st_dev != b->st_dev || a->st_size != b->st_size ||
           a->st_mtim.tv_sec != b->st_mtim.tv_sec || a->st_mtim.tv_nsec != b->st_mtim.tv_nsec;
}

static time_t monotonic_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return t.tv_sec;
}

/* The generator publishes all messages or none: a portal that asks clients something invites them by mail. */
static void warn_without_messages(const struct site *site, const char *path, struct diags *diags)
{
    char name[64];
    int n = snprintf(name, sizeof name, "message/invitation." STR_FMT, STR_ARG(site->languages[0]));
    if (site->n_definitions > 0 && !templates_has(site->templates, (struct str){name, (size_t)n}))
        DIAG_AT(diags, D_SITE_MESSAGES, nowhere, str_from(path), site->languages[0]);
}

struct site_source *site_source_open(const char *path, struct diags *diags)
{
    struct site_source *s = calloc(1, sizeof(*s));
    if (s == NULL)
        return NULL;
    s->path = strdup(path);
    pthread_mutex_init(&s->lock, NULL);
    s->looked_at = monotonic_seconds();
    if (s->path != NULL && stat(path, &s->seen) == 0)
        s->current = load_site(path, diags);
    else
        DIAG_AT(diags, D_SITE_OPEN, nowhere, str_from(path));
    if (s->current != NULL) {
        warn_without_messages(&s->current->site, path, diags);
        return s;
    }
    site_source_close(s);
    return NULL;
}

/* With the lock held. */
static void let_go(struct held *held)
{
    if (held != NULL && --held->users == 0)
        free_held(held);
}

void site_source_close(struct site_source *s)
{
    let_go(s->current);
    pthread_mutex_destroy(&s->lock);
    free(s->path);
    free(s);
}

/* Called without the lock by the one borrower that set `loading`. */
static struct held *load_newer(struct site_source *s)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new(arena, DIAGNOSTICS_MAX);
    struct held *newer = load_site(s->path, diags);
    if (newer == NULL)
        diags_report(diags, diag_language_from_env(), DIAG_TEXT, stderr);
    arena_free(arena);
    return newer;
}

void site_source_look(struct site_source *s)
{
    pthread_mutex_lock(&s->lock);
    s->looked_at--;
    pthread_mutex_unlock(&s->lock);
}

static void look_for_newer(struct site_source *s)
{
    struct stat now;
    time_t seconds = monotonic_seconds();
    if (s->loading || seconds == s->looked_at)
        return;
    s->looked_at = seconds;
    if (stat(s->path, &now) != 0 || !is_newer(&now, &s->seen))
        return;
    s->seen = now;
    s->loading = true;
    pthread_mutex_unlock(&s->lock);
    struct held *newer = load_newer(s);
    pthread_mutex_lock(&s->lock);
    s->loading = false;
    if (newer == NULL)
        return;
    let_go(s->current);
    s->current = newer;
}

const struct site *site_borrow(struct site_source *s)
{
    pthread_mutex_lock(&s->lock);
    look_for_newer(s);
    struct held *held = s->current;
    held->users++;
    pthread_mutex_unlock(&s->lock);
    return &held->site;
}

void site_return(struct site_source *s, const struct site *site)
{
    pthread_mutex_lock(&s->lock);
    let_go(held_of(site));
    pthread_mutex_unlock(&s->lock);
}

struct store_db *site_open(const struct site *site)
{
    struct held *held = held_of(site);
    pthread_mutex_lock(&held->using_db);
    connection_fixed(held->db, FIXED_BEGIN); /* the file is locked once, not for every statement */
    return held->db;
}

void site_close(const struct site *site)
{
    struct held *held = held_of(site);
    connection_end_rows(held->db);
    connection_fixed(held->db, FIXED_COMMIT);
    pthread_mutex_unlock(&held->using_db);
}

const struct site_index *site_index(const struct site *site, struct str language)
{
    for (size_t i = 0; i < site->n_languages; i++)
        if (str_eq(site->languages[i], language))
            return &site->indexes[i];
    return NULL;
}

const struct definition *site_definition(const struct site *site, struct str id)
{
    for (size_t i = 0; i < site->n_definitions; i++)
        if (str_eq(site->definitions[i].id, id))
            return &site->definitions[i];
    return NULL;
}
