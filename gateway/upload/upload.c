#include "upload/upload.h"

#include "app.h"
#include "base/utf8.h"
#include "upload/signature.h"

enum { SWEEP_AGE = 3600 };

struct str upload_problem_name(enum upload_problem problem)
{
    static const struct str names[UPLOAD_PROBLEM__MAX] = {
        [UPLOAD_FINE] = STR_INIT("fine"),
        [UPLOAD_EMPTY] = STR_INIT("empty"),
        [UPLOAD_TOO_LARGE] = STR_INIT("too_large"),
        [UPLOAD_UNKNOWN_KIND] = STR_INIT("unknown_kind"),
        [UPLOAD_OTHER_KIND] = STR_INIT("other_kind"),
        [UPLOAD_TOO_MANY] = STR_INIT("too_many"),
        [UPLOAD_DRAFT_FULL] = STR_INIT("draft_full"),
        [UPLOAD_CLIENT_FULL] = STR_INIT("client_full"),
    };
    return names[problem];
}

/* ---- names ---- */

/* Some browsers give a path. */
static struct str last_part(struct str name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\')
            return str_sub(name, i, name.n);
    return name;
}

/* Blanks and points at the beginning hide a file, or its ending. */
static struct str trim(struct str s)
{
    while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == '.'))
        s = str_sub(s, 1, s.n);
    while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '.'))
        s.n--;
    return s;
}

static struct str first_characters(struct str s, size_t n)
{
    struct str rest = s;
    while (n-- > 0 && rest.n > 0)
        utf8_next(&rest);
    return str_sub(s, 0, s.n - rest.n);
}

/* The ending, with its point, when it is one. */
static struct str ending_of(struct str name)
{
    for (size_t i = name.n; i > 1 && name.n - i < 8; i--)
        if (name.p[i - 1] == '.')
            return str_sub(name, i - 1, name.n);
    return str_sub(name, name.n, name.n);
}

struct str upload_name(struct arena *a, struct str name)
{
    struct str rest = last_part(name);
    char *clean = arena_alloc(a, rest.n + 1);
    size_t n = 0;
    while (rest.n > 0) {
        struct str before = rest;
        utf8_next(&rest);
        struct str one = str_sub(before, 0, before.n - rest.n);
        if (utf8_is_plain(one, false)) {
            memcpy(clean + n, one.p, one.n);
            n += one.n;
        } else {
            clean[n++] = '_';
        }
    }
    struct str kept = trim((struct str){clean, n});
    if (kept.n == 0)
        return STR("document");
    struct str ending = ending_of(kept);
    struct str stem = str_sub(kept, 0, kept.n - ending.n);
    stem = first_characters(stem, FORM_MAX_FILE_NAME - utf8_length(ending));
    return arena_join(a, stem, ending);
}

/* ---- what is accepted ---- */

enum upload_problem upload_judge(const struct upload_policy *policy, struct str name,
                                 const struct incoming *content)
{
    enum form_file_kind kind;
    if (!form_file_kind_of(name, &kind) || (policy->kinds >> kind & 1) == 0)
        return UPLOAD_UNKNOWN_KIND;
    if (incoming_size(content) == 0)
        return UPLOAD_EMPTY;
    if (incoming_size(content) > policy->max_bytes)
        return UPLOAD_TOO_LARGE;
    return signature_fits(content, kind) ? UPLOAD_FINE : UPLOAD_OTHER_KIND;
}

/* ---- rows ---- */

static struct upload read_row(struct arena *a, const struct store_rows *r)
{
    struct upload u = {
        .id = arena_str(a, store_text(r, 0)),
        .client = arena_str(a, store_text(r, 1)),
        .assignment = arena_str(a, store_text(r, 2)),
        .question = arena_str(a, store_text(r, 3)),
        .hash = arena_str(a, store_text(r, 5)),
        .name = arena_str(a, store_text(r, 6)),
        .size = store_int(r, 8),
        .uploaded_at = store_int(r, 9),
    };
    form_file_kind_parse(store_text(r, 7), &u.kind);
    return u;
}

enum store_status upload_find(struct store_db *db, struct arena *a, struct str id, struct upload *out)
{
    struct store_rows rows = store_query(db, SQL_UPLOAD_FIND, STORE_ARGS(arg_text(id)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *out = read_row(a, &rows);
    out->is_sent = store_int(&rows, 10) != 0;
    store_end(&rows);
    return rows.status;
}

/* What a question has so far. */
struct listing {
    size_t n;
    int64_t number;        /* of the last */
    int64_t size;          /* likewise */
    struct str id;         /* likewise */
    struct str hash;       /* likewise */
    bool is_there;         /* this very file, under this name */
    int64_t draft, client; /* bytes that there are */
};

static enum store_status list(struct store_db *db, struct arena *a, const struct upload *u,
                              struct listing *out)
{
    struct store_rows rows =
        store_query(db, SQL_UPLOAD_LIST, STORE_ARGS(arg_text(u->assignment), arg_text(u->question)));
    while (store_next(&rows)) {
        struct upload last = read_row(a, &rows);
        out->n++;
        out->number = store_int(&rows, 4);
        out->size = last.size;
        out->id = last.id;
        out->hash = last.hash;
        out->is_there = out->is_there || (str_eq(last.hash, u->hash) && str_eq(last.name, u->name));
    }
    return rows.status;
}

static enum store_status measure(struct store_db *db, const struct upload *u, struct listing *out)
{
    struct store_rows rows =
        store_query(db, SQL_UPLOAD_SIZES, STORE_ARGS(arg_text(u->client), arg_text(u->assignment)));
    if (store_next(&rows)) {
        out->client = store_int(&rows, 0);
        out->draft = store_int(&rows, 1);
    }
    store_end(&rows);
    return rows.status;
}

static enum store_status look(struct store_db *db, struct arena *a, const struct upload *u,
                              struct listing *there)
{
    *there = (struct listing){0};
    enum store_status status = list(db, a, u, there);
    return status == STORE_OK ? measure(db, u, there) : status;
}

static enum upload_problem problem_of(const struct upload *u, const struct upload_limits *limits,
                                      const struct listing *there)
{
    bool replaces = limits->max_files == 1 && there->n == 1;
    int64_t more = u->size - (replaces ? there->size : 0);
    if (there->is_there)
        return UPLOAD_FINE;
    if (!replaces && there->n >= limits->max_files)
        return UPLOAD_TOO_MANY;
    if (there->draft + more > limits->max_draft)
        return UPLOAD_DRAFT_FULL;
    return there->client + more > limits->max_client ? UPLOAD_CLIENT_FULL : UPLOAD_FINE;
}

enum store_status upload_check(struct store_db *db, struct arena *a, const struct upload *upload,
                               const struct upload_limits *limits, struct upload_outcome *out)
{
    struct listing there;
    enum store_status status = look(db, a, upload, &there);
    *out = (struct upload_outcome){0};
    if (status == STORE_OK)
        out->problem = problem_of(upload, limits, &there);
    return status;
}

static enum store_status insert(struct store_db *db, const struct upload *u, int64_t number)
{
    return store_run(db, SQL_UPLOAD_INSERT,
                     STORE_ARGS(arg_text(u->id), arg_text(u->client), arg_text(u->assignment),
                                arg_text(u->question), arg_int(number), arg_text(u->hash), arg_text(u->name),
                                arg_text(form_file_kind_name(u->kind)), arg_int(u->size),
                                arg_int(u->uploaded_at)));
}

enum store_status upload_add(struct store_db *db, struct arena *a, const struct upload *upload,
                             const struct upload_limits *limits, struct upload_outcome *out)
{
    struct listing there;
    enum store_status status = look(db, a, upload, &there);
    *out = (struct upload_outcome){0};
    if (status != STORE_OK)
        return status;
    out->problem = problem_of(upload, limits, &there);
    if (out->problem != UPLOAD_FINE || there.is_there)
        return STORE_OK;
    if (limits->max_files == 1 && there.n == 1) {
        out->replaced = there.hash;
        status = upload_remove(db, there.id, upload->client, upload->assignment);
    }
    return status == STORE_OK ? insert(db, upload, there.number + 1) : status;
}

enum store_status upload_remove(struct store_db *db, struct str id, struct str client, struct str assignment)
{
    return store_run_one(db, SQL_UPLOAD_DELETE,
                         STORE_ARGS(arg_text(id), arg_text(client), arg_text(assignment)));
}

/* The files of a question, with their numbers. */
struct uploads {
    struct upload *items;
    size_t count, cap;
};

static enum store_status read_all(struct store_db *db, struct arena *a, const struct upload *of,
                                  struct uploads *out)
{
    struct store_rows rows =
        store_query(db, SQL_UPLOAD_LIST, STORE_ARGS(arg_text(of->assignment), arg_text(of->question)));
    while (store_next(&rows))
        *ARENA_PUSH(a, out) = read_row(a, &rows);
    return rows.status;
}

enum store_status upload_clear(struct store_db *db, struct arena *a, const struct upload *of,
                               struct upload_hashes *gone)
{
    struct uploads all = {0};
    enum store_status status = read_all(db, a, of, &all);
    for (size_t i = 0; i < all.count && status == STORE_OK; i++) {
        status = upload_remove(db, all.items[i].id, of->client, of->assignment);
        *ARENA_PUSH(a, gone) = all.items[i].hash;
    }
    return status;
}

/* A row never changes: it is written anew, under the same id. */
enum store_status upload_move(struct store_db *db, struct arena *a, const struct upload *of, struct str to)
{
    struct uploads all = {0};
    enum store_status status = read_all(db, a, of, &all);
    for (size_t i = 0; i < all.count && status == STORE_OK; i++) {
        struct upload moved = all.items[i];
        moved.question = to;
        status = upload_remove(db, moved.id, of->client, of->assignment);
        if (status == STORE_OK)
            status = insert(db, &moved, (int64_t)i + 1);
    }
    return status;
}

enum store_status upload_texts(struct store_db *db, struct arena *a, const struct upload *of,
                               struct form_raw *out)
{
    struct uploads all = {0};
    struct buf text;
    enum store_status status = read_all(db, a, of, &all);
    struct str *texts = ARENA_ARRAY(a, struct str, all.count);
    buf_init(&text, 1024);
    for (size_t i = 0; i < all.count; i++) {
        const struct upload *u = &all.items[i];
        struct form_file file = {.id = u->id, .hash = u->hash, .name = u->name, .size = u->size};
        buf_clear(&text);
        form_file_print(&file, &text);
        texts[i] = arena_str(a, buf_str(&text));
    }
    buf_release(&text);
    *out = (struct form_raw){.texts = texts, .n = all.count};
    return status;
}

/* ---- sweeping ---- */

/* Unsure is named: what cannot be asked for now is left for the next time. */
static bool is_named(struct str hash, void *context)
{
    struct store *store = context;
    struct store_db *db = store_borrow(store);
    struct store_rows rows = store_query(db, SQL_UPLOAD_IS_NAMED, STORE_ARGS(arg_text(hash)));
    bool named = store_next(&rows) || rows.status != STORE_OK;
    store_end(&rows);
    store_release(store, db);
    return named;
}

/* What was named since the thread's snapshot began, in another request, must be seen. */
void upload_forget(const struct app *app, struct str hash)
{
    store_renew(app->store);
    files_forget(app->files, hash, &(struct files_sweep){.is_named = is_named, .context = app->store});
}

size_t upload_sweep(const struct app *app, int64_t now)
{
    return files_sweep(app->files, &(struct files_sweep){now - SWEEP_AGE, is_named, app->store});
}
