#include "site/output_statement.h"

#include "site/insert.sql.h"

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

void statement_keep(struct database *d, int status)
{
    if (d->status == SQLITE_OK && status != SQLITE_OK && status != SQLITE_DONE && status != SQLITE_ROW)
        d->status = status;
}

sqlite3_stmt *statement_take(struct database *d, const char *name)
{
    struct str sql = find_statement(name);
    sqlite3_stmt *statement = NULL;
    statement_keep(d, sqlite3_prepare_v2(d->db, sql.p, (int)sql.n, &statement, NULL));
    return statement;
}

void statement_use(struct database *d, const char *name)
{
    statement_keep(d, sqlite3_finalize(d->statement));
    d->statement = statement_take(d, name);
}

void statement_text(struct database *d, int parameter, struct str value)
{
    statement_keep(d, sqlite3_bind_text(d->statement, parameter, value.n > 0 ? value.p : "", (int)value.n,
                                        SQLITE_STATIC));
}

void statement_number(struct database *d, int parameter, size_t value)
{
    statement_keep(d, sqlite3_bind_int64(d->statement, parameter, (sqlite3_int64)value));
}

void statement_run(struct database *d)
{
    if (d->status == SQLITE_OK)
        statement_keep(d, sqlite3_step(d->statement));
    statement_keep(d, sqlite3_reset(d->statement));
}

struct str statement_column(const struct database *d, int column)
{
    const void *text = sqlite3_column_text(d->statement, column);
    int n = sqlite3_column_bytes(d->statement, column);
    return text ? (struct str){text, (size_t)n} : (struct str){"", 0};
}

void statement_once(struct database *d, const char *name)
{
    statement_use(d, name);
    statement_run(d);
}
