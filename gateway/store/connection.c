#include "store/connection.h"

#include <pthread.h>

struct statement_text {
    const char *name, *file;
    int params;
    const char *text;
};
static const struct statement_text texts[SQL__MAX] = {
#include "store/statements.inc"
};

/* One line of logfmt; SQLite's messages hold statements and paths, never values. */
static void log_sqlite(void *unused, int code, const char *message)
{
    char line[400];
    int kind = code & 0xff;
    (void)unused;
    if (kind == SQLITE_NOTICE || kind == SQLITE_CONSTRAINT || kind == SQLITE_SCHEMA)
        return;
    snprintf(line, sizeof(line), "%s", message);
    for (char *c = line; *c != 0; c++)
        *c = *c == '"' ? '\'' : *c < ' ' ? ' ' : *c;
    fprintf(stderr, "level=error event=sqlite code=%d message=\"%s\"\n", code, line);
}

static void prepare_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    /* What a statement or savepoint may have to undo stays in memory. */
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    sqlite3_config(SQLITE_CONFIG_LOG, log_sqlite, NULL);
    sqlite3_initialize();
}

static _Noreturn void programming_error(enum sql statement, const char *what)
{
    fprintf(stderr, "level=error event=bug statement=%s message=\"%s\"\n", texts[statement].name, what);
    abort();
}

static enum store_status status_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return STORE_OK;
    case SQLITE_CONSTRAINT:
        return STORE_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return STORE_BUSY;
    case SQLITE_FULL:
        return STORE_FULL;
    default:
        return STORE_BROKEN;
    }
}

enum store_status connection_note(struct store_db *db, int code)
{
    enum store_status status = status_of(code);
    if (status >= STORE_BUSY && db->failure == STORE_OK)
        db->failure = status;
    if (status == STORE_BROKEN)
        db->broken = true;
    return status;
}

enum store_status connection_exec(struct store_db *db, const char *sql)
{
    return connection_note(db, sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL));
}

int64_t connection_number(struct store_db *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = -1;
    connection_note(db, sqlite3_prepare_v2(db->sqlite, sql, -1, &statement, NULL));
    if (statement != NULL && connection_note(db, sqlite3_step(statement)) == STORE_OK)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* After the schema is known, nothing but reading and writing rows. */
static int authorize(void *unused, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)unused;
    (void)b;
    (void)c;
    (void)d;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    case SQLITE_PRAGMA: /* FTS5 asks whether its tables are another's work */
        return strcmp(a, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static const char *const settings[CONNECTION_MODE__MAX] = {
    [CONNECTION_WRITES] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
        "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA cell_size_check = ON;"
        "PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF",
    [CONNECTION_READS] = "PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON; PRAGMA temp_store = MEMORY;"
                         "PRAGMA cache_size = -8192; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON;"
                         "PRAGMA trusted_schema = OFF",
    [CONNECTION_SITE] = "PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF",
};

enum store_status connection_open(struct store_db *db, const char *path, enum connection_mode mode)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, prepare_library);
    int flags = (mode == CONNECTION_WRITES ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    *db = (struct store_db){.path = path, .mode = mode};
    if (connection_note(db, sqlite3_open_v2(path, &db->sqlite, flags, NULL)) != STORE_OK) {
        connection_close(db);
        return db->failure;
    }
    sqlite3_busy_timeout(db->sqlite, BUSY_MILLISECONDS);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, mode != CONNECTION_WRITES, NULL);
    if (connection_exec(db, settings[mode]) != STORE_OK) {
        connection_close(db);
        return db->failure;
    }
    return mode == CONNECTION_READS ? connection_finish(db) : STORE_OK;
}

enum store_status connection_finish(struct store_db *db)
{
    char limit[64];
    snprintf(limit, sizeof(limit), "PRAGMA max_page_count = %u", db->max_pages);
    if (db->max_pages > 0 && connection_exec(db, limit) != STORE_OK)
        return db->failure;
    enum store_status status = connection_exec(db, "PRAGMA foreign_keys = ON");
    sqlite3_set_authorizer(db->sqlite, authorize, NULL);
    return status;
}

void connection_close(struct store_db *db)
{
    for (size_t i = 0; i < SQL__MAX; i++)
        sqlite3_finalize(db->statements[i].handle);
    memset(db->statements, 0, sizeof(db->statements));
    for (size_t i = 0; i < FIXED_SQL__MAX; i++)
        sqlite3_finalize(db->fixed[i]);
    memset(db->fixed, 0, sizeof(db->fixed));
    sqlite3_close_v2(db->sqlite);
    db->sqlite = NULL;
    db->in_snapshot = false;
    db->rows_open = 0;
}

static void reopen(struct store_db *db)
{
    struct store_db before = *db;
    connection_close(db);
    if (connection_open(db, before.path, before.mode) == STORE_OK && before.mode == CONNECTION_WRITES) {
        db->max_pages = before.max_pages;
        connection_finish(db);
    }
    db->next = before.next;
    db->broken = db->failure != STORE_OK;
}

enum store_status connection_fixed(struct store_db *db, enum fixed_sql which)
{
    static const char *const text[FIXED_SQL__MAX] = {
        [FIXED_BEGIN] = "BEGIN",
        [FIXED_BEGIN_WRITE] = "BEGIN IMMEDIATE",
        [FIXED_COMMIT] = "COMMIT",
        [FIXED_ROLLBACK] = "ROLLBACK",
        [FIXED_SAVEPOINT] = "SAVEPOINT work",
        [FIXED_RELEASE] = "RELEASE work",
        [FIXED_ROLLBACK_TO] = "ROLLBACK TO work",
    };
    sqlite3_stmt **statement = &db->fixed[which];
    if (*statement == NULL) {
        int flags = SQLITE_PREPARE_PERSISTENT;
        int code = sqlite3_prepare_v3(db->sqlite, text[which], -1, (unsigned)flags, statement, NULL);
        if (connection_note(db, code) != STORE_OK)
            return db->failure;
    }
    sqlite3_step(*statement);
    return connection_note(db, sqlite3_reset(*statement));
}

void connection_end_rows(struct store_db *db)
{
    for (size_t i = 0; db->rows_open > 0 && i < SQL__MAX; i++)
        sqlite3_reset(db->statements[i].handle);
    db->rows_open = 0;
}

void connection_rest(struct store_db *db)
{
    connection_end_rows(db);
    if (db->in_snapshot)
        connection_fixed(db, FIXED_COMMIT);
    db->in_snapshot = false;
    if (db->broken)
        reopen(db);
    db->failure = STORE_OK;
}

/* The statement, ready for its arguments; NULL when db->failure says why. */
static struct statement *statement_get(struct store_db *db, enum sql name)
{
    struct statement *s = &db->statements[name];
    if (db->sqlite == NULL) {
        connection_note(db, SQLITE_CANTOPEN);
        return NULL;
    }
    if (s->handle == NULL) {
        int code =
            sqlite3_prepare_v3(db->sqlite, texts[name].text, -1, SQLITE_PREPARE_PERSISTENT, &s->handle, NULL);
        if (connection_note(db, code) != STORE_OK)
            return NULL;
        for (int i = 0; i < texts[name].params; i++) {
            char parameter[] = {'$', (char)('1' + i), 0, 0};
            if (i >= 9) {
                parameter[1] = (char)('0' + (i + 1) / 10);
                parameter[2] = (char)('0' + (i + 1) % 10);
            }
            s->position[i] = (unsigned char)sqlite3_bind_parameter_index(s->handle, parameter);
        }
    }
    if (db->mode == CONNECTION_READS && !db->in_snapshot) {
        if (connection_fixed(db, FIXED_BEGIN) != STORE_OK)
            return NULL;
        db->in_snapshot = true;
    }
    return s;
}

static int bind(sqlite3_stmt *handle, int position, const struct store_arg *arg)
{
    const char *p = arg->bytes.p != NULL ? arg->bytes.p : "";
    switch (arg->kind) {
    case STORE_INT:
        return sqlite3_bind_int64(handle, position, arg->integer);
    case STORE_TEXT:
        return sqlite3_bind_text64(handle, position, p, arg->bytes.n, SQLITE_STATIC, SQLITE_UTF8);
    case STORE_BLOB:
        return sqlite3_bind_blob64(handle, position, p, arg->bytes.n, SQLITE_STATIC);
    case STORE_NULL:
    case STORE_KIND__MAX:
        break;
    }
    return sqlite3_bind_null(handle, position);
}

static sqlite3_stmt *start(struct store_db *db, enum sql name, const struct store_arg *args, size_t n)
{
    if (n != (size_t)texts[name].params)
        programming_error(name, "wrong number of arguments");
    struct statement *s = statement_get(db, name);
    if (s == NULL)
        return NULL;
    if (sqlite3_stmt_busy(s->handle))
        programming_error(name, "run again before its rows were read to the end");
    for (size_t i = 0; i < n; i++)
        if (connection_note(db, bind(s->handle, s->position[i], &args[i])) != STORE_OK)
            return NULL;
    return s->handle;
}

enum store_status store_run(struct store_db *db, enum sql statement, const struct store_arg *args, size_t n)
{
    sqlite3_stmt *handle = start(db, statement, args, n);
    db->changed = 0;
    if (handle == NULL)
        return db->failure;
    int code = sqlite3_step(handle);
    if (code == SQLITE_ROW)
        programming_error(statement, "store_run of a statement that gives rows");
    enum store_status status = connection_note(db, sqlite3_reset(handle));
    if (status == STORE_OK)
        db->changed = (size_t)sqlite3_changes64(db->sqlite);
    return status;
}

size_t store_changed(const struct store_db *db)
{
    return db->changed;
}

enum store_status store_run_one(struct store_db *db, enum sql statement, const struct store_arg *args,
                                size_t n)
{
    enum store_status status = store_run(db, statement, args, n);
    return status == STORE_OK && db->changed == 0 ? STORE_NONE : status;
}

struct store_rows store_query(struct store_db *db, enum sql statement, const struct store_arg *args, size_t n)
{
    struct store_rows rows = {.db = db, .status = STORE_OK};
    rows.cursor = start(db, statement, args, n);
    if (rows.cursor == NULL)
        rows.status = db->failure;
    else
        db->rows_open++;
    return rows;
}

bool store_next(struct store_rows *r)
{
    if (r->cursor == NULL)
        return false;
    if (sqlite3_step(r->cursor) == SQLITE_ROW)
        return true;
    store_end(r);
    return false;
}

void store_end(struct store_rows *r)
{
    if (r->cursor == NULL)
        return;
    r->status = connection_note(r->db, sqlite3_reset(r->cursor));
    r->cursor = NULL;
    r->db->rows_open--;
}

int64_t store_int(const struct store_rows *r, int column)
{
    return sqlite3_column_int64(r->cursor, column);
}

struct str store_text(const struct store_rows *r, int column)
{
    const void *p = sqlite3_column_blob(r->cursor, column);
    int n = sqlite3_column_bytes(r->cursor, column);
    return p == NULL ? (struct str){"", 0} : (struct str){p, (size_t)n};
}

bool store_is_null(const struct store_rows *r, int column)
{
    return sqlite3_column_type(r->cursor, column) == SQLITE_NULL;
}

struct store_arg arg_int(int64_t n)
{
    return (struct store_arg){.kind = STORE_INT, .integer = n};
}

struct store_arg arg_text(struct str s)
{
    return (struct store_arg){.kind = STORE_TEXT, .bytes = s};
}

struct store_arg arg_blob(struct str s)
{
    return (struct store_arg){.kind = STORE_BLOB, .bytes = s};
}

struct store_arg arg_null(void)
{
    return (struct store_arg){.kind = STORE_NULL};
}

struct store_arg arg_text_or_null(struct str s)
{
    return s.n > 0 ? arg_text(s) : arg_null();
}
