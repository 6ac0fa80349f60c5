#include "http/sequel.h"

#include "http/seal.h"
#include "http/session.h"

static struct str without_query(struct str path)
{
    return str_cut(&path, '?');
}

struct str sequel_address(const struct request *r, const struct sequel *sequel)
{
    struct str page = without_query(sequel->path);
    struct str head = arena_printf(r->arena, "%lld\n" STR_FMT "\n" STR_FMT "\n", (long long)r->now,
                                   STR_ARG(r->session->csrf), STR_ARG(page));
    struct str sealed = seal(r->app->keys, KEY_SEQUEL, arena_join(r->arena, head, sequel->text), r->arena);
    struct str address =
        arena_printf(r->arena, STR_FMT "%cconstat=" STR_FMT "%s%s", STR_ARG(sequel->path),
                     page.n == sequel->path.n ? '?' : '&', STR_ARG(sealed), sequel->anchor == NULL ? "" : "#",
                     sequel->anchor == NULL ? "" : sequel->anchor);
    return address.n <= SEQUEL_MAX ? address : (struct str){0};
}

bool sequel_redirect(struct request *r, struct response *out, const struct sequel *sequel)
{
    struct str address = sequel_address(r, sequel);
    if (address.n == 0)
        return false;
    respond_redirect(out, address);
    return true;
}

struct str sequel_read(const struct request *r)
{
    int64_t at;
    struct str sealed = request_field(r, "constat"), text;
    if (r->method != METHOD_GET || sealed.n == 0 ||
        !unseal(r->app->keys, KEY_SEQUEL, sealed, r->arena, &text))
        return (struct str){0};
    bool fits = str_to_int64(str_cut(&text, '\n'), &at) && at <= r->now && r->now - at < SEQUEL_HOURS * 3600;
    fits = str_eq(str_cut(&text, '\n'), r->session->csrf) && fits;
    fits = str_eq(str_cut(&text, '\n'), r->path) && fits;
    return fits ? text : (struct str){0};
}
