#include "store/fixture.h"

#include <sqlite3.h>

#include "account/account.h"
#include "base/file.h"
#include "client/client.h"
#include "member/member.h"

int64_t fixture_now;

static int64_t now(void)
{
    return fixture_now;
}

static struct system_table table;

/* ---- the site ---- */

static void execute(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
}

/* Depth, kind and declaration of each line; NULL: given by the test. */
static const struct {
    int depth;
    const char *kind, *declaration;
} lines[] = {
    {0, "point", "avenir"},
    {1, "question", "horizon: one"},
    {2, "option", "court = 0"},
    {2, "option", "long = 20"},
    {1, "question", "projet: text 200, optional, if horizon = long"},
    {0, "point", "passe"},
    {1, "question", NULL},
    {2, "option", "vend = 0"},
    {2, "option", "attend = 10"},
    {1, "question", "age: number 18..120"},
    {0, "score", "tolerance = horizon + reaction"},
    {0, "result", "profil: result tolerance"},
    {1, "level", "prudent = 0..10"},
    {1, "level", "dynamique = 11.."},
    {0, "rule", "profil <= prudent if age >= 90"},
    {0, "check", "note age > 80"},
    {0, "check", "block age = 119"},
};

static const char site_rows[] =
    "INSERT INTO site VALUES ('name', 'Cabinet'), ('url', ''), ('languages', 'fr en'), ('contact_name', ''),"
    "  ('contact_email', 'a@cabinet.example'), ('contact_phone', ''), ('css', '/assets/a.css'),"
    "  ('js', '/assets/a.js'), ('icon', '/assets/a.svg');"
    "INSERT INTO navigation VALUES ('fr', 1, 'Accueil', '/fr/'), ('en', 1, 'Home', '/en/');"
    "INSERT INTO template VALUES ('site/404', '<p>{{t.greeting}} {{site.name}}</p>');"
    "INSERT INTO catalogue VALUES ('fr', 'greeting', 'Bonjour'), ('en', 'greeting', 'Hello');"
    "INSERT INTO message VALUES ('invitation', 'fr', 'Bienvenue', '<p>{{site.name}}</p>', '{{site.name}}'),"
    "  ('invitation', 'en', 'Welcome', '<p>{{site.name}}</p>', '{{site.name}}');"
    "INSERT INTO definition_text VALUES ('profil', 'fr', 0, 'text', '<p>Dix minutes.</p>'),"
    "  ('profil', 'fr', 1, 'description', 'Un horizon'), ('profil', 'fr', 2, 'title', 'Combien de temps ?'), "
    "('profil', 'en', 2, 'title', 'How long?'),"
    "  ('profil', 'fr', 13, 'text', '<p>Calme.</p>'), ('profil', 'fr', 16, 'message', 'Grand âge.');";

static void write_site(const char *path, const char *reaction, const char *title)
{
    sqlite3 *db;
    char *sql;
    struct str schema = test_read_file("generator/site/site.sql");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    execute(db, "PRAGMA synchronous = OFF; BEGIN");
    char *text = sqlite3_mprintf("%.*s", (int)schema.n, schema.p);
    execute(db, text);
    sqlite3_free(text);
    sql = sqlite3_mprintf(
        "INSERT INTO definition VALUES ('profil', 'meaning of %q', 'wording %q', 'public', 12, 1);"
        "INSERT INTO definition_text VALUES ('profil', 'fr', 0, 'title', %Q),"
        "  ('profil', 'en', 0, 'title', 'Profile')",
        reaction, title, title);
    execute(db, sql);
    sqlite3_free(sql);
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        const char *declaration = lines[i].declaration != NULL ? lines[i].declaration : reaction;
        sql = sqlite3_mprintf("INSERT INTO definition_line VALUES ('profil', %d, %d, %Q, %Q)", (int)i + 1,
                              lines[i].depth, lines[i].kind, declaration);
        execute(db, sql);
        sqlite3_free(sql);
    }
    execute(db, site_rows);
    execute(db, "COMMIT");
    sqlite3_close(db);
}

static void borrow(struct fixture *f)
{
    f->app.site = site_source_open(f->site_path, f->diags);
    if (f->app.site == NULL)
        diags_report(f->diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    assert_non_null(f->app.site);
    f->site = site_borrow(f->app.site);
}

static void give_back(struct fixture *f)
{
    site_return(f->app.site, f->site);
    site_source_close(f->app.site);
}

void fixture_publish(struct fixture *f, const char *reaction, const char *title)
{
    give_back(f);
    unlink(f->site_path);
    write_site(f->site_path, reaction, title);
    borrow(f);
}

/* ---- the store ---- */

void fixture_execute(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    execute(db, sql);
    sqlite3_close(db);
}

bool fixture_try(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    bool done = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    return done;
}

int64_t fixture_number(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

const char *fixture_copy(struct fixture *f)
{
    struct str path = arena_printf(f->arena, "%s/copy.db", f->folder);
    assert_int_equal(store_backup(f->app.store, path.p), STORE_OK);
    return path.p;
}

int fixture_open(void **state)
{
    static int count;
    char name[40];
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    snprintf(name, sizeof(name), "fixture-%d", count++);
    fixture_now = FIXTURE_NOW;
    f->arena = arena_new();
    f->diags = diags_new(f->arena, 20);
    f->folder = test_tmp(name);
    file_remove_tree(f->folder);
    assert_int_equal(file_make_folders(f->folder, 0700), 0);
    f->site_path = arena_printf(f->arena, "%s/site.db", f->folder).p;
    write_site(f->site_path, "reaction: one", "Profil");
    table = system_real;
    table.now = now;
    struct store_settings settings = {.folder = f->folder, .readers = 8};
    f->app.system = &table;
    f->app.store = store_open(&settings, f->diags);
    assert_non_null(f->app.store);
    f->app.files = files_open(arena_printf(f->arena, "%s/files", f->folder).p, f->diags);
    assert_non_null(f->app.files);
    f->app.passwords = passwords_new(NULL);
    passwords_set_cost(f->app.passwords, 1, 8192);
    borrow(f);
    *state = f;
    return 0;
}

int fixture_close(void **state)
{
    struct fixture *f = *state;
    give_back(f);
    files_close(f->app.files);
    store_close(f->app.store);
    passwords_free(f->app.passwords);
    arena_free(f->arena);
    free(f);
    return 0;
}

/* ---- people ---- */

struct people {
    struct arena *arena;
    struct member member;
    struct client client;
};

static enum store_status create_member(struct store_db *db, void *context)
{
    struct people *p = context;
    return member_create(db, p->arena, &p->member, fixture_now);
}

struct str fixture_member(struct fixture *f, const char *email)
{
    struct people p = {.arena = f->arena,
                       .member = {.first_name = STR("Claire"),
                                  .last_name = STR("Dubois"),
                                  .email = str_from(email),
                                  .language = STR("fr")}};
    assert_int_equal(store_write(f->app.store, create_member, &p), STORE_OK);
    return p.member.id;
}

static enum store_status create_client(struct store_db *db, void *context)
{
    struct people *p = context;
    return client_create(db, p->arena, &p->client, STR(""), fixture_now);
}

struct str fixture_client(struct fixture *f, struct str adviser, const char *email)
{
    struct people p = {.arena = f->arena,
                       .client = {.first_name = STR("Émilie"),
                                  .last_name = STR("Lefèvre"),
                                  .email = str_from(email),
                                  .language = STR("fr"),
                                  .adviser = adviser}};
    assert_int_equal(store_write(f->app.store, create_client, &p), STORE_OK);
    return p.client.id;
}

struct opening {
    struct arena *arena;
    struct str client;
    const struct password_hash *hash;
};

static enum store_status open_account(struct store_db *db, void *context)
{
    struct opening *o = context;
    struct account account;
    enum store_status status = account_open(db, o->arena, o->client, fixture_now, &account);
    if (status != STORE_OK || o->hash == NULL)
        return status;
    return account_set_password(db, account.id, o->hash, fixture_now);
}

void fixture_account(struct fixture *f, struct str client, const char *password)
{
    struct password_hash hash;
    struct opening o = {f->arena, client, NULL};
    if (password != NULL) {
        assert_int_equal(password_make(f->app.passwords, str_from(password), &hash), HASHING_RIGHT);
        o.hash = &hash;
    }
    assert_int_equal(store_write(f->app.store, open_account, &o), STORE_OK);
}
