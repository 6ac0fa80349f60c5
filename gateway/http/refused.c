#include "http/refused.h"

void refused_by_nginx(struct request *r, struct response *out)
{
    enum refusal why = REFUSAL_NOT_FOUND;
    if (str_eq_z(r->params[0], "413"))
        why = REFUSAL_BODY_TOO_LARGE;
    if (str_eq_z(r->params[0], "429")) {
        why = REFUSAL_TOO_MANY;
        out->retry_after = 60;
    }
    respond_refusal(r, out, why);
}
