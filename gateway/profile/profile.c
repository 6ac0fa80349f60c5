#include "profile/profile.h"

#include "event/event.h"
#include "store/digest.h"

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

/* A row's place in its client's chain, and what it covers besides its own columns. */
struct link {
    int64_t number;
    unsigned char previous[DIGEST_SIZE], hash[DIGEST_SIZE];
    struct str digest; /* of the submission */
};

static struct str bytes_of(const unsigned char hash[static DIGEST_SIZE])
{
    return (struct str){(const char *)hash, DIGEST_SIZE};
}

static void hash_row(const struct profile *p, struct link *link)
{
    struct digest d;
    digest_begin(&d, "profile 1");
    digest_text(&d, bytes_of(link->previous));
    digest_text(&d, p->client);
    digest_int(&d, link->number);
    digest_text(&d, str_from(origins[p->origin]));
    digest_text(&d, p->submission);
    digest_text(&d, p->definition);
    digest_text(&d, p->version);
    digest_text(&d, p->levels);
    digest_text(&d, p->reason);
    digest_text(&d, p->author);
    digest_int(&d, p->at);
    digest_text(&d, link->digest);
    digest_end(&d, link->hash);
}

static enum store_status find_last(struct store_db *db, struct str client, struct link *link)
{
    struct store_rows rows = store_query(db, SQL_PROFILE_LAST, STORE_ARGS(arg_text(client)));
    if (!store_next(&rows))
        return rows.status;
    struct str hash = store_text(&rows, 1);
    link->number = store_int(&rows, 0);
    if (hash.n == DIGEST_SIZE)
        memcpy(link->previous, hash.p, DIGEST_SIZE);
    store_end(&rows);
    return rows.status;
}

static enum store_status append_event(struct store_db *db, const struct profile *p, const struct link *link)
{
    struct arena *a = arena_new();
    struct event event = {.at = p->at,
                          .actor = p->author.n > 0 ? p->author : p->client,
                          .action = STR("profile"),
                          .subject = p->client,
                          .detail = digest_hex(a, bytes_of(link->hash))};
    enum store_status status = event_append(db, &event);
    arena_free(a);
    return status;
}

enum store_status profile_append(struct store_db *db, const struct profile *profile, struct str digest)
{
    struct link link = {.digest = digest};
    enum store_status status = find_last(db, profile->client, &link);
    if (status != STORE_OK)
        return status;
    link.number++;
    hash_row(profile, &link);
    status = store_run(
        db, SQL_PROFILE_INSERT,
        STORE_ARGS(arg_text(profile->client), arg_int(link.number),
                   arg_text(str_from(origins[profile->origin])), arg_text_or_null(profile->submission),
                   arg_text(profile->definition), arg_text(profile->version), arg_text(profile->levels),
                   arg_text(profile->reason), arg_text_or_null(profile->author), arg_int(profile->at),
                   arg_blob(bytes_of(link.previous)), arg_blob(bytes_of(link.hash))));
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

size_t profile_list(struct store_db *db, struct arena *a, struct str client, const struct profile **out)
{
    struct {
        struct profile *items;
        size_t count, cap;
    } list = {0};
    struct store_rows rows = store_query(db, SQL_PROFILE_LIST, STORE_ARGS(arg_text(client)));
    while (store_next(&rows)) {
        struct profile p = row_of(&rows, client);
        struct str *const texts[] = {&p.client, &p.submission, &p.definition, &p.version,
                                     &p.levels, &p.reason,     &p.author};
        for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
            *texts[i] = arena_str(a, *texts[i]);
        *ARENA_PUSH(a, &list) = p;
    }
    *out = list.items;
    return list.count;
}

enum store_status profile_verify(struct store_db *db, struct str client, int64_t *broken_at)
{
    struct link link = {0};
    *broken_at = 0;
    struct store_rows rows = store_query(db, SQL_PROFILE_CHAIN, STORE_ARGS(arg_text(client)));
    while (store_next(&rows)) {
        struct profile p = row_of(&rows, client);
        memcpy(link.previous, link.hash, DIGEST_SIZE);
        link.number++;
        link.digest = store_text(&rows, 11);
        hash_row(&p, &link);
        bool holds = p.number == link.number && str_eq(store_text(&rows, 9), bytes_of(link.previous)) &&
                     str_eq(store_text(&rows, 10), bytes_of(link.hash));
        if (!holds) {
            *broken_at = link.number;
            store_end(&rows);
        }
    }
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
