#include "profile/profile.h"

#include "event/event.h"
#include "verify/chain.h"

static const char *const origins[PROFILE_ORIGIN__MAX] = {
    [PROFILE_QUESTIONNAIRE] = "questionnaire",
    [PROFILE_MANUAL] = "manual",
    [PROFILE_REMOTE] = "remote",
};

static enum profile_origin origin_of(struct str name)
{
    for (int i = 0; i < PROFILE_ORIGIN__MAX; i++)
        if (str_eq_z(name, origins[i]))
            return (enum profile_origin)i;
    return PROFILE_MANUAL;
}

/* The origin as it is stored; `digest` is the submission's. */
static void hash_row(const struct profile *p, struct str origin, struct str digest, struct chain_link *link)
{
    struct digest d;
    digest_begin(&d, "profile 1");
    digest_text(&d, chain_bytes(link->previous));
    digest_text(&d, p->client);
    digest_int(&d, link->number);
    digest_text(&d, origin);
    digest_text(&d, p->submission);
    digest_text(&d, p->definition);
    digest_text(&d, p->version);
    digest_text(&d, p->levels);
    digest_text(&d, p->reason);
    digest_text(&d, p->author);
    digest_int(&d, p->at);
    digest_text(&d, digest);
    digest_end(&d, link->hash);
}

static enum store_status find_last(struct store_db *db, struct str client, struct chain_link *last)
{
    struct store_rows rows = store_query(db, SQL_PROFILE_LAST, STORE_ARGS(arg_text(client)));
    if (!store_next(&rows))
        return rows.status;
    last->number = store_int(&rows, 0);
    memcpy(last->hash, store_text(&rows, 1).p, DIGEST_SIZE); /* the schema checks its length */
    store_end(&rows);
    return rows.status;
}

static enum store_status append_event(struct store_db *db, const struct profile *p,
                                      const struct chain_link *link)
{
    struct arena *a = arena_new();
    struct event event = {.at = p->at,
                          .actor = p->author.n > 0 ? p->author : p->client,
                          .action = STR("profile"),
                          .subject = p->client,
                          .detail = digest_hex(a, chain_bytes(link->hash))};
    enum store_status status = event_append(db, &event);
    arena_free(a);
    return status;
}

enum store_status profile_append(struct store_db *db, const struct profile *profile, struct str digest)
{
    struct chain_link last = {0};
    enum store_status status = find_last(db, profile->client, &last);
    if (status != STORE_OK)
        return status;
    struct chain_link link = chain_next(&last);
    hash_row(profile, str_from(origins[profile->origin]), digest, &link);
    status = store_run(
        db, SQL_PROFILE_INSERT,
        STORE_ARGS(arg_text(profile->client), arg_int(link.number),
                   arg_text(str_from(origins[profile->origin])), arg_text_or_null(profile->submission),
                   arg_text(profile->definition), arg_text(profile->version), arg_text(profile->levels),
                   arg_text(profile->reason), arg_text_or_null(profile->author), arg_int(profile->at),
                   arg_blob(chain_bytes(link.previous)), arg_blob(chain_bytes(link.hash))));
    return status == STORE_OK ? append_event(db, profile, &link) : status;
}

static struct profile row_of(const struct store_rows *row, struct str client)
{
    return (struct profile){.client = client,
                            .number = store_int(row, 0),
                            .origin = origin_of(store_text(row, 1)),
                            .submission = store_text(row, 2),
                            .definition = store_text(row, 3),
                            .version = store_text(row, 4),
                            .levels = store_text(row, 5),
                            .reason = store_text(row, 6),
                            .author = store_text(row, 7),
                            .at = store_int(row, 8)};
}

enum store_status profile_list(struct store_db *db, struct arena *a, struct str client, struct profiles *out)
{
    *out = (struct profiles){0};
    struct store_rows rows = store_query(db, SQL_PROFILE_LIST, STORE_ARGS(arg_text(client)));
    while (store_next(&rows)) {
        struct profile p = row_of(&rows, client);
        struct str *const texts[] = {&p.client, &p.submission, &p.definition, &p.version,
                                     &p.levels, &p.reason,     &p.author};
        for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
            *texts[i] = arena_str(a, *texts[i]);
        *ARENA_PUSH(a, out) = p;
    }
    return rows.status;
}

/* ---- verifying ---- */

/* A row of verify_profiles. */
struct checked {
    struct profile profile;
    struct str origin;
    struct chain_row row;
    struct {
        struct str digest, client, levels, definition, version;
    } submission;
};

static struct checked read_checked(const struct store_rows *r, struct arena *a)
{
    struct checked c = {.profile = {.client = arena_str(a, store_text(r, 0)),
                                    .number = store_int(r, 1),
                                    .origin = origin_of(store_text(r, 2)),
                                    .submission = store_text(r, 3),
                                    .definition = store_text(r, 4),
                                    .version = store_text(r, 5),
                                    .levels = store_text(r, 6),
                                    .reason = store_text(r, 7),
                                    .author = store_text(r, 8),
                                    .at = store_int(r, 9)},
                        .origin = store_text(r, 2),
                        .row = {.table = "profile",
                                .number = store_int(r, 1),
                                .previous = store_text(r, 10),
                                .hash = store_text(r, 11)},
                        .submission = {store_text(r, 12), store_text(r, 13), store_text(r, 14),
                                       store_text(r, 15), store_text(r, 16)}};
    c.row.id = arena_printf(a, STR_FMT "/%lld", STR_ARG(c.profile.client), (long long)c.row.number);
    return c;
}

/* A profile that came of a submission says what the submission says. */
static void check_submission(const struct checked *c, struct findings *findings)
{
    const struct {
        const char *column;
        struct str expected, found;
    } pairs[] = {
        {"client", c->submission.client, c->profile.client},
        {"definition", c->submission.definition, c->profile.definition},
        {"version", c->submission.version, c->profile.version},
        {"levels", c->submission.levels, c->profile.levels},
    };
    for (size_t i = 0; c->profile.submission.n > 0 && i < sizeof(pairs) / sizeof(*pairs); i++) {
        if (str_eq(pairs[i].expected, pairs[i].found))
            continue;
        findings_add(findings, &(struct finding){.table = "profile",
                                                 .id = c->row.id,
                                                 .column = pairs[i].column,
                                                 .expected = pairs[i].expected,
                                                 .found = pairs[i].found});
        return;
    }
}

/* Chains begin anew with each client; the rows come client by client. */
static bool is_another(struct str client, struct buf *last)
{
    if (str_eq(client, buf_str(last)))
        return false;
    buf_clear(last);
    buf_add(last, client);
    return true;
}

enum store_status profiles_verify(struct store_db *db, struct findings *findings)
{
    struct chain_link link = {0};
    struct arena *a = arena_new();
    struct buf client;
    buf_init(&client, 64);
    struct store_rows rows = store_query(db, SQL_VERIFY_PROFILES, NULL, 0);
    while (store_next(&rows)) {
        arena_clear(a);
        struct checked c = read_checked(&rows, a);
        if (is_another(c.profile.client, &client))
            link = (struct chain_link){0};
        link = chain_next(&link);
        hash_row(&c.profile, c.origin, c.submission.digest, &link);
        if (chain_check(&link, &c.row, findings))
            check_submission(&c, findings);
        findings_row(findings);
    }
    buf_release(&client);
    arena_free(a);
    return rows.status;
}

bool profile_next_level(struct str *levels, struct str *result, struct str *level)
{
    struct str line;
    if (!str_line(levels, &line))
        return false;
    *result = str_cut(&line, '=');
    *level = str_cut(&line, ' ');
    if (str_eq_z(*level, "-"))
        *level = (struct str){"", 0};
    return true;
}
