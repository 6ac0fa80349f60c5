#include "store/migrate.h"

#include "base/file.h"
#include "store/fixture.h"

static const struct {
    int number;
    const char *name, *text;
} migrations[] = {
#include "store/migrations.inc"
};

/* The fixture's store is closed, changed behind its back, and opened again. */
struct reopening {
    struct fixture *f;
    struct str path;
};

static struct reopening close_store(void **state)
{
    struct reopening r = {.f = *state};
    r.path = arena_printf(r.f->arena, "%s/store.db", r.f->folder);
    store_close(r.f->app.store);
    return r;
}

/* In the place of the fixture's store one that a program of that version has left, with these rows. */
static struct reopening store_of_version(void **state, int version, const char *rows)
{
    struct reopening r = close_store(state);
    assert_int_equal(unlink(r.path.p), 0);
    for (size_t i = 0; i < sizeof(migrations) / sizeof(*migrations) && migrations[i].number <= version; i++)
        fixture_execute(r.path.p, migrations[i].text);
    fixture_execute(r.path.p, rows);
    struct str stamp =
        arena_printf(r.f->arena, "PRAGMA application_id = 0x506f7273; PRAGMA user_version = %d", version);
    fixture_execute(r.path.p, stamp.p);
    return r;
}

static struct store *open_again(struct reopening *r)
{
    struct store_settings settings = {.folder = r->f->folder, .readers = 1};
    return store_open(&settings, r->f->diags);
}

static void foreign_and_newer_files_are_refused(void **state)
{
    struct reopening r = close_store(state);
    fixture_execute(r.path.p, "PRAGMA user_version = 30000");
    assert_null(open_again(&r));
    assert_true(diags_has(r.f->diags, D_STORE_NEWER));
    fixture_execute(r.path.p, "PRAGMA application_id = 1");
    assert_null(open_again(&r));
    assert_true(diags_has(r.f->diags, D_STORE_FOREIGN));
    assert_int_equal(file_remove_tree(r.f->folder), 0);
    assert_int_equal(file_make_folders(r.f->folder, 0700), 0);
    fixture_execute(r.path.p, "CREATE TABLE of_another_program (x)");
    assert_null(open_again(&r));
    assert_int_equal(unlink(r.path.p), 0);
    r.f->app.store = open_again(&r);
    assert_non_null(r.f->app.store);
}

static void an_older_store_is_copied_and_migrated(void **state)
{
    struct reopening r = store_of_version(
        state, 4, "INSERT INTO event VALUES (1, 1, '', 'x', '', '', zeroblob(32), zeroblob(32))");
    r.f->app.store = open_again(&r);
    assert_non_null(r.f->app.store);
    const char *now = fixture_copy(r.f);
    struct str copy = arena_printf(r.f->arena, "%s/backups/before-migration-4.db", r.f->folder);
    assert_int_equal(fixture_number(now, "SELECT count(*) FROM outbox"), 0);
    assert_int_equal(fixture_number(now, "SELECT count(*) FROM event"), 1);
    assert_int_equal(fixture_number(copy.p, "SELECT count(*) FROM event"), 1);
    assert_int_equal(fixture_number(copy.p, "PRAGMA user_version"), 4);
}

static void a_migration_that_fails_changes_nothing(void **state)
{
    /* `event` is there already, so the fourth migration fails after it has made `profile`. */
    struct reopening r = store_of_version(state, 3, "CREATE TABLE event (x)");
    assert_null(open_again(&r));
    assert_true(diags_has(r.f->diags, D_STORE_MIGRATION));
    assert_int_equal(fixture_number(r.path.p, "PRAGMA user_version"), 3);
    assert_int_equal(fixture_number(r.path.p, "SELECT count(*) FROM sqlite_schema WHERE name = 'profile'"),
                     0);
    fixture_execute(r.path.p, "DROP TABLE event");
    r.f->app.store = open_again(&r);
    assert_non_null(r.f->app.store);
}

#define MEMBER "'mmmmmmmmmmmmmmmmmmmmmmmmmm'"
#define CLIENT "'cccccccccccccccccccccccccc'"
#define DRAFT "'aaaaaaaaaaaaaaaaaaaaaaaaaa'"
#define OTHER "'bbbbbbbbbbbbbbbbbbbbbbbbbb'"

/* Two drafts as version 5 kept them, a row for each question and point. */
static const char drafts_of_version_5[] =
    "INSERT INTO member VALUES (" MEMBER ", 'adviser', 'Marc', 'Delorme', 'm@x.example', '', 'fr', 1, NULL);"
    "INSERT INTO client VALUES (" CLIENT ", 'person', 'Anne', 'Roy', '', 'a@x.example', '', 'fr', '', '', '',"
    "  '', '', " MEMBER ", 1, NULL);"
    "INSERT INTO assignment VALUES (" DRAFT ", " CLIENT ", 'kyc', NULL, 'todo', 0, 1, NULL, NULL, NULL),"
    "  (" OTHER ", " CLIENT ", 'profil', NULL, 'todo', 0, 1, NULL, NULL, NULL);"
    "INSERT INTO draft_answer VALUES (" DRAFT ", 'age', '53' || char(10)),"
    "  (" DRAFT ", 'produits', 'actions' || char(10) || 'fonds' || char(10)),"
    "  (" DRAFT ", 'projet', 'a\\nb' || char(10)), (" OTHER ", 'age', char(10));"
    "INSERT INTO draft_point VALUES (" DRAFT ", 0), (" DRAFT ", 2), (" DRAFT ", 11)";

static void drafts_keep_every_field_and_every_point(void **state)
{
    struct reopening r = store_of_version(state, 5, drafts_of_version_5);
    r.f->app.store = open_again(&r);
    assert_non_null(r.f->app.store);
    const char *now = fixture_copy(r.f);
    assert_int_equal(fixture_number(now, "SELECT count(*) FROM draft"), 2);
    assert_int_equal(
        fixture_number(now, "SELECT answers = 'age=53' || char(10) || 'produits=actions' || char(10) ||"
                            "'produits=fonds' || char(10) || 'projet=a\\nb' || char(10) FROM draft"
                            " WHERE assignment = " DRAFT),
        1);
    assert_int_equal(
        fixture_number(now, "SELECT seen = '0' || char(10) || '2' || char(10) || '11' || char(10) FROM draft"
                            " WHERE assignment = " DRAFT),
        1);
    assert_int_equal(fixture_number(now, "SELECT answers = 'age=' || char(10) AND seen = '' FROM draft"
                                         " WHERE assignment = " OTHER),
                     1);
}

/* A definition as version 8 kept it stays word for word, may not be changed, and another may now have rows.
 */
static void definitions_stay_and_may_have_rows(void **state)
{
    struct reopening r =
        store_of_version(state, 7,
                         "INSERT INTO definition VALUES ('profil', 'v', 'invited', 12, 1);"
                         "INSERT INTO definition_line VALUES ('profil', 'v', 1, 0, 'point', ''),"
                         "  ('profil', 'v', 2, 1, 'question', 'age: number 18..120')");
    r.f->app.store = open_again(&r);
    assert_non_null(r.f->app.store);
    const char *now = fixture_copy(r.f);
    assert_int_equal(fixture_number(now, "SELECT count(*) FROM definition_line WHERE definition = 'profil'"
                                         " AND version = 'v' AND (line, depth, kind, declaration) IN"
                                         " ((1, 0, 'point', ''), (2, 1, 'question', 'age: number 18..120'))"),
                     2);
    assert_int_equal(
        fixture_number(now, "SELECT count(*) FROM sqlite_schema WHERE name = 'definition_line_stays'"), 1);
    fixture_execute(now, "INSERT INTO definition_line VALUES ('profil', 'v', 3, 2, 'row', 'actions')");
    assert_int_equal(fixture_number(now, "SELECT count(*) FROM definition_line WHERE kind = 'row'"), 1);
}

/* One row of each table that is made anew, as version 10 kept them; of the mail, the columns that came later
 * too. */
static const char rows_of_version_10[] =
    "INSERT INTO member VALUES (" MEMBER ", 'adviser', 'Marc', 'Delorme', 'm@x.example', '', 'fr', 1, NULL);"
    "INSERT INTO client VALUES (" CLIENT ", 'person', 'Anne', 'Roy', '', 'a@x.example', '', 'fr', '', '', '',"
    "  '', '', " MEMBER ", 1, NULL);"
    "INSERT INTO definition VALUES ('profil', 'v', 'invited', 12, 1);"
    "INSERT INTO assignment VALUES (" DRAFT ", " CLIENT ", 'profil', 'v', 'in_progress', 7, 2, " MEMBER
    ", 3, NULL);"
    "INSERT INTO draft VALUES (" DRAFT ", 'age=53' || char(10), '0' || char(10));"
    "INSERT INTO profile VALUES (" CLIENT
    ", 1, 'manual', NULL, 'profil', 'v', 'profil=prudent', 'why', " MEMBER ", 4,"
    "  zeroblob(32), zeroblob(32));"
    "INSERT INTO outbox VALUES (" OTHER
    ", '<m@x>', 'reset', 'a@x.example', x'41', 'failed', 3, 5, 6, 7, 'no', NULL,"
    "  NULL, 'Anne', 'fr')";

static void assignments_profiles_and_mails_stay_and_hold_what_they_may(void **state)
{
    struct reopening r = store_of_version(state, 10, rows_of_version_10);
    r.f->app.store = open_again(&r);
    assert_non_null(r.f->app.store);
    const char *now = fixture_copy(r.f);
    const char *const kept[] = {
        "SELECT count(*) FROM assignment WHERE (id, client, definition, version, state, revision, "
        "created_at, created_by,"
        " saved_at, sent_at IS NULL) = (" DRAFT ", " CLIENT ", 'profil', 'v', 'in_progress', 7, 2, " MEMBER
        ", 3, 1)",
        "SELECT count(*) FROM draft WHERE assignment = " DRAFT,
        "SELECT count(*) FROM profile WHERE (client, number, origin, submission IS NULL, definition, "
        "version, levels,"
        " reason, author, at) = (" CLIENT ", 1, 'manual', 1, 'profil', 'v', 'profil=prudent', 'why', " MEMBER
        ", 4)",
        "SELECT count(*) FROM outbox WHERE (id, message_id, kind, recipient, mime, state, attempts, next_at, "
        "created_at,"
        " ended_at, last_error, name, language) = (" OTHER
        ", '<m@x>', 'reset', 'a@x.example', x'41', 'failed', 3, 5, 6, 7,"
        " 'no', 'Anne', 'fr')",
        "SELECT count(*) = 3 FROM sqlite_schema WHERE name IN ('profile_stays', 'profile_remains', "
        "'upload_remains')",
        "SELECT count(*) = 4 FROM sqlite_schema WHERE name IN ('assignment_by_client', 'assignment_open', "
        "'outbox_due',"
        " 'outbox_due_again')",
        "SELECT count(*) = 0 FROM pragma_foreign_key_check",
    };
    for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
        if (fixture_number(now, kept[i]) != 1)
            fail_msg("%s", kept[i]);
    assert_false(fixture_try(now, "UPDATE assignment SET state = 'lost'"));
    assert_false(fixture_try(now, "UPDATE outbox SET state = 'lost', ended_at = NULL"));
    assert_false(fixture_try(now, "UPDATE profile SET reason = 'other'"));
    assert_false(fixture_try(now, "INSERT INTO profile VALUES (" CLIENT
                                  ", 2, 'guessed', 'x', 'profil', 'v', 'x', '',"
                                  " NULL, 1, zeroblob(32), zeroblob(32))"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(foreign_and_newer_files_are_refused),
        TEST(an_older_store_is_copied_and_migrated),
        TEST(a_migration_that_fails_changes_nothing),
        TEST(drafts_keep_every_field_and_every_point),
        TEST(definitions_stay_and_may_have_rows),
        TEST(assignments_profiles_and_mails_stay_and_hold_what_they_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
