/* Every statement that fills site.db fits its schema, and is one statement. */
#include <sqlite3.h>
#include <string.h>

#include "lib/test.h"
#include "site/insert.sql.h"
#include "site/site.sql.h"

static void every_statement_fits_the_schema(void **state)
{
    (void)state;
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, site_sql, NULL, NULL, NULL), SQLITE_OK);
    struct str rest = str_from(insert_sql), line;
    size_t n = 0;
    while (str_line(&rest, &line)) {
        if (line.n == 0 || str_starts(line, STR("--")))
            continue;
        sqlite3_stmt *statement;
        const char *tail;
        assert_int_equal(sqlite3_prepare_v2(db, line.p, (int)line.n, &statement, &tail), SQLITE_OK);
        assert_ptr_equal(tail, line.p + line.n);
        sqlite3_finalize(statement);
        n++;
    }
    assert_true(n >= 10);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_statement_fits_the_schema)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
