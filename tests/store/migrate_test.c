#include "store/migrate.h"

#include "base/file.h"
#include "store/fixture.h"

/* The fixture's store is closed, changed behind its back, and opened again. */
struct reopening {
    struct fixture *f;
    struct str path;
};

static struct reopening close_and_change(void **state, const char *sql)
{
    struct reopening r = {.f = *state};
    r.path = arena_printf(r.f->arena, "%s/store.db", r.f->folder);
    store_close(r.f->app.store);
    fixture_execute(r.path.p, sql);
    return r;
}

static struct store *open_again(struct reopening *r)
{
    struct store_settings settings = {.folder = r->f->folder, .readers = 1};
    return store_open(&settings, r->f->diags);
}

static void foreign_and_newer_files_are_refused(void **state)
{
    struct reopening r = close_and_change(state, "PRAGMA user_version = 30000");
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
    fixture_member(*state, "claire@cabinet.example");
    struct reopening r = close_and_change(state, "DROP TABLE outbox; PRAGMA user_version = 4");
    r.f->app.store = open_again(&r);
    assert_non_null(r.f->app.store);
    const char *now = fixture_copy(r.f);
    struct str copy = arena_printf(r.f->arena, "%s/backups/before-migration-4.db", r.f->folder);
    assert_int_equal(fixture_number(now, "SELECT count(*) FROM outbox"), 0);
    assert_int_equal(fixture_number(now, "SELECT count(*) FROM member"), 1);
    assert_int_equal(fixture_number(copy.p, "SELECT count(*) FROM member"), 1);
    assert_int_equal(fixture_number(copy.p, "PRAGMA user_version"), 4);
}

static void a_migration_that_fails_changes_nothing(void **state)
{
    /* `profile` is there already, so the fourth migration fails after others might have run. */
    struct reopening r = close_and_change(state, "DROP TABLE event; PRAGMA user_version = 3");
    assert_null(open_again(&r));
    assert_true(diags_has(r.f->diags, D_STORE_MIGRATION));
    assert_int_equal(fixture_number(r.path.p, "PRAGMA user_version"), 3);
    assert_int_equal(fixture_number(r.path.p, "SELECT count(*) FROM sqlite_schema WHERE name = 'event'"), 0);
    fixture_execute(r.path.p, "DROP TABLE profile; DROP TABLE outbox");
    r.f->app.store = open_again(&r);
    assert_non_null(r.f->app.store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(foreign_and_newer_files_are_refused),
        TEST(an_older_store_is_copied_and_migrated),
        TEST(a_migration_that_fails_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
