#include "http/csrf.h"

#include "http/seal.h"

bool csrf_origin_is_ours(struct str origin, struct str fetch_site, struct str base_url)
{
    if (origin.p == NULL && fetch_site.p == NULL)
        return false;
    return (origin.p == NULL || str_eq(origin, base_url)) &&
           (fetch_site.p == NULL || str_eq_z(fetch_site, "same-origin"));
}

bool csrf_token_is_right(const struct session *session, struct str token)
{
    return token.n > 0 && equal_in_constant_time(session->csrf, token);
}
