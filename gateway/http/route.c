#include "http/route.h"

static bool matches(const char *pattern, struct str path, struct str params[4])
{
    struct str rest_of_pattern = str_from(pattern);
    size_t n = 0;
    while (rest_of_pattern.n > 0 || path.n > 0) {
        /* What str_cut cannot tell apart: "/a" and "/a/". */
        if ((rest_of_pattern.n == 0) != (path.n == 0))
            return false;
        bool more_pattern = str_find_char(rest_of_pattern, '/') >= 0,
             more_path = str_find_char(path, '/') >= 0;
        struct str wanted = str_cut(&rest_of_pattern, '/'), part = str_cut(&path, '/');
        if (more_pattern != more_path)
            return false;
        if (str_eq_z(wanted, "*")) {
            if (part.n == 0 || n == 4)
                return false;
            params[n++] = part;
        } else if (!str_eq(wanted, part)) {
            return false;
        }
    }
    return true;
}

const struct route *route_find(enum method method, struct str path, struct str params[4])
{
    for (size_t i = 0; i < n_routes; i++) {
        struct str found[4] = {{0}};
        if (routes[i].method != method || !matches(routes[i].path, path, found))
            continue;
        memcpy(params, found, sizeof found);
        return &routes[i];
    }
    return NULL;
}
