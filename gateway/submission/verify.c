/* Results, worked out again. */
#include "form/file.h"
#include "submission/row.h"
#include "submission/texts.h"

enum { CACHE_MAX = 32 /* definitions */, LINE_MAX_SHOWN = 400 };

/* A definition as it was read; `form` NULL: it is not there, or is no definition. */
struct cached {
    struct arena *arena;
    struct str id, version, wording;
    const struct form *form;
};

/* The last definitions that were needed; the one that came first goes first. */
struct cache {
    struct cached items[CACHE_MAX];
    size_t next;
};

struct verifying {
    struct store_db *db;
    struct findings *findings;
    struct arena *arena; /* cleared after each row */
    struct cache cache;
};

/* ---- definitions ---- */

static enum store_status load(struct store_db *db, struct cached *c, const struct submission_row *r)
{
    const struct definition *d = NULL;
    if (c->arena == NULL)
        c->arena = arena_new();
    arena_clear(c->arena);
    *c = (struct cached){.arena = c->arena,
                         .id = arena_str(c->arena, r->definition),
                         .version = arena_str(c->arena, r->version),
                         .wording = arena_str(c->arena, r->wording)};
    struct definition_key key = {.id = c->id, .version = c->version, .wording = c->wording};
    enum store_status status = definition_load(db, c->arena, key, &d);
    if (status == STORE_OK)
        c->form = d->form;
    return status;
}

/* NULL: there is none; *status says when the store did not answer. */
static const struct form *find_form(struct verifying *v, const struct submission_row *r,
                                    enum store_status *status)
{
    struct cache *cache = &v->cache;
    for (size_t i = 0; i < CACHE_MAX; i++) {
        const struct cached *c = &cache->items[i];
        if (c->arena != NULL && str_eq(c->version, r->version) && str_eq(c->id, r->definition) &&
            str_eq(c->wording, r->wording))
            return c->form;
    }
    struct cached *c = &cache->items[cache->next];
    cache->next = (cache->next + 1) % CACHE_MAX;
    *status = load(v->db, c, r);
    /* lines that are no definition are the row's fault, not the store's */
    if (*status == STORE_NONE || *status == STORE_BROKEN)
        *status = STORE_OK;
    return c->form;
}

/* ---- one row ---- */

/* The lines in which two texts differ first. */
static void first_difference(struct str *expected, struct str *found)
{
    struct str a = *expected, b = *found, line_a = {"", 0}, line_b = {"", 0};
    bool more_a, more_b;
    do {
        line_a = line_b = (struct str){"", 0};
        more_a = str_line(&a, &line_a);
        more_b = str_line(&b, &line_b);
    } while (more_a && more_b && str_eq(line_a, line_b));
    *expected = str_sub(line_a, 0, LINE_MAX_SHOWN);
    *found = str_sub(line_b, 0, LINE_MAX_SHOWN);
}

static bool differs(struct finding *finding, const char *column, struct str expected, struct str found)
{
    if (str_eq(expected, found))
        return false;
    finding->column = column;
    finding->expected = expected;
    finding->found = found;
    first_difference(&finding->expected, &finding->found);
    return true;
}

static struct str number_text(struct arena *a, int64_t n)
{
    return arena_printf(a, "%lld", (long long)n);
}

/* Answers that read back as they stand, and all that follows from them. */
static bool result_differs(struct verifying *v, const struct form *form, const struct submission_row *r,
                           struct finding *finding)
{
    struct arena *a = v->arena;
    struct submission_texts again = {0};
    struct form_answers *answers = answers_restore(a, form, r->texts.answers, (int32_t)r->day);
    struct form_answers *hidden = answers_restore(a, form, r->texts.hidden, (int32_t)r->day);
    if (differs(finding, "answers", answers_print(a, form, answers), r->texts.answers) ||
        differs(finding, "hidden", answers_print(a, form, hidden), r->texts.hidden))
        return true;
    const struct form_scored *scored = form_score(a, form, answers, true);
    scored_print(a, form, scored, &again);
    return differs(finding, "levels", again.levels, r->texts.levels) ||
           differs(finding, "alerts", again.alerts, r->texts.alerts) ||
           differs(finding, "steps", again.steps, r->texts.steps) ||
           differs(finding, "withheld", number_text(a, scored->referred), number_text(a, r->withheld));
}

/* The row of a file that an answer names: the answers are under the digest. */
static bool upload_differs(struct verifying *v, const struct form_question *q, struct str text,
                           const struct submission_row *r, struct finding *finding)
{
    enum { ID, CLIENT, ASSIGNMENT, QUESTION, NUMBER, HASH, NAME, KIND, SIZE };
    struct finding own = {.table = "upload", .reference = r->reference, .changed = true};
    struct form_file file;
    if (!form_file_read(text, &file) || file.id.n == 0)
        return false;
    own.id = file.id;
    struct store_rows rows = store_query(v->db, SQL_UPLOAD_FIND, STORE_ARGS(arg_text(file.id)));
    bool is_there = store_next(&rows);
    bool wrong = !is_there
                     ? differs(&own, "id", file.id, (struct str){"", 0})
                     : differs(&own, "client", r->client, store_text(&rows, CLIENT)) ||
                           differs(&own, "assignment", r->id, store_text(&rows, ASSIGNMENT)) ||
                           differs(&own, "question", q->id, store_text(&rows, QUESTION)) ||
                           differs(&own, "hash", file.hash, store_text(&rows, HASH)) ||
                           differs(&own, "name", file.name, store_text(&rows, NAME)) ||
                           differs(&own, "kind", form_file_kind_name(file.kind), store_text(&rows, KIND)) ||
                           differs(&own, "size", number_text(v->arena, file.size),
                                   number_text(v->arena, store_int(&rows, SIZE)));
    if (wrong) {
        own.found = arena_str(v->arena, own.found);
        *finding = own;
    }
    store_end(&rows);
    return wrong;
}

/* The files of all answers. */
static bool files_differ(struct verifying *v, const struct form *form, struct str answers,
                         const struct submission_row *r, struct finding *finding)
{
    const struct form_answers *read = answers_restore(v->arena, form, answers, (int32_t)r->day);
    for (size_t i = 0; i < form->n_questions; i++) {
        struct str files = read->items[i].text, text;
        while (form->questions[i].type == FORM_FILE && str_line(&files, &text))
            if (upload_differs(v, &form->questions[i], text, r, finding))
                return true;
    }
    return false;
}

/* What the assignment says of it: columns of verify_submissions behind the digest. */
static bool assignment_differs(struct verifying *v, const struct store_rows *rows,
                               const struct submission_row *r, struct finding *finding)
{
    enum { ASSIGNMENT = SUBMISSION_COLUMNS + 1, CLIENT, DEFINITION, VERSION, STATE, SENT_AT };
    bool of_client = r->client.n > 0;
    if (differs(finding, "assignment", of_client ? r->id : (struct str){"", 0}, store_text(rows, ASSIGNMENT)))
        return true;
    if (!of_client)
        return false;
    finding->table = "assignment";
    return differs(finding, "client", r->client, store_text(rows, CLIENT)) ||
           differs(finding, "definition", r->definition, store_text(rows, DEFINITION)) ||
           differs(finding, "version", r->version, store_text(rows, VERSION)) ||
           differs(finding, "state", STR("sent"), store_text(rows, STATE)) ||
           differs(finding, "sent_at", number_text(v->arena, r->sent_at),
                   number_text(v->arena, store_int(rows, SENT_AT)));
}

static enum store_status verify_row(struct verifying *v, const struct store_rows *rows)
{
    enum store_status status = STORE_OK;
    unsigned char bytes[DIGEST_SIZE];
    struct arena *a = v->arena;
    struct submission_row r = submission_row_read(a, rows);
    struct finding finding = {.table = "submission", .id = r.id, .reference = r.reference};
    const struct form *form = find_form(v, &r, &status);
    submission_row_digest(&r, bytes);
    struct str digest = {(const char *)bytes, sizeof(bytes)};
    finding.changed = !str_eq(digest, store_text(rows, SUBMISSION_COLUMNS));
    bool wrong = form != NULL ? result_differs(v, form, &r, &finding)
                              : differs(&finding, "version", STR("-"), r.version);
    if (!wrong && finding.changed)
        wrong = differs(&finding, "digest", digest_hex(a, digest),
                        digest_hex(a, store_text(rows, SUBMISSION_COLUMNS)));
    if (!wrong && form != NULL)
        wrong = files_differ(v, form, r.texts.answers, &r, &finding) ||
                files_differ(v, form, r.texts.hidden, &r, &finding);
    if (!wrong)
        wrong = assignment_differs(v, rows, &r, &finding);
    if (wrong && status == STORE_OK)
        findings_add(v->findings, &finding);
    return status;
}

enum store_status submissions_verify(struct store_db *db, struct findings *findings)
{
    struct verifying v = {.db = db, .findings = findings, .arena = arena_new()};
    enum store_status status = STORE_OK;
    struct store_rows rows = store_query(db, SQL_VERIFY_SUBMISSIONS, NULL, 0);
    while (status == STORE_OK && store_next(&rows)) {
        arena_clear(v.arena);
        status = verify_row(&v, &rows);
        findings_row(findings);
    }
    store_end(&rows);
    for (size_t i = 0; i < CACHE_MAX; i++)
        if (v.cache.items[i].arena != NULL)
            arena_free(v.cache.items[i].arena);
    arena_free(v.arena);
    return status == STORE_OK ? rows.status : status;
}
