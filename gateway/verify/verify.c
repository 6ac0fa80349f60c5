#include "verify/verify.h"

#include "event/event.h"
#include "profile/profile.h"
#include "submission/submission.h"

enum store_status verify_count(struct store_db *db, struct verify_counts *out)
{
    struct store_rows rows = store_query(db, SQL_VERIFY_COUNT, NULL, 0);
    if (store_next(&rows))
        for (int i = 0; i < VERIFY_TABLE__MAX; i++)
            out->rows[i] = store_int(&rows, i);
    store_end(&rows);
    return rows.status;
}

static enum store_status missing_submissions(struct store_db *db, struct findings *findings)
{
    struct store_rows rows = store_query(db, SQL_VERIFY_SENT_WITHOUT_SUBMISSION, NULL, 0);
    while (store_next(&rows))
        findings_add(findings, &(struct finding){.table = "submission",
                                                 .id = store_text(&rows, 0),
                                                 .column = "id",
                                                 .expected = store_text(&rows, 0),
                                                 .changed = true});
    return rows.status;
}

static enum store_status missing_profiles(struct store_db *db, struct findings *findings)
{
    struct store_rows rows = store_query(db, SQL_VERIFY_SUBMISSION_WITHOUT_PROFILE, NULL, 0);
    while (store_next(&rows))
        findings_add(findings, &(struct finding){.table = "profile",
                                                 .id = store_text(&rows, 0),
                                                 .reference = store_text(&rows, 1),
                                                 .column = "submission",
                                                 .expected = store_text(&rows, 0),
                                                 .changed = true});
    return rows.status;
}

/* Each event tells of another profile, so there are as many as profiles unless the last ones were cut off. */
static enum store_status missing_events(struct store_db *db, struct findings *findings)
{
    char expected[24], found[24];
    struct store_rows rows = store_query(db, SQL_VERIFY_PROFILE_EVENTS, NULL, 0);
    if (store_next(&rows) && store_int(&rows, 0) != store_int(&rows, 1)) {
        snprintf(expected, sizeof(expected), "%lld", (long long)store_int(&rows, 0));
        snprintf(found, sizeof(found), "%lld", (long long)store_int(&rows, 1));
        findings_add(findings, &(struct finding){.table = "event",
                                                 .id = STR("profile"),
                                                 .column = "action",
                                                 .expected = str_from(expected),
                                                 .found = str_from(found),
                                                 .changed = true});
    }
    store_end(&rows);
    return rows.status;
}

enum store_status remains_verify(struct store_db *db, struct findings *findings)
{
    enum store_status status = missing_submissions(db, findings);
    if (status == STORE_OK)
        status = missing_profiles(db, findings);
    return status == STORE_OK ? missing_events(db, findings) : status;
}

enum store_status verify_run(struct store_db *db, struct files *files, struct findings *findings,
                             struct verify_counts *out)
{
    static enum store_status (*const passes[VERIFY_TABLE__MAX])(struct store_db *, struct findings *) = {
        [VERIFY_DEFINITIONS] = definitions_verify,
        [VERIFY_SUBMISSIONS] = submissions_verify,
        [VERIFY_PROFILES] = profiles_verify,
        [VERIFY_EVENTS] = events_verify,
    };
    enum store_status status = STORE_OK;
    for (int i = 0; status == STORE_OK && i < VERIFY_TABLE__MAX; i++) {
        int64_t before = findings->rows;
        if (i != VERIFY_UPLOADS)
            status = passes[i](db, findings);
        else if (files != NULL)
            status = uploads_verify(db, files, findings);
        out->rows[i] = findings->rows - before;
    }
    return status == STORE_OK ? remains_verify(db, findings) : status;
}
