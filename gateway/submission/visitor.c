#include "submission/visitor.h"

#include "store/digest.h"
#include "submission/texts.h"
#include "theme/format.h"

/* Kept before under this key: the same answers of the same person, or not. */
static enum store_status compare_kept(struct store_db *db, const struct visitor *v, struct str answers)
{
    struct store_rows rows = store_query(db, SQL_VISITOR_FIND_KEY, STORE_ARGS(arg_text(v->key)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_CONFLICT : rows.status;
    /* Once confirmed the answers are gone from here. */
    bool same = str_eq(store_text(&rows, 0), v->email) && str_eq(store_text(&rows, 1), v->definition->id) &&
                str_eq(store_text(&rows, 2), v->definition->version) &&
                (store_text(&rows, 3).n == 0 || str_eq(store_text(&rows, 3), answers));
    store_end(&rows);
    return rows.status != STORE_OK ? rows.status : same ? STORE_OK : STORE_CONFLICT;
}

/* Whoever fills the form in may write anybody's address: nobody gets more of these mails than of others that
 * are asked for. */
static enum store_status put_mail(struct store_db *db, const struct visitor *v, const struct outgoing *mail)
{
    enum store_status status = account_count_request(db, v->email, v->created_at);
    return status == STORE_OK ? outbox_put(db, mail, v->created_at) : status;
}

enum store_status visitor_keep(struct store_db *db, const struct visitor *visitor, const struct token *token,
                               const struct outgoing *mail)
{
    struct arena *a = arena_new();
    const struct definition *d = visitor->definition;
    struct str answers = answers_print(a, d->form, visitor->answers);
    enum store_status status = definition_keep(db, d, visitor->created_at);
    if (status == STORE_OK)
        status = store_run_one(
            db, SQL_VISITOR_INSERT,
            STORE_ARGS(arg_text(visitor->id), arg_text(visitor->key), arg_blob(token->hash),
                       arg_text(visitor->email), arg_text(d->id), arg_text(d->version),
                       arg_text(d->wording_hash), arg_text(visitor->language), arg_text(answers),
                       arg_int(visitor->created_at), arg_int(visitor->created_at + VISITOR_LIFE)));
    if (status == STORE_OK)
        status = put_mail(db, visitor, mail);
    else if (status == STORE_NONE)
        status = compare_kept(db, visitor, answers);
    arena_free(a);
    return status;
}

enum store_status visitor_find(struct store_db *db, struct arena *a, const struct visitor_claim *claim,
                               struct visitor *out)
{
    unsigned char hash[DIGEST_SIZE];
    digest_of(claim->token, hash);
    struct store_rows rows = store_query(
        db, SQL_VISITOR_FIND,
        STORE_ARGS(arg_blob((struct str){(const char *)hash, sizeof(hash)}), arg_int(claim->now)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *out = (struct visitor){.id = arena_str(a, store_text(&rows, 0)),
                            .key = arena_str(a, store_text(&rows, 1)),
                            .email = arena_str(a, store_text(&rows, 2)),
                            .language = arena_str(a, store_text(&rows, 6)),
                            .created_at = store_int(&rows, 8),
                            .confirmed = store_int(&rows, 9) != 0};
    struct definition_key key = {.id = arena_str(a, store_text(&rows, 3)),
                                 .version = arena_str(a, store_text(&rows, 4)),
                                 .wording = arena_str(a, store_text(&rows, 5))};
    struct str answers = arena_str(a, store_text(&rows, 7));
    store_end(&rows);
    enum store_status status = definition_load(db, a, key, &out->definition);
    if (status != STORE_OK)
        return status;
    int32_t day = format_local_day(claim->time_zone, out->created_at);
    out->answers = answers_restore(a, out->definition->form, answers, day);
    return STORE_OK;
}

enum store_status visitor_sweep(struct store_db *db, int64_t now)
{
    return store_run(db, SQL_VISITOR_SWEEP, STORE_ARGS(arg_int(now)));
}
