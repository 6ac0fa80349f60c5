/* /cabinet/: the adviser's own clients, and where each of them stands. */
#include "pages/cabinet.h"

#include "pages/submission_view.h"
#include "profile/profile.h"

enum { CLIENTS_PER_PART = 100, CLIENT_PARTS_MAX = 9999 };

enum store_status cabinet_find_client(struct request *r, struct str id, struct client *out)
{
    enum store_status status = client_find(request_db(r), r->arena, id, out);
    bool is_own =
        status == STORE_OK && (r->session->role == ROLE_ADMIN || str_eq(out->adviser, r->session->subject));
    return status == STORE_OK && !is_own ? STORE_NONE : status;
}

struct str cabinet_client_url(const struct request *r, struct str id)
{
    return arena_printf(r->arena, "/cabinet/client/" STR_FMT, STR_ARG(id));
}

void cabinet_set_state(struct value *view, enum client_state state)
{
    value_set_bool(view, "is_created", state == CLIENT_CREATED);
    value_set_bool(view, "is_invited", state == CLIENT_INVITED);
    value_set_bool(view, "is_active", state == CLIENT_ACTIVE);
}

void cabinet_version_view(struct request *r, struct definition_key key, struct value *view)
{
    struct definition_provenance p;
    value_set_text(view, "version", str_sub(key.version, 0, 12));
    if (definition_provenance(request_db(r), key, &p) != STORE_OK)
        return;
    bool is_worded = p.wording > 0 && p.n_wordings > 1;
    value_set_text(view, "version_since", page_date(r, is_worded ? p.worded_at : p.kept_at));
    value_set_bool(view, "has_wordings", is_worded);
    value_set_int(view, "wording_number", p.wording);
    value_set_int(view, "wordings_total", p.n_wordings);
}

/* The levels of the last profile, as "Équilibré, Informé". */
static struct str result_text(struct request *r, const struct client_row *row)
{
    const struct definition *definition;
    struct definition_key key = {row->latest_definition, row->latest_version, {0}};
    if (row->latest_levels.n == 0 ||
        definition_find(request_db(r), r->arena, r->site, key, &definition) != STORE_OK)
        return (struct str){0};
    struct words words = words_of(r->arena, r->site, definition, r->language);
    struct str text = {0}, rest = row->latest_levels, result, level;
    while (profile_next_level(&rest, &result, &level))
        text = arena_printf(r->arena, STR_FMT "%s" STR_FMT, STR_ARG(text), text.n > 0 ? ", " : "",
                            STR_ARG(level_title(&words, result, level)));
    return text;
}

static void add_client(struct request *r, const struct client_row *row, struct value *list)
{
    struct value *item = value_add_map(list);
    value_set_text(item, "name", client_name(r->arena, &row->client));
    value_set_text(item, "url", cabinet_client_url(r, row->client.id));
    value_set_text(item, "email", row->client.email);
    value_set_bool(item, "is_company", row->client.is_company);
    cabinet_set_state(item, row->state);
    value_set_text(item, "result", result_text(r, row));
    if (row->latest_at > 0)
        value_set_text(item, "result_date", page_date(r, row->latest_at));
}

/* The same search, another part of the list (from 0). */
static struct str part_url(const struct request *r, struct str search, size_t part)
{
    struct buf out;
    buf_init(&out, 1024);
    buf_addf(&out, "/cabinet/?page=%zu", part + 1);
    page_add_parameter(&out, "nom", search);
    struct str url = arena_str(r->arena, buf_str(&out));
    buf_release(&out);
    return url;
}

static void set_clients(struct request *r, const struct client_rows *rows, struct str search,
                        struct value *view)
{
    size_t parts = (rows->total + CLIENTS_PER_PART - 1) / CLIENTS_PER_PART;
    value_set_int(view, "clients_total", (int64_t)rows->total);
    value_set_bool(view, "has_clients", rows->count > 0);
    page_set_part(view, rows->page, parts);
    if (rows->page > 0)
        value_set_text(view, "previous", part_url(r, search, rows->page - 1));
    if (rows->page + 1 < parts)
        value_set_text(view, "next", part_url(r, search, rows->page + 1));
    struct value *list = value_set_list(view, "clients");
    for (size_t i = 0; i < rows->count; i++)
        add_client(r, &rows->items[i], list);
}

void page_cabinet_get(struct request *r, struct response *out)
{
    const struct client_search search = {
        .adviser = r->session->role != ROLE_ADMIN ? r->session->subject : (struct str){0},
        .words = str_trim(request_field(r, "nom")),
        .page = page_part(r, CLIENT_PARTS_MAX),
        .per_page = CLIENTS_PER_PART,
    };
    struct client_rows rows;
    enum store_status status = client_list(request_db(r), r->arena, &search, &rows);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return;
    }
    struct value *view = value_map(r->arena);
    value_set_text(view, "action", STR("/cabinet/"));
    value_set_text(view, "search", search.words);
    set_clients(r, &rows, search.words, view);
    respond_page(r, out, STATUS_OK, "cabinet/accueil", view);
}
