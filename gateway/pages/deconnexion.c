/* /espace/deconnexion and /cabinet/deconnexion: signing out. */
#include "pages/door.h"

struct ending {
    struct request *r;
    struct response *out;
};

static enum store_status write_end(struct store_db *db, void *context)
{
    const struct ending *e = context;
    return session_end(e->r, e->out, db);
}

static void sign_out(struct request *r, struct response *out, const struct door *door)
{
    struct ending ending = {r, out};
    enum store_status status = store_write(r->app->store, write_end, &ending);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return;
    }
    /* The language went with the account: the address keeps it. */
    respond_redirect(out, arena_printf(r->arena, "%s?etat=deconnecte&langue=" STR_FMT, door->sign_in,
                                       STR_ARG(r->language)));
}

void page_espace_deconnexion_post(struct request *r, struct response *out)
{
    sign_out(r, out, &door_space);
}

void page_cabinet_deconnexion_post(struct request *r, struct response *out)
{
    sign_out(r, out, &door_office);
}
