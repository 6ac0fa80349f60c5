#include "member/member.h"

#include "base/fold.h"
#include "store/id.h"

static void copy_row(struct arena *a, const struct store_rows *row, struct member *out)
{
    *out = (struct member){.id = arena_str(a, store_text(row, 0)),
                           .is_admin = str_eq_z(store_text(row, 1), "admin"),
                           .first_name = arena_str(a, store_text(row, 2)),
                           .last_name = arena_str(a, store_text(row, 3)),
                           .email = arena_str(a, store_text(row, 4)),
                           .phone = arena_str(a, store_text(row, 5)),
                           .language = arena_str(a, store_text(row, 6)),
                           .created_at = store_int(row, 7),
                           .closed_at = store_int(row, 8)};
}

static enum store_status find(struct store_rows rows, struct arena *a, struct member *out)
{
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    copy_row(a, &rows, out);
    store_end(&rows);
    return rows.status;
}

enum store_status member_find(struct store_db *db, struct arena *a, struct str id, struct member *out)
{
    return find(store_query(db, SQL_MEMBER_FIND, STORE_ARGS(arg_text(id))), a, out);
}

enum store_status member_find_by_email(struct store_db *db, struct arena *a, struct str email,
                                       struct member *out)
{
    return find(store_query(db, SQL_MEMBER_FIND_EMAIL, STORE_ARGS(arg_text(email_fold(a, email)))), a, out);
}

enum store_status member_list(struct store_db *db, struct arena *a, struct members *out)
{
    *out = (struct members){0};
    struct store_rows rows = store_query(db, SQL_MEMBER_LIST, NULL, 0);
    while (store_next(&rows))
        copy_row(a, &rows, ARENA_PUSH(a, out));
    return rows.status;
}

enum store_status member_create(struct store_db *db, struct arena *a, struct member *member, int64_t now)
{
    member->id = id_new(a);
    member->created_at = now;
    member->closed_at = 0;
    enum store_status status = store_run(
        db, SQL_MEMBER_INSERT,
        STORE_ARGS(arg_text(member->id), arg_text(member->is_admin ? STR("admin") : STR("adviser")),
                   arg_text(member->first_name), arg_text(member->last_name), arg_text(member->email),
                   arg_text(member->phone), arg_text(member->language), arg_int(now)));
    if (status != STORE_OK)
        return status;
    return store_run(db, SQL_ACCOUNT_INSERT,
                     STORE_ARGS(arg_text(id_new(a)), arg_text(email_fold(a, member->email)), arg_null(),
                                arg_text(member->id), arg_int(now)));
}

struct str member_name(struct arena *a, const struct member *member)
{
    return arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(member->first_name), STR_ARG(member->last_name));
}
