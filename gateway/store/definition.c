#include "store/definition.h"

#include "form/build.h"

enum { DIAGNOSTICS_MAX = 20, LANGUAGES_MAX = 32 };

const struct wording *definition_wording(const struct definition *d, struct str language)
{
    for (size_t i = 0; i < d->n_wordings; i++)
        if (str_eq(d->wordings[i].language, language))
            return &d->wordings[i];
    return &d->wordings[0];
}

/* ---- reading ---- */

static enum store_status read_form(struct store_db *db, struct arena *a,
                                   const struct definition_tables *tables, struct definition *d,
                                   struct diags *diags)
{
    struct form_builder *builder = form_builder_new(a, diags);
    struct place nowhere = {0};
    bool known = true;
    struct store_rows rows = store_query(db, tables->lines, tables->args, tables->n_line_args);
    while (store_next(&rows)) {
        enum form_kind kind;
        known = known && form_kind_parse(store_text(&rows, 1), &kind);
        if (known)
            form_builder_add(builder, kind, (unsigned)store_int(&rows, 0), store_text(&rows, 2), nowhere);
    }
    if (rows.status != STORE_OK)
        return rows.status;
    d->form = known ? form_builder_finish_published(builder) : NULL;
    if (d->form != NULL && d->form->n_lines == 0)
        d->form = NULL;
    if (d->form == NULL)
        DIAG_AT(diags, D_SITE_DEFINITION, nowhere, d->id);
    return d->form == NULL ? STORE_BROKEN : STORE_OK;
}

/* Words while they are read. */
struct words {
    struct arena *arena;
    size_t n_lines;
    struct {
        struct str *titles, *items;
        struct html *hints;
    } lines[LANGUAGES_MAX];
    struct wording wordings[LANGUAGES_MAX];
    size_t n;
};

static ptrdiff_t words_language(struct words *w, struct str language)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_eq(w->wordings[i].language, language))
            return (ptrdiff_t)i;
    if (w->n == LANGUAGES_MAX)
        return -1;
    w->lines[w->n].titles = ARENA_ARRAY(w->arena, struct str, w->n_lines + 1);
    w->lines[w->n].items = ARENA_ARRAY(w->arena, struct str, w->n_lines + 1);
    w->lines[w->n].hints = ARENA_ARRAY(w->arena, struct html, w->n_lines + 1);
    w->wordings[w->n] = (struct wording){.language = arena_str(w->arena, language),
                                         .titles = w->lines[w->n].titles,
                                         .items = w->lines[w->n].items,
                                         .hints = w->lines[w->n].hints};
    return (ptrdiff_t)w->n++;
}

static void words_add(struct words *w, const struct store_rows *row)
{
    ptrdiff_t i = words_language(w, store_text(row, 0));
    int64_t line = store_int(row, 1);
    struct str role = store_text(row, 2);
    struct str text = arena_str(w->arena, store_text(row, 3));
    if (i < 0 || line < 0 || (size_t)line > w->n_lines)
        return;
    bool is_html = str_eq_z(role, "hint") || str_eq_z(role, "text");
    if (line == 0 && is_html)
        w->wordings[i].intro = html_trusted(text);
    else if (line == 0 && str_eq_z(role, "title"))
        w->wordings[i].title = text;
    else if (line == 0)
        w->wordings[i].description = text;
    else if (is_html)
        w->lines[i].hints[line] = html_trusted(text);
    else if (str_eq_z(role, "description"))
        w->lines[i].items[line] = text;
    else
        w->lines[i].titles[line] = text;
}

static enum store_status read_words(struct store_db *db, struct arena *a,
                                    const struct definition_tables *tables, struct definition *d)
{
    struct words *w = ARENA_NEW(a, struct words);
    w->arena = a;
    w->n_lines = d->form->n_lines;
    for (size_t i = 0; i < tables->n_languages; i++)
        words_language(w, tables->languages[i]);
    struct store_rows rows = store_query(db, tables->texts, tables->args, tables->n_text_args);
    while (store_next(&rows))
        words_add(w, &rows);
    if (w->n == 0)
        words_language(w, STR("fr"));
    d->wordings = w->wordings;
    d->n_wordings = w->n;
    return rows.status;
}

enum store_status definition_read(struct store_db *db, struct arena *a,
                                  const struct definition_tables *tables, struct definition *d,
                                  struct diags *diags)
{
    enum store_status status = read_form(db, a, tables, d, diags);
    return status == STORE_OK ? read_words(db, a, tables, d) : status;
}

/* ---- those that are kept ---- */

/* Copies one row's first column; STORE_NONE when there is no row. */
static enum store_status last_wording(struct store_db *db, struct arena *a, struct definition *d)
{
    struct store_rows rows =
        store_query(db, SQL_DEFINITION_LAST_WORDING, STORE_ARGS(arg_text(d->id), arg_text(d->version)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    d->wording_hash = arena_str(a, store_text(&rows, 0));
    store_end(&rows);
    return rows.status;
}

enum store_status definition_load(struct store_db *db, struct arena *a, struct definition_key key,
                                  const struct definition **out)
{
    struct definition *d = ARENA_NEW(a, struct definition);
    *d = (struct definition){.id = arena_str(a, key.id), .version = arena_str(a, key.version)};
    struct store_rows rows =
        store_query(db, SQL_DEFINITION_FIND, STORE_ARGS(arg_text(d->id), arg_text(d->version)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    d->is_public = str_eq_z(store_text(&rows, 0), "public");
    d->validity_months = (int)store_int(&rows, 1);
    store_end(&rows);
    d->wording_hash = arena_str(a, key.wording);
    enum store_status status = key.wording.n == 0 ? last_wording(db, a, d) : STORE_OK;
    if (status != STORE_OK)
        return status;
    const struct store_arg args[] = {arg_text(d->id), arg_text(d->version), arg_text(d->wording_hash)};
    struct definition_tables tables = {.lines = SQL_DEFINITION_LINES,
                                       .texts = SQL_DEFINITION_TEXTS,
                                       .args = args,
                                       .n_line_args = 2,
                                       .n_text_args = 3};
    *out = d;
    return definition_read(db, a, &tables, d, diags_new(a, DIAGNOSTICS_MAX));
}

enum store_status definition_find(struct store_db *db, struct arena *a, const struct site *site,
                                  struct definition_key key, const struct definition **out)
{
    const struct definition *published = site_definition(site, key.id);
    if (published != NULL && (key.version.n == 0 || str_eq(published->version, key.version)) &&
        (key.wording.n == 0 || str_eq(published->wording_hash, key.wording))) {
        *out = published;
        return STORE_OK;
    }
    return key.version.n == 0 ? STORE_NONE : definition_load(db, a, key, out);
}

enum store_status definition_provenance(struct store_db *db, struct definition_key key,
                                        struct definition_provenance *out)
{
    struct store_rows rows =
        store_query(db, SQL_DEFINITION_PROVENANCE,
                    STORE_ARGS(arg_text(key.id), arg_text(key.version), arg_text(key.wording)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *out = (struct definition_provenance){.kept_at = store_int(&rows, 0),
                                          .worded_at = store_int(&rows, 1),
                                          .wording = store_int(&rows, 2),
                                          .n_wordings = store_int(&rows, 3)};
    store_end(&rows);
    return rows.status;
}

static enum store_status keep_lines(struct store_db *db, const struct definition *d)
{
    enum store_status status = STORE_OK;
    for (size_t i = 0; status == STORE_OK && i < d->form->n_lines; i++) {
        const struct form_line *line = &d->form->lines[i];
        status = store_run(db, SQL_DEFINITION_LINE_INSERT,
                           STORE_ARGS(arg_text(d->id), arg_text(d->version), arg_int((int64_t)i + 1),
                                      arg_int(line->depth), arg_text(form_kind_name(line->kind)),
                                      arg_text(line->declaration)));
    }
    return status;
}

struct text_key {
    const struct definition *definition;
    size_t position; /* of the language */
    size_t line;
    const char *role;
};

static enum store_status keep_text(struct store_db *db, struct text_key key, struct str text)
{
    const struct definition *d = key.definition;
    if (text.n == 0)
        return STORE_OK;
    return store_run(db, SQL_DEFINITION_TEXT_INSERT,
                     STORE_ARGS(arg_text(d->id), arg_text(d->version), arg_text(d->wording_hash),
                                arg_int((int64_t)key.position), arg_text(d->wordings[key.position].language),
                                arg_int((int64_t)key.line), arg_text(str_from(key.role)), arg_text(text)));
}

static enum store_status keep_wording(struct store_db *db, const struct definition *d, size_t position)
{
    const struct wording *w = &d->wordings[position];
    enum store_status status = keep_text(db, (struct text_key){d, position, 0, "title"}, w->title);
    if (status == STORE_OK)
        status = keep_text(db, (struct text_key){d, position, 0, "description"}, w->description);
    if (status == STORE_OK)
        status = keep_text(db, (struct text_key){d, position, 0, "text"}, w->intro.markup);
    for (size_t line = 1; status == STORE_OK && line <= d->form->n_lines; line++) {
        enum form_kind kind = d->form->lines[line - 1].kind;
        const char *title = kind == FORM_CHECK ? "message" : "title";
        const char *hint = kind == FORM_LEVEL ? "text" : "hint";
        status = keep_text(db, (struct text_key){d, position, line, title}, w->titles[line]);
        if (status == STORE_OK)
            status = keep_text(db, (struct text_key){d, position, line, "description"}, w->items[line]);
        if (status == STORE_OK)
            status = keep_text(db, (struct text_key){d, position, line, hint}, w->hints[line].markup);
    }
    return status;
}

static bool is_kept(struct store_db *db, const struct definition *d)
{
    struct store_rows rows =
        store_query(db, SQL_DEFINITION_IS_KEPT,
                    STORE_ARGS(arg_text(d->id), arg_text(d->version), arg_text(d->wording_hash)));
    bool kept = store_next(&rows);
    store_end(&rows);
    return kept;
}

enum store_status definition_keep(struct store_db *db, const struct definition *d, int64_t now)
{
    if (is_kept(db, d))
        return STORE_OK;
    enum store_status status =
        store_run_one(db, SQL_DEFINITION_INSERT,
                      STORE_ARGS(arg_text(d->id), arg_text(d->version),
                                 arg_text(d->is_public ? STR("public") : STR("invited")),
                                 arg_int(d->validity_months), arg_int(now)));
    if (status == STORE_OK)
        status = keep_lines(db, d);
    if (status != STORE_OK && status != STORE_NONE)
        return status;
    status = store_run_one(
        db, SQL_DEFINITION_WORDING_INSERT,
        STORE_ARGS(arg_text(d->id), arg_text(d->version), arg_text(d->wording_hash), arg_int(now)));
    for (size_t i = 0; status == STORE_OK && i < d->n_wordings; i++)
        status = keep_wording(db, d, i);
    return status == STORE_NONE ? STORE_OK : status;
}
