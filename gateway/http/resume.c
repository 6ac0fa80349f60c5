#include "http/resume.h"

#include "http/admit.h"
#include "http/seal.h"
#include "http/session.h"

void resume_keep(struct request *r, struct str text)
{
    const struct session *s = r->session;
    bool posted = r->method == METHOD_POST;
    if (posted && s->former.n == 0)
        return;
    struct str head = arena_printf(r->arena, "%lld\n" STR_FMT "\n%s\n" STR_FMT "\n", (long long)r->now,
                                   STR_ARG(s->former), posted ? "POST" : "GET", STR_ARG(r->path));
    r->reprise = seal(r->app->keys, KEY_REPRISE, arena_join(r->arena, head, text), r->arena);
    r->kept = posted;
}

struct kept {
    int64_t at;
    struct str account; /* empty: whoever signs in */
    enum method method;
    struct str path, text;
};

static bool open_kept(const struct request *r, struct str sealed, struct kept *out)
{
    struct str plain;
    if (!unseal(r->app->keys, KEY_REPRISE, sealed, r->arena, &plain) ||
        !str_to_int64(str_cut(&plain, '\n'), &out->at))
        return false;
    out->account = str_cut(&plain, '\n');
    out->method = str_eq_z(str_cut(&plain, '\n'), "POST") ? METHOD_POST : METHOD_GET;
    out->path = str_cut(&plain, '\n');
    out->text = plain;
    return out->at <= r->now && r->now - out->at < RESUME_HOURS * 3600;
}

bool resume_is_form(const struct request *r, struct str sealed)
{
    struct kept kept;
    return sealed.n > 0 && open_kept(r, sealed, &kept) && kept.method == METHOD_POST;
}

/* Handles the kept form in the name of the new session. */
static bool answer_form(struct request *again, const struct route *route, struct response *out,
                        struct str text)
{
    struct fields all;
    struct str csrf;
    if (admit_decode(again, route, text, &all, &csrf) != REFUSAL__MAX ||
        admit_fields(again, route, &all) != REFUSAL__MAX)
        return false;
    /* There is no script at the other end any more: a person is. */
    again->script = false;
    route->handler(again, out);
    return true;
}

bool resume_answer(struct request *r, struct response *out, struct str sealed)
{
    struct kept kept;
    if (sealed.n == 0 || !open_kept(r, sealed, &kept))
        return false;
    struct request again = *r;
    const struct route *route = route_find(kept.method, kept.path, again.params);
    /* The session's row was written after this request's snapshot began. */
    if (r->db != NULL)
        store_release(r->reader, r->db);
    r->db = again.db = NULL;
    again.session = session_of_token(&again, r->new_token);
    bool done = false;
    if (route != NULL && admit_role(route, again.session->role) &&
        (kept.account.n == 0 || str_eq(kept.account, again.session->account))) {
        again.method = kept.method;
        again.path = kept.path;
        done = true;
        if (kept.method == METHOD_POST)
            done = answer_form(&again, route, out, kept.text);
        else
            respond_redirect(out, kept.text.n > 0 ? arena_printf(r->arena, STR_FMT "?" STR_FMT,
                                                                 STR_ARG(kept.path), STR_ARG(kept.text))
                                                  : kept.path);
    }
    r->db = again.db;
    return done;
}
