/* /espace/q/ASSIGNMENT/: leads to the first point that is not complete, to the answers to be checked, or to
 * the receipt. */
#include "pages/filling.h"

void page_espace_q_get(struct request *r, struct response *out)
{
    struct filling f;
    if (!filling_enter(r, out, &f))
        return;
    size_t point = filling_first_incomplete(&f);
    bool all = point == f.definition->form->n_points;
    respond_redirect(out, all ? filling_url(r, &f, "verifier") : filling_point_url(r, &f, point));
}
