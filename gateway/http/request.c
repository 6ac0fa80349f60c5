#include "http/request.h"

struct store_db *request_db(struct request *r)
{
    if (r->db == NULL)
        r->db = store_borrow(r->reader);
    return r->db;
}

void request_db_renew(struct request *r)
{
    if (r->db != NULL)
        store_release(r->reader, r->db);
    r->db = NULL;
}

struct str request_field(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->n_fields; i++)
        if (str_eq_z(r->fields[i].name, name))
            return r->fields[i].value;
    return (struct str){0};
}

size_t request_values(const struct request *r, struct str name, const struct str **values)
{
    struct {
        struct str *items;
        size_t count, cap;
    } found = {0};
    for (size_t i = 0; i < r->n_fields; i++)
        if (str_eq(r->fields[i].name, name))
            *ARENA_PUSH(r->arena, &found) = r->fields[i].value;
    *values = found.items;
    return found.count;
}
