/* portillonctl verify. Reads the store by itself, beside the daemon: it may take minutes, and says how far it
 * is. */
#include "verify/verify.h"

#include <jansson.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "config.h"
#include "ctl/ctl.h"
#include "store/files.h"

enum {
    MAX_SHOWN = 20,
    EXIT_UNCHECKED = 3,         /* neither yes nor no */
    EVERY = 256,                /* rows between looks at the clock */
    SECONDS_QUIET = 10,         /* between lines, where no person looks */
    MILLISECONDS_TERMINAL = 200 /* between changes of the line on a terminal */
};

struct verifying {
    struct ctl *c;
    const char *file;    /* the database; NULL: the configuration's */
    struct files *files; /* that clients handed in; NULL: their folder is not there */
    bool json, quiet, terminal;
    struct verify_counts total, done;
    struct findings findings;
    json_t *list;        /* of findings */
    int64_t began, said; /* milliseconds of a clock that never goes back */
};

static int64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t sum(const struct verify_counts *counts)
{
    int64_t n = 0;
    for (int i = 0; i < VERIFY_TABLE__MAX; i++)
        n += counts->rows[i];
    return n;
}

/* ---- progress ---- */

static void say_progress(struct verifying *v)
{
    long long total = (long long)sum(&v->total), done = (long long)v->findings.rows;
    long long percent = total > 0 ? done * 100 / total : 100;
    const char *word = v->c->language == DIAG_FRENCH ? "lignes" : "rows";
    fprintf(stderr, v->terminal ? "\r%lld / %lld %s, %lld %%" : "%lld / %lld %s, %lld %%\n", done, total,
            word, percent < 100 ? percent : 100);
    fflush(stderr);
}

static void count_row(void *context)
{
    struct verifying *v = context;
    if (v->quiet || v->findings.rows % EVERY != 0)
        return;
    int64_t now = milliseconds();
    if (now - v->said < (v->terminal ? MILLISECONDS_TERMINAL : SECONDS_QUIET * 1000))
        return;
    v->said = now;
    say_progress(v);
}

/* So that what is written next begins on a line of its own. */
static void end_progress(const struct verifying *v)
{
    if (v->terminal && !v->quiet && v->said > v->began)
        fputs("\r\x1b[K", stderr);
}

/* ---- findings ---- */

static json_t *text(struct str s)
{
    json_t *value = json_stringn(s.p != NULL ? s.p : "", s.n);
    return value != NULL ? value : json_null(); /* a text that is no text any more */
}

static void keep_json(struct verifying *v, const struct finding *f)
{
    json_array_append_new(v->list, json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:b}", "table", f->table, "id",
                                             text(f->id), "reference", text(f->reference), "column",
                                             f->column, "expected", text(f->expected), "found",
                                             text(f->found), "changed", (int)f->changed));
}

static struct str or_nothing(struct ctl *c, struct str s)
{
    return s.n > 0 ? s : ctl_word(c, TEXT_VERIFY_NOTHING);
}

static void add_finding(void *context, const struct finding *f)
{
    struct verifying *v = context;
    struct ctl *c = v->c;
    if (v->findings.wrong > MAX_SHOWN)
        return;
    if (v->json) {
        keep_json(v, f);
        return;
    }
    struct str table = str_from(f->table), id = f->id;
    if (f->reference.n > 0)
        id = arena_printf(c->arena, STR_FMT " (" STR_FMT ")", STR_ARG(id), STR_ARG(f->reference));
    CTL_SAY(c, TEXT_VERIFY_FINDING, table, id, str_from(f->column));
    CTL_SAY(c, TEXT_VERIFY_EXPECTED, or_nothing(c, f->expected));
    CTL_SAY(c, TEXT_VERIFY_FOUND, or_nothing(c, f->found));
    CTL_SAY(c, f->changed ? TEXT_VERIFY_CHANGED : TEXT_VERIFY_UNCHANGED);
}

/* ---- the end ---- */

static void say_json(struct verifying *v)
{
    json_t *object = json_pack(
        "{s:b, s:b, s:{s:I, s:I, s:I, s:I, s:I}, s:I, s:O}", "fits", v->findings.wrong == 0, "files_checked",
        v->files != NULL, "rows", "definitions", (json_int_t)v->done.rows[VERIFY_DEFINITIONS], "submissions",
        (json_int_t)v->done.rows[VERIFY_SUBMISSIONS], "profiles", (json_int_t)v->done.rows[VERIFY_PROFILES],
        "events", (json_int_t)v->done.rows[VERIFY_EVENTS], "uploads",
        (json_int_t)v->done.rows[VERIFY_UPLOADS], "wrong", (json_int_t)v->findings.wrong, "findings",
        v->list);
    char *written = json_dumps(object, JSON_INDENT(2));
    buf_add_z(&v->c->out, written);
    buf_add_char(&v->c->out, '\n');
    free(written);
    json_decref(object);
}

static void say_summary(struct verifying *v)
{
    struct ctl *c = v->c;
    int64_t seconds = (milliseconds() - v->began) / 1000;
    CTL_SAY(c, TEXT_VERIFY_ROWS, ctl_number(c, v->done.rows[VERIFY_DEFINITIONS]),
            ctl_number(c, v->done.rows[VERIFY_SUBMISSIONS]), ctl_number(c, v->done.rows[VERIFY_PROFILES]),
            ctl_number(c, v->done.rows[VERIFY_EVENTS]));
    if (v->files != NULL)
        CTL_SAY(c, TEXT_VERIFY_FILES, ctl_number(c, v->done.rows[VERIFY_UPLOADS]));
    if (v->files == NULL && v->total.rows[VERIFY_UPLOADS] > 0)
        CTL_SAY(c, TEXT_VERIFY_NO_FILES, ctl_number(c, v->total.rows[VERIFY_UPLOADS]));
    if (v->findings.wrong == 0)
        CTL_SAY(c, TEXT_VERIFY_FITS, ctl_number(c, seconds));
    else
        CTL_SAY(c, TEXT_VERIFY_WRONG, ctl_number(c, v->findings.wrong));
    if (v->findings.wrong > MAX_SHOWN)
        CTL_SAY(c, TEXT_VERIFY_MORE, ctl_number(c, MAX_SHOWN));
}

static int verify_store(struct verifying *v, struct store *store)
{
    struct store_db *db = store_borrow(store);
    v->began = v->said = milliseconds();
    enum store_status status = verify_count(db, &v->total);
    if (status == STORE_OK)
        status = verify_run(db, v->files, &v->findings, &v->done);
    store_release(store, db);
    end_progress(v);
    if (status != STORE_OK) {
        ctl_store_failure(v->c, status, str_from(v->file));
        return EXIT_UNCHECKED;
    }
    if (v->json)
        say_json(v);
    else
        say_summary(v);
    return v->findings.wrong == 0 ? EXIT_FINE : EXIT_CONTENT;
}

/* The folder of the files that a backup names stands beside it. */
static bool find_folder(struct verifying *v, const char **folder)
{
    struct config config;
    struct arena *a = v->c->arena;
    *folder = v->file == NULL ? NULL : arena_printf(a, "%s.files", v->file).p;
    if (v->file != NULL)
        return true;
    if (!config_read(a, v->c->config_path, &config, v->c->diags))
        return false;
    v->file = arena_printf(a, STR_FMT "/store.db", STR_ARG(config.data)).p;
    *folder = arena_str(a, config.files.folder).p;
    return true;
}

static int verify_file(struct verifying *v)
{
    const char *folder;
    if (!find_folder(v, &folder))
        return EXIT_UNCHECKED;
    struct store *store = store_open_reading(v->file, v->c->diags);
    if (store == NULL)
        return EXIT_UNCHECKED;
    if (file_exists(folder))
        v->files = files_open(folder, v->c->diags);
    int status = verify_store(v, store);
    if (v->files != NULL)
        files_close(v->files);
    store_close(store);
    return status;
}

int ctl_verify(struct ctl *c, int argc, char *const *argv)
{
    struct verifying v = {.c = c, .terminal = isatty(STDERR_FILENO) == 1};
    const struct option options[] = {{.name = "json", .given = &v.json},
                                     {.name = "quiet", .letter = 'q', .given = &v.quiet}};
    const struct ctl_line line = {.argc = argc, .argv = argv, .operands = &v.file, .max_operands = 1};
    if (!ctl_options(c, &line, options, sizeof(options) / sizeof(*options)))
        return EXIT_USAGE;
    v.findings = (struct findings){.add = add_finding, .row = count_row, .context = &v};
    v.list = json_array();
    int status = verify_file(&v);
    json_decref(v.list);
    return status;
}
