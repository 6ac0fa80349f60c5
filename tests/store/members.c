#include "store/members.h"

#include "lib/test.h"

struct str members_id(char out[static MEMBERS_ID + 1], unsigned number)
{
    snprintf(out, MEMBERS_ID + 1, "%026u", number);
    return (struct str){out, MEMBERS_ID};
}

enum store_status members_insert(struct store_db *db, unsigned number)
{
    char id[MEMBERS_ID + 1];
    struct str z = STR("z");
    return store_run(db, SQL_MEMBER_INSERT,
                     STORE_ARGS(arg_text(members_id(id, number)), arg_text(STR("adviser")), arg_text(z),
                                arg_text(z), arg_text(z), arg_text(z), arg_text(z), arg_int(0)));
}

bool members_exist(struct store *s, unsigned number)
{
    char id[MEMBERS_ID + 1];
    struct store_db *db = store_borrow(s);
    struct store_rows rows = store_query(db, SQL_MEMBER_FIND, STORE_ARGS(arg_text(members_id(id, number))));
    bool found = store_next(&rows);
    store_end(&rows);
    assert_int_equal(rows.status, STORE_OK);
    store_release(s, db);
    return found;
}
