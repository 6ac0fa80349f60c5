/* Definitions: a version is the hash of its lines, a wording that of its texts (generator/site/definition.c).
 */
#include "base/buf.h"
#include "store/digest.h"
#include "verify/verify.h"

enum { CANONICAL_MAX = 64 * 1024 * 1024 };

/* The wording being looked at, and what was read of it. */
struct reading {
    struct store_db *db;
    struct arena *arena; /* cleared after each */
    struct str id, version, wording;
    struct buf text;
    struct str language; /* of the last text */
    struct str gap;      /* what stands out of its order */
};

static struct str hash_of(struct reading *r)
{
    unsigned char hash[DIGEST_SIZE];
    digest_of(buf_str(&r->text), hash);
    return digest_hex(r->arena, (struct str){(const char *)hash, DIGEST_SIZE});
}

static enum store_status read_lines(struct reading *r)
{
    int64_t next = 1;
    buf_clear(&r->text);
    struct store_rows rows =
        store_query(r->db, SQL_VERIFY_LINES, STORE_ARGS(arg_text(r->id), arg_text(r->version)));
    for (; store_next(&rows); next++) {
        if (store_int(&rows, 0) != next && r->gap.n == 0)
            r->gap = arena_printf(r->arena, "line %lld", (long long)store_int(&rows, 0));
        buf_add(&r->text, store_text(&rows, 1));
        buf_addf(&r->text, " %lld ", (long long)store_int(&rows, 2));
        buf_add(&r->text, store_text(&rows, 3));
        buf_add_char(&r->text, '\n');
    }
    return rows.status;
}

/* Languages are numbered from 0, each once. */
static bool is_in_order(struct reading *r, int64_t position, struct str language, int64_t *last)
{
    bool is_new = position == *last + 1;
    if ((!is_new && position != *last) || is_new == str_eq(language, r->language))
        return false;
    if (is_new)
        r->language = arena_str(r->arena, language);
    *last = position;
    return true;
}

static enum store_status read_texts(struct reading *r)
{
    int64_t position = -1;
    buf_clear(&r->text);
    r->language = (struct str){"", 0};
    struct store_rows rows = store_query(
        r->db, SQL_VERIFY_TEXTS, STORE_ARGS(arg_text(r->id), arg_text(r->version), arg_text(r->wording)));
    while (store_next(&rows)) {
        struct str text = store_text(&rows, 4);
        if (r->gap.n == 0 && !is_in_order(r, store_int(&rows, 0), store_text(&rows, 1), &position))
            r->gap = arena_printf(r->arena, "position %lld", (long long)store_int(&rows, 0));
        buf_add(&r->text, store_text(&rows, 1));
        buf_addf(&r->text, " %lld ", (long long)store_int(&rows, 2));
        buf_add(&r->text, store_text(&rows, 3));
        buf_addf(&r->text, " %zu\n", text.n);
        buf_add(&r->text, text);
    }
    return rows.status;
}

static void compare(struct reading *r, struct findings *f, struct finding finding)
{
    finding.expected = hash_of(r);
    finding.id = arena_printf(r->arena, STR_FMT "/" STR_FMT, STR_ARG(r->id), STR_ARG(r->version));
    finding.changed = true;
    if (str_eq(finding.expected, finding.found) && r->gap.n > 0)
        finding.found = r->gap;
    else if (str_eq(finding.expected, finding.found))
        return;
    findings_add(f, &finding);
}

static enum store_status verify_one(struct reading *r, struct findings *f)
{
    enum store_status status = read_lines(r);
    if (status != STORE_OK)
        return status;
    compare(r, f, (struct finding){.table = "definition_line", .column = "version", .found = r->version});
    r->gap = (struct str){"", 0};
    status = read_texts(r);
    if (status == STORE_OK)
        compare(r, f, (struct finding){.table = "definition_text", .column = "wording", .found = r->wording});
    return status;
}

enum store_status definitions_verify(struct store_db *db, struct findings *findings)
{
    struct reading r = {.db = db, .arena = arena_new()};
    enum store_status status = STORE_OK;
    buf_init(&r.text, CANONICAL_MAX);
    struct store_rows rows = store_query(db, SQL_VERIFY_DEFINITIONS, NULL, 0);
    while (status == STORE_OK && store_next(&rows)) {
        arena_clear(r.arena);
        r.gap = (struct str){"", 0};
        r.id = arena_str(r.arena, store_text(&rows, 0));
        r.version = arena_str(r.arena, store_text(&rows, 1));
        r.wording = arena_str(r.arena, store_text(&rows, 2));
        status = verify_one(&r, findings);
        findings_row(findings);
    }
    store_end(&rows);
    buf_release(&r.text);
    arena_free(r.arena);
    return status == STORE_OK ? rows.status : status;
}
