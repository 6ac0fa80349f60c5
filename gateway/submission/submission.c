#include "submission/submission.h"

#include "profile/profile.h"
#include "store/id.h"
#include "submission/row.h"
#include "submission/texts.h"

struct str submission_reference(const struct app *app, struct arena *a)
{
    (void)app;
    return reference_new(a);
}

/* ---- preparing ---- */

/* Splits what was answered into what is asked and what is hidden. */
static void split(struct arena *a, const struct form *f, const struct form_answers *all, struct submission *s)
{
    bool *asked = ARENA_ARRAY(a, bool, f->n_questions + 1);
    s->answers = form_answers_new(a, f, all->today);
    s->hidden = form_answers_new(a, f, all->today);
    form_asked_all(f, all, asked);
    for (size_t i = 0; i < f->n_questions; i++) {
        const struct form_answer *answer = &all->items[i];
        if (answer->given && answer->problem == FORM_OK)
            (asked[i] ? s->answers : s->hidden)->items[i] = *answer;
    }
}

struct submission *submission_of_answers(struct arena *a, const struct definition *definition,
                                         const struct form_answers *answers)
{
    const struct form *f = definition->form;
    struct submission *s = ARENA_NEW(a, struct submission);
    enum form_problem *problems = ARENA_ARRAY(a, enum form_problem, f->n_questions + 1);
    if (form_problems(f, answers, problems) > 0)
        return NULL;
    s->definition = definition;
    s->day = answers->today;
    split(a, f, answers, s);
    s->scored = form_score(a, f, s->answers, true);
    s->withheld = s->scored->referred;
    s->texts.answers = answers_print(a, f, s->answers);
    s->texts.hidden = answers_print(a, f, s->hidden);
    scored_print(a, f, s->scored, &s->texts);
    return s->scored->blocked ? NULL : s;
}

struct submission *submission_prepare(struct arena *a, const struct definition *definition,
                                      const struct draft *draft, int32_t today)
{
    struct form_answers answers = *draft->answers;
    answers.today = today;
    return submission_of_answers(a, definition, &answers);
}

/* ---- the row ---- */

static struct submission_row row_of(const struct submission *s)
{
    return (struct submission_row){.id = s->id,
                                   .reference = s->reference,
                                   .client = s->client,
                                   .email = s->email,
                                   .definition = s->definition->id,
                                   .version = s->definition->version,
                                   .wording = s->definition->wording_hash,
                                   .language = s->language,
                                   .author = s->author,
                                   .texts = s->texts,
                                   .day = s->day,
                                   .withheld = s->withheld,
                                   .sent_at = s->sent_at};
}

static enum store_status insert(struct store_db *db, const struct submission_row *r, struct str digest)
{
    return store_run(
        db, SQL_SUBMISSION_INSERT,
        STORE_ARGS(arg_text(r->id), arg_text(r->reference), r->client.n > 0 ? arg_text(r->id) : arg_null(),
                   arg_text_or_null(r->client), arg_text(r->email), arg_text(r->definition),
                   arg_text(r->version), arg_text(r->wording), arg_text(r->language), arg_int(r->day),
                   arg_text(r->texts.answers), arg_text(r->texts.hidden), arg_text(r->texts.levels),
                   arg_text(r->texts.alerts), arg_text(r->texts.steps), arg_int(r->withheld),
                   arg_text_or_null(r->author), arg_int(r->sent_at), arg_blob(digest)));
}

/* ---- sending ---- */

/* STORE_CONFLICT when it was, else `otherwise`. */
static enum store_status sent_before(struct store_db *db, struct str id, enum store_status otherwise)
{
    struct store_rows rows = store_query(db, SQL_SUBMISSION_EXISTS, STORE_ARGS(arg_text(id)));
    bool exists = store_next(&rows);
    store_end(&rows);
    return rows.status != STORE_OK ? rows.status : exists ? STORE_CONFLICT : otherwise;
}

static enum store_status close_draft(struct store_db *db, const struct submission *s, int64_t revision)
{
    enum store_status status = store_run_one(
        db, SQL_ASSIGNMENT_SEND,
        STORE_ARGS(arg_text(s->id), arg_text(s->client), arg_int(revision), arg_int(s->sent_at)));
    if (status == STORE_NONE)
        return sent_before(db, s->id, STORE_NONE);
    return status == STORE_OK ? store_run(db, SQL_DRAFT_DELETE, STORE_ARGS(arg_text(s->id))) : status;
}

static enum store_status add_profile(struct store_db *db, const struct submission *s, struct str digest)
{
    struct profile profile = {.client = s->client,
                              .origin = s->author.n > 0 ? PROFILE_QUESTIONNAIRE : PROFILE_REMOTE,
                              .submission = s->id,
                              .definition = s->definition->id,
                              .version = s->definition->version,
                              .levels = s->texts.levels,
                              .author = s->author,
                              .at = s->sent_at};
    return s->texts.levels.n > 0 ? profile_append(db, &profile, digest) : STORE_OK;
}

enum store_status submission_send(struct store_db *db, const struct submission *submission, int64_t revision,
                                  const struct outgoing *mails, size_t n_mails)
{
    unsigned char bytes[DIGEST_SIZE];
    struct str digest = {(const char *)bytes, sizeof(bytes)};
    struct submission_row row = row_of(submission);
    bool of_client = submission->client.n > 0;
    enum store_status status =
        of_client ? close_draft(db, submission, revision) : sent_before(db, submission->id, STORE_OK);
    if (status == STORE_OK)
        status = definition_keep(db, submission->definition, submission->sent_at);
    if (status != STORE_OK)
        return status;
    submission_row_digest(&row, bytes);
    status = insert(db, &row, digest);
    /* It was not sent before: by rare chance another has this reference, and the next try gets a new one. */
    if (status == STORE_CONFLICT)
        return STORE_BUSY;
    if (status == STORE_OK)
        status = of_client ? add_profile(db, submission, digest)
                           : store_run_one(db, SQL_VISITOR_CONFIRM, STORE_ARGS(arg_text(submission->id)));
    for (size_t i = 0; status == STORE_OK && i < n_mails; i++)
        status = outbox_put(db, &mails[i], submission->sent_at);
    return status;
}

/* ---- reading ---- */

enum store_status submission_summary(struct store_db *db, struct arena *a, struct str id,
                                     struct submission_summary *out)
{
    struct store_rows rows = store_query(db, SQL_SUBMISSION_SUMMARY, STORE_ARGS(arg_text(id)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *out = (struct submission_summary){.reference = arena_str(a, store_text(&rows, 0)),
                                       .withheld = store_int(&rows, 1) != 0,
                                       .sent_at = store_int(&rows, 2),
                                       .definition = arena_str(a, store_text(&rows, 3)),
                                       .version = arena_str(a, store_text(&rows, 4))};
    store_end(&rows);
    return rows.status;
}

enum store_status submission_find(struct store_db *db, struct arena *a, const struct site *site,
                                  struct str id, struct submission *out)
{
    const struct definition *d;
    struct store_rows rows = store_query(db, SQL_SUBMISSION_FIND, STORE_ARGS(arg_text(id)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    struct submission_row row = submission_row_read(a, &rows);
    store_end(&rows);
    struct definition_key key = {.id = row.definition, .version = row.version, .wording = row.wording};
    enum store_status status = rows.status == STORE_OK ? definition_find(db, a, site, key, &d) : rows.status;
    if (status != STORE_OK)
        return status;
    *out = (struct submission){.id = row.id,
                               .reference = row.reference,
                               .client = row.client,
                               .email = row.email,
                               .language = row.language,
                               .definition = d,
                               .day = (int32_t)row.day,
                               .answers = answers_restore(a, d->form, row.texts.answers, (int32_t)row.day),
                               .hidden = answers_restore(a, d->form, row.texts.hidden, (int32_t)row.day),
                               .scored = scored_restore(a, d->form, &row.texts),
                               .withheld = row.withheld != 0,
                               .author = row.author,
                               .sent_at = row.sent_at,
                               .texts = row.texts};
    return STORE_OK;
}
